"""Menus, breadcrumbs and "in this section": drawn from the tree, cached by its epoch.

What is cached is the same for everybody and carries each page's rule; what a reader may not see is
taken out afterwards, so one reader's menu never reaches another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, Site, get_page_models
from wagtail.query import PageQuerySet

from access.querysets import readable_by
from access.rules import rules_for, sees_everything
from core import epochs, registry
from core.models.pages import BasePage

KEPT = 24 * 60 * 60
#: treebeard's: characters of a path for each level of the tree.
STEP = Page.steplen


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a menu."""

    id: int
    title: str
    url: str
    path: str
    rule: int | None = None
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A page, and the pages from the home page down to its parent."""

    item: Item
    above: list[Item]


@dataclass(frozen=True)
class Link:
    """A line of the main menu that is no page, and what its `aria-current` says: "page", "true" or nothing."""

    title: str
    url: str
    current: str = ""


@dataclass(frozen=True)
class Section:
    """What "in this section" shows: the page above, the page's neighbours and its children."""

    above: Item | None
    siblings: list[Item]
    children: list[Item]

    def __bool__(self) -> bool:
        return bool(self.children or len(self.siblings) > 1)


def main_menu(request: HttpRequest) -> list[Item]:
    """The pages directly below the home page that editors put in menus."""
    site = Site.find_for_request(request)
    if site is None:
        return []
    children = Page.objects.child_of(site.root_page).filter(show_in_menus=True)
    return _open_items(request, _cached(request, site, "menu", children))


def menu_links(request: HttpRequest) -> list[Link]:
    """What the main menu leads to besides pages, for whoever is signed in. No query."""
    if not request.user.is_authenticated:
        return []
    return [
        Link(link.label, address, _current(request.path, address))
        for link in registry.menu_links
        for address in [str(link.address)]
    ]


def trail(request: HttpRequest, page: Page) -> list[Item]:
    """The pages from the home page down to the page's parent."""
    site = Site.find_for_request(request)
    if site is None or not page.path:
        return []
    parent = page.path[:-STEP]
    above = Page.objects.filter(path__in=_paths_to(parent, site))
    return _open_items(request, _cached(request, site, f"trail:{parent}", above))


def places(request: HttpRequest, paths: Mapping[int, str]) -> dict[int, Place]:
    """Pages by their ids, given their paths, with what stands above them: one query for all.

    Pages that the reader may not see are left out.
    """
    site = Site.find_for_request(request)
    if site is None:
        return {}
    lines = {number: _paths_to(path[:-STEP], site) for number, path in paths.items()}
    above = {path for line in lines.values() for path in line}
    wanted = Page.objects.filter(Q(pk__in=paths) | Q(path__in=above), depth__gt=1)
    items = _items(request, readable_by(wanted, request.user))
    by_id, by_path = ({getattr(item, name): item for item in items} for name in ("id", "path"))
    return {
        number: Place(by_id[number], [by_path[path] for path in line if path in by_path])
        for number, line in lines.items()
        if number in by_id
    }


def section(request: HttpRequest, page: Page) -> Section:
    """The neighbourhood of a page in its department's site."""
    site = Site.find_for_request(request)
    root = site.root_page if site else None
    if root is None or not page.path or page.depth <= root.depth or not _in_section(page):
        return Section(None, [], [])
    children = _children(request, site, page.path)
    if page.depth == root.depth + 1:
        return Section(None, [], children)
    above = trail(request, page)
    return Section(
        above[-1] if above else None, _children(request, site, page.path[:-STEP]), children
    )


def _current(here: str, address: str) -> str:
    """What `aria-current` says of a link on a page: whether it leads here, or to what lies above."""
    if here == address:
        return "page"
    return "true" if here.startswith(address) else ""


def _children(request: HttpRequest, site: Site, path: str) -> list[Item]:
    below = Page.objects.filter(path__startswith=path, depth=len(path) // STEP + 1)
    apart = [model for model in get_page_models() if not _in_section(model)]
    return _open_items(
        request, _cached(request, site, f"below:{path}", below.not_exact_type(*apart))
    )


def _in_section(page: Page | type[Page]) -> bool:
    return getattr(page, "stands_in_section", BasePage.stands_in_section)


def _paths_to(path: str, site: Site) -> list[str]:
    """The tree paths from the site's home page down to `path`."""
    root = site.root_page.path
    if not path.startswith(root):
        return []
    return [path[:end] for end in range(len(root), len(path) + 1, STEP)]


def _cached(request: HttpRequest, site: Site, name: str, pages: PageQuerySet[Any]) -> list[Item]:
    """The items of `pages`: asked of the database once an epoch, of the cache once a request."""
    remembered: dict[str, list[Item]] = request.__dict__.setdefault("_navigation", {})
    if name not in remembered:
        key = f"navigation:{epochs.current(request).tree}:{site.pk}:{name}"
        items = cache.get(key)
        if items is None:
            items = _items(request, pages.live())
            epochs.keep(request, key, items, KEPT)
        remembered[name] = items
    return remembered[name]


def _items(request: HttpRequest, pages: PageQuerySet[Any]) -> list[Item]:
    return [
        Item(page.pk, page.title, page.get_url(request) or "", page.path, page.rule, page.expire_at)
        for page in pages.annotate(rule=F("page_rule__rule")).order_by("path")
    ]


def _open_items(request: HttpRequest, items: Iterable[Item]) -> list[Item]:
    user, now = request.user, timezone.now()
    if not user.is_authenticated:
        return []
    sees_all = sees_everything(user)
    rules = frozenset() if sees_all else rules_for(user)
    return [
        item
        for item in items
        if (sees_all or item.rule in rules) and not (item.expires and item.expires <= now)
    ]
