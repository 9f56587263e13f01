"""What one page of results asks of Elasticsearch: at most three requests, each query below 8 kB."""

from typing import Any

import pytest
from django.test import Client
from elastic_transport import Urllib3HttpNode
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
def sent(elastic: Elasticsearch, home: object, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The searches that are sent, of a site with an index."""
    PersonFactory(first_name="Elizabeth", last_name="Wind")
    ContentPageFactory(title="Tide tables", body=[text("<p>For harbour masters and pilots</p>")])
    ContentPageFactory(title="Senior Civil Service (SCS)")
    Synonym.objects.create(words="scs, senior civil service, tide, tables")
    build()
    searches: list[bytes] = []
    send = Urllib3HttpNode.perform_request

    def noting(node: Any, method: str, target: str, body: bytes | None = None, **more: Any) -> Any:
        if target.partition("?")[0].endswith(("/_search", "/_msearch")):
            searches.append(body or b"")
        return send(node, method, target, body, **more)

    monkeypatch.setattr(Urllib3HttpNode, "perform_request", noting)
    return searches


@pytest.mark.parametrize("query", QUERIES)
def test_a_page_takes_three_small_requests_at_most(
    query: str, sent: list[bytes], staff: User, client: Client
) -> None:
    client.force_login(staff)
    for narrowed in ({}, {"year": "1999"}):
        sent.clear()
        answer = client.get("/search/", {"q": query, **narrowed})
        assert answer.status_code == 200
        assert 0 < len(sent) <= MOST_REQUESTS, (query, narrowed, len(sent))
        assert max(len(line) for body in sent for line in body.split(b"\n")) < MOST_BYTES


def test_what_is_typed_takes_one_request(sent: list[bytes], staff: User, client: Client) -> None:
    client.force_login(staff)
    answer = client.get("/search/suggest/", {"q": "tid"})
    assert [one["text"] for one in answer.json()["suggestions"]] == ["Tide tables"]
    assert len(sent) == 1


def test_what_is_asked_ahead_is_what_would_be_asked_alone(
    sent: list[bytes], staff: User, home: object
) -> None:
    scope = scope_of(staff)
    plans = [plan(parse(words), scope.rules, Synonyms()) for words in ("tide", "harbour", "quokka")]
    alone = [choose().search(one, scope, 10) for one in plans]
    choice = choose()
    choice.ahead(plans, scope, 10)
    sent.clear()
    assert [choice.search(one, scope, 10) for one in plans] == alone
    assert sent == []
