"""Front matter: YAML or TOML at the head of a file, read so that nothing in it can do harm.

Every value stays the text that stands in the file: `title: No` is "No", `title: 1.10` is "1.10", a
date is what was written. Tags that would build objects are ignored, aliases (with which a few lines
of YAML grow into gigabytes) are refused.
"""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import yaml

LONGEST = 64 * 1024
_FENCE = re.compile(
    r"\A(?P<fence>---|\+\+\+)[ \t]*\n(?P<matter>.*?)(?:\n|\A)(?:(?P=fence)|\.\.\.)[ \t]*(?:\n|\Z)",
    re.DOTALL,
)
_EMPTY_FENCE = re.compile(r"\A(---|\+\+\+)[ \t]*\n\1[ \t]*(?:\n|\Z)")
_PLAIN_LINE = re.compile(r"([A-Za-z_][\w-]*):[ \t]*([^\n]*)")
_KEY = re.compile(r"^(?=[A-Za-z_][\w-]*:)", re.MULTILINE)
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
_UNREADABLE = (yaml.YAMLError, ValueError, TypeError, RecursionError)
_ISO_DATE = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_WORDY_DATES = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%Y%m%d")
_YES = frozenset({"true", "yes", "on", "1", "y"})


class _Loader(yaml.BaseLoader):
    """YAML whose scalars are all text, without aliases."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse aliases before they are followed."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise yaml.MarkedYAMLError(problem="aliases are not allowed", problem_mark=mark)
        return super().compose_node(parent, index)


@dataclass
class FrontMatter:
    """The values of a file's front matter by key in lower case, and where the text below starts."""

    values: dict[str, Any] = field(default_factory=dict)
    body: str = ""
    #: The lines above the body.
    head: list[str] = field(default_factory=list)
    #: What was wrong: line and words.
    faults: list[tuple[int, str]] = field(default_factory=list)


def split(text: str) -> FrontMatter:
    """Part a file's text into front matter and body. Never raises: what is wrong is in `faults`."""
    empty = _EMPTY_FENCE.match(text)
    match = None if empty else _FENCE.match(text)
    if empty:
        return _parted(text, empty.end())
    if match is None:
        return FrontMatter(body=text)
    result = _parted(text, match.end())
    matter = match["matter"]
    if len(matter) > LONGEST:
        result.faults.append((1, f"It is longer than {LONGEST // 1024} kB and was left out."))
        return result
    values = _read(matter, match["fence"], result.faults)
    if not isinstance(values, dict):
        if values:
            result.faults.append((1, "It is not a list of names and values and was left out."))
        return result
    result.values = {str(key).strip().lower(): value for key, value in values.items()}
    return result


def _parted(text: str, at: int) -> FrontMatter:
    return FrontMatter(body=text[at:], head=text[:at].split("\n")[:-1] or [text[:at]])


def _read(matter: str, fence: str, faults: list[tuple[int, str]]) -> Any:
    """The values; when they cannot be read together, those that can be read one by one."""
    matter = _TRAILING.sub("", matter)
    try:
        if fence == "+++":
            return _as_text(tomllib.loads(matter))
        return _load(matter)
    except _UNREADABLE as error:
        mark = getattr(error, "problem_mark", None)
        line = (mark.line if mark else 0) + 2
        why = getattr(error, "problem", None) or str(error).split("\n", maxsplit=1)[0]
        faults.append((line, f"It could not be read as a whole ({why}); what could be was taken."))
    values: dict[str, Any] = {}
    for part in _KEY.split(matter):
        named = _PLAIN_LINE.match(part)
        if named:
            try:
                values |= _load(part)
            except _UNREADABLE:
                values[named[1]] = named[2].strip("\"'")
    return values


def _load(matter: str) -> Any:
    return yaml.load(matter.expandtabs(2), Loader=_Loader)  # noqa: S506 - it makes nothing but text


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def as_words(value: Any) -> str:
    """A single value as one line of text; a list or mapping is nothing."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def as_list(value: Any) -> list[str] | None:
    """Several values: a list, or one text with commas between. None if it is something else.

    A mapping in the list counts by its `name` or `title`.
    """
    if isinstance(value, str):
        return [part for part in (as_words(part) for part in value.split(",")) if part]
    if not isinstance(value, list):
        return None
    found = []
    for item in value:
        named = item.get("name", item.get("title")) if isinstance(item, dict) else item
        if not isinstance(named, str):
            return None
        found.append(as_words(named))
    return [item for item in found if item]


def as_date(value: Any) -> date | None:
    """A date from what people write: 2015-06-09, with or without a time, or 9 June 2015."""
    if not isinstance(value, str):
        return None
    match = _ISO_DATE.match(value)
    if match:
        try:
            return date(*(int(part) for part in match.groups()))
        except ValueError:
            return None
    for pattern in _WORDY_DATES:
        try:
            return datetime.strptime(value.strip(), pattern).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    return None


def is_yes(value: Any) -> bool:
    """Whether a value says yes."""
    return isinstance(value, str) and value.strip().lower() in _YES
