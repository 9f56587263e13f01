"""Talking to Elasticsearch: quick and never twice for whoever searches, with patience for what is sent."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

from django.conf import settings
from elasticsearch import Elasticsearch

T = TypeVar("T")
#: Seconds that one request of somebody who searches waits for Elasticsearch, all in all.
PATIENCE = 0.3
#: Seconds that what is sent, built and checked may take.
PATIENCE_OF_JOBS = 30
_SEARCHES_AT_ONCE = 16


def is_set_up() -> bool:
    """Whether there is an Elasticsearch to use."""
    return bool(settings.ELASTICSEARCH_URL)


def alias() -> str:
    """What the index that answers is called, whichever it is now."""
    return str(settings.ELASTICSEARCH_INDEX_PREFIX)


def searching() -> Elasticsearch:
    """For whoever waits: gives up soon, and asks once."""
    return _client(settings.ELASTICSEARCH_URL, PATIENCE, retries=0)


def sending() -> Elasticsearch:
    """For what nobody waits for."""
    return _client(settings.ELASTICSEARCH_URL, PATIENCE_OF_JOBS, retries=2)


def within(seconds: float, ask: Callable[[], T]) -> T:
    """What `ask` answers. Raises TimeoutError when the time is up, whatever it is that takes so long.

    A client's own time-out counts from one piece of an answer to the next, and not while a name is looked up.
    """
    return _threads(os.getpid()).submit(ask).result(timeout=seconds)


@lru_cache(maxsize=8)
def _client(url: str, patience: float, retries: int) -> Elasticsearch:
    return Elasticsearch(
        url,
        request_timeout=patience,
        max_retries=retries,
        retry_on_timeout=False,
        http_compress=retries > 0,  # not worth its time for one small search
        connections_per_node=_SEARCHES_AT_ONCE,
        # A node that failed is asked again at once: the breaker is what keeps us away.
        dead_node_backoff_factor=0,
    )


@lru_cache(maxsize=1)
def _threads(_process: int) -> ThreadPoolExecutor:
    """Threads do not survive a fork: each process has its own."""
    return ThreadPoolExecutor(_SEARCHES_AT_ONCE, thread_name_prefix="elasticsearch")
