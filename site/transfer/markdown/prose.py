"""Running text as Wagtail's editor keeps it, so that opening and saving a page changes nothing."""

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import groupby

from transfer.markdown.model import Line, Link, Prose, Run, Style

_SPACE = re.compile(r"[ \t\r\f\v]+")
_TAGS = {Style.BOLD: "b", Style.CODE: "code", Style.ITALIC: "i"}
DEEPEST = 4


def tidy(runs: Iterable[Run]) -> list[Run]:
    """The runs with single spaces between words, none at the ends or beside line breaks; joined."""
    kept: list[Run] = []
    ends_open = False  # whether the text so far may be followed by a space
    for run in _by_line(runs):
        if run.text == "\n":
            _strip_end(kept)
            if kept:
                kept.append(run)
            ends_open = False
            continue
        text = _SPACE.sub(" ", run.text)
        if not ends_open:
            text = text.lstrip(" ")
        if text:
            ends_open = not text.endswith(" ")
            kept.append(Run(text, run.styles, run.link))
    while kept and not kept[-1].text.strip(" \n"):
        kept.pop()
    _strip_end(kept)
    return _joined(kept)


def _by_line(runs: Iterable[Run]) -> Iterator[Run]:
    for run in runs:
        for place, part in enumerate(run.text.split("\n")):
            if place:
                yield Run("\n", run.styles, run.link)
            if part:
                yield Run(part, run.styles, run.link)


def _strip_end(runs: list[Run]) -> None:
    while runs and runs[-1].text != "\n":
        text = runs[-1].text.rstrip(" ")
        if text:
            runs[-1] = Run(text, runs[-1].styles, runs[-1].link)
            return
        runs.pop()


def _joined(runs: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in _spaced(runs):
        last = joined[-1] if joined else None
        if last and (last.styles, last.link) == (run.styles, run.link):
            joined[-1] = Run(last.text + run.text, run.styles, run.link)
        else:
            joined.append(run)
    return joined


def _spaced(runs: list[Run]) -> Iterator[Run]:
    """The runs, with a space at the end of a style or link set after it, as the editor does."""
    for run, following in zip(runs, [*runs[1:], None], strict=False):
        text = run.text.rstrip(" ")
        if following is None or text == run.text:
            yield run
            continue
        if text:
            yield Run(text, run.styles, run.link)
        same = run.link == following.link
        yield Run(" ", _shared(run, following) if same else frozenset(), run.link if same else None)


def _shared(run: Run, following: Run) -> frozenset[Style]:
    """The styles that stay open from one run to the next, in the order in which they nest."""
    shared: list[Style] = []
    for one, other in zip(sorted(run.styles), sorted(following.styles), strict=False):
        if one != other:
            break
        shared.append(one)
    return frozenset(shared)


def settle(lines: list[Line]) -> list[Line]:
    """Lists that an editor can hold: no depth skipped, and numbers that count from 1.

    A numbered list that goes on after a picture cannot go on counting there. Its items become
    paragraphs that begin with their numbers. The editor takes an item for one of the list that is
    open at its depth if the list closed just before, deeper down, was of the item's kind.
    """
    settled: list[Line] = []
    depths: list[int] = []
    counts: dict[int, int] = {}
    kinds: dict[int, str] = {}
    for line in lines:
        if line.kind == "p":
            depths, counts, kinds = [], {}, {}
            settled.append(Line("p", line.runs, line=line.line))
            continue
        while depths and depths[-1] > line.depth:
            depths.pop()
        if not depths or depths[-1] < line.depth:
            depths.append(line.depth)
        depth = min(len(depths) - 1, DEEPEST)
        counts = {at: count for at, count in counts.items() if at <= depth}
        kind = line.kind
        if kinds and max(kinds) > depth and kinds[max(kinds)] == kind:
            kind = kinds[depth]
        if kinds.get(depth) != kind:
            counts.pop(depth, None)
        counts[depth] = counts.get(depth, 0) + 1
        kinds = {at: other for at, other in kinds.items() if at < depth} | {depth: kind}
        if line.kind == kind == "ol" and line.number != counts[depth]:
            number = Run(f"{line.number}. ")
            settled.append(Line("p", tidy([number, *line.runs]), line=line.line))
            depths, counts, kinds = [], {}, {}
        else:
            settled.append(Line(kind, line.runs, depth, line.number, line.line))
    return settled


def goes_on(lines: list[Line], line: Line) -> bool:
    """Whether a line can follow in the same text: a list after a nested one of its kind cannot."""
    if line.depth or line.kind == "p" or not lines or not lines[-1].depth:
        return True
    first = next((before for before in reversed(lines) if not before.depth), line)
    return first.kind in {"p", line.kind}


def write(prose: Prose, address: Callable[[Link], dict[str, str] | None]) -> str:
    """The stored HTML. `address` gives a link's attributes, or None when only its text is kept."""
    parts: list[str] = []
    open_lists: list[str] = []
    for line in settle(prose.lines):
        content = "".join(_inline(line.runs, address))
        if line.kind == "p":
            parts.extend(_close(open_lists, 0))
            parts.append(f"<p>{content}</p>")
            continue
        parts.extend(_close(open_lists, line.depth + 1))
        if len(open_lists) == line.depth + 1 and open_lists[-1] != line.kind:
            parts.extend(_close(open_lists, line.depth))
        if len(open_lists) == line.depth + 1:
            parts.append("</li>")
        else:
            open_lists.append(line.kind)
            parts.append(f"<{line.kind}>")
        parts.append(f"<li>{content}")
    parts.extend(_close(open_lists, 0))
    return "".join(parts)


def _close(open_lists: list[str], keep: int) -> Iterator[str]:
    while len(open_lists) > keep:
        yield f"</li></{open_lists.pop()}>"


def _inline(runs: list[Run], address: Callable[[Link], dict[str, str] | None]) -> Iterator[str]:
    for link, group in groupby(runs, key=lambda run: run.link):
        attributes = address(link) if link else None
        if attributes is None:
            yield from _styled(list(group))
        else:
            written = "".join(
                f' {name}="{escape(value, quote=True)}"' for name, value in attributes.items()
            )
            yield f"<a{written}>"
            yield from _styled(list(group))
            yield "</a>"


def _styled(runs: list[Run]) -> Iterator[str]:
    """Text in its styles, nested in one order and open as long as they last."""
    stack: list[Style] = []
    for run in runs:
        wanted = sorted(run.styles)
        same = 0
        while same < min(len(stack), len(wanted)) and stack[same] == wanted[same]:
            same += 1
        for style in reversed(stack[same:]):
            yield f"</{_TAGS[style]}>"
        for style in wanted[same:]:
            yield f"<{_TAGS[style]}>"
        stack = wanted
        yield "<br/>".join(escape(part, quote=False) for part in run.text.split("\n"))
    for style in reversed(stack):
        yield f"</{_TAGS[style]}>"
