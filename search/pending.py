"""What two engines have found, as one: most from the index, and from the table what the index has yet to hear of."""

from collections.abc import Iterable
from heapq import nlargest

from search.models import Entry
from search.plan import Plan
from search.results import FACETS, Found
from search.words import folded_words, stem


def merged(plan: Plan, found: Found, new: Found, size: int) -> Found:
    """The hits, their number and the counts of both, which have no entry in common.

    Engines' scores do not compare: what is new and has all words in its title goes first, the rest of it last.
    """
    if not new.hits:
        return found
    both = Found(total=found.total + new.total)
    for facet in FACETS:
        counts = dict(found.facets[facet])
        for value, count in new.facets[facet].items():
            counts[value] = counts.get(value, 0) + count
        both.facets[facet] = counts
    scores = [score for _number, score in found.hits]
    best, worst = max(scores, default=1.0), min(scores, default=1.0)
    titled = _titled(plan, (number for number, _score in new.hits))
    added = [(number, best if number in titled else worst / 2) for number, _score in new.hits]
    hits = [hit for hit in added if hit[0] in titled] + found.hits
    hits += [hit for hit in added if hit[0] not in titled]
    both.hits = nlargest(size, hits, key=lambda hit: hit[1])
    return both


def together(first: list[int], others: list[int], size: int) -> list[int]:
    """The ids of both, without repeats."""
    return list(dict.fromkeys([*first, *others]))[:size]


def _titled(plan: Plan, numbers: Iterable[int]) -> set[int]:
    """Those whose titles have a word for every one that is wanted."""
    titles = Entry.objects.filter(pk__in=list(numbers)).values_list("pk", "title", "names")
    found = set()
    for pk, title, names in titles:
        there = {stem(word) for word in folded_words(f"{title} {names}")}
        if all(
            any(all(stem(word) in there for word in variant.words) for variant in slot.variants)
            for slot in plan.slots
        ):
            found.add(pk)
    return found
