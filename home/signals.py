"""What makes a kept part of the home page a thing of the past, besides publishing."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from core import epochs
from news.models import PinnedStory


def connect() -> None:
    """Listen to what is pinned, from now on."""
    for signal in (post_save, post_delete):
        signal.connect(_pins_changed, sender=PinnedStory, dispatch_uid="home-pins")


def _pins_changed(**_sent: Any) -> None:
    epochs.raise_tree()
