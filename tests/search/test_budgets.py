"""How many queries a page of results takes, on the second visit, whatever it finds."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from core.models import PageTopic, Topic
from insights.models import SearchLog
from search.models import BestBet, BetPhrase
from tests.factories.blocks import DocumentFactory
from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsPageFactory,
    restrict,
    text,
)
from tests.factories.people import PersonFactory, TeamFactory, member

pytestmark = pytest.mark.django_db

MOST = 15


@pytest.fixture
def plenty(home: Page, staff: User) -> None:
    """Something of every kind that “mooring” finds, in departments and under topics, some of it closed."""
    harbour = DepartmentPageFactory(title="Mooring and harbour", slug="harbour")
    topic = Topic.objects.create(name="Ships", slug="ships")
    owner = PersonFactory(last_name="Okafor")
    for n in range(6):
        page = ContentPageFactory(parent=harbour, title=f"Reports {n}", content_owner=owner)
        page.body = [text("<p>Mooring, far below.</p>")]
        page.save_revision().publish()
        PageTopic.objects.create(content_object=page, tag=topic)
    NewsPageFactory(title="Mooring policy reopened", department=harbour)
    for n in range(2):
        DocumentFactory(title=f"Mooring policy {n}")
        member(TeamFactory(name=f"Mooring policy {n}"), last_name="Mooring")
    group = Group.objects.create(name="Masters")
    restrict(ContentPageFactory(parent=harbour, title="Mooring secrets"), group)
    staff.groups.add(group)
    for bet in ({"title": "Desk", "page": harbour}, {"title": "Who moors", "person": owner}):
        BetPhrase.objects.create(bet=BestBet.objects.create(**bet), phrase="mooring")


def kinds_on(page: Any) -> set[str]:
    """The kinds of things that a page of results shows."""
    hits = BeautifulSoup(page.content, "html.parser").select("main li.hit")
    return {name.partition("--")[2] for hit in hits for name in hit["class"] if "--" in name}


def test_the_first_page_mixes_everything(plenty: None, staff_client: Client) -> None:
    for query in ("mooring", "morring"):
        found = kinds_on(staff_client.get("/search/", {"q": query}))
        assert {"document", "person", "team"} < found, query


@pytest.mark.parametrize("page", [1, 2])
@pytest.mark.parametrize(
    "query",
    ["mooring", "mooring policy", "morring", "morring plicy", "mooring okafro", "mooring nowhere", "xylophone quartet", '"morring xyz"'],
)  # fmt: skip
def test_a_page_of_results_keeps_to_its_queries(
    plenty: None, staff_client: Client, query: str, page: int, django_assert_max_num_queries: Any
) -> None:
    asked = {"q": query, "page": page}
    staff_client.get("/search/", asked)
    noted = SearchLog.objects.count()
    with django_assert_max_num_queries(MOST):
        staff_client.get("/search/", asked)
    assert SearchLog.objects.count() == noted + (page == 1)
