"""What makes kept alerts, pins and topics things of the past, and stories news: heard in the transaction of the change."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from core import epochs
from core.models import Topic
from news import telling
from news.models import Alert, AlertDepartment, NewsPage, PinnedStory


def kept_is_old(**_kwargs: Any) -> None:
    """An alert, a pin or a topic has changed: what is kept of them under the tree's epoch is old."""
    epochs.raise_tree()


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    post_save.connect(telling.story_saved, sender=NewsPage, dispatch_uid="news-told")
    for sender in (Alert, AlertDepartment, PinnedStory, Topic):
        name = f"news-{sender.__name__}"
        post_save.connect(kept_is_old, sender=sender, dispatch_uid=name)
        post_delete.connect(kept_is_old, sender=sender, dispatch_uid=f"{name}-deleted")
