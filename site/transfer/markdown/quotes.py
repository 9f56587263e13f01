"""Quotations, and the call-outs that many write as quotations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transfer.markdown.inline import Piece, pieces
from transfer.markdown.model import Block, Item, Line, Prose, Run, Style
from transfer.markdown.prose import tidy
from transfer.markdown.source import one_line
from transfer.markdown.tree import Node

if TYPE_CHECKING:  # the converter hands quotations here, and they hand back what they hold
    from transfer.markdown.convert import Converter

LONGEST = 255
TONES = {
    "note": "note", "info": "note", "abstract": "note", "summary": "note", "tldr": "note",
    "todo": "note", "question": "note", "help": "note", "faq": "note", "example": "note",
    "seealso": "note", "quote": "note", "cite": "note", "reminder": "note",
    "tip": "tip", "hint": "tip", "success": "tip", "check": "tip", "done": "tip",
    "warning": "warning", "caution": "warning", "attention": "warning", "failure": "warning",
    "fail": "warning", "missing": "warning", "bug": "warning",
    "important": "important", "danger": "important", "error": "important",
}  # fmt: skip
_ALERT = re.compile(r"^\[!(\w+)\][+-]?[ \t]*")
_LABEL = re.compile(r"^(\w+)\s*[:!.]?$")
_BY = re.compile(r"^(?:[—–―]|--+)\s*")


def quote(converter: Converter, node: Node) -> list[Item]:
    """A quotation: a call-out if it is marked as one, or holds more than words; else a quote."""
    alert = _alert(converter, node)
    if alert is not None:
        return alert
    found = converter.items(node.children)
    labelled = _labelled(found)
    if labelled is not None:
        return labelled
    lines = [item for item in found if isinstance(item, Line)]
    plain = len(lines) == len(found) and all(line.kind == "p" for line in lines)
    if not lines:
        return found
    if not plain or any(run.link for line in lines for run in line.runs):
        return callout("note", "", found, node.line)
    texts = _source_lines(node)
    name, role = "", ""
    if len(texts) > 1 and _BY.match(texts[-1]) and len(texts[-1]) <= LONGEST:
        name, _, role = _BY.sub("", texts.pop()).partition(",")
        words = "\n".join(texts)
    else:
        words = "\n\n".join(line.text for line in lines)
    value = {"text": words, "attribution": name.strip(), "role": role.strip()}
    return [Block("quote", value, node.line)]


def callout(tone: str, title: str, found: list[Item], line: int) -> list[Item]:
    """A call-out of the words that come first, and then whatever it cannot hold."""
    at = next((place for place, item in enumerate(found) if isinstance(item, Block)), len(found))
    lines = [item for item in found[:at] if isinstance(item, Line)]
    title = one_line(title)
    if len(title) > LONGEST:
        lines.insert(0, Line("p", [Run(title, frozenset({Style.BOLD}))], line=line))
        title = ""
    if not lines and title:
        lines, title = [Line("p", [Run(title)], line=line)], ""
    if not lines:
        return found
    value = {"tone": tone, "title": title, "text": Prose(lines)}
    return [Block("callout", value, line), *found[at:]]


def note_text(source: list[str], children: list[Node | str], place: int) -> Node | None:
    """The paragraph that belongs to a quotation which is only a title in bold.

    Some generators' notes come out so: `> **Title**`, and then a paragraph set in by two spaces.
    """
    node = children[place]
    if not isinstance(node, Node) or node.tag != "blockquote" or _only_bold(node) is None:
        return None
    following = next((child for child in children[place + 1 :] if isinstance(child, Node)), None)
    if following is None or following.tag != "p" or not 0 < following.line <= len(source):
        return None
    return following if re.match(r"^ {2,3}\S", source[following.line - 1]) else None


def note(converter: Converter, node: Node, follower: Node) -> list[Item]:
    """The call-out of such a title and its paragraph."""
    title = _only_bold(node) or ""
    label = _LABEL.match(title)
    tone = TONES.get(label[1].lower(), "note") if label else "note"
    return callout(tone, title, converter.items([follower]), node.line)


def admonition(converter: Converter, node: Node) -> list[Item]:
    """A call-out of MkDocs, `!!! note "Title"`."""
    tone = next((TONES[name] for name in sorted(node.classes) if name in TONES), "note")
    title, rest = "", []
    for child in node.children:
        if isinstance(child, Node) and "admonition-title" in child.classes:
            title = child.text
        else:
            rest.append(child)
    return callout(tone, title, converter.items(rest), node.line)


def _alert(converter: Converter, node: Node) -> list[Item] | None:
    first = next(iter(node.elements), None)
    match = _ALERT.match(first.text.strip()) if first and first.tag == "p" else None
    if first is None or match is None:
        return None
    runs = tidy(piece for piece in _kept(first) if isinstance(piece, Run))
    title, rest = _after_first_line(runs)
    inner = converter.lines_of(list[Piece](rest), first.line) if rest else []
    others = [child for child in node.children if child is not first]
    tone = TONES.get(match[1].lower(), "note")
    return callout(tone, _ALERT.sub("", title), inner + converter.items(others), node.line)


def _kept(node: Node) -> list[Piece]:
    return list(pieces(node.children, keep_lines=True))


def _after_first_line(runs: list[Run]) -> tuple[str, list[Run]]:
    """The first line's words, and the runs of the others (their line ends are spaces again)."""
    title, rest, found = "", [], False
    for run in runs:
        if found:
            rest.append(Run(run.text.replace("\n", " "), run.styles, run.link))
            continue
        head, end, tail = run.text.partition("\n")
        title += head
        if end:
            found = True
            rest.append(Run(tail.replace("\n", " "), run.styles, run.link))
    return title, tidy(rest)


def _labelled(found: list[Item]) -> list[Item] | None:
    """`> **Warning:** words` is a call-out that bears its tone's name."""
    first = found[0] if found else None
    if not isinstance(first, Line) or not first.runs or Style.BOLD not in first.runs[0].styles:
        return None
    label = _LABEL.match(first.runs[0].text.strip())
    tone = TONES.get(label[1].lower()) if label else None
    if label is None or tone is None:
        return None
    rest = tidy(first.runs[1:])
    if rest and rest[0].text.startswith((":", "–", "—")):
        rest = tidy([Run(rest[0].text[1:], rest[0].styles, rest[0].link), *rest[1:]])
    lines: list[Item] = [Line("p", rest, line=first.line)] if rest else []
    return callout(tone, label[1], lines + found[1:], first.line)


def _only_bold(node: Node) -> str | None:
    runs = [
        run
        for run in tidy(p for p in pieces(node.children) if isinstance(p, Run))
        if run.text != "\n"
    ]
    bold = bool(runs) and all(Style.BOLD in run.styles and run.link is None for run in runs)
    return one_line(node.text) if bold else None


def _source_lines(node: Node) -> list[str]:
    runs = tidy(piece for piece in _kept(node) if isinstance(piece, Run))
    words = "".join(run.text for run in runs)
    return [line for line in (one_line(line) for line in words.split("\n")) if line]
