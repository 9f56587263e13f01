"""Lists, at any depth and with anything in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transfer.markdown import pictures
from transfer.markdown.inline import pieces
from transfer.markdown.model import Block, Item, Line, Run, Style
from transfer.markdown.prose import tidy
from transfer.markdown.tree import INLINE, Node
from transfer.report import Met

if TYPE_CHECKING:  # the converter walks lists, and lists hand back to it what they hold
    from transfer.markdown.convert import Converter

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def items(converter: Converter, node: Node) -> list[Item]:
    """A whole list: its items as lines, and blocks where something else stood between them."""
    entries = [child for child in node.elements if child.tag == "li"]
    if _is_contents(entries):
        return []
    found = _list(converter, node, 0)
    documents = _documents(converter, found)
    if documents:
        return [documents]
    if any(isinstance(item, Block) for item in found):
        converter.tell(
            Met.LAYOUT, node.line, "A list with pictures, code or tables in it was parted there."
        )
    return found


def _list(converter: Converter, node: Node, depth: int) -> list[Item]:
    out: list[Item] = []
    start = node.attrs.get("start", "1")
    number = int(start) if start.isdecimal() and len(start) < 10 else 1  # noqa: PLR2004
    for child in node.children:
        if isinstance(child, str):
            if child.strip():
                out.extend(converter.lines_of(list(pieces([child])), node.line))
        elif child.tag == "li":
            out.extend(_entry(converter, child, Line(node.tag, [], depth, number, child.line)))
            number += 1
        elif child.tag in {"ul", "ol"}:
            out.extend(_list(converter, child, depth + 1))
        else:
            out.extend(converter.block(child))
    return out


def _entry(converter: Converter, node: Node, line: Line) -> list[Item]:
    """One item. What follows its first words goes on in it after a line break, while it can."""
    out: list[Item] = []
    loose: list[Node | str] = []
    for child in [*node.children, None]:
        if isinstance(child, str) or (child is not None and child.tag in INLINE):
            loose.append(child)
            continue
        _words(converter, line, out, loose)
        loose = []
        if child is None:
            break
        if child.tag in {"ul", "ol"}:
            out.extend(_list(converter, child, line.depth + 1))
        elif child.tag in _HEADINGS:
            _words(converter, line, out, child.children, frozenset({Style.BOLD}))
        elif child.tag in {"p", "div", "figcaption"} and not _has_blocks(child):
            _words(converter, line, out, child.children)
        else:
            out.extend(converter.block(child))
    return out


def _words(
    converter: Converter,
    line: Line,
    out: list[Item],
    children: list[Node | str],
    styles: frozenset[Style] = frozenset(),
) -> None:
    """Add text to an item: as its first words, as more of them, or as a paragraph of its own."""
    for item in converter.lines_of(list(pieces(children, styles)), line.line):
        last = out[-1] if out else None
        if isinstance(item, Block):
            out.append(item)
        elif not any(entry is line for entry in out):
            line.runs = item.runs
            out.append(line)
        elif last is line:
            line.runs = tidy([*line.runs, Run("\n"), *item.runs])
        else:
            out.append(item)


def _has_blocks(node: Node) -> bool:
    return any(child.tag not in INLINE for child in node.elements)


def _documents(converter: Converter, found: list[Item]) -> Block | None:
    lines = [item for item in found if isinstance(item, Line)]
    if not lines or len(lines) != len(found):
        return None
    files = pictures.files(converter, [line.runs for line in lines])
    return Block("documents", {"documents": files}, lines[0].line) if files else None


def _is_contents(entries: list[Node]) -> bool:
    """Whether it is kramdown's `* TOC` with `{:toc}` below: our pages have a list of their own."""
    return len(entries) == 1 and entries[0].text.strip().upper() == "TOC"
