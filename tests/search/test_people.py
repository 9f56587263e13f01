"""People among the results of a search."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from tests.factories.people import PersonFactory, TeamFactory, member

pytestmark = pytest.mark.django_db


def names(client: Client, query: str, page: int = 1) -> list[str]:
    answer = client.get("/search/", {"q": query, "page": page})
    assert answer.status_code == 200
    soup = BeautifulSoup(answer.content, "html.parser")
    return [link.get_text() for link in soup.select("main .person__name a")]


def test_people_are_found_by_every_name_that_they_have(home: Any, staff_client: Client) -> None:
    liz = member(
        TeamFactory(), first_name="Elizabeth", last_name="Núñez", preferred_name="Liz",
        job_title="Archivist",
    )  # fmt: skip
    for query in ("nunez", "liz", "elizabeth", "archivist", liz.email):
        assert names(staff_client, query) == ["Liz Núñez"], query
    assert names(staff_client, "nobody") == []
    assert names(staff_client, "") == []


def test_who_has_left_is_not_among_them(home: Any, staff_client: Client) -> None:
    PersonFactory(last_name="Okafor", left_on=timezone.localdate() - timedelta(days=1))
    PersonFactory(last_name="Okafor", erased_at=timezone.now())
    assert names(staff_client, "okafor") == []


def test_a_few_stand_above_the_pages_and_lead_to_the_rest(
    home: Any, staff_client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        PersonFactory(last_name="Okafor")
    assert len(names(staff_client, "okafor")) == 3
    said = staff_client.get("/search/", {"q": "okafor"}).content.decode()
    assert 'href="/people/?q=okafor"' in said
    assert "No page found for" in said
    with django_assert_max_num_queries(12):
        staff_client.get("/search/", {"q": "okafor"})
