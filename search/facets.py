"""Facets in words: a value is shown only to who may know of it."""

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from django.core.cache import cache
from django.db.models import DateTimeField, IntegerField, Value
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from access.rules import rules_for, sees_everything
from core import epochs, registry
from core.models import Topic
from search.query import Filters
from search.results import FacetValue

MOST = 20
DEPARTMENT, TOPIC = "department", "topic"
KEPT = 24 * 60 * 60


def facet_values(
    request: HttpRequest, counts: Mapping[str, Mapping[Any, int]], filters: Filters
) -> dict[str, list[FacetValue]]:
    """The values of each facet with their names and counts."""
    departments, topics = names_of(request, counts.get("department", {}), counts.get("topic", {}))
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


def names_of(
    request: HttpRequest, departments: Collection[int], topics: Collection[int]
) -> tuple[dict[int, str], dict[int, str]]:
    """The titles of the departments that a reader may see, and the names of topics. One query, if not in the cache."""
    user, now = request.user, timezone.now()
    sees_all = sees_everything(user)
    rules = frozenset() if sees_all else rules_for(user)
    found: dict[str, dict[int, str]] = {DEPARTMENT: {}, TOPIC: {}}
    for facet, number, name, rule, expires in _names(request, sorted(departments), sorted(topics)):
        is_open = facet == TOPIC or sees_all or rule in rules
        if is_open and not (expires and expires <= now):
            found[facet][number] = name
    return found[DEPARTMENT], found[TOPIC]


def _names(request: HttpRequest, departments: list[int], topics: list[int]) -> list[Any]:
    """The names of live departments and of topics, whoever may see them."""
    if not departments and not topics:
        return []
    epoch = epochs.current(request)
    asked = hashlib.sha256(f"{departments}{topics}".encode()).hexdigest()
    key = f"search-names:{epoch.tree}:{epoch.search}:{asked}"
    rows: list[Any] | None = cache.get(key)
    if rows is None:
        pages = Page.objects.filter(pk__in=departments, live=True).order_by()
        about = Topic.objects.filter(pk__in=topics).order_by()
        nothing = (Value(None, IntegerField()), Value(None, DateTimeField()))
        rows = list(
            pages.values_list(
                Value(DEPARTMENT), "pk", "title", "page_rule__rule", "expire_at"
            ).union(about.values_list(Value(TOPIC), "pk", "name", *nothing), all=True)
        )
        epochs.keep(request, key, rows, KEPT)
    return rows
