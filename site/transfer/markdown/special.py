"""Elements and containers that have a block of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core.blocks.media import player_address
from transfer.markdown import frontmatter, quotes
from transfer.markdown.inline import pieces
from transfer.markdown.model import Block, Item, Line, Link, Prose, Run, Style, Target, To
from transfer.markdown.prose import tidy
from transfer.markdown.source import one_line, shorten
from transfer.markdown.tree import Node
from transfer.report import Met

if TYPE_CHECKING:  # the converter hands these elements here, and they hand back what they hold
    from transfer.markdown.convert import Converter

LONGEST = 255
LONGEST_CARD_TITLE = 120
LONGEST_CAPTION = 500
CONTACT = {"name": 255, "purpose": 255, "email": 254, "phone": 40, "place": 255, "hours": 255}
_TABLE_CAPTION = re.compile(r"^Table( \d+)?:\s*", re.IGNORECASE)
_LEAD = re.compile(r"^[\s:–—-]+")


def container(converter: Converter, node: Node) -> list[Item]:
    """A div or section: what its class says, else what it holds."""
    if "admonition" in node.classes:
        return quotes.admonition(converter, node)
    if "footnotes" in node.classes:
        return _footnotes(converter, node)
    name = next(
        (c.removeprefix("corridor-") for c in node.classes if c.startswith("corridor-")), ""
    )
    if name in quotes.TONES:
        title = node.attrs.get("data-title", "")
        return quotes.callout(quotes.TONES[name], title, converter.items(node.children), node.line)
    makers = {"steps": steps, "cards": cards, "contact": contact, "documents": _documents}
    if name in makers:
        return makers[name](converter, node)
    if name in {"image-left", "image-right"}:
        return image_text(converter, node, name.removeprefix("image-"))
    return converter.items(node.children)


def details(converter: Converter, node: Node) -> list[Item]:
    """A part of an accordion; with more in it than words, a section with a heading."""
    summary = next((child for child in node.elements if child.tag == "summary"), None)
    title = one_line(summary.text) if summary else ""
    found = converter.items([child for child in node.children if child is not summary])
    lines = [item for item in found if isinstance(item, Line)]
    if not title:
        return found
    if len(lines) == len(found):
        short, whole = converter.shortened(title, LONGEST, node.line, "A summary")
        entry = {
            "title": short,
            "text": Prose([*(i for i in whole if isinstance(i, Line)), *lines]),
        }
        return [Block("accordion", {"items": [entry]}, node.line)]
    converter.tell(
        Met.LAYOUT, node.line, "Folded content with more than text in it is now a section."
    )
    short, whole = converter.shortened(title, LONGEST, node.line, "A summary")
    heading = Block(
        "heading", {"text": short, "level": "2", "anchor": ""}, node.line, converter.level + 1
    )
    return [heading, *whole, *found]


def definitions(converter: Converter, node: Node) -> list[Item]:
    """A definition list: terms in bold, what they mean below them."""
    out: list[Item] = []
    for child in node.children:
        if isinstance(child, Node) and child.tag == "dt":
            out += converter.lines_of(
                list(pieces(child.children, frozenset({Style.BOLD}))), child.line
            )
        elif isinstance(child, Node):
            out += converter.items(child.children)
        elif child.strip():
            out += converter.items([child])
    return out


def figure(converter: Converter, node: Node) -> list[Item]:
    """A picture or a quotation with its caption."""
    captions = list(node.find("figcaption"))
    found = converter.items([child for child in node.children if child not in captions])
    holders = [
        item
        for item in found
        if isinstance(item, Block) and item.block_type in {"image", "quote", "table"}
    ]
    for caption in captions:
        words = one_line(caption.text)
        last = holders[-1] if holders else None
        linked = any(isinstance(p, Run) and p.link for p in pieces(caption.children))
        if last and words and not linked and _hold(last, words):
            continue
        found += converter.items(caption.children)
    return found


def _hold(block: Block, words: str) -> bool:
    """Put a caption where the block has a place for it, if it fits."""
    name, limit = {"image": ("caption", LONGEST_CAPTION), "quote": ("attribution", LONGEST)}.get(
        block.block_type, ("caption", LONGEST)
    )
    if block.value.get(name) or len(words) > limit:
        return False
    block.value[name] = re.sub(r"^[—–-]+\s*", "", words) if name == "attribution" else words
    return True


def frame(converter: Converter, node: Node) -> list[Item]:
    """A film if it is one of the sites we know; else a link to what the frame showed."""
    src = node.attrs.get("src", "").strip()
    src = f"https:{src}" if src.startswith("//") else src
    title = one_line(node.attrs.get("title", "") or node.text)
    if player_address(src):
        value = {"title": shorten(title or "Video", LONGEST), "url": src, "transcript": Prose([])}
        return [Block("video", value, node.line)]
    if not src:
        converter.tell(
            Met.HTML, node.line, "A frame without an address that is allowed was dropped."
        )
        return []
    converter.tell(Met.HTML, node.line, f"A frame is now a link to {src[:100]}")
    return [Line("p", [Run(title or src, link=Link(To.RAW, src, line=node.line))], line=node.line)]


def media(converter: Converter, node: Node) -> list[Item]:
    """A film or recording of the tree's own: a link to its file."""
    sources = [n.attrs["src"] for n in [node, *node.find("source")] if n.attrs.get("src")]
    out = converter.items([c for c in node.children if isinstance(c, str) or c.tag != "source"])
    if sources:
        words = node.attrs.get("title") or sources[0].rsplit("/", 1)[-1]
        out.append(
            Line("p", [Run(words, link=Link(To.RAW, sources[0], line=node.line))], line=node.line)
        )
    return out


def steps(converter: Converter, node: Node) -> list[Item]:
    """What to do, in order: each item's bold or first line is the step's title."""
    entries = [li for child in node.elements if child.tag in {"ol", "ul"} for li in child.elements]
    if not entries:
        return converter.items(node.children)
    found: list[dict[str, Any]] = []
    after: list[Item] = []
    for entry in entries:
        inner = converter.items(entry.children)
        lines = [item for item in inner if isinstance(item, Line)]
        after += [item for item in inner if isinstance(item, Block)]
        if not lines:
            continue
        title, rest = _title(lines[0].runs)
        if rest:
            lines[0] = Line("p", rest, line=lines[0].line)
        else:
            lines.pop(0)
        short, whole = converter.shortened(title, LONGEST, entry.line, "A step")
        text = [*(item for item in whole if isinstance(item, Line)), *lines]
        found.append({"title": short.rstrip(":"), "text": Prose(text)})
    before = converter.items(
        [c for c in node.children if not (isinstance(c, Node) and c.tag in {"ol", "ul"})]
    )
    return [*before, Block("steps", {"steps": found}, node.line), *after]


def _title(runs: list[Run]) -> tuple[str, list[Run]]:
    bold = []
    for run in runs:
        if Style.BOLD not in run.styles:
            break
        bold.append(run)
    if bold:
        rest = tidy(runs[len(bold) :])
        return "".join(run.text for run in bold).strip(), rest
    words = "".join(run.text for run in runs)
    head, _end, _tail = words.partition("\n")
    if any(run.link for run in runs):
        return head, runs if words != head else [*runs]
    return head, [Run(words[len(head) :].strip())] if words != head else []


def cards(converter: Converter, node: Node) -> list[Item]:
    """Boxes that lead onward, of a list of links."""
    found: list[dict[str, Any]] = []
    after: list[Item] = []
    for entry in node.find("li"):
        runs = tidy(piece for piece in pieces(entry.children) if isinstance(piece, Run))
        link = next((run.link for run in runs if run.link), None)
        if link is None:
            after += converter.items(entry.children)
            continue
        title = one_line("".join(run.text for run in runs if run.link == link))
        words = _LEAD.sub("", one_line("".join(run.text for run in runs if run.link != link)))
        found.append(
            {
                "leads": Target(link),
                "title": shorten(title, LONGEST_CARD_TITLE),
                "text": shorten(words, LONGEST),
            }
        )
        for limit, text in ((LONGEST_CARD_TITLE, title), (LONGEST, words)):
            after += converter.shortened(text, limit, entry.line, "A card")[1]
    if not found:
        return converter.items(node.children)
    return [Block("cards", {"cards": found}, node.line), *after]


def contact(converter: Converter, node: Node) -> list[Item]:
    """Whom to ask: lines of `name: value`."""
    source = node.attrs.get("data-source", "").replace(":::", "")
    entry = frontmatter.split(f"---\n{source}\n---\n").values
    value = contact_value(entry)
    if value is None:
        what = "A contact needs a name, short lines and a sound e-mail address; it is text here."
        converter.tell(Met.FIELD, node.line, what)
        return converter.items(node.children)
    return [Block("contact", value, node.line)]


def contact_value(entry: dict[str, Any]) -> dict[str, str] | None:
    """A contact's fields; None if it has no name, or something does not fit."""
    value = {name: frontmatter.as_words(entry.get(name)) for name in CONTACT}
    too_long = any(len(value[name]) > limit for name, limit in CONTACT.items())
    if not value["name"] or too_long:
        return None
    try:
        if value["email"]:
            validate_email(value["email"])
    except ValidationError:
        return None
    return value


def image_text(converter: Converter, node: Node, side: str) -> list[Item]:
    """A picture beside text."""
    found = converter.items(node.children)
    picture = next((i for i in found if isinstance(i, Block) and i.block_type == "image"), None)
    lines = [item for item in found if isinstance(item, Line)]
    if picture is None or not lines:
        return found
    rest = [item for item in found if isinstance(item, Block) and item is not picture]
    value = {"image": picture.value["image"], "side": side, "text": Prose(lines)}
    return [Block("image_text", value, node.line), *rest]


def captioned(items: list[Item]) -> list[Item]:
    """The items, with `Table: words` beside a table as its caption, and accordions joined."""
    out: list[Item] = []
    waiting = ""
    for item in items:
        last = out[-1] if out else None
        if isinstance(item, Line) and item.kind == "p" and _TABLE_CAPTION.match(item.text):
            words = _TABLE_CAPTION.sub("", item.text)
            if _is_bare_table(last) and _hold(last, words):  # type: ignore[arg-type]
                continue
            waiting = words
        elif waiting and _is_bare_table(item) and len(waiting) <= LONGEST:
            out.pop()
            _hold(item, waiting)  # type: ignore[arg-type]
            waiting = ""
        else:
            waiting = ""
        if _is(item, "accordion") and _is(last, "accordion"):
            last.value["items"] += item.value["items"]  # type: ignore[union-attr]
            continue
        out.append(item)
    return out


def _is(item: Item | None, kind: str) -> bool:
    return isinstance(item, Block) and item.block_type == kind


def _is_bare_table(item: Item | None) -> bool:
    return isinstance(item, Block) and item.block_type == "table" and not item.value["caption"]


def _documents(converter: Converter, node: Node) -> list[Item]:
    """Files: links to them are an entry each; whatever else stands there stays text."""
    return converter.items(node.children)


def _footnotes(converter: Converter, node: Node) -> list[Item]:
    heading = Block("heading", {"text": "Notes", "level": "2", "anchor": ""}, node.line, 2)
    for back in node.find("a"):
        if "footnote-backref" in back.classes:
            back.children = []
    return [heading, *converter.items(node.children)]
