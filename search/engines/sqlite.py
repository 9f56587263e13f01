"""SQLite's FTS5: one pass over the full-text table, with weights, joined once."""

import re
from collections.abc import Iterable

from django.db import connection

from search.engines.combining import at_least
from search.engines.counting import count
from search.engines.scoping import visible
from search.plan import Plan, Slot, Variant
from search.results import Found, Scope
from search.weights import Weighting

#: The columns of the full-text table, in its order, and the weight that each takes.
COLUMNS = {
    "title": "title", "names": "names", "headings": "headings", "summary": "summary", "words": "words",
    "anchors": "words", "exact": "exact", "address": "address", "trail": "trail", "body": "body",
}  # fmt: skip
_PLAIN = re.compile(r"[^\W_]+")


class SqliteEngine:
    """The embedded engine. CROSS JOIN has it look for the words first: by rule it would match each row anew."""

    name = "sqlite"

    def __init__(self, weights: Weighting | None = None) -> None:
        self.weights = weights or Weighting()

    def search(self, plan: Plan, scope: Scope, size: int) -> Found:
        """One query: every match with its score; the best and the counts are made of it here."""
        match = match_of(plan)
        if not match:
            return Found()
        weights = ", ".join(str(float(getattr(self.weights, name))) for name in COLUMNS.values())
        where, parameters = visible(scope)
        sql = f"""
            SELECT e.id, -bm25(search_entry_fts, {weights}), e.kind, e.department, e.topics, e.year
            FROM search_entry_fts CROSS JOIN search_entry AS e INDEXED BY search_entry_counted
            ON e.id = search_entry_fts.rowid
            WHERE search_entry_fts MATCH %s AND {where}
        """  # noqa: S608 - made of constants; words are parameters
        with connection.cursor() as cursor:
            cursor.execute(sql, [match, *parameters])
            return count(cursor.fetchall(), plan.query.filters, size)

    def ahead(self, plans: Iterable[Plan], scope: Scope, size: int) -> None:
        """It is as soon asked when it is to be."""

    def complete(self, typed: tuple[str, ...], scope: Scope, size: int) -> list[int]:
        """One query, by the prefix index."""
        if not typed:
            return []
        *whole, last = typed
        words = " AND ".join([*(f'"{word}"' for word in whole), f'"{last}"*'])
        where, parameters = visible(scope)
        sql = f"""
            SELECT e.id FROM search_entry_fts CROSS JOIN search_entry AS e ON e.id = search_entry_fts.rowid
            WHERE search_entry_fts MATCH %s AND {where}
            ORDER BY bm25(search_entry_fts, 5.0, 6.0), e.popularity DESC, e.id LIMIT %s
        """  # noqa: S608 - made of constants; words are parameters
        with connection.cursor() as cursor:
            cursor.execute(sql, [f"{{title names}} : ({words})", *parameters, size])
            return [row[0] for row in cursor.fetchall()]


def match_of(plan: Plan) -> str:
    """What FTS5 is asked for: words stand in quotes, so none of them is an operator."""
    parts = [_slot(slot) for slot in plan.slots]
    phrases = [_phrase(phrase) for phrase in plan.query.phrases]
    exact = [f'exact : "{term}"' for term in plan.query.exact if _PLAIN.fullmatch(term)]
    if not parts:
        return ""
    joined = " AND ".join([*phrases, at_least(parts, plan.least, " AND ", " OR ")])
    return " OR ".join([f"({joined})", *exact])


def _slot(slot: Slot) -> str:
    return "(" + " OR ".join(map(_variant, slot.variants)) + ")"


def _variant(variant: Variant) -> str:
    phrase = _phrase(variant.words)
    return f"names : {phrase}" if variant.is_name else phrase


def _phrase(words: Iterable[str]) -> str:
    return '"' + " ".join(words) + '"'
