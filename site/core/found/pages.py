"""Pages, as search knows and shows them."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import F, Q
from django.http import HttpRequest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, get_page_models
from wagtail.search import index

from access.models import PageRule
from access.querysets import Reader, readable_by
from core.findable import Findable, Known, Shown
from core.found.texts import headings_of, links_of, streams, text_of
from core.models import BasePage, PageTopic
from core.navigation import places
from core.plain import plain_line, plain_text

NAME = "page"
#: Declared by every page, and held by the entry in places of their own.
OWN_PLACE = frozenset({"title", "keywords", "search_description"})
#: The kind of the pages whose sites are departments.
DEPARTMENT = "department"
#: How deep the home page of a site lies.
HOME = 2
_BETWEEN = re.compile(r"[_.-]+")


class _Place(NamedTuple):
    """The words of the titles above a page, and of its address."""

    trail: str
    address: str


class Pages:
    """The pages of the tree, each of a kind that its type names."""

    name = NAME

    @property
    def kinds(self) -> dict[str, tuple[str, str]]:
        """What each kind of page is called: for one, and for several."""
        return {
            model.kind: (model.kind_label, model.kinds_label)
            for model in get_page_models()
            if issubclass(model, BasePage)
        }

    def numbers(self) -> Iterator[int]:
        """Whatever is live, below the root of the tree."""
        yield from _live().order_by("pk").values_list("pk", flat=True).iterator()

    def describe(self, numbers: Collection[int]) -> dict[int, Findable]:
        """One query for each type of page, and five."""
        pages = _specific(_live().filter(pk__in=numbers))
        topics, places, departments = _topics(pages), _places(pages), _departments()
        former = _former_addresses(pages)
        found: dict[int, Findable] = {}
        for number, page in pages.items():
            found[number] = _describe(
                page,
                topics.get(number, ()),
                places[page.path],
                _department(page, departments),
                former.get(number, ""),
            )
        return found

    def show(self, request: HttpRequest, entries: Collection[Known]) -> dict[int, Shown]:
        """One query for the pages and for what stands above them."""
        found = places(request, {entry.number: entry.path for entry in entries})
        names = self.kinds
        return {
            entry.number: Shown(
                title=found[entry.number].item.title,
                address=found[entry.number].item.url,
                label=names.get(entry.kind, names[BasePage.kind])[0],
                summary=entry.summary,
                trail=found[entry.number].above,
                date=entry.date,
                thing=found[entry.number].item,
            )
            for entry in entries
            if entry.number in found
        }

    def openable(self, user: Reader) -> Any:
        """The addresses within the tree."""
        pages = readable_by(Page.objects.filter(depth__gt=1), user)
        return pages.order_by().values("pk", place=F("url_path"))

    def address(self, request: HttpRequest, number: int, place: str) -> str:
        """The address on this site."""
        return Page(pk=number, url_path=place).get_url(request) or ""

    def rules(self, numbers: Collection[int]) -> dict[int, int]:
        """One query."""
        return dict(PageRule.objects.filter(page__in=numbers).values_list("page", "rule"))

    def below(self, paths: Collection[str]) -> Iterable[int]:
        """The pages at and below some paths."""
        where = reduce(or_, (Q(path__startswith=path) for path in paths), Q(pk__in=()))
        return Page.objects.filter(where).values_list("pk", flat=True)


def _live() -> Any:
    return Page.objects.filter(live=True, depth__gt=1)


def _specific(pages: Any) -> dict[int, Any]:
    """The pages as their own types, by id: one query a type, each with its rule at hand."""
    by_type: dict[Any, list[int]] = defaultdict(list)
    for page in pages.only("pk", "content_type"):
        by_type[page.specific_class or Page].append(page.pk)
    found: dict[int, Any] = {}
    for model, numbers in by_type.items():
        rows = model._default_manager.filter(pk__in=numbers).select_related("page_rule")
        found |= {row.pk: row for row in rows}
    return found


def _stream_names(model: Any) -> list[str]:
    return [f.name for f in model._meta.concrete_fields if hasattr(f, "stream_block")]


def _describe(
    page: Any, topics: tuple[int, ...], place: _Place, department: int | None, former: str
) -> Findable:
    said = list(streams(page))
    rule = getattr(page, "page_rule", None)
    texts = [_text(page, name) for name in _declared(type(page))]
    summary = plain_line(getattr(page, "teaser", "") or page.search_description)
    return Findable(
        kind=getattr(page, "kind", BasePage.kind),
        title=plain_line(page.title),
        rule=rule.rule_id if rule else None,
        summary=summary,
        headings="\n".join(heading for value in said for heading in headings_of(value)),
        body="\n".join(filter(None, [*texts, *map(text_of, said)])),
        words=plain_line(getattr(page, "keywords", "")),
        address="\n".join(filter(None, (place.address, former))),
        trail=place.trail,
        department=department,
        topics=topics,
        owner=getattr(page, "content_owner_id", None),
        date=getattr(page, "shown_date", None),
        live_until=page.expire_at,
        links=tuple(link for value in said for link in links_of(value)),
        path=page.path,
    )


def _declared(model: Any) -> list[str]:
    """The fields that a type declares for search, besides those with places of their own and its blocks."""
    blocks = set(_stream_names(model))
    names = {
        field.field_name for field in model.search_fields if isinstance(field, index.SearchField)
    }
    return sorted(names - OWN_PLACE - blocks)


def _text(page: Any, name: str) -> str:
    value = getattr(page, name, "")
    return plain_text(value) if isinstance(value, str) else ""


def _topics(pages: dict[int, Any]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    rows = PageTopic.objects.filter(content_object__in=pages).order_by("tag")
    for number, topic in rows.values_list("content_object", "tag"):
        found[number] = (*found.get(number, ()), topic)
    return found


def _in_words(path: str) -> str:
    """An address in words, its parts still apart: “travel and leave / sick leave”."""
    parts = (" ".join(_BETWEEN.sub(" ", part).split()) for part in path.split("/"))
    return " / ".join(filter(None, parts))


def _former_addresses(pages: dict[int, Any]) -> dict[int, str]:
    """The last parts of the addresses that lead to pages from elsewhere, in words, one a line."""
    found: dict[int, list[str]] = {}
    rows = Redirect.objects.filter(redirect_page__in=pages).order_by("old_path")
    for number, old in rows.values_list("redirect_page_id", "old_path"):
        found.setdefault(number, []).append(_in_words(old.rstrip("/").rpartition("/")[2]))
    return {number: "\n".join(dict.fromkeys(words)) for number, words in found.items()}


def _places(pages: dict[int, Any]) -> dict[str, _Place]:
    """Where each path stands, less the site's own home page: the titles of what is live above it, and its address.

    The address is made of what the pages above are called now: theirs is written to those below later.
    """
    step = Page.steplen
    lines = {
        page.path: [page.path[:end] for end in range(step * (HOME + 1), len(page.path) + 1, step)]
        for page in pages.values()
    }
    wanted = {path for line in lines.values() for path in line}
    rows = Page.objects.filter(path__in=wanted).values_list("path", "title", "slug", "live")
    known = {path: (title, slug, live) for path, title, slug, live in rows}
    return {
        path: _Place(
            " ".join(known[above][0] for above in line[:-1] if above in known and known[above][2]),
            _in_words("/".join(known[at][1] for at in line if at in known)),
        )
        for path, line in lines.items()
    }


def _departments() -> dict[str, int]:
    """The path of each department's site, and its page."""
    found: dict[str, int] = {}
    for model in get_page_models():
        if getattr(model, "kind", "") == DEPARTMENT:
            found |= dict(model._default_manager.order_by().values_list("path", "pk"))
    return found


def _department(page: Any, departments: dict[str, int]) -> int | None:
    """The department that a page names, else the nearest in whose site it stands."""
    if number := getattr(page, "department_id", None):
        return int(number)
    step = Page.steplen
    for end in range(len(page.path), 0, -step):
        if page.path[:end] in departments:
            return departments[page.path[:end]]
    return None
