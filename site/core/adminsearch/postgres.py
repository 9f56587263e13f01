"""The CMS's search on PostgreSQL: Wagtail's index asked by itself, with clean queries and without accents."""

from typing import Any

from django.db.models import BigIntegerField, Case, F, QuerySet, When
from django.db.models.functions import Cast
from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresSearchAtomicRebuilder,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
    PostgresSearchResults,
)
from wagtail.search.models import IndexEntry

from core.adminsearch.cleaning import clean
from core.adminsearch.onepass import OnePass, OnePassResults

#: Made by a migration: English stems, and words as they stand, both without accents.
STEMS, WORDS = "corridor_admin_stems", "corridor_admin_words"


class Vectors(OnePass):
    """For a query compiler: asks the entries for their vectors, without the things themselves."""

    #: Where to look, and how much it weighs: titles, the short ones above the long, and texts.
    VECTORS: tuple[tuple[Any, Any], ...] = ((F("title"), F("title_norm")), (F("body"), 1.0))

    @property
    def is_ours(self) -> bool:
        """The index does not tell fields apart; for some of them Wagtail asks the things themselves."""
        return self.fields is None and super().is_ours

    def entries(self: Any, config: Any) -> QuerySet[Any]:
        """The entries that match, each with the `key` of its thing."""
        vectors = [vector for vector, _weight in self.VECTORS]
        combined = vectors[0]
        for vector in vectors[1:]:
            combined = combined._combine(vector, "||", False)
        # An entry of another type may have a key that is no number: it must not be read as one.
        key = When(content_type__in=self.types, then=Cast("object_id", BigIntegerField()))
        return IndexEntry.objects.annotate(vector=combined, key=Case(key)).filter(
            vector=self.build_tsquery(self.query, config=config), content_type__in=self.types
        )

    def matching_keys(self, config: Any) -> QuerySet[Any]:
        """The keys of what matches."""
        return self.entries(config).values("key")

    def scores(self: Any, config: Any, start: int, stop: int | None) -> dict[int, float]:
        """Keys and scores, the best first: the best has the highest."""
        rank = self._build_rank_expression(self.VECTORS, config)
        allowed = self.queryset.order_by().values("pk")
        found = self.entries(config).annotate(score=rank).filter(key__in=allowed)
        return dict(found.order_by("-score", "-key").values_list("key", "score")[start:stop])


class SearchCompiler(Vectors, PostgresSearchQueryCompiler):
    """Whole words in titles and texts."""


class AutocompleteCompiler(Vectors, PostgresAutocompleteQueryCompiler):
    """Words of which the last may be begun."""

    VECTORS = ((F("autocomplete"), 1.0),)


class Results(OnePassResults, PostgresSearchResults):
    """What was found."""


class Rebuilder(PostgresSearchAtomicRebuilder):
    """Builds the index anew."""

    def finish(self) -> None:
        """Tell PostgreSQL, too, how large things are now."""
        with self.index.write_connection.cursor() as cursor:
            cursor.execute("ANALYZE wagtailsearch_indexentry")
        super().finish()


class PostgresBackend(PostgresSearchBackend):
    """Wagtail's backend with clean queries, one pass, and configurations of our own."""

    query_compiler_class = SearchCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    results_class = Results
    atomic_rebuilder_class = Rebuilder

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": STEMS, **params})
        self.autocomplete_config = WORDS

    def _search(self, compiler: Any, query: Any, things: Any, **options: Any) -> Any:
        return super()._search(compiler, clean(query), things, **options)
