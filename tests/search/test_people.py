"""People among the results of a search."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.utils import timezone

from people.enums import PhoneAudience
from tests.factories.people import PersonFactory, TeamFactory, member

pytestmark = pytest.mark.django_db


def rows(client: Client, query: str, **more: Any) -> list[Tag]:
    """The people that a search shows."""
    answer = client.get("/search/", {"q": query, **more})
    assert answer.status_code == 200
    return list(BeautifulSoup(answer.content, "html.parser").select("main li.hit--person"))


def names(client: Client, query: str, **more: Any) -> list[str]:
    return [
        " ".join(link.get_text().split())
        for row in rows(client, query, **more)
        for link in row.select("a[data-rank]")
    ]


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


def test_a_row_says_what_they_do_where_and_how_they_are_reached(
    home: Any, staff_client: Client
) -> None:
    ann = member(
        TeamFactory(name="Archives"), first_name="Ann", last_name="Lee", job_title="Archivist",
        phone="01632 960123", mobile="07700 900456", mobile_audience=PhoneAudience.TEAM,
    )  # fmt: skip
    (row,) = rows(staff_client, "ann lee")
    said = " ".join(row.get_text().split())
    assert "Archivist, Archives" in said
    assert "07700" not in str(row)
    assert row.select_one('a[href="tel:01632960123"]') is not None
    assert row.select_one(f'a[href="mailto:{ann.email}"]') is not None
    (title,) = row.select("h3 a")
    assert title["href"] == ann.get_absolute_url()
    assert row.select("[data-rank]") == [title]


def test_people_are_a_kind_with_pages_of_its_own(
    home: Any, staff_client: Client, django_assert_max_num_queries: Any
) -> None:
    team = TeamFactory()
    for _ in range(12):
        member(team, last_name="Okafor")
    assert len(names(staff_client, "okafor", kind="person")) == 10
    assert len(names(staff_client, "okafor", kind="person", page=2)) == 2
    with django_assert_max_num_queries(15):
        staff_client.get("/search/", {"q": "okafor", "page": 2})


def test_a_team_says_how_many_are_in_it(home: Any, staff_client: Client) -> None:
    member(TeamFactory(name="Quokka keepers"))
    answer = staff_client.get("/search/", {"q": "quokka", "kind": "team"})
    (row,) = BeautifulSoup(answer.content, "html.parser").select("main li.hit--team")
    assert "Team 1 person" in " ".join(row.get_text().split())
