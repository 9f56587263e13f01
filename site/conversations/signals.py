"""Hearing of pages that are published, with their setting for comments, and of those that are deleted for good."""

from typing import Any

from django.db.models.signals import post_delete
from wagtail.signals import page_published

from conversations.models import Comment, TakesCommentsMixin
from conversations.pages import NAME
from conversations.services.forgetting import forget_subjects
from core.notices import see_anew


def connect() -> None:
    """Start to listen. Called once, when the app is ready."""
    page_published.connect(_look_again, dispatch_uid="conversations.look_again")
    post_delete.connect(_forget, dispatch_uid="conversations.forget")


def _look_again(instance: Any, **_kwargs: Any) -> None:
    """What was said may be shown from now on, or not any more."""
    if isinstance(instance, TakesCommentsMixin):
        comments = Comment.objects.about(NAME, instance.pk)
        if numbers := list(comments.values_list("pk", flat=True)):
            see_anew(Comment.kind, numbers)


def _forget(sender: Any, instance: Any, **_kwargs: Any) -> None:
    if isinstance(instance, TakesCommentsMixin):
        forget_subjects(NAME, [instance.pk])
