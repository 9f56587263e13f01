"""What one page of results asks of Elasticsearch: at most three requests, each query below 8 kB."""

from collections.abc import Iterator

import pytest
from django.test import Client
from elasticsearch import Elasticsearch

from accounts.models import User
from search.choice import choose
from search.elastic.build import build
from search.models import Synonym
from search.plan import Synonyms, plan
from search.query import parse
from search.readers import scope_of
from tests.factories.pages import ContentPageFactory, text
from tests.factories.people import PersonFactory
from tools.bench.timing import Watch

pytestmark = pytest.mark.django_db
MOST_REQUESTS, MOST_BYTES = 3, 8_000
QUERIES = (
    "tide",
    "tide tables",
    "tide quokka",
    "elizabth wnd",
    "tyde tabels",
    "tyde tabels forr harbuor maters",
    '"tyde tabels"',
    '"tyde tabels" harbuor',
    "quokka wallaby",
    "qxxz zxxq vvxq",
    "liz wind senior civil service tide tables harbour scs",
    " ".join(f"word{number}" for number in range(32)),
)


@pytest.fixture
def sent(elastic: Elasticsearch, home: object) -> Iterator[list[int]]:
    """The sizes of the searches that are sent, each of the largest query in a request, of a site with an index."""
    PersonFactory(first_name="Elizabeth", last_name="Wind")
    ContentPageFactory(title="Tide tables", body=[text("<p>For harbour masters and pilots</p>")])
    ContentPageFactory(title="Senior Civil Service (SCS)")
    Synonym.objects.create(words="scs, senior civil service, tide, tables")
    build()
    watch = Watch()
    watch.begin()
    yield watch.sizes
    watch.end()


@pytest.mark.parametrize("query", QUERIES)
def test_a_page_takes_three_small_requests_at_most(
    query: str, sent: list[int], staff: User, client: Client
) -> None:
    client.force_login(staff)
    for narrowed in ({}, {"year": "1999"}):
        sent.clear()
        answer = client.get("/search/", {"q": query, **narrowed})
        assert answer.status_code == 200
        assert 0 < len(sent) <= MOST_REQUESTS, (query, narrowed, len(sent))
        assert max(sent) < MOST_BYTES


def test_what_is_typed_takes_one_request(sent: list[int], staff: User, client: Client) -> None:
    client.force_login(staff)
    answer = client.get("/search/suggest/", {"q": "tid"})
    assert [one["text"] for one in answer.json()["suggestions"]] == ["Tide tables"]
    assert len(sent) == 1


def test_what_is_asked_ahead_is_what_would_be_asked_alone(
    sent: list[int], staff: User, home: object
) -> None:
    scope = scope_of(staff)
    plans = [plan(parse(words), scope.rules, Synonyms()) for words in ("tide", "harbour", "quokka")]
    alone = [choose().search(one, scope, 10) for one in plans]
    choice = choose()
    choice.ahead(plans, scope, 10)
    sent.clear()
    assert [choice.search(one, scope, 10) for one in plans] == alone
    assert sent == []
