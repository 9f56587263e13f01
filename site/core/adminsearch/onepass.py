"""Finding and ranking in one pass each, whatever the database: what both backends have in common.

Wagtail's compilers join the index to the things and rank row by row. Here the index alone is asked, once:
for the keys of what matches, or for the best keys with their scores. The things are then read by key.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import cached_property
from modelsearch.utils import get_descendants_content_types_pks

from core.adminsearch.cleaning import can_be_typed

#: Ids in one query, which SQLite limits.
BATCH = 500


class OnePass:
    """For a query compiler: which things match, and which match best.

    Keys are whole numbers, as of every model here that is searched.
    """

    queryset: Any
    query: Any
    fields: Any
    order_by_relevance: bool

    @cached_property
    def is_ours(self) -> bool:
        """Whether the query is one that people type; what code alone can ask is left to Wagtail."""
        return can_be_typed(self.query)

    @property
    def types(self) -> list[int]:
        """The content types of what is searched."""
        return sorted(get_descendants_content_types_pks(self.queryset.model))

    def matching_keys(self, config: Any) -> Any:
        """The keys of what matches, in the queryset or not: an expression."""
        raise NotImplementedError

    def scores(self, config: Any, start: int, stop: int | None) -> dict[int, float]:
        """The keys of those of the queryset that match, with their scores, the best first."""
        raise NotImplementedError

    def search(self, config: Any, start: Any, stop: Any, **options: Any) -> Any:
        """Those of the queryset that match, in its own order: for lists that have one, counts and facets."""
        if not self.is_ours:
            return super().search(config, start, stop, **options)  # type: ignore[misc]
        found = self.queryset.filter(pk__in=self.matching_keys(config))
        if not self.order_by_relevance and not found.query.order_by:
            found = found.order_by("-pk")
        return found[start:stop]

    def in_order(self, keys: Iterable[int]) -> list[Any]:
        """The things of the queryset with these keys, in their order."""
        wanted = list(keys)
        found: dict[int, Any] = {}
        for at in range(0, len(wanted), BATCH):
            batch = self.queryset.order_by().filter(pk__in=wanted[at : at + BATCH])
            found.update((thing.pk, thing) for thing in batch)
        return [found[key] for key in wanted if key in found]


class OnePassResults:
    """For a class of results: reads the best by their keys."""

    query_compiler: Any
    backend: Any
    start: int
    stop: int | None
    _score_field: str | None

    def _do_search(self: Any) -> list[Any]:
        asked = self.query_compiler
        if not asked.is_ours or not (asked.order_by_relevance or self._score_field):
            return list(super()._do_search())  # type: ignore[misc]
        config = asked.get_config(self.backend)
        if asked.order_by_relevance:
            scores = asked.scores(config, self.start, self.stop)
            things = asked.in_order(scores)
        else:
            scores = asked.scores(config, 0, None)
            things = list(self.get_queryset())
        if self._score_field:
            for thing in things:
                setattr(thing, self._score_field, scores.get(thing.pk))
        return things
