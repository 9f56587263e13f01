"""The CMS's search on SQLite: its full-text table asked directly, ranked by its own measure.

Wagtail's own backend runs the match again for each row that it ranks: ten seconds on 10,000 pages.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchAtomicRebuilder,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
    SQLiteSearchResults,
)

from core.adminsearch.cleaning import clean
from core.adminsearch.fts5 import expression
from core.adminsearch.onepass import OnePass, OnePassResults

TABLE = "wagtailsearch_indexentry_fts"
KEY = "CAST(entry.object_id AS INTEGER)"
#: Without CROSS, SQLite may walk the entries and run the match for each.
MATCHED = (
    f"FROM {TABLE} CROSS JOIN wagtailsearch_indexentry AS entry ON entry.id = {TABLE}.rowid"
    f" WHERE {TABLE} MATCH %s AND entry.content_type_id IN"
)


class FullText(OnePass):
    """For a query compiler: asks the full-text table."""

    #: Of autocomplete, body and title, in the order of the table's columns.
    WEIGHTS = "0.0, 1.0, 8.0"

    def columns(self: Any) -> list[str]:
        """Where to look. The table tells a title from all else, and no other field from the next."""
        if self.fields is None:
            return list(self.FTS_TABLE_FIELDS)
        rest = next(name for name in self.FTS_TABLE_FIELDS if name != "title")
        return sorted({"title" if field == "title" else rest for field in self.fields})

    def matched(self: Any) -> tuple[str, list[Any]]:
        """The rows that match, in SQL, and its parameters."""
        words = expression(self.query, prefix=self.LAST_TERM_IS_PREFIX)
        types = self.types
        sql = f"{MATCHED} ({', '.join(['%s'] * len(types))})"
        return sql, [f"{{{' '.join(self.columns())}}} : ({words})", *types]

    def matching_keys(self, config: Any) -> RawSQL:
        """The keys of what matches."""
        sql, parameters = self.matched()
        return RawSQL(f"SELECT {KEY} {sql}", parameters)  # noqa: S611 - made of constants

    def scores(self, config: Any, start: int, stop: int | None) -> dict[int, float]:
        """Keys and scores, the best first: FTS5 gives the best the lowest."""
        try:
            allowed, asked = self.queryset.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            return {}
        sql, parameters = self.matched()
        limit = -1 if stop is None else max(stop - start, 0)
        sql = (
            f"SELECT {KEY}, bm25({TABLE}, {self.WEIGHTS}) AS score {sql}"
            f" AND {KEY} IN ({allowed}) ORDER BY score, {KEY} DESC LIMIT %s OFFSET %s"
        )
        with connections[self.queryset.db].cursor() as cursor:
            cursor.execute(sql, [*parameters, *asked, limit, start])
            return dict(cursor.fetchall())


class SearchCompiler(FullText, SQLiteSearchQueryCompiler):
    """Whole words in titles and texts."""


class AutocompleteCompiler(FullText, SQLiteAutocompleteQueryCompiler):
    """Words of which the last may be begun."""

    WEIGHTS = "1.0, 0.0, 1.0"


class Results(OnePassResults, SQLiteSearchResults):
    """What was found."""


class Index(SQLiteIndex):
    """The index, kept without what ranking does not ask for."""

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Leave the lengths of titles: Wagtail would read the whole table at each save of anything."""


class Rebuilder(SQLiteSearchAtomicRebuilder):
    """Builds the index anew."""

    def finish(self) -> None:
        """Put the table in order, too, and tell SQLite how large things are now."""
        with self.index.write_connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')")  # noqa: S608 - a constant
            cursor.execute("ANALYZE")
        super().finish()


class SqliteBackend(SQLiteSearchBackend):
    """Wagtail's backend with clean queries and one pass."""

    query_compiler_class = SearchCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    results_class = Results
    index_class = Index
    atomic_rebuilder_class = Rebuilder

    def _search(self, compiler: Any, query: Any, things: Any, **options: Any) -> Any:
        return super()._search(compiler, clean(query), things, **options)
