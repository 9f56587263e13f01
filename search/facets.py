"""Facets in words: a value is shown only to who may know of it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Value
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
    """The values of each facet with their names and counts. One query."""
    departments, topics = _names(user, counts.get("department", {}), counts.get("topic", {}))
    labels: dict[str, dict[Any, str]] = {
        "kind": {kind: names[1] for kind, names in kinds().items()},
        "department": departments,
        "topic": topics,
        "year": {year: str(year) for year in counts.get("year", {})},
    }
    return {
        facet: _in_order(
            facet,
            names,
            [
                FacetValue(str(value), names[value], count, value == getattr(filters, facet))
                for value, count in counts.get(facet, {}).items()
                if value in names
            ],
        )
        for facet, names in labels.items()
    }


def _in_order(facet: str, names: Mapping[Any, str], values: list[FacetValue]) -> list[FacetValue]:
    """Kinds as the apps have them, years from the latest, all else by number; the first twenty."""
    if facet == "kind":
        order = list(names)
        values.sort(key=lambda one: order.index(one.value))
    elif facet == "year":
        values.sort(key=lambda one: one.value, reverse=True)
    else:
        values.sort(key=lambda one: (-one.count, one.label))
    return [one for at, one in enumerate(values) if at < MOST or one.is_chosen]


def kinds() -> dict[str, tuple[str, str]]:
    """Every kind of thing: what one is called, and several."""
    return {kind: names for things in registry.findables for kind, names in things.kinds.items()}


def _names(
    user: Reader, departments: Mapping[int, int], topics: Mapping[int, int]
) -> tuple[dict[int, str], dict[int, str]]:
    """The titles of the departments that a reader may see, and the names of topics."""
    pages = readable_by(Page.objects.filter(pk__in=departments), user).order_by()
    about = Topic.objects.filter(pk__in=topics).order_by()
    rows = pages.values_list(Value("department"), "pk", "title").union(
        about.values_list(Value("topic"), "pk", "name"), all=True
    )
    found: dict[str, dict[int, str]] = {"department": {}, "topic": {}}
    for facet, number, name in rows:
        found[facet][number] = name
    return found["department"], found["topic"]
