"""A clean query in the language of SQLite's full-text tables."""

from typing import Any

from modelsearch.query import And, Boost, Phrase, PlainText


def expression(query: Any, *, prefix: bool) -> str:
    """A query that can be typed, as FTS5 takes it; with `prefix` the last of some words may be begun.

    Every word is in quotes and so never an operator.
    """
    match query:
        case PlainText():
            words = [_quoted(word) for word in query.query_string.split()]
            return f" {query.operator.upper()} ".join(words) + ("*" if prefix else "")
        case Phrase():
            return _quoted(query.query_string)
        case Boost():
            return expression(query.subquery, prefix=prefix)
    operator = " AND " if isinstance(query, And) else " OR "
    return operator.join(f"({expression(part, prefix=prefix)})" for part in query.subqueries)


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'
