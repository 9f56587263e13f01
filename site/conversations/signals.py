"""Hearing of pages that are deleted for good."""

from typing import Any

from django.db.models.signals import post_delete

from conversations.models import TakesCommentsMixin
from conversations.pages import NAME
from conversations.services.forgetting import forget_subjects


def connect() -> None:
    """Start to listen. Called once, when the app is ready."""
    post_delete.connect(_forget, dispatch_uid="conversations.forget")


def _forget(sender: Any, instance: Any, **_kwargs: Any) -> None:
    if isinstance(instance, TakesCommentsMixin):
        forget_subjects(NAME, [instance.pk])
