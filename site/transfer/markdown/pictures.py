"""Pictures, films and files in running text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from core.blocks.media import player_address
from transfer.markdown.inline import Picture
from transfer.markdown.model import Block, DocumentRef, ImageRef, Item, Line, Prose, Run, Style, To
from transfer.markdown.source import one_line, shorten
from transfer.report import Met

if TYPE_CHECKING:  # the converter hands pictures here
    from transfer.markdown.convert import Converter

LONGEST_TITLE = 255
LONGEST_CAPTION = 500
_BETWEEN_FILES = re.compile(r"^[\s,;|·•–-]*(and)?[\s,;|·•–-]*$")


def picture(converter: Converter, piece: Picture) -> list[Item]:
    """An image block; for a picture that cannot be had, its words in italics."""
    node = piece.node
    alt = one_line(node.attrs.get("alt", ""))
    title = one_line(node.attrs.get("title", ""))
    src = node.attrs.get("src", "")
    if not src:
        what = "A picture without an address that is allowed was dropped."
        converter.tell(Met.IMAGE, node.line, what)
    found = converter.finder.picture(src, node.line) if src else None
    if not isinstance(found, str):
        words = alt or (title or src.rsplit("/", 1)[-1] or "Picture" if found else "")
        style = frozenset() if found else frozenset({Style.ITALIC})
        return [Line("p", [Run(words, style, found)], line=node.line)] if words else []
    if not alt:
        converter.tell(Met.NO_ALT, node.line, f"{src} has no alternative text.")
    caption, whole = converter.shortened(title, LONGEST_CAPTION, node.line, "A caption")
    value = {"image": ImageRef(found, alt), "caption": caption}
    out: list[Item] = [Block("image", value, node.line), *whole]
    link = piece.link
    if link and link.target.split("?", 1)[0] != src and not converter.finder.document(link.target):
        out.append(Line("p", [Run(alt or title or link.target, link=link)], line=node.line))
    return out


def film(runs: list[Run], words: str, line: int) -> Block | None:
    """A film, if a paragraph is nothing but the address of one that we can show."""
    links = {run.link.target for run in runs if run.link}
    if len(links) > 1 or (links and any(run.link is None for run in runs)):
        return None
    url = links.pop() if links else words
    if not player_address(url) or " " in url:
        return None
    title = words if words != url and "://" not in words else "Video"
    value = {"title": shorten(title, LONGEST_TITLE), "url": url, "transcript": Prose([])}
    return Block("video", value, line)


def files(converter: Converter, entries: list[list[Run]]) -> list[dict[str, Any]] | None:
    """A document list's entries, if every entry consists of links to files and nothing else."""
    found: list[dict[str, Any]] = []
    for run in (run for runs in entries for run in runs):
        if run.link is None:
            if not _BETWEEN_FILES.match(run.text):
                return None
            continue
        is_raw = run.link.to is To.RAW
        path = converter.finder.document(run.link.target) if is_raw else None
        if path is None:
            return None
        title = shorten(one_line(run.text), LONGEST_TITLE)
        found.append({"document": DocumentRef(path), "title": title})
    return found or None
