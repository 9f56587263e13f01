"""Which pages hold the words, best first, as the database says. The search issue replaces it.

One pass over the index that Wagtail keeps: its own ranking runs the match again for every row on SQLite,
and its filters do not know all that `access` asks.
"""

from dataclasses import dataclass

from django.db import connection
from wagtail.query import PageQuerySet

#: As many hits as anybody would leaf through; the rest is neither shown nor counted.
MOST_HITS = 1_000


@dataclass(frozen=True)
class Dialect:
    """How one database is asked: where the words are, whether they match, and how well."""

    tables: str
    match: str
    rank: str


DIALECTS = {
    "sqlite": Dialect(
        "wagtailsearch_indexentry AS entry"
        " JOIN wagtailsearch_indexentry_fts ON wagtailsearch_indexentry_fts.rowid = entry.id",
        "wagtailsearch_indexentry_fts MATCH %s",
        # The weights of autocomplete, body and title; the best rank is the lowest.
        "bm25(wagtailsearch_indexentry_fts, 0.0, 1.0, 8.0)",
    ),
    "postgresql": Dialect(
        "wagtailsearch_indexentry AS entry, plainto_tsquery(%s) AS words",
        "(entry.title || entry.body) @@ words",
        "-(8 * ts_rank(entry.title, words) + ts_rank(entry.body, words))",
    ),
}


def ranked_ids(pages: PageQuerySet, query: str) -> list[int]:
    """The ids of those of `pages` that hold every word of `query`, best first."""
    dialect = DIALECTS[connection.vendor]
    allowed, parameters = pages.order_by().values("pk").query.sql_with_params()
    sql = f"""
        SELECT CAST(entry.object_id AS INTEGER) FROM {dialect.tables}
        WHERE {dialect.match}
          AND entry.content_type_id IN (SELECT content_type_id FROM wagtailcore_page)
          AND CAST(entry.object_id AS INTEGER) IN ({allowed})
        ORDER BY {dialect.rank}, entry.id LIMIT {MOST_HITS}
    """  # noqa: S608 - made of constants and of Django's own SQL; words are parameters
    with connection.cursor() as cursor:
        cursor.execute(sql, [_words(query), *parameters])
        return [row[0] for row in cursor.fetchall()]


def _words(query: str) -> str:
    """The words as the database takes them; PostgreSQL takes them as they are."""
    if connection.vendor != "sqlite":
        return query
    # Quoted words are words and never operators; cleaning has taken out all quotes.
    words = " ".join(f'"{word}"' for word in query.split())
    return f"{{title body}} : ({words})"
