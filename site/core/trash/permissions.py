"""Who may see what is in the bin, and put it back: those who may delete where it stood."""

from typing import Any

from wagtail.models import Page

from core.models import BinnedPage
from core.trash.place import bin_path


def place_of(entry: BinnedPage) -> Page | None:
    """The page outside the bin that an entry stood below, however deep; None if that is gone."""
    place, path = entry.place, bin_path()
    while place is not None and path and place.path.startswith(path):
        above = BinnedPage.objects.filter(page__path=place.path[: len(path) + place.steplen])
        found = above.select_related("place").first()
        place = found.place if found else None
    return place


def may_handle(user: Any, entry: BinnedPage) -> bool:
    """Whether `user` may see an entry of the bin, and put it back."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    place = place_of(entry)
    if place is None:
        return False
    rights = place.permissions_for_user(user).permissions
    if "publish" not in rights and entry.was_live:
        return False
    return "change" in rights or ("add" in rights and entry.page.owner_id == user.pk)


def handled_by(user: Any) -> list[BinnedPage]:
    """The bin as `user` sees it, the latest first."""
    entries = BinnedPage.objects.select_related("page", "place", "deleted_by")
    return [entry for entry in entries if may_handle(user, entry)]


def may_empty(user: Any) -> bool:
    """Whether `user` may delete for good before the time is up: superusers."""
    return bool(user.is_active and user.is_superuser)
