"""Reading documents and keeping what they say."""

import logging
import time
from datetime import timedelta

from django.core.exceptions import SuspiciousFileOperation
from django.db import transaction
from django.utils import timezone

from core.extraction.found import Found
from core.extraction.process import READERS, extract
from core.extraction.states import TextState
from core.models import Document

log = logging.getLogger(__name__)

#: How long a document waits until its task is taken to be lost.
PATIENCE = timedelta(minutes=1)
#: Seconds, and documents, after which other jobs have their turn.
A_TURN = 5
AT_ONCE = 50

NOT_THERE = "The file is not there."


def read_text(document_id: int) -> None:
    """Keep what a document's file says now, and whether it could be read.

    A file that came while this one was read is left to its own reading.
    """
    document = Document.objects.filter(pk=document_id).first()
    if document is None:
        return
    found = _found_in(document)
    with transaction.atomic():
        same = Document.objects.select_for_update().filter(pk=document_id, file=document.file.name)
        current = same.first()
        if current is None:
            return
        current.text = found.text
        current.text_state = _state(found)
        current.text_reason = found.reason
        current.text_of = document.file.name
        current.save(update_fields=["text", "text_state", "text_reason", "text_of"])
    if found.failed:
        log.warning(
            "Document %d (%s) gives no text: %s", document_id, document.filename, found.reason
        )


def read_if_waiting(document_id: int) -> None:
    """Read a document unless somebody else has done it."""
    if _take(document_id):
        read_text(document_id)


def read_left_over() -> bool:
    """Read documents whose task was lost, for some seconds. Whether there may be more."""
    end = time.monotonic() + A_TURN
    before = timezone.now() - PATIENCE
    waiting = list(Document.objects.waiting_since(before).values_list("pk", flat=True)[:AT_ONCE])
    for number in waiting:
        if time.monotonic() > end:
            return True
        read_if_waiting(number)
    return len(waiting) == AT_ONCE


def _take(document_id: int) -> bool:
    """Whether a document waits. What takes the process down with it waits again, but for a while."""
    waiting = Document.objects.filter(pk=document_id, text_state=TextState.PENDING)
    return bool(waiting.update(text_asked_at=timezone.now()))


def _found_in(document: Document) -> Found:
    kind = document.file_extension.lower()
    if kind not in READERS:
        return Found()
    try:
        with document.file.storage.open(document.file.name) as file:
            return extract(file, kind)
    except (FileNotFoundError, SuspiciousFileOperation):
        return Found(reason=NOT_THERE, failed=True)


def _state(found: Found) -> TextState:
    if found.failed:
        return TextState.FAILED
    return TextState.READ if found.text else TextState.NOTHING
