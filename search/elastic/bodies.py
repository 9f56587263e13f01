"""What Elasticsearch is asked, as it is sent: one body for hits, their number and the counts of each facet."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from search.plan import Plan, Slot
from search.query import Filters
from search.results import FACETS, Scope
from search.weights import Weighting

#: What each facet is called in the index.
FIELDS = {"kind": "kind", "department": "department", "topic": "topics", "year": "year"}
MOST_VALUES = 500
#: Of longer queries the words are looked for as they are: a body stays below 8 kB.
MOST_SLOTS = 8
#: How much of what other fields say counts beside the best one.
TIE = 0.3
EXACT = 50.0


def search_body(plan: Plan, scope: Scope, size: int, weights: Weighting) -> dict[str, Any]:
    """The body of a search. Access and time are filters, so nothing outside them is counted."""
    filters = plan.query.filters
    body: dict[str, Any] = {
        "size": size,
        "_source": False,
        "docvalue_fields": ["id"],
        "track_total_hits": True,
        "query": {"bool": {"filter": visible(scope), "must": [_text(plan, weights)]}},
        "sort": ["_score", {"id": "asc"}],
        "aggs": {facet: _counts(facet, filters) for facet in FACETS},
    }
    if filters:
        body["post_filter"] = {"bool": {"filter": _narrowed(filters)}}
    return body


def complete_body(typed: tuple[str, ...], scope: Scope, size: int) -> dict[str, Any]:
    """The body of a type-ahead: every word in a name or a title, the last one perhaps only begun."""
    text = " ".join(typed)
    fields = ["names.begun", "title.begun"]
    match = {
        "multi_match": {"query": text, "type": "bool_prefix", "operator": "and", "fields": fields}
    }
    return {
        "size": size,
        "_source": False,
        "docvalue_fields": ["id"],
        "track_total_hits": False,
        "query": {"bool": {"filter": visible(scope), "must": [match]}},
        "sort": ["_score", {"popularity": "desc"}, {"id": "asc"}],
    }


def visible(scope: Scope) -> list[dict[str, Any]]:
    """The conditions that an entry is there and the reader may see it."""
    now = timezone.now().isoformat()
    ended = {"range": {"live_until": {"lte": now}}}
    filters: list[dict[str, Any]] = [{"bool": {"must_not": [ended]}}]
    if scope.rules is not None:
        filters.append({"terms": {"rule": sorted(scope.rules)}})
    if scope.only is not None:
        filters.append({"terms": {"id": sorted(scope.only)}})
    if scope.without:
        filters.append({"bool": {"must_not": [{"terms": {"id": sorted(scope.without)}}]}})
    return filters


def _text(plan: Plan, weights: Weighting) -> dict[str, Any]:
    fields = _fields(weights)
    if len(plan.slots) > MOST_SLOTS:
        words = [_long(plan, fields)]
    else:
        words = [_slot(slot, fields, weights) for slot in plan.slots]
    phrases = [_phrase(" ".join(phrase), fields) for phrase in plan.query.phrases]
    some = {
        "bool": {
            "must": phrases,
            "should": words,
            "minimum_should_match": min(plan.least, len(words)),
        }
    }
    exact = {
        "constant_score": {"filter": {"terms": {"exact": list(plan.query.exact)}}, "boost": EXACT}
    }
    return {"dis_max": {"queries": [some, exact], "tie_breaker": 1.0}}


def _long(plan: Plan, fields: list[str]) -> dict[str, Any]:
    share = str(plan.least)
    text = " ".join(slot.word for slot in plan.slots)
    return {
        "multi_match": {
            "query": text, "type": "cross_fields", "fields": fields, "minimum_should_match": share,
        }
    }  # fmt: skip


def _slot(slot: Slot, fields: list[str], weights: Weighting) -> dict[str, Any]:
    """A word, or whatever else would do for it: the best of them counts."""
    queries: list[dict[str, Any]] = []
    single: dict[tuple[float, bool], list[str]] = defaultdict(list)
    for variant in slot.variants:
        if len(variant.words) > 1:
            queries.append(_phrase(" ".join(variant.words), fields, variant.weight))
        else:
            single[variant.weight, variant.is_name].append(variant.words[0])
    for (weight, is_name), words in single.items():
        if is_name:
            match = {"query": " ".join(words), "boost": round(weight * weights.names, 3)}
            queries.append({"match": {"names": match}})
        else:
            queries.append(_any_of(words, fields, weight))
    return queries[0] if len(queries) == 1 else {"dis_max": {"queries": queries}}


def _any_of(words: Iterable[str], fields: list[str], weight: float) -> dict[str, Any]:
    match: dict[str, Any] = {"query": " ".join(words), "fields": fields, "tie_breaker": TIE}
    if weight != 1:
        match["boost"] = weight
    return {"multi_match": match}


def _phrase(text: str, fields: list[str], weight: float = 1.0) -> dict[str, Any]:
    match: dict[str, Any] = {"query": text, "type": "phrase", "fields": fields}
    if weight != 1:
        match["boost"] = weight
    return {"multi_match": match}


def _fields(weights: Weighting) -> list[str]:
    points = {
        "title": weights.title, "names": weights.names, "headings": weights.headings, "summary": weights.summary,
        "words": weights.words, "anchors": weights.words, "address": weights.address, "trail": weights.trail,
        "body": weights.body,
    }  # fmt: skip
    return [f"{name}^{value:g}" for name, value in points.items() if value > 0]


def _narrowed(filters: Filters) -> list[dict[str, Any]]:
    return [
        {"term": {field: getattr(filters, facet)}}
        for facet, field in FIELDS.items()
        if getattr(filters, facet)
    ]


def _counts(facet: str, filters: Filters) -> dict[str, Any]:
    """The values of a facet, counted as if results were not narrowed by it."""
    values = {"terms": {"field": FIELDS[facet], "size": MOST_VALUES}}
    others = _narrowed(filters.without(facet))
    if not others:
        return values
    return {"filter": {"bool": {"filter": others}}, "aggs": {"values": values}}
