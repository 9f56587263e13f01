"""Who owns which pages, and what becomes of them when an owner leaves."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, Revision, get_page_models
from wagtail.query import PageQuerySet

from core import findable
from core.found.pages import NAME
from core.models import BasePage, Document

HANDED_ON = "core.hand_on"


def page_types() -> Iterator[type[BasePage]]:
    """The page types that have an owner."""
    yield from (model for model in get_page_models() if issubclass(model, BasePage))


def owned_by(person: Any) -> PageQuerySet[Any]:
    """Every page that a person owns, of whatever type: one query."""
    first, *others = (
        model._default_manager.filter(content_owner=person.pk).order_by().values("pk")
        for model in page_types()
    )
    return Page.objects.filter(pk__in=first.union(*others, all=True))


@transaction.atomic
def hand_on(person: Any, successor: Any) -> str:
    """Give a person's pages, and what their drafts say, to who takes over. How many, in words.

    Without a successor the pages keep their owner, whose name then says that they have left.
    """
    if successor is None:
        return ""
    pages = list(owned_by(person))
    if not _reassign(person, pages, successor.pk):
        return ""
    for page in pages:
        log(instance=page, action=HANDED_ON, data={"to": successor.pk})
    return f"{len(pages)} page{'' if len(pages) == 1 else 's'}"


def hand_on_documents(person: Any, successor: Any) -> str:
    """Give the documents of a person's account to the account of who takes over. How many, in words.

    Without an account on either side they stay as they are.
    """
    heir = successor.user_id if successor is not None else None
    if not person.user_id or not heir:
        return ""
    moved = Document.objects.filter(owner=person.user_id).update(owner=heir)
    return f"{moved} document{'' if moved == 1 else 's'}" if moved else ""


def disown(person: Any) -> None:
    """Leave a person's pages without an owner, in drafts too: the person is to be forgotten."""
    _reassign(person, list(owned_by(person)), None)


def _reassign(person: Any, pages: list[Page], owner: int | None) -> bool:
    """Put another owner, or none, into a person's pages and into drafts. Whether there were any."""
    drafts = _drafts(person, pages)
    for revision in drafts:
        revision.content["content_owner"] = owner
        revision.save(update_fields=["content"])
    for model in page_types():
        model._default_manager.filter(content_owner=person.pk).update(content_owner=owner)
    findable.changed(NAME, [page.pk for page in pages])
    return bool(pages or drafts)


def _drafts(person: Any, pages: list[Page]) -> list[Revision]:
    """The latest revisions that name a person as owner: of their pages, and of pages with a draft."""
    changed = Page.objects.filter(has_unpublished_changes=True).values_list(
        "latest_revision_id", flat=True
    )
    numbers = {page.latest_revision_id for page in pages} | set(changed)
    found = Revision.objects.filter(pk__in=[number for number in numbers if number])
    return [one for one in found if one.content.get("content_owner") == person.pk]
