"""Putting pages into the bin, back to where they stood, and away for good."""

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from treebeard.mp_tree import MP_MoveHandler
from wagtail.log_actions import log
from wagtail.models import Page, Site
from wagtail.signals import page_published, page_unpublished

from access.copying import keep_closed, requirement_of
from access.rules import write
from access.settle import PAGES, lock, settle
from core.models import BinnedPage
from core.trash import closing, state
from core.trash.place import get_bin, is_in_bin

logger = logging.getLogger(__name__)
KEPT = timedelta(days=30)


class BinRefusedError(ValueError):
    """The bin cannot take the page, or give it back; the message says why, and how to mend it."""

    def __init__(self, message: str, about: str = "place", offer: str = "") -> None:
        super().__init__(message)
        #: What has to be mended: "place" or "slug"; `offer` is an address that is free.
        self.about, self.offer = about, offer


@transaction.atomic
def throw_away(page: Page, user: Any = None) -> BinnedPage:
    """Put a page, with all below it, into the bin, where nobody reads it.

    What was submitted for approval is withdrawn. Raises BinRefusedError.
    """
    lock()
    page = Page.objects.get(pk=page.pk)
    if is_in_bin(page):
        raise BinRefusedError(f"“{page.title}” is in the bin already.")
    site = Site.objects.filter(root_page__path__startswith=page.path).first()
    if site is not None:
        raise BinRefusedError(
            f"“{page.title}” holds the home page of the site {site}. Choose another home page for it"
            " under Settings, Sites, and then delete this one."
        )
    entry = BinnedPage(
        page=page,
        place=page.get_parent(),
        before=page.get_next_sibling(),
        stood_at=page.url_path,
        slug=page.slug,
        requirement=write(requirement_of(page)),
        deleted_by=user,
        deleted_at=timezone.now(),
    )
    state.withdraw(page, user)
    was_live = state.live_in(page)
    entry.state = state.take(page, was_live)
    entry.save(force_insert=True)
    _move(page, get_bin(), "last-child", f"binned-{page.pk}")
    _tell(page_unpublished, was_live)
    log(instance=page.specific, action="core.bin", user=user)
    return entry


@transaction.atomic
def put_back(
    entry: BinnedPage, user: Any = None, *, place: Page | None = None, slug: str = ""
) -> Page:
    """Put a page back where it stood, or below `place`, with its address, or `slug`.

    It comes back as it was: live or not, with its children, its schedule and its groups' rights, and at
    least as closed to readers. Raises BinRefusedError. `user`'s rights are asked, if one is given.
    """
    lock()
    entry = BinnedPage.objects.select_related("page", "place").get(pk=entry.pk)
    page, there, slug = entry.page, place or entry.place, slug or entry.slug
    there = _check_place(entry, there, user)
    _check_slug(entry, there, slug)
    before = entry.before
    if before is not None and before.is_child_of(there):
        _move(page, before, "left", slug)
    else:
        _move(page, there, "last-child", slug)
    page = Page.objects.get(pk=page.pk)
    if slug != entry.slug:
        state.rename(page, slug)
    keep_closed(page, closing.still(entry.requirement))
    shown = state.give_back(page, entry.state)
    entry.delete()
    settle(PAGES, [page.path])
    _tell(page_published, shown)
    log(instance=page.specific, action="core.put_back", user=user)
    return page


@transaction.atomic
def remove(entry: BinnedPage, user: Any = None) -> None:
    """Delete a page in the bin, with all below it, for good.

    Aliases of it stay, as drafts that are as closed as they were.
    """
    lock()
    page = entry.page
    below = BinnedPage.objects.filter(place__path__startswith=page.path)
    below.exclude(pk=entry.pk).update(place=entry.place)
    closing.free_aliases(entry)
    Page.objects.get(pk=page.pk).delete(user=user)


def empty() -> int:
    """Delete for good what has been in the bin for 30 days. Gives how many pages were.

    What something else still depends on is left, and said in the log.
    """
    gone = 0
    for entry in BinnedPage.objects.filter(deleted_at__lte=timezone.now() - KEPT):
        try:
            remove(entry)
        except ProtectedError:
            logger.exception("“%s” stays in the bin: something depends on it.", entry.stood_at)
        else:
            gone += 1
    return gone


def free_slug(there: Page, slug: str) -> str:
    """The address itself if it is free below a page, else the first of `slug-2`, `slug-3`… that is."""
    taken = set(there.get_children().values_list("slug", flat=True))
    number, offer = 1, slug
    while offer in taken:
        number += 1
        offer = f"{slug}-{number}"
    return offer


def _check_place(entry: BinnedPage, there: Page | None, user: Any) -> Page:
    title = entry.page.title
    if there is None:
        raise BinRefusedError(
            f"The page that “{title}” stood below is gone. Choose another page to put it below."
        )
    if is_in_bin(there):
        raise BinRefusedError(
            f"The page that “{title}” stood below is in the bin itself. Put that back first, or choose"
            " another page to put this one below."
        )
    if not entry.page.specific.can_move_to(there):
        raise BinRefusedError(
            f"“{title}” cannot stand below “{there.title}”, which takes other kinds of page. Choose"
            " another page."
        )
    if user is not None:
        may = there.permissions_for_user(user)
        if not may.can_add_subpage() or (entry.was_live and not may.can_publish_subpage()):
            raise BinRefusedError(
                f"You may not {'publish' if entry.was_live else 'add'} pages below “{there.title}”."
                " Choose another page, or ask somebody who may."
            )
    return there


def _check_slug(entry: BinnedPage, there: Page, slug: str) -> None:
    offer = free_slug(there, slug)
    if offer != slug:
        raise BinRefusedError(
            f"Another page has the address “{slug}” there by now. Use “{offer}”, or a word of your own.",
            about="slug",
            offer=offer,
        )


def _move(page: Page, target: Page, position: str, slug: str) -> None:
    """Move a page without Wagtail's signals: no redirect is to lead into the bin or out of it."""
    MP_MoveHandler(page, target, position).process()
    Page.objects.filter(pk=page.pk).update(slug=slug)
    moved = Page.objects.get(pk=page.pk)
    before = moved.url_path
    moved.set_url_path(moved.get_parent())
    moved.save(clean=False)
    moved._update_descendant_url_paths(before, moved.url_path)


def _tell(signal: Any, numbers: list[int]) -> None:
    pages: Any = Page.objects.filter(pk__in=numbers)
    for page in pages.specific().iterator(100):
        extra = {"revision": page.live_revision} if signal is page_published else {}
        signal.send(sender=type(page), instance=page, **extra)
