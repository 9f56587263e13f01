"""Three numbers that say how old a cached thing may be; each cache key carries one of them.

`tree` rises with whatever changes menus, breadcrumbs or addresses (publish, unpublish, move,
delete, restrict, rename, the site's settings); `files` with whatever changes an image or a document;
`search` with the synonyms, best bets and weights that editors keep.
They live in the database and rise in the transaction of the change, so a cache per process is
never stale, and a change that is rolled back makes nothing stale.
"""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import F
from django.http import HttpRequest

from core.models.epoch import Epoch


@dataclass(frozen=True)
class Epochs:
    """The numbers as one request sees them."""

    tree: int
    files: int
    search: int = 0


def current(request: HttpRequest | None = None) -> Epochs:
    """The epochs now: one query a request, remembered on it."""
    if request is not None and hasattr(request, "_epochs"):
        return request._epochs
    row = Epoch.objects.filter(pk=1).values_list("tree", "files", "search").first()
    epochs = Epochs(*(row or (0, 0)))
    if request is not None:
        request._epochs = epochs  # type: ignore[attr-defined]
    return epochs


def keep(request: HttpRequest, key: str, value: Any, seconds: int) -> None:
    """Put in the cache what a reader's request found out.

    A request that writes keeps nothing: what it sees may be undone with its transaction, and would
    then be shown to others under an epoch that never had it.
    """
    if request.method in {"GET", "HEAD"}:
        cache.set(key, value, seconds)


def raise_tree() -> None:
    """Make every cached menu, breadcrumb and address a thing of the past."""
    _raise("tree")


def raise_files() -> None:
    """Make every cached body, which may show a changed file, a thing of the past."""
    _raise("files")


def raise_search() -> None:
    """Make what is cached of the editors' desk of search a thing of the past."""
    _raise("search")


def _raise(name: str) -> None:
    if not Epoch.objects.filter(pk=1).update(**{name: F(name) + 1}):
        Epoch.objects.get_or_create(pk=1, defaults={name: 1})
