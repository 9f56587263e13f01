"""What somebody typed into a search of the CMS, less what no database can look for."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from modelsearch.query import MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText

MOST_WORDS = 32
LONGEST_QUERY = 400
#: Quotation marks of every kind: in them the databases see where a phrase begins or ends.
QUOTES = frozenset('"“”„«»')


def clean(query: Any) -> Any:
    """A query, be it words or one of Wagtail's trees of them, as a database can take it.

    Controls and quotes are gone, and what holds neither letter nor digit. Of the whole, 32 words and
    400 characters stay. Where nothing is left, nothing matches.
    """
    return _Cleaner().clean(query)


def can_be_typed(query: Any) -> bool:
    """Whether a query is made of words and phrases alone, with `and` and `or` between them."""
    match query:
        case PlainText() | Phrase():
            return True
        case Boost():
            return can_be_typed(query.subquery)
        case And() | Or():
            return all(map(can_be_typed, query.subqueries))
    return False


class _Cleaner:
    """Cleans one query, and knows how much more of it may stay."""

    def __init__(self) -> None:
        self.words, self.letters = MOST_WORDS, LONGEST_QUERY

    def clean(self, query: Any) -> Any:
        """The query cleaned, or `MATCH_NONE`."""
        if query == "":  # Wagtail itself answers that nothing was asked
            return query
        kept = self.part(query)
        return MATCH_NONE if kept is None else kept

    def part(self, query: Any) -> Any:
        """A part of the query cleaned; nothing if none of it is left."""
        match query:
            case str():
                return self.text(query)
            case PlainText() | Fuzzy() | Phrase():
                return self.leaf(query)
            case Boost():
                inner = self.part(query.subquery)
                return None if inner is None else Boost(inner, query.boost)
            case Not():
                inner = self.part(query.subquery)
                return None if inner is None else Not(inner)
            case And() | Or():
                return _joined(type(query), map(self.part, query.subqueries))
        return query

    def leaf(self, query: Any) -> Any:
        """Words or a phrase, of which the text alone is cleaned."""
        text = self.text(query.query_string)
        if text is None:
            return None
        if isinstance(query, Phrase):
            return Phrase(text)
        if isinstance(query, Fuzzy):
            return Fuzzy(text, query.operator, query.unaccent)
        return PlainText(text, query.operator, query.boost)

    def text(self, text: str) -> str | None:
        """The words of a text, one space apart, as many as may still stay."""
        kept = []
        for word in _words(text[: self.letters]):
            if self.words and len(word) <= self.letters:
                kept.append(word)
                self.words -= 1
                self.letters -= len(word)
        return " ".join(kept) or None


def _words(text: str) -> list[str]:
    blank = "".join(
        " " if char in QUOTES or unicodedata.category(char)[0] in "CZ" else char for char in text
    )
    return [word for word in blank.split() if any(char.isalnum() for char in word)]


def _joined(kind: Any, parts: Iterable[Any]) -> Any:
    kept = [part for part in parts if part is not None]
    if len(kept) <= 1:
        return kept[0] if kept else None
    return kind(kept)
