"""Choosing people and teams in the CMS."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from tests.factories.people import PersonFactory, TeamFactory, lead, member
from tests.people.cms import CHOOSE, PEOPLE, department_editor, people_admin, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(home: object) -> Client:
    return signed_in(department_editor())


def offered(client: Client, model: str, words: str = "") -> list[list[str]]:
    """What the chooser shows, row by row; the same in the window and in a page of it."""
    page = client.get(f"{CHOOSE}{model}/results/", {"q": words}).content
    window = client.get(f"{CHOOSE}{model}/", {"q": words}).json()["html"]
    found = [
        [[" ".join(cell.get_text(" ").split()) for cell in row.select("td")] for row in BeautifulSoup(html, "html.parser").select("tbody tr")]
        for html in (page, window)
    ]  # fmt: skip
    assert found[0] == found[1]
    return found[0]


def test_whoever_edits_pages_chooses_people_without_a_right_to_their_list(client: Client) -> None:
    person = member(
        TeamFactory(name="Pilots"), first_name="Ann", last_name="Lee", job_title="Pilot"
    )
    assert offered(client, "person") == [["Ann Lee", "Pilot", "Pilots"]]
    chosen = client.get(f"{CHOOSE}person/chosen/{person.pk}/").json()["result"]
    assert (chosen["id"], chosen["string"], chosen["edit_url"]) == (str(person.pk), "Ann Lee", None)
    several = client.get(f"{CHOOSE}person/chosen-multiple/?id={person.pk}&id=x").json()["result"]
    assert [one["string"] for one in several] == ["Ann Lee"]
    assert client.get(PEOPLE).status_code == 302


def test_staff_outside_the_cms_choose_nobody(staff_client: Client) -> None:
    for address in (f"{CHOOSE}person/", f"{CHOOSE}person/results/", f"{CHOOSE}team/"):
        assert staff_client.get(address).status_code in {302, 403}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("liz", ["Liz Núñez"]), ("elizabeth", ["Liz Núñez"]), ("NUNEZ li", ["Liz Núñez"]), ("e42", ["Liz Núñez"]),
        ("harbour", ["Liz Núñez"]), ("ray", ["Ann Ray"]), ("", ["Liz Núñez", "Ann Ray"]), ("nobody", []), ("x" * 7000, []), ("%", []),
    ],
)  # fmt: skip
def test_people_are_chosen_by_the_name_that_they_prefer_too(
    client: Client, words: str, found: list[str]
) -> None:
    PersonFactory(
        first_name="Elizabeth",
        last_name="Núñez",
        preferred_name="Liz",
        employee_id="E42",
        job_title="Harbour master",
    )
    PersonFactory(first_name="Ann", last_name="Ray", email="a@example.org")
    assert [row[0] for row in offered(client, "person", words)] == found


def test_who_is_not_here_is_not_offered(client: Client) -> None:
    gone = PersonFactory(has_left=True)
    erased = PersonFactory(erased_at=timezone.now())
    assert offered(client, "person") == []
    for number in (gone.pk, erased.pk, 77777, "abc", "9" * 40):
        assert client.get(f"{CHOOSE}person/chosen/{number}/").status_code == 404, number
    assert client.get(f"{CHOOSE}person/chosen-multiple/?id={gone.pk}").json()["result"] == []


def test_the_manager_is_chosen_in_the_form_of_a_person() -> None:
    client = signed_in(people_admin())
    person = PersonFactory(manager=PersonFactory(first_name="Big", last_name="Boss"))
    page = client.get(f"{PEOPLE}edit/{person.pk}/").content.decode()
    assert f"{CHOOSE}person/" in page
    assert "Big Boss" in page


def test_open_teams_are_offered_with_what_tells_them_apart(client: Client) -> None:
    top = TeamFactory(name="Harbour")
    lead(TeamFactory(name="Pilots", parent=top), first_name="Ann", last_name="Lee")
    shut = TeamFactory(name="Tugs", closed_on=timezone.localdate())
    assert offered(client, "team") == [["Harbour", "", ""], ["Pilots", "Harbour", "Ann Lee"]]
    assert [row[0] for row in offered(client, "team", "pil")] == ["Pilots"]
    assert client.get(f"{CHOOSE}team/chosen/{top.pk}/").json()["result"]["string"] == "Harbour"
    for number in (shut.pk, "abc"):
        assert client.get(f"{CHOOSE}team/chosen/{number}/").status_code == 404


def test_a_chooser_asks_no_more_for_many_than_for_few(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(25):
        member(TeamFactory())
    client.get(f"{CHOOSE}person/")
    with django_assert_max_num_queries(10):
        client.get(f"{CHOOSE}person/results/?q=a")
