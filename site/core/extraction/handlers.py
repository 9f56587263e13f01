"""Documents are read soon after their file has come."""

from typing import Any

from django.db import transaction

from core.extraction.signals import file_arrived
from core.models import Document
from core.tasks import read_document


def ask(document: Document, **_kwargs: Any) -> None:
    """Have the document read once its file is there for all to see.

    Should even asking fail, the upload has not: the worker finds the document still waiting.
    """

    def enqueue() -> None:
        read_document.enqueue(document.pk)

    transaction.on_commit(enqueue, robust=True)


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    file_arrived.connect(ask, sender=Document, dispatch_uid="core-read-document")
