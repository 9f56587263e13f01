"""Facets in words: a value is shown only to who may know of it."""

from collections.abc import Mapping
from typing import Any

from wagtail.models import Page

from access.querysets import readable_by
from access.rules import Reader
from core import registry
from core.models import Topic
from search.query import Filters
from search.results import FacetValue

MOST = 20


def facet_values(
    user: Reader, counts: Mapping[str, Mapping[Any, int]], filters: Filters
) -> dict[str, list[FacetValue]]:
    """The values of each facet with their names and counts, the largest first. Two queries."""
    labels = {
        "kind": {kind: names[1] for kind, names in kinds().items()},
        "department": _departments(user, counts.get("department", {})),
        "topic": dict(
            Topic.objects.filter(pk__in=counts.get("topic", {})).values_list("pk", "name")
        ),
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


def _departments(user: Reader, numbers: Mapping[int, int]) -> dict[int, str]:
    rows = readable_by(Page.objects.filter(pk__in=numbers), user)
    return dict(rows.values_list("pk", "title"))
