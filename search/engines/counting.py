"""Counting facets over all matches: each as if results were not narrowed by it."""

from collections import Counter
from collections.abc import Callable, Sequence
from heapq import nlargest
from operator import itemgetter
from typing import Any

from search.query import Filters
from search.results import FACETS, Found

#: A match before results are narrowed: the entry's id, its score, then its value of each facet.
Match = tuple[Any, ...]
AT = dict(zip(FACETS, range(2, 2 + len(FACETS)), strict=True))


def count(matches: Sequence[Match], filters: Filters, size: int) -> Found:
    """The best of those that pass the filters, and the counts of each facet."""
    narrowing = {facet: _passes(facet, wanted) for facet in FACETS if (wanted := getattr(filters, facet))}  # fmt: skip
    kept = _narrowed(matches, narrowing.values())
    found = Found(total=len(kept))
    # Of equal scores the lower id is the first. Pairs are compared, and no function called for each match.
    best = nlargest(size, ((match[1], -match[0]) for match in kept))
    found.hits = [(-number, score) for score, number in best]
    for facet in FACETS:
        others = [passes for name, passes in narrowing.items() if name != facet]
        counted = kept if facet not in narrowing else _narrowed(matches, others)
        found.facets[facet] = _counts(facet, counted)
    return found


def _narrowed(matches: Sequence[Match], narrowing: Any) -> Sequence[Match]:
    for passes in narrowing:
        matches = [match for match in matches if passes(match)]
    return matches


def _passes(facet: str, wanted: Any) -> Callable[[Match], bool]:
    at, topic = AT[facet], f",{wanted},"
    if facet == "topic":
        return lambda match: topic in match[at]
    return lambda match: bool(match[at] == wanted)


def _counts(facet: str, matches: Sequence[Match]) -> dict[Any, int]:
    """How many matches have each value: the same values, told apart once."""
    counted = Counter(map(itemgetter(AT[facet]), matches))
    if facet != "topic":
        return {value: number for value, number in counted.items() if value}
    topics = Counter[int]()
    for held, number in counted.items():
        for topic in held.split(","):
            if topic:
                topics[int(topic)] += number
    return dict(topics)
