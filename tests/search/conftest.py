"""What the tests of search share: a place of one's own in a running Elasticsearch, and entries that are right."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import RequestFactory
from elasticsearch import Elasticsearch

from accounts.models import User
from core import registry
from search.elastic import breaker, keeping, sync
from search.models import Entry, Index
from search.query import Filters, parse
from search.results import Results
from search.service import search
from search.writing import write_all
from tests.search.oracle import differences

# What is wrong is said in full in the modules, too, that hold no tests themselves.
pytest.register_assert_rewrite("tests.search.contract")

Find = Callable[..., Results]


def forget() -> None:
    """As in a process that has just begun."""
    breaker.breaker.close()
    for listener in breaker.breaker.listeners:
        listener.is_raised = False
    keeping._upkeep.again_at, keeping._upkeep.is_away = 0.0, False
    sync._refused.clear()


@pytest.fixture
def elastic(elasticsearch_url: str, settings: Any, db: None) -> Iterator[Elasticsearch]:
    """Elasticsearch is set up, with a prefix of one's own and no index yet; its client, past every proxy."""
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_INDEX_PREFIX = prefix = f"test-{uuid.uuid4().hex[:12]}"
    settings.TASKS = settings.TASKS_QUEUED
    Index.objects.all().delete()
    forget()
    with Elasticsearch(elasticsearch_url) as client:
        yield client
        forget()
        for name in client.indices.get(index=f"{prefix}*"):
            client.indices.delete(index=name)


@pytest.fixture
def find(staff: User) -> Find:
    """What somebody, by default any member of staff, finds."""

    def ask(text: str, user: User = staff, engine: str = "", **filters: Any) -> Results:
        request: Any = RequestFactory().get("/search/")
        request.user = user
        return search(request, parse(text, Filters(**filters)), engine=engine)

    return ask


def titles(results: Results) -> list[str]:
    """What is found, in order."""
    return [hit.shown.title for hit in results.hits]


def held(client: Elasticsearch, index: str) -> dict[str, int]:
    """What an index holds: versions by keys."""
    client.indices.refresh(index=index)
    answer = client.search(index=index, size=10_000, version=True, source=False)
    return {hit["_id"]: hit["_version"] for hit in answer["hits"]["hits"]}


@pytest.fixture
def in_line(home: Any) -> Iterator[None]:
    """After the test every entry says what its thing says.

    Before it too: the database that all tests begin with may have been made by code of another day.
    """
    for things in registry.findables:
        list(write_all(things.name))
    yield
    assert differences() == []


@pytest.fixture
def entry(home: Any) -> Callable[..., Any]:
    """The entry of a thing, as it is in the database now: `entry(page)`; None where there is none."""

    def of(thing: Any, source: str = "page") -> Any:
        return Entry.objects.filter(source=source, number=thing.pk, live=True).first()

    return of
