"""What is asked: words, phrases in quotes, and what the results are narrowed to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from search.words import clean, content_words, folded_words, squash

HITS_A_PAGE = 10
#: No list has a page of a number this long.
LAST_PAGE = 1_000
_LONGEST_NUMBER = 9
_PHRASE = re.compile(r'"([^"]*)"')


@dataclass(frozen=True)
class Filters:
    """What results are narrowed to. Empty means not narrowed."""

    kind: str = ""
    department: int | None = None
    topic: int | None = None
    year: int | None = None

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Filters":
        """Out of an address's parameters; what cannot be is left out."""
        return cls(
            kind=given.get("kind", "")[:16],
            department=_number(given.get("department", "")),
            topic=_number(given.get("topic", "")),
            year=_number(given.get("year", "")),
        )

    def without(self, *names: str) -> "Filters":
        """The same, not narrowed by these."""
        empty: dict[str, Any] = {name: "" if name == "kind" else None for name in names}
        return replace(self, **empty)

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class Query:
    """A query taken apart. `words` are folded and say what is wanted; `phrases` stood in quotes."""

    text: str
    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    #: All words as typed, stop words too: what titles are compared with.
    typed: tuple[str, ...] = ()
    #: What may be an exact term whole, squashed.
    exact: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    page: int = 1
    size: int = HITS_A_PAGE
    #: Whether it is to be taken at its word, slips of the pen and all.
    is_literal: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.words

    @property
    def is_all_quoted(self) -> bool:
        """Whether every word stood in quotes, so that none may be missing or be another one."""
        return bool(self.phrases) and set(self.words) <= {
            w for phrase in self.phrases for w in phrase
        }


def parse(text: str, filters: Filters | None = None, page: object = 1) -> Query:
    """The query that a person typed. Never raises, whatever the text is."""
    cleaned = clean(text)
    phrases = [tuple(folded_words(inner)) for inner in _PHRASE.findall(cleaned)]
    shown = cleaned if cleaned.count('"') % 2 == 0 else cleaned.replace('"', " ").strip()
    typed = tuple(folded_words(shown))
    return Query(
        text=" ".join(shown.split()),
        words=tuple(dict.fromkeys(content_words(typed))),
        phrases=tuple(phrase for phrase in phrases if phrase),
        typed=typed,
        exact=tuple(dict.fromkeys(filter(None, (squash(shown), *map(squash, shown.split()))))),
        filters=filters or Filters(),
        page=min(_number(str(page)) or 1, LAST_PAGE),
    )


def _number(text: str) -> int | None:
    """A whole number of 1 or more as somebody typed it; None for what is none."""
    if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER:
        return int(text) or None
    return None
