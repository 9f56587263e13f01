"""When pages and documents are written, search is told, in the same transaction."""

from collections.abc import Collection
from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.contrib.redirects import signal_handlers as handlers
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, get_page_models
from wagtail.signals import page_slug_changed, post_page_move

from core import findable
from core.found import documents, pages
from core.models import Document, PageTopic

#: What is saved of a page with a draft, and changes nothing that is found.
OF_DRAFTS = frozenset(
    {"latest_revision", "latest_revision_id", "latest_revision_created_at", "draft_title", "has_unpublished_changes",
     "locked", "locked_at", "locked_by", "locked_by_id", "go_live_at", "expired", "comments"}
)  # fmt: skip


def page_saved(
    instance: Page, update_fields: Collection[str] | None = None, **_kwargs: Any
) -> None:
    """A page was made, published, taken down, moved or renamed."""
    if update_fields is None or not OF_DRAFTS.issuperset(update_fields):
        findable.changed(pages.NAME, [instance.pk])


def page_deleted(instance: Page, **_kwargs: Any) -> None:
    """A page is gone."""
    findable.changed(pages.NAME, [instance.pk])


def page_moved(instance: Page, **_kwargs: Any) -> None:
    """A page has moved, or has another address, with all below it."""
    below = Page.objects.filter(path__startswith=instance.path)
    findable.changed(pages.NAME, below.values_list("pk", flat=True))


def topics_changed(instance: PageTopic, **_kwargs: Any) -> None:
    """A page has a topic more or less."""
    findable.changed(pages.NAME, [instance.content_object_id])


def redirect_changed(instance: Redirect, **_kwargs: Any) -> None:
    """An address leads to a page, or no longer does. Where it led before, the next change of that page says."""
    if instance.redirect_page_id:
        findable.changed(pages.NAME, [instance.redirect_page_id])


def document_changed(instance: Document, **_kwargs: Any) -> None:
    """A document was made, changed, read or deleted."""
    findable.changed(documents.NAME, [instance.pk])


def tags_changed(instance: Any, action: str, **_kwargs: Any) -> None:
    """A document has other tags."""
    if isinstance(instance, Document) and action.startswith("post_"):
        findable.changed(documents.NAME, [instance.pk])


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    for model in {Page, *get_page_models()}:
        post_save.connect(page_saved, sender=model, dispatch_uid=f"found-{model._meta.label}")
    post_delete.connect(page_deleted, sender=Page, dispatch_uid="found-page-deleted")
    # Wagtail writes redirects in bulk, which sends no signal: ours comes after it, and finds them.
    post_page_move.connect(handlers.autocreate_redirects_on_page_move)
    page_slug_changed.connect(handlers.autocreate_redirects_on_slug_change)
    for signal in (post_page_move, page_slug_changed):
        signal.connect(page_moved, dispatch_uid="found-page-moved")
    m2m_changed.connect(tags_changed, sender=Document.tags.through, dispatch_uid="found-tags")
    for signal in (post_save, post_delete):
        signal.connect(topics_changed, sender=PageTopic, dispatch_uid="found-topics")
        signal.connect(redirect_changed, sender=Redirect, dispatch_uid="found-redirect")
        signal.connect(document_changed, sender=Document, dispatch_uid="found-document")
