"""Inline HTML as runs of text, and what stands between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transfer.markdown.model import Link, Run, Style, To
from transfer.markdown.tree import BLOCK, Node

_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_STYLES = {
    "b": Style.BOLD, "strong": Style.BOLD,
    "i": Style.ITALIC, "em": Style.ITALIC, "cite": Style.ITALIC, "dfn": Style.ITALIC,
    "var": Style.ITALIC,
    "code": Style.CODE, "kbd": Style.CODE, "samp": Style.CODE, "tt": Style.CODE,
}  # fmt: skip
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
#: Blocks that running text can take in: their words, on a line of their own.
_SOFT = frozenset(BLOCK) - {
    "table",
    "ul",
    "ol",
    "pre",
    "figure",
    "iframe",
    "video",
    "audio",
    "details",
}


@dataclass(frozen=True)
class Picture:
    """An image in the midst of text, and where it leads if it stands in a link."""

    node: Node
    link: Link | None


@dataclass(frozen=True)
class Inset:
    """A block that stands where text was expected."""

    node: Node


Piece = Run | Picture | Inset


def pieces(
    children: list[Node | str],
    styles: frozenset[Style] = frozenset(),
    link: Link | None = None,
    *,
    keep_lines: bool = False,
) -> Iterator[Piece]:
    """What some inline content says: text in its styles, pictures and blocks in order.

    `keep_lines` makes the source's line ends line breaks; else they are spaces, as in HTML.
    """
    for child in children:
        if isinstance(child, str):
            yield Run(_SPACE.sub(_line_end if keep_lines else " ", child), styles, link)
        elif child.tag == "br":
            yield Run("\n", styles, link)
        elif child.tag == "img":
            yield Picture(child, link)
        elif child.tag == "a":
            yield from pieces(child.children, styles, _link(child) or link, keep_lines=keep_lines)
        elif child.tag in _STYLES:
            inner = styles | {_STYLES[child.tag]}
            yield from pieces(child.children, inner, link, keep_lines=keep_lines)
        elif child.tag in {"sup", "sub"}:
            yield from _shifted(child, styles, link)
        elif child.tag in _SOFT:
            yield Run("\n", styles, link)
            yield from pieces(child.children, styles, link, keep_lines=keep_lines)
            yield Run("\n", styles, link)
        elif child.tag in BLOCK:
            yield Inset(child)
        else:
            yield from pieces(child.children, styles, link, keep_lines=keep_lines)


def _line_end(space: re.Match[str]) -> str:
    return "\n" if "\n" in space[0] else " "


def _link(node: Node) -> Link | None:
    href = node.attrs.get("href", "").strip()
    return Link(To.RAW, href, line=node.line) if href else None


def _shifted(node: Node, styles: frozenset[Style], link: Link | None) -> Iterator[Piece]:
    """Raised and lowered figures have characters of their own; other words stay on the line."""
    table = _RAISED if node.tag == "sup" else _LOWERED
    words = node.text
    if "footnote-ref" in node.classes:
        yield Run(words, styles)
    elif words.strip() and all(ord(char) in table for char in words.strip()):
        anchor = node.first("a")
        yield Run(words.strip().translate(table), styles, _link(anchor) if anchor else link)
    else:
        yield from pieces(node.children, styles, link)
