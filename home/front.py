"""The home page put together: which parts there are for this reader, and how they stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Site

from home import parts, written
from home.blocks import Kind, Place
from home.sections import Section, sections_of

WRITTEN = {Kind.CARDS, Kind.WORDS}
DEPARTMENTS = Section(Kind.DEPARTMENTS, Place.WIDE, Kind.DEPARTMENTS.label, number=0, at=0)


@dataclass(frozen=True)
class Part:
    """A section with something on it for this reader."""

    kind: str
    place: str
    heading: str
    html: SafeString
    #: Its heading's id.
    anchor: str


@dataclass
class Row:
    """What stands side by side: a wide and a narrow column, or one part across the page."""

    wide: Part | None = None
    main: list[Part] = field(default_factory=list)
    side: list[Part] = field(default_factory=list)


def compose(request: HttpRequest, page: Any) -> dict[str, Any]:
    """What the home page's template needs: `tasks`, `rows`, and the `kinds` of sections that are shown.

    `is_bare` says that no section has anything for the reader. A page without anything else shows the departments.
    """
    sections = list(sections_of(page))
    pieces = dict(written.drawings(page, request))
    if any(section.kind == Kind.MY_LINKS for section in sections):
        pieces |= written.own_links(request)
    words = written.resolved(pieces, request)
    drawn = (_part(request, page, section, words) for section in sections)
    found = [part for part in drawn if part]
    rows = list(_rows(found))
    is_bare = not rows
    if is_bare and (rest := _part(request, page, DEPARTMENTS, words)):
        rows = [Row(wide=rest)]
    kinds = {part.kind for part in found}
    tasks = words.get(written.TOP_TASKS)
    return {"tasks": tasks, "rows": rows, "is_bare": is_bare, "kinds": kinds}


def draw(request: HttpRequest, pins: Sequence[int]) -> HttpResponse:
    """The home page as the reader would see it if these stories were pinned, the first of them leading."""
    site = Site.find_for_request(request)
    request.tentative_pins = tuple(pins)  # type: ignore[attr-defined]
    response: HttpResponse = site.root_page.specific.serve(request)
    return response


def _part(
    request: HttpRequest, page: Any, section: Section, words: dict[str, SafeString]
) -> Part | None:
    if section.kind in WRITTEN:
        html: str = words.get(str(section.at), "")
    elif section.kind == Kind.MY_LINKS:
        html = parts.my_links(written.own_links_of(words)[: section.number])
    else:
        build = parts.BUILDERS.get(section.kind)
        html = build(request, page, section) if build else ""
    if not html:
        return None
    heading = "" if section.kind == Kind.WORDS else section.heading
    anchor = f"part:{section.at + 1}"
    return Part(section.kind, section.place, heading, mark_safe(html), anchor)  # noqa: S308 - drawn by our templates


def _rows(found: Sequence[Part]) -> Iterator[Row]:
    row = Row()
    for part in found:
        if part.place == Place.WIDE:
            if row.main or row.side:
                yield row
            yield Row(wide=part)
            row = Row()
        else:
            (row.side if part.place == Place.SIDE else row.main).append(part)
    if row.main or row.side:
        yield row
