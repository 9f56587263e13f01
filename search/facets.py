"""Facets in words: a value is shown only to who may know of it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from core import registry
from search import kept
from search.query import Filters
from search.results import FacetValue, Scope

MOST = 20


def facet_values(
    request: HttpRequest, scope: Scope, counts: Mapping[str, Mapping[Any, int]], filters: Filters
) -> dict[str, list[FacetValue]]:
    """The values of each facet with their names and counts, the largest first. Names are remembered."""
    labels: dict[str, Mapping[Any, str]] = {
        "kind": {kind: names[1] for kind, names in kinds().items()},
        "department": kept.departments(request, scope),
        "topic": kept.topics(request),
        "year": {year: str(year) for year in counts.get("year", {})},
    }
    found = {}
    for facet, names in labels.items():
        chosen = getattr(filters, facet)
        values = [
            FacetValue(str(value), names[value], count, is_chosen=value == chosen)
            for value, count in counts.get(facet, {}).items()
            if value in names
        ]
        if facet == "year":
            values.sort(key=lambda one: one.value, reverse=True)
        elif facet != "kind":
            values.sort(key=lambda one: (-one.count, one.label))
        else:
            order = list(names)
            values.sort(key=lambda one: order.index(one.value))
        found[facet] = [one for at, one in enumerate(values) if at < MOST or one.is_chosen]
    return found


def kinds() -> dict[str, tuple[str, str]]:
    """Every kind of thing: what one is called, and several."""
    return {kind: names for things in registry.findables for kind, names in things.kinds.items()}
