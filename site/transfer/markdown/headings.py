"""Headings: levels that skip none, anchors that links find."""

import re
import unicodedata
from collections import Counter
from typing import Any, cast

from django.utils.text import slugify

from core.blocks import settle_anchors
from transfer.markdown.model import Block, Body

TOP, DEEPEST = 2, 4
LONGEST_ANCHOR = 90
_NOT_GITHUB = re.compile(r"[^\w\- ]")
_NOT_KRAMDOWN = re.compile(r"[^a-zA-Z0-9 \-]")
_ANCHOR = re.compile(r"^[\w-]+$")


def github_slug(text: str) -> str:
    """The fragment that GitHub, and most generators today, give to a heading."""
    return _NOT_GITHUB.sub("", text.strip().lower()).replace(" ", "-")


def kramdown_slug(text: str) -> str:
    """The fragment that kramdown, which is Jekyll's, gives to a heading."""
    from_letter = re.sub(r"^[^a-zA-Z]+", "", text)
    return _NOT_KRAMDOWN.sub("", from_letter).replace(" ", "-").lower()


def names_of(text: str) -> list[str]:
    """Every fragment that a generator may give to a heading."""
    names = (github_slug(text), kramdown_slug(text), slugify(text))
    return [name for name in dict.fromkeys(names) if name]


def settle_levels(blocks: list[Block]) -> list[tuple[int, int, int]]:
    """Set each heading's level so that the first is 2 and none is skipped.

    Returns what was changed: line, old level, new level.
    """
    changed: list[tuple[int, int, int]] = []
    above: list[int] = []
    for block in blocks:
        if block.block_type != "heading":
            continue
        while above and above[-1] >= block.raw_level:
            above.pop()
        above.append(block.raw_level)
        level = min(TOP + len(above) - 1, DEEPEST)
        block.value["level"] = str(level)
        if level != block.raw_level:
            changed.append((block.line, block.raw_level, level))
    return changed


def settle_names(body: Body, ids: dict[int, list[str]], loose: dict[str, int]) -> None:
    """Give each heading its anchor, and gather the fragments by which links may know it.

    `ids` are the names that the source itself gives to a heading, by its place among the blocks;
    `loose` are names of other elements, with the place of the block that follows them.
    """
    headings = [
        (at, block) for at, block in enumerate(body.blocks) if block.block_type == "heading"
    ]
    for at, block in headings:
        text = block.value["text"]
        wanted = [_clean(name) for name in [*ids.get(at, []), *names_of(text)]]
        block.value["anchor"] = next((name for name in wanted if name), "section")
    settle_anchors(cast("Any", body.blocks))
    seen: Counter[str] = Counter()
    for at, block in headings:
        anchor, text = block.value["anchor"], block.value["text"]
        names = names_of(text)
        # The second of two headings with the same words is known as "words-1".
        repeated = [f"{name}-{seen[name]}" for name in names if seen[name]]
        for name in [anchor, *ids.get(at, []), *repeated, *names]:
            body.anchors.setdefault(name, anchor)
        seen.update(names)
    for name, at in loose.items():
        before = [block for place, block in headings if place < at]
        after = next((block for place, block in headings if place == at), None)
        near = after or (before[-1] if before else None)
        body.anchors.setdefault(name, near.value["anchor"] if near else "")


def find(body: Body, fragment: str) -> str | None:
    """The anchor that a fragment means, "" for the top of the page, None if there is none."""
    if fragment in {"", "top"}:
        return ""
    tries = (fragment, fragment.lower(), github_slug(fragment.replace("-", " ")), slugify(fragment))
    for name in tries:
        if name in body.anchors:
            return body.anchors[name]
    squeezed = _squeeze(fragment)
    return next((to for name, to in body.anchors.items() if _squeeze(name) == squeezed), None)


def _squeeze(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower())
    return "".join(char for char in letters if char.isalnum())


def _clean(name: str) -> str:
    name = re.sub(r"[^\w-]+", "-", name).strip("-")[:LONGEST_ANCHOR]
    return name if _ANCHOR.match(name) else ""
