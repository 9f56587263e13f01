"""The one door to what a reader may see: every listing, menu, count, file and link goes through it.

A page is closed to a person when a view restriction on it or above it names groups and the
person is in none of them; restrictions along a path add up. An alias is closed with what it
mirrors, wherever it stands. A shared password is not a person's right, so it opens nothing.
Strangers see nothing, superusers see everything.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import CharField, Q, QuerySet, Value
from django.utils import timezone
from wagtail.models import (
    BaseViewRestriction,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
)
from wagtail.query import PageQuerySet

Reader = AbstractBaseUser | AnonymousUser
QS = TypeVar("QS", bound=QuerySet[Any])

NOTHING = Q(pk__in=())
EVERYTHING = ~NOTHING


@dataclass(frozen=True)
class ClosedPaths:
    """The tree paths (treebeard's, such as "000100020004") below which a reader may see nothing."""

    pages: tuple[str, ...]
    collections: tuple[str, ...]


def closed_page_paths(user: Reader) -> tuple[str, ...]:
    """Where in the page tree `user` may see nothing."""
    return closed_paths(user).pages


def closed_collection_paths(user: Reader) -> tuple[str, ...]:
    """Where in the tree of collections `user` may open no file."""
    return closed_paths(user).collections


def closed_paths(user: Reader) -> ClosedPaths:
    """Both: one query the first time, then remembered with the user object, that is for the request."""
    if "_closed_paths" not in user.__dict__:
        user.__dict__["_closed_paths"] = _ask_closed_paths(user)
    return user.__dict__["_closed_paths"]


def forget(user: Reader) -> None:
    """Drop what is remembered with `user`, for long-lived user objects in commands and tests."""
    user.__dict__.pop("_closed_paths", None)


def is_open(path: str, closed_paths: Iterable[str]) -> bool:
    """Whether a tree path lies outside every closed one."""
    return not path.startswith(tuple(closed_paths))


def visible_to_q(user: Reader, prefix: str = "") -> Q:
    """The pages that `user` has the right to see, whether live or not.

    `prefix` leads from the filtered model to the page: "page__" for a model with a foreign key.
    """
    return _open_q(user, closed_page_paths, f"{prefix}path")


def readable_q(user: Reader, prefix: str = "") -> Q:
    """The pages that `user` is shown on the reading side: live, not expired and visible."""
    expired = Q(**{f"{prefix}expire_at__lte": timezone.now()})
    return Q(**{f"{prefix}live": True}) & ~expired & visible_to_q(user, prefix)


def is_readable(page: Page, user: Reader) -> bool:
    """`readable_q` asked of one page at hand, without a query of its own."""
    if not user.is_authenticated or not user.is_active or not page.live:
        return False
    if page.expire_at and page.expire_at <= timezone.now():
        return False
    return bool(getattr(user, "is_superuser", False)) or is_open(page.path, closed_page_paths(user))


def files_visible_to_q(user: Reader) -> Q:
    """The documents and images that `user` may open: their collection is open to the user."""
    return _open_q(user, closed_collection_paths, "collection__path")


class ReadablePageQuerySet(PageQuerySet):
    """Pages, with the two questions that every exit asks."""

    def visible_to(self, user: Reader) -> "ReadablePageQuerySet":
        """Pages the user has the right to see."""
        return self.filter(visible_to_q(user))

    def readable_by(self, user: Reader) -> "ReadablePageQuerySet":
        """Pages the user is shown: live, not expired and visible."""
        return self.filter(readable_q(user))


def readable_by(pages: QS, user: Reader) -> QS:
    """`pages.readable_by(user)` for a queryset of Wagtail's own Page, which has no such method."""
    return pages.filter(readable_q(user))


def files_visible_to(files: QS, user: Reader) -> QS:
    """Documents or images, less those whose collection is closed to `user`."""
    return files.filter(files_visible_to_q(user))


def _ask_closed_paths(user: Reader) -> ClosedPaths:
    """The restrictions that `user` does not meet, and all aliases with what they mirror."""
    pages = _unmet(PageViewRestriction, user).values_list("page__path", _PAGE, _NONE)
    collections = _unmet(CollectionViewRestriction, user).values_list(
        "collection__path", _COLLECTION, _NONE
    )
    aliases = Page.objects.filter(alias_of__isnull=False).order_by()
    rows = pages.union(collections, aliases.values_list("path", _PAGE, "alias_of__path"))
    closed: dict[str, set[str]] = {"page": set(), "collection": set()}
    sources = {}
    for path, kind, source in rows:
        if source:
            sources[path] = source
        else:
            closed[kind].add(path)
    hidden = closed["page"]
    while more := {a for a, s in sources.items() if a not in hidden and not is_open(s, hidden)}:
        hidden |= more
    return ClosedPaths(_outermost(hidden), _outermost(closed["collection"]))


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that lie below no other of them, each once."""
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)


_PAGE, _COLLECTION, _NONE = (
    Value(text, output_field=CharField()) for text in ("page", "collection", "")
)


def _unmet(restriction: type[BaseViewRestriction], user: Reader) -> QuerySet[Any]:
    return (
        restriction.objects.exclude(restriction_type=BaseViewRestriction.LOGIN)
        .exclude(restriction_type=BaseViewRestriction.GROUPS, groups__user=user.pk)
        .order_by()
    )


def _open_q(user: Reader, closed_paths: Callable[[Reader], tuple[str, ...]], path_lookup: str) -> Q:
    if not user.is_authenticated or not user.is_active:
        return NOTHING
    if getattr(user, "is_superuser", False):
        return EVERYTHING
    closed = [Q(**{f"{path_lookup}__startswith": path}) for path in closed_paths(user)]
    return ~reduce(or_, closed) if closed else EVERYTHING
