"""Links in a page's blocks, looked up once every page of the tree is known."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from transfer.links import Links
from transfer.markdown.model import Block, Line, Link, Prose, Run, Target, To, change
from transfer.plan import Planned

_CHECK = URLValidator(["http", "https"])


def settle(page: Planned, links: Links) -> None:
    """Replace every link as written by one that leads somewhere; where none does, by its text."""
    page.body.blocks = _blocks(page.body.blocks, page, links)
    for name, blocks in page.streams.items():
        settled = _blocks(blocks, page, links)
        page.streams[name] = [block for block in settled if _leads(block.value)]


def _blocks(blocks: list[Block], page: Planned, links: Links) -> list[Block]:
    def visit(leaf: Any) -> Any:
        if isinstance(leaf, Prose):
            return Prose([_line(line, page, links) for line in leaf.lines])
        if isinstance(leaf, Target) and leaf.link is not None:
            return Target(links.resolve(leaf.link, page))
        return leaf

    settled: list[Block] = []
    for block in blocks:
        value = change(block.value, visit)
        done = replace(block, value=value)
        if block.block_type == "cards":
            settled.extend(_cards(done))
        else:
            settled.append(done)
    return settled


def _line(line: Line, page: Planned, links: Links) -> Line:
    known: dict[Link, Link | None] = {}
    runs: list[Run] = []
    for run in line.runs:
        link = run.link
        if link is not None and link not in known:
            known[link] = links.resolve(link, page)
        runs.append(replace(run, link=known[link]) if link is not None else run)
    return replace(line, runs=runs)


def _cards(block: Block) -> list[Block]:
    """The cards that lead to a page or a web address; the others as text below."""
    kept = [card for card in block.value["cards"] if _leads(card)]
    lines = [
        Line("p", [Run(card["title"], link=card["leads"].link), *_text(card)], line=block.line)
        for card in block.value["cards"]
        if not _leads(card)
    ]
    out = [replace(block, value={"cards": kept})] if kept else []
    return [*out, Block("text", {"prose": Prose(lines)}, block.line)] if lines else out


def _text(card: dict[str, Any]) -> list[Run]:
    return [Run(f": {card['text']}")] if card["text"] else []


def _leads(value: dict[str, Any]) -> bool:
    """Whether a card leads to what a card can lead to. Other blocks always do."""
    if "leads" not in value:
        return True
    link = value["leads"].link
    if link is None or link.to not in {To.PAGE, To.URL}:
        return False
    return link.to is To.PAGE or _is_web_address(link.target)


def _is_web_address(url: str) -> bool:
    try:
        _CHECK(url)
    except ValidationError:
        return False
    return True
