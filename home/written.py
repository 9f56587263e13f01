"""What editors and readers wrote for the home page: cards, texts, own links; their links resolved in one go."""

import re
import secrets
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core import bodies
from home.blocks import Kind
from home.models.links import MyLink

TOP_TASKS, OWN = "top_tasks", "own:"
_SEEN = re.compile(r"<(?:img|svg|button|hr|video|iframe)\b")
_TABLE = re.compile(r'(?:id|aria-labelledby)="table:')
_TAG = re.compile(r"<[^>]*>")


def drawings(page: Any, request: HttpRequest) -> dict[str, str]:
    """The top tasks, and what editors wrote in each section by its place in the stream; links still open."""
    return bodies.kept(page, "front", request, lambda: _draw(page))


def own_links(request: HttpRequest) -> dict[str, str]:
    """The reader's own links, one a piece; those to pages are drawn for who may see the page. One query."""
    links = MyLink.objects.of(request.user)
    return {f"{OWN}{link.pk}": _own_link(link) for link in links}


def own_links_of(pieces: dict[str, SafeString]) -> list[SafeString]:
    """The own links among resolved pieces, less those that are closed to the reader."""
    return [html for name, html in pieces.items() if name.startswith(OWN) and html]


def resolved(pieces: dict[str, str], request: HttpRequest) -> dict[str, SafeString]:
    """The pieces for this reader: all their links in one batch. What holds nothing for the reader is empty."""
    if not pieces:
        return {}
    cut = f"<!--cut:{secrets.token_hex(8)}-->"
    whole = str(bodies.resolve(cut.join(pieces.values()), request))
    found = zip(pieces, whole.split(cut), strict=True)
    return {name: mark_safe(html) if _says(html) else SafeString() for name, html in found}  # noqa: S308 - as resolved


def _own_link(link: MyLink) -> str:
    if not link.page_id:
        return format_html('<a href="{}" rel="external">{}</a>', link.address, link.name)
    return format_html(
        '<!--for:page:{0}--><a linktype="page" id="{0}">{1}</a><!--end:page:{0}-->',
        link.page_id,
        link.name,
    )


def _draw(page: Any) -> dict[str, str]:
    found = {TOP_TASKS: str(bodies.render(page.top_tasks, page))}
    kinds = [stored["type"] for stored in page.sections.raw_data]
    for at, kind in enumerate(kinds):
        if kind in {Kind.CARDS, Kind.WORDS}:
            html = str(bodies.render(page.sections[at].value, page))
            # Two texts may each have a table at the same place.
            found[str(at)] = _TABLE.sub(rf"\g<0>{at}-", html)
    return found


def _says(html: str) -> bool:
    return bool(_TAG.sub("", html).strip() or _SEEN.search(html))
