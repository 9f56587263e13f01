"""PostgreSQL's full text: one query for the hits, their number and the counts of each facet."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from search.engines.combining import at_least
from search.engines.scoping import visible
from search.plan import Plan, Slot, Variant
from search.query import Filters
from search.results import FACETS, Found, Scope
from search.weights import Weighting
from search.words import stem

#: More matches than these are counted, but not all of them are scored: those whose titles and names have the words.
SCORED = 5_000
#: Of a long query the rarest words are scored; all of them are looked for.
MOST_SCORED = 8
#: The text search configurations that the migration makes: with stems, and without.
CONFIG, SIMPLE = "corridor", "corridor_plain"
#: What stands before the words of names where they are kept a second time.
NAME_MARK = "qzname"
#: The columns of facets that are called otherwise.
COLUMNS = {"topic": "topics"}


class PostgresEngine:
    """The engine of small installations, and the one that answers while Elasticsearch is away."""

    name = "postgresql"

    def __init__(self, weights: Weighting | None = None) -> None:
        self.weights = weights or Weighting()

    def search(self, plan: Plan, scope: Scope, size: int) -> Found:
        """One query."""
        if not plan.slots:
            return Found()
        where, seen = visible(scope)
        matches, asked = _matches(plan)
        narrowed, narrowing = _filters(plan.query.filters)
        score, scoring = _score(plan, self.weights)
        counted, counting = _counts(plan.query.filters)
        sql = f"""
            WITH m AS MATERIALIZED (
                SELECT e.id, e.kind, e.department, e.topics, e.year, e.begun FROM search_entry AS e
                WHERE ({matches}) AND {where}
            )
            SELECT 'hit', hit.id::text, hit.score::float8 FROM (
                SELECT e.id, {score} AS score FROM search_entry AS e
                WHERE e.id IN (
                    SELECT m.id FROM m WHERE {narrowed}
                    ORDER BY CASE WHEN (SELECT count(*) FROM m) > {SCORED}
                        THEN ts_rank(m.begun, to_tsquery('{SIMPLE}', %s)) END DESC NULLS LAST, m.id LIMIT {SCORED}
                )
                ORDER BY score DESC, e.id LIMIT %s
            ) AS hit
            {counted}
        """  # noqa: S608 - made of constants; words are parameters
        parameters = [*asked, *seen, *scoring, *narrowing, _begun(plan), size, *counting]
        with connection.cursor() as cursor:
            # Migration 0003 says what for: the function plans the query in settings of its own.
            operations: Any = connection.ops
            whole = operations.compose_sql(sql, parameters)
            cursor.execute("SELECT what, value, number FROM search_by_the_index(%s)", [whole])
            return _found(cursor.fetchall())

    def ahead(self, plans: Iterable[Plan], scope: Scope, size: int) -> None:
        """It is as soon asked when it is to be."""

    def complete(self, typed: tuple[str, ...], scope: Scope, size: int) -> list[int]:
        """One query, by prefixes within names and titles."""
        if not typed:
            return []
        *whole, last = typed
        words = " & ".join([*(f"'{word}':A" for word in whole), f"'{last}':*A"])
        where, parameters = visible(scope)
        sql = f"""
            SELECT e.id FROM search_entry AS e, to_tsquery('{SIMPLE}', %s) AS asked
            WHERE e.begun @@ asked AND {where}
            ORDER BY ts_rank(e.begun, asked) DESC, e.popularity DESC, e.id LIMIT %s
        """  # noqa: S608 - made of constants; words are parameters
        with connection.cursor() as cursor:
            cursor.execute(sql, [words, *parameters, size])
            return [row[0] for row in cursor.fetchall()]


def _matches(plan: Plan) -> tuple[str, list[Any]]:
    """The condition that an entry has what is wanted, and its parameters."""
    parts = [_slot(slot) for slot in plan.slots]
    phrases = [_phrase(words) for words in plan.query.phrases]
    asked = " & ".join([*phrases, at_least(parts, plan.least, " & ", " | ")])
    return (
        f"e.vector @@ to_tsquery('{CONFIG}', %s) OR e.terms && %s::text[]",
        [asked, list(plan.query.exact)],
    )


def _slot(slot: Slot) -> str:
    return "(" + " | ".join(map(_variant, slot.variants)) + ")"


def _variant(variant: Variant) -> str:
    if variant.is_name:
        return " & ".join(f"'{NAME_MARK}{word}'" for word in variant.words)
    return _phrase(variant.words)


def _phrase(words: Iterable[str]) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in words) + ")"


def _begun(plan: Plan) -> str:
    """Any of the words, or what begins with the stem of one: for titles and names, which are kept as they are."""
    words = dict.fromkeys(word for slot in plan.slots for word in slot.variants[0].words)
    return " | ".join(f"'{word}' | '{stem(word)}':*" for word in words)


def _score(plan: Plan, weights: Weighting) -> tuple[str, list[Any]]:
    """The sum of how well each word fits, a rarer one counting more."""
    best = max(
        weights.title, weights.names, weights.headings, weights.words, weights.summary, weights.body
    )
    scale = [
        weights.body,
        weights.summary,
        max(weights.headings, weights.words),
        max(weights.title, weights.names),
    ]
    array = "{" + ", ".join(f"{value / (best or 1):.3f}" for value in scale) + "}"
    slots = sorted(plan.slots, key=lambda slot: -slot.rarity)[:MOST_SCORED]
    # Beyond a word's rarity, many mentions tell less and less: the square root is taken.
    parts = [
        f"%s * sqrt(ts_rank('{array}', e.vector, to_tsquery('{CONFIG}', %s), 1))" for _each in slots
    ]
    return " + ".join(parts), [value for slot in slots for value in (slot.rarity, _slot(slot))]


def _filters(filters: Filters) -> tuple[str, list[Any]]:
    """The condition that a match passes these filters, and its parameters."""
    parts, parameters = ["TRUE"], list[Any]()
    for facet in FACETS:
        wanted = getattr(filters, facet)
        if not wanted:
            continue
        if facet == "topic":
            parts.append("strpos(m.topics, %s) > 0")
            parameters.append(f",{wanted},")
        else:
            parts.append(f"m.{facet} = %s")
            parameters.append(wanted)
    return " AND ".join(parts), parameters


def _counts(filters: Filters) -> tuple[str, list[Any]]:
    """How many there are, and each facet counted as if results were not narrowed by it. One pass for each narrowing."""
    passes: dict[Filters, list[str]] = {filters: []}
    for facet in FACETS:
        passes.setdefault(filters.without(facet), []).append(facet)
    sql, parameters = "", list[Any]()
    for narrowed, facets in passes.items():
        where, narrowing = _filters(narrowed)
        columns = {facet: f"m.{COLUMNS.get(facet, facet)}" for facet in facets}
        names = "".join(f" WHEN GROUPING({column}) = 0 THEN '{facet}'" for facet, column in columns.items())  # fmt: skip
        values = ", ".join([*(f"{column}::text" for column in columns.values()), "NULL"])
        sets = [f"({column})" for column in columns.values()] + ["()"] * (narrowed == filters)
        sql += (
            f" UNION ALL SELECT CASE{names or ' WHEN FALSE THEN NULL'} ELSE 'total' END, COALESCE({values}), count(*)"  # noqa: S608 - constants
            f" FROM m WHERE {where} GROUP BY GROUPING SETS ({', '.join(sets)})"
        )
        parameters += narrowing
    return sql, parameters


def _found(rows: list[tuple[str, str | None, float]]) -> Found:
    found = Found()
    for what, value, number in rows:
        if what == "total":
            found.total = int(number)
        elif not value:
            continue  # so many have none
        elif what == "hit":
            found.hits.append((int(value), float(number)))
        elif what == "topic":
            for topic in value.strip(",").split(","):
                counts = found.facets["topic"]
                counts[int(topic)] = counts.get(int(topic), 0) + int(number)
        else:
            found.facets[what][value if what == "kind" else int(value)] = int(number)
    return found
