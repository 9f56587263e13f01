"""What is in the bin stays a draft, though what it mirrors is published elsewhere."""

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_published

from core import findable
from core.found.pages import NAME
from core.trash.place import is_in_bin


def published(instance: Page, **_kwargs: Any) -> None:
    """A page was published: an alias of it may lie in the bin."""
    if is_in_bin(instance):
        Page.objects.filter(pk=instance.pk).update(live=False)
        findable.changed(NAME, [instance.pk])


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    page_published.connect(published, dispatch_uid="core-published-in-bin")
