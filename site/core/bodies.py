"""Bodies: drawn once for each revision, with links resolved for each reader.

A page's StreamField is rendered without touching its links: they stay as Wagtail keeps them
(`<a linktype="page" id="3">`), so the drawing is the same for every reader and is cached by
revision. For each request, `resolve` then writes out all links of a page in one pass: one query for
pages, one for documents, both through the door of `access`. A link to something the reader may not
see, or that is gone, becomes plain text; a link to something that moved is right at once.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from access.querysets import Reader, readable_by
from core import epochs, registry
from core.models import Document

#: How long a drawing nobody asks for is kept, in seconds.
KEPT = 7 * 24 * 60 * 60

_ATTRIBUTES = r"(?:\s+[^\s\"'<>/=]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>`=]+))?)*+"
#: A link's start, well-formed (with `attributes`) or not, and a link's end.
_LINK_TAG = re.compile(
    rf"<a(?P<attributes>{_ATTRIBUTES})\s*>|(?P<broken><a\b[^>]*>?)|</a\s*>", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>`=]+))")
#: A part drawn only for those who may see something: <!--for:page:3-->…<!--end:page:3-->
_PART = re.compile(r"<!--for:(\w+):(\d{1,9})-->(.*?)<!--end:\1:\2-->", re.DOTALL)
#: What is drawn for each reader: <!--draw:person:3-->
_DRAWN = re.compile(r"<!--draw:(\w+):(\d{1,9})-->")
_STRAY_MARK = re.compile(r"<!--(?:for|end|draw):[\w:]*(?:-->)?")
_OURS = re.compile(r"linktype|<!--(?:for|end|draw):", re.IGNORECASE)
_EMPTY_LIST = re.compile(r'<ul class="(?:cards|documents)">\s*</ul>')
_BLOCK_KEY = re.compile(r'(<(?:p|li|h[1-6])\b[^<>]*?) data-block-key="[^"<>]*"')
_TAG = re.compile(r"<[^>]*>")
_ID = re.compile(r"[0-9]{1,9}")

Wanted = dict[str, set[int]]
Drawing = TypeVar("Drawing")


@dataclass(frozen=True)
class Targets:
    """What a body's links lead to, as far as the reader may see it."""

    pages: dict[int, Page]
    documents: dict[int, Document]
    #: What other apps draw, by their names in `registry.drawers`.
    drawn: dict[str, dict[int, str]] = field(default_factory=dict)

    def of_kind(self, kind: str) -> dict[int, Any]:
        """Those of one kind: what links of that `linktype` lead to, or what is drawn."""
        known = {"page": self.pages, "document": self.documents, **self.drawn}
        return known.get(kind, {})


@dataclass(frozen=True)
class Written:
    """A link as the reader gets it: what stands before its text and after it."""

    head: str = ""
    tail: str = ""
    title: str = ""


def draw(page: Any, field_name: str, request: HttpRequest | None) -> SafeString:
    """A page's StreamField as HTML, its links still as Wagtail keeps them: `resolve` comes after.

    Live pages are cached by revision; a preview, or a page that never had a revision, is drawn anew.
    """
    return kept(page, field_name, request, lambda: render(getattr(page, field_name), page))


def kept(page: Any, name: str, request: HttpRequest | None, make: Callable[[], Drawing]) -> Drawing:
    """What `make` draws of a page's blocks, from the cache where it was drawn for the same revision.

    Only for drawings that are the same for every reader, of blocks alone (`components/blocks/`).
    """
    revision = getattr(page, "live_revision_id", None)
    if request is None or revision is None or getattr(request, "is_preview", False):
        return make()
    files = epochs.current(request).files
    key = f"body:{page.pk}:{name}:{revision}:{files}:{_edition()}"
    drawing: Drawing | None = cache.get(key)
    if drawing is None:
        drawing = make()
        epochs.keep(request, key, drawing, KEPT)
    return drawing


def render(value: Any, page: Any) -> SafeString:
    """Blocks as HTML, their links still as Wagtail keeps them."""
    html = value.render_as_block({"page": page}) if value else ""
    return mark_safe(_BLOCK_KEY.sub(r"\1", html))  # noqa: S308 - our templates' own, less some attributes


def resolve(html: str, request: HttpRequest | None) -> SafeString:
    """Write out the links of `html` for the reader of `request` (nobody's links without one)."""
    if not _OURS.search(html):
        return mark_safe(html)  # noqa: S308 - drawn by our templates from cleaned content
    targets = find_targets(html, getattr(request, "user", None))
    html = _PART.sub(lambda part: part[3] if int(part[2]) in targets.of_kind(part[1]) else "", html)
    html = _DRAWN.sub(lambda mark: targets.drawn.get(mark[1], {}).get(int(mark[2]), ""), html)
    html = _EMPTY_LIST.sub("", _STRAY_MARK.sub("", html))
    return mark_safe("".join(_with_links(html, targets, request)))  # noqa: S308 - additions are escaped


def find_targets(html: str, user: Reader | None) -> Targets:
    """Everything that `html` links to and `user` may see. At most two queries, and those of drawers.

    What is closed to the user is asked for once a request (see access), so it is not among them.
    """
    if user is None:
        return Targets({}, {})
    wanted: Wanted = {"page": set(), "document": set()}
    wanted |= {name: set() for name in registry.drawers.keys()}  # noqa: SIM118 - a slot is no dict
    for tag in _LINK_TAG.finditer(html):
        kind, number = _target(_attributes(tag["attributes"]))
        if kind in wanted and number:
            wanted[kind].add(number)
    for part in _PART.finditer(html):
        wanted.setdefault(part[1], set()).add(int(part[2]))
    pages = Page.objects.only("title", "url_path", "path", "depth", "slug", "locale")
    documents = Document.objects.visible_to(user).defer("text")
    return Targets(
        pages=_by_id(readable_by(pages, user), wanted["page"]),
        documents=_by_id(documents, wanted["document"]),
        drawn=_drawn(wanted, user),
    )


def describe_file(document: Document) -> str:
    """A document's type and size in words, such as "PDF, 120 kB"."""
    kind = document.file_extension.upper()
    size = filesizeformat(document.file_size) if document.file_size else ""
    return ", ".join(part for part in (kind, size.replace("\xa0", " ").replace("KB", "kB")) if part)


def _edition() -> str:
    """What drawings are made with, besides pages and files; a new release draws anew."""
    return (_make_edition.__wrapped__ if settings.DEBUG else _make_edition)()


@lru_cache(maxsize=1)
def _make_edition() -> str:
    digest = hashlib.sha256(f"{static('icons.svg')} {settings.VIDEO_HOSTS}".encode())
    body_template: Any = get_template("components/blocks/body.html")
    for path in sorted(Path(body_template.origin.name).parent.glob("*.html")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _by_id(queryset: Any, numbers: Iterable[int]) -> dict[int, Any]:
    return queryset.in_bulk(list(numbers)) if numbers else {}


def _drawn(wanted: Wanted, user: Reader) -> dict[str, dict[int, str]]:
    """What other apps draw of what is wanted of them."""
    drawers = {name: registry.drawers.get(name) for name in wanted if wanted[name]}
    return {name: draw(wanted[name], user) for name, draw in drawers.items() if draw}


def _attributes(text: str | None) -> dict[str, str]:
    """A tag's attributes; of two with the same name the first counts, as in a browser."""
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(text or ""):
        found.setdefault(name.lower(), unescape("".join(values)))
    return found


def _target(attributes: dict[str, str]) -> tuple[str, int]:
    """What a link leads to: its kind, and an id or 0."""
    number = attributes.get("id", "")
    return attributes.get("linktype", ""), int(number) if _ID.fullmatch(number) else 0


def _with_links(html: str, targets: Targets, request: HttpRequest | None) -> Iterator[str]:
    """`html` in pieces, its links written out. Other links stay as they are."""
    at = 0
    open_link: Written | None = None
    has_words = False
    for tag in _LINK_TAG.finditer(html):
        between = html[at : tag.start()]
        has_words = has_words or bool(_TAG.sub("", between).strip())
        at = tag.end()
        yield between
        if open_link:
            yield _end(open_link, has_words)
        if tag[0].startswith("</"):
            yield "" if open_link else tag[0]
            open_link = None
            continue
        open_link, has_words = _start(tag, targets, request), False
        yield open_link.head if open_link else tag[0]
    yield html[at:]
    if open_link:
        yield _end(open_link, has_words or bool(_TAG.sub("", html[at:]).strip()))


def _end(link: Written, has_words: bool) -> str:
    return link.tail if has_words else escape(link.title) + link.tail


def _start(tag: re.Match[str], targets: Targets, request: HttpRequest | None) -> Written | None:
    """How a link of ours begins and ends for this reader; None for any other link."""
    if tag["broken"]:
        return Written() if "linktype" in tag[0].lower() else None
    attributes = _attributes(tag["attributes"])
    kind, number = _target(attributes)
    if "linktype" not in attributes:
        return Written() if "linktype" in (tag["attributes"] or "").lower().split() else None
    target = targets.of_kind(kind).get(number)
    address = _address(target, request) if target else ""
    if target is None or not address:
        return Written()
    css = attributes.get("class", "")
    opening = f' class="{escape(css)}"' if css else ""
    if isinstance(target, Document):
        facts = f' <span class="file-facts">({escape(describe_file(target))})</span>'
        return Written(f'<a{opening} href="{escape(address)}">', f"{facts}</a>", target.title)
    fragment = quote(attributes.get("fragment", ""), safe="-._~!$&'()*+,;=:@/?%")
    address += f"#{fragment}" if fragment else ""
    return Written(f'<a{opening} href="{escape(address)}">', "</a>", str(target.title))


def _address(target: Page | Document, request: HttpRequest | None) -> str:
    """Where a target is now, or an empty string if it is at no address."""
    return str((target.get_url(request) if isinstance(target, Page) else target.url) or "")
