"""The words of a page's blocks: what they say, their headings, and what they link to."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from wagtail.fields import StreamField

from core.findable import Link
from core.plain import plain_line

_TAG = re.compile(r"<[^>]*>")
_ANCHOR = re.compile(r"<a\b([^<>]*)>(.*?)</a\s*>", re.DOTALL | re.IGNORECASE)
_KIND = re.compile(r"""linktype\s*=\s*["'](page|document)["']""", re.IGNORECASE)
_ID = re.compile(r"""\bid\s*=\s*["']([0-9]{1,9})["']""", re.IGNORECASE)
#: What blocks keep the id of what they lead to in, and which source that is of.
CHOSEN = {"page": "page", "document": "document"}
LONGEST_LINK = 200


def streams(thing: Any) -> Iterator[Any]:
    """The StreamFields of a page that hold something."""
    for field in thing._meta.get_fields():
        if isinstance(field, StreamField) and (value := getattr(thing, field.name)):
            yield value


def text_of(value: Any) -> str:
    """What a StreamField says, a block's text a line."""
    return "\n".join(
        plain_line(str(text)) for text in value.stream_block.get_searchable_content(value)
    )


def headings_of(value: Any) -> list[str]:
    """The headings of a StreamField, in order; read as it is stored."""
    return [
        plain_line(node["text"])
        for node in _nodes(value.raw_data)
        if isinstance(node.get("text"), str) and "level" in node
    ]


def links_of(value: Any) -> Iterator[Link]:
    """What a StreamField leads to, with the words that lead there; read as it is stored."""
    for node in _nodes(value.raw_data):
        for key, source in CHOSEN.items():
            number, title = node.get(key), node.get("title") or ""
            if isinstance(number, int) and isinstance(title, str):
                yield Link(source, number, plain_line(title)[:LONGEST_LINK])
    for text in _strings(value.raw_data):
        if "linktype" in text:
            yield from _links_in(text)


def _links_in(html: str) -> Iterator[Link]:
    for attributes, inner in _ANCHOR.findall(html):
        kind, number = _KIND.search(attributes), _ID.search(attributes)
        if kind and number:
            words = plain_line(unescape(_TAG.sub(" ", inner)))[:LONGEST_LINK]
            yield Link(kind[1].lower(), int(number[1]), words)


def _nodes(raw: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in stored blocks."""
    if isinstance(raw, dict):
        yield raw
        raw = raw.values()
    elif isinstance(raw, str) or not hasattr(raw, "__iter__"):
        return
    for part in raw:
        yield from _nodes(part)


def _strings(raw: Any) -> Iterator[str]:
    """Every text in stored blocks."""
    if isinstance(raw, str):
        yield raw
        return
    if isinstance(raw, dict):
        raw = raw.values()
    elif not hasattr(raw, "__iter__"):
        return
    for part in raw:
        yield from _strings(part)
