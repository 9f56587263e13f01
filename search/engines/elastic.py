"""Elasticsearch: asked once within the time that a reader has, and believed only where it answers whole."""

import logging
import math
import time
from typing import Any

from elasticsearch import BadRequestError

from search.elastic.bodies import complete_body, search_body
from search.elastic.breaker import guarded
from search.elastic.client import PATIENCE, alias, searching, within
from search.engines.base import EngineAwayError
from search.plan import Plan
from search.results import FACETS, Found, Scope
from search.weights import Weighting

#: With less time left than this, in seconds, it is not asked.
TOO_LATE = 0.02
COMPLAIN_EVERY = 60
log = logging.getLogger(__name__)
_complained = [-math.inf]


class ElasticEngine:
    """The engine of large installations. One object for each request: together its searches wait `PATIENCE` at most."""

    name = "elasticsearch"

    def __init__(self, weights: Weighting | None = None, patience: float = PATIENCE) -> None:
        self.weights = weights or Weighting()
        self.left = patience

    def search(self, plan: Plan, scope: Scope, size: int) -> Found:
        """One request for the hits, how many there are and the counts."""
        if not plan.slots:
            return Found()
        body = search_body(plan, scope, size, self.weights)
        return self._ask(body, _found)

    def complete(self, typed: tuple[str, ...], scope: Scope, size: int) -> list[int]:
        """One request."""
        if not typed:
            return []
        return self._ask(complete_body(typed, scope, size), _ids)

    def _ask(self, body: dict[str, Any], read: Any) -> Any:
        if self.left < TOO_LATE:
            raise EngineAwayError("It has used up the time that a request may wait.")
        patience = self.left
        start = time.monotonic()

        def ask() -> Any:
            try:
                return read(within(patience, lambda: _send(body, patience)))
            except BadRequestError as refusal:  # one query's fault: others may well be answered
                return refusal

        try:
            answer = guarded(ask)
        finally:
            self.left -= time.monotonic() - start
        if isinstance(answer, BadRequestError):
            _complain(answer)
            raise EngineAwayError(f"It refuses the query: {answer}") from answer
        return answer


def _complain(refusal: BadRequestError) -> None:
    """Tell operators of a query that was refused, now and then: that is a fault of ours, or the index is not ours."""
    if time.monotonic() > _complained[0] + COMPLAIN_EVERY:
        _complained[0] = time.monotonic()
        log.error("Elasticsearch refuses a search, which the database answers: %s", refusal)


def _send(body: dict[str, Any], patience: float) -> dict[str, Any]:
    client = searching().options(request_timeout=patience)
    answer = client.search(
        index=alias(),
        allow_partial_search_results=False,
        timeout=f"{int(patience * 1000)}ms",
        **body,
    )
    return dict(answer.body)


def _ids(answer: dict[str, Any]) -> list[int]:
    """The ids of the hits. Raises ValueError where not all shards answered in time."""
    if answer["timed_out"] or answer["_shards"]["failed"]:
        raise ValueError("Not all of the index has answered.")
    return [int(hit["fields"]["id"][0]) for hit in answer["hits"]["hits"]]


def _found(answer: dict[str, Any]) -> Found:
    found = Found(total=int(answer["hits"]["total"]["value"]))
    scores = [float(hit["_score"] or 0) for hit in answer["hits"]["hits"]]
    found.hits = list(zip(_ids(answer), scores, strict=True))
    for facet in FACETS:
        counted = answer["aggregations"][facet]
        buckets = counted.get("values", counted)["buckets"]
        found.facets[facet] = {bucket["key"]: int(bucket["doc_count"]) for bucket in buckets}
    return found
