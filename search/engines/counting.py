"""Counting facets over all matches: each as if results were not narrowed by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

from search.query import Filters
from search.results import Found


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that matches, before results are narrowed."""

    entry: int
    score: float
    kind: str
    department: int | None
    topics: str
    year: int | None

    def has_topic(self, topic: int) -> bool:
        """Whether it is about a topic."""
        return f",{topic}," in self.topics


def count(matches: Iterable[Match], filters: Filters, size: int) -> Found:
    """The best of those that pass the filters, and the counts of each facet."""
    found, kept = Found(), []
    for match in matches:
        misses = [
            name
            for name in ("kind", "department", "topic", "year")
            if _misses(match, filters, name)
        ]
        if not misses:
            kept.append((match.entry, match.score))
        for facet in ("kind", "department", "topic", "year"):
            if not misses or misses == [facet]:
                for value in _values(match, facet):
                    counts = found.facets[facet]
                    counts[value] = counts.get(value, 0) + 1
    found.total = len(kept)
    found.hits = nlargest(size, kept, key=lambda hit: (hit[1], -hit[0]))
    return found


def _misses(match: Match, filters: Filters, facet: str) -> bool:
    wanted: Any = getattr(filters, facet)
    if not wanted:
        return False
    if facet == "topic":
        return not match.has_topic(wanted)
    return bool(getattr(match, facet) != wanted)


def _values(match: Match, facet: str) -> Iterable[Any]:
    if facet == "topic":
        return [int(number) for number in match.topics.split(",") if number]
    value = getattr(match, facet)
    return [value] if value else []
