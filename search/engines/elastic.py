"""Elasticsearch: asked once within the time that a reader has, and believed only where it answers whole."""

import logging
import math
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from elasticsearch import BadRequestError

from search.elastic.bodies import complete_body, search_body
from search.elastic.breaker import guarded
from search.elastic.client import PATIENCE, alias, searching, within
from search.engines.base import EngineAwayError
from search.plan import Plan
from search.results import FACETS, Found, Scope
from search.weights import Weighting

T = TypeVar("T")
#: With less time left than this, in seconds, it is not asked.
TOO_LATE = 0.02
COMPLAIN_EVERY = 60
OK, BAD_REQUEST = 200, 400
log = logging.getLogger(__name__)
_complained = [-math.inf]


class ElasticEngine:
    """The engine of large installations. One object for each request: together its searches wait `PATIENCE` at most."""

    name = "elasticsearch"

    def __init__(self, weights: Weighting | None = None, patience: float = PATIENCE) -> None:
        self.weights = weights or Weighting()
        self.left = patience
        self._ahead: dict[tuple[Plan, Scope, int], Found] = {}

    def search(self, plan: Plan, scope: Scope, size: int) -> Found:
        """One request for the hits, how many there are and the counts; none for what was asked ahead."""
        if not plan.slots:
            return Found()
        if (plan, scope, size) in self._ahead:
            return self._ahead.pop((plan, scope, size))
        body = search_body(plan, scope, size, self.weights)
        return self._ask(lambda patience: _found(_send(body, patience)))

    def ahead(self, plans: Iterable[Plan], scope: Scope, size: int) -> None:
        """One request for all of them, if they are several."""
        asked = list(dict.fromkeys(plan for plan in plans if plan.slots))
        if len(asked) > 1:
            bodies = [search_body(plan, scope, size, self.weights) for plan in asked]
            answers = self._ask(lambda patience: _send_all(bodies, patience))
            for plan, found in zip(asked, answers, strict=True):
                if found is not None:
                    self._ahead[plan, scope, size] = found

    def complete(self, typed: tuple[str, ...], scope: Scope, size: int) -> list[int]:
        """One request."""
        if not typed:
            return []
        body = complete_body(typed, scope, size)
        return self._ask(lambda patience: _ids(_send(body, patience)))

    def _ask(self, send: Callable[[float], T]) -> T:
        patience = self.left
        start = time.monotonic()

        def ask() -> T | BadRequestError:
            if (
                patience < TOO_LATE
            ):  # too slow for readers, as where it is cut off: others need not wait for it
                raise TimeoutError("It has used up the time that a request may wait.")
            try:
                return within(patience, lambda: send(patience))
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


def _send_all(bodies: list[dict[str, Any]], patience: float) -> list[Found | None]:
    """What several at once find; None for what is refused. Raises ValueError where one of them fails otherwise."""
    client = searching().options(request_timeout=patience)
    own = {"timeout": f"{int(patience * 1000)}ms"}
    header = {"allow_partial_search_results": False}
    searches = [line for body in bodies for line in (header, body | own)]
    answers = client.msearch(index=alias(), searches=searches)["responses"]
    if any(answer["status"] not in {OK, BAD_REQUEST} for answer in answers):
        raise ValueError("One of several searches failed.")
    return [_found(answer) if answer["status"] == OK else None for answer in answers]


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
