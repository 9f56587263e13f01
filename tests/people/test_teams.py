"""A team's page: who is in it, what lies in it, and what it costs."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from people.headcounts import count_people
from people.models import FormerTeamAddress, Membership, Person, Team
from people.tree import open_teams
from tests.conftest import HtmlErrors
from tests.factories.pages import DepartmentPageFactory, restrict
from tests.factories.people import MembershipFactory, PersonFactory, TeamFactory, lead, member

pytestmark = pytest.mark.django_db
MOST = 15


def read(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def section(page: BeautifulSoup, heading: str) -> Any:
    """The part of a page below a heading, or None."""
    found = page.find("h2", string=heading)
    return found.parent if found else None


def names(part: Any) -> list[str]:
    return [link.text for link in part.select(".person__name a")]


def crowd(team: Team, number: int) -> None:
    """Many members at once."""
    people = [Person(last_name=f"M {n:04}", slug=f"{team.slug}-{n}", email=f"{team.pk}-{n}@x.example") for n in range(number)]  # fmt: skip
    for each in people:
        each.normalise()
    people = Person.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(person=each, team=team, is_primary=True) for each in people
    )


@pytest.fixture
def tides(home: Any) -> Team:
    """A team in a directorate of an organisation, with two that lead it and two more."""
    top = TeamFactory(name="Harbour Board", kind="organisation")
    coast = TeamFactory(name="Coast", parent=top)
    team = TeamFactory(
        name="Tides",
        parent=coast,
        purpose="We read the gauges.",
        email="tides@example.org",
        phone="020 7946 0100 ext. 4",
    )
    MembershipFactory(person=PersonFactory(first_name="Zed", last_name="Last", job_title="Analyst"), team=team, title="Secretary", order=1)  # fmt: skip
    member(team, first_name="Ana", last_name="Early")
    lead(team, first_name="Tom", last_name="Boss")
    member(team, last_name="Gone", has_left=True)
    once = member(team, last_name="Moved")
    Membership.objects.filter(person=once).update(ended_on=timezone.localdate() - timedelta(days=1))
    return team


def test_it_shows_what_the_team_is_and_who_is_in_it(staff_client: Client, tides: Team) -> None:
    page = read(staff_client, "/teams/tides/")
    assert page.h1.text == "Tides"
    assert "We read the gauges." in page.main.text
    assert page.find("a", href="mailto:tides@example.org")
    assert page.find("a", href="tel:02079460100")
    crumbs = [(link.text, link["href"]) for link in page.select(".crumbs a")]
    assert crumbs == [
        ("Home", "/"), ("Teams", "/teams/"), ("Harbour Board", "/teams/harbour-board/"), ("Coast", "/teams/coast/"),
    ]  # fmt: skip
    assert names(section(page, "Who leads the team")) == ["Tom Boss"]
    assert names(section(page, "Members")) == ["Zed Last", "Ana Early"]
    assert "Secretary" in section(page, "Members").text
    assert "3 people" in page.select_one(".page-head").text


def test_its_sub_teams_are_listed_with_their_people_each_counted_once(
    staff_client: Client, tides: Team
) -> None:
    both = TeamFactory(name="Gauges", parent=tides)
    person = member(both, last_name="Twice")
    MembershipFactory(person=person, team=tides, is_primary=False)
    TeamFactory(name="Shut", parent=tides, closed_on=date(2020, 1, 1))
    page = read(staff_client, "/teams/tides/")
    below = section(page, "Teams in Tides")
    assert [item.text.split(maxsplit=1) for item in below.find_all("li")] == [
        ["Gauges", "1 person"]
    ]
    assert "4 people in the team itself, 4 people with the teams below" in page.main.text
    coast = section(read(staff_client, "/teams/coast/"), "Teams in Coast")
    assert "4 people" in coast.text


def test_the_department_site_is_named_to_those_who_may_read_it(
    staff_client: Client, admin_client: Client, tides: Team
) -> None:
    department = DepartmentPageFactory(title="Quokka department")
    Team.objects.filter(pk=tides.pk).update(department=department)
    assert read(staff_client, "/teams/tides/").main.find("a", href=department.url)
    restrict(department, Group.objects.create(name="Board"))
    assert "Quokka" not in read(staff_client, "/teams/tides/").text
    assert read(admin_client, "/teams/tides/").main.find("a", href=department.url)


def test_a_closed_team_says_so_and_who_took_over(staff_client: Client, tides: Team) -> None:
    heir = TeamFactory(name="Seas")
    Team.objects.filter(pk=tides.pk).update(closed_on=date(2026, 1, 31), successor=heir)
    page = read(staff_client, "/teams/tides/")
    assert page.select_one(".banner").find("a", href="/teams/seas/")
    assert "31 January 2026" in page.select_one(".banner").text
    assert names(page) == []
    Team.objects.filter(pk=tides.pk).update(successor=None)
    assert page.select_one(".banner").find("a")


def test_an_empty_team_says_so(staff_client: Client) -> None:
    TeamFactory(name="Void", purpose="")
    assert "Nobody is in this team yet" in read(staff_client, "/teams/void/").main.text


def test_a_former_address_leads_on(staff_client: Client, tides: Team) -> None:
    FormerTeamAddress.objects.create(slug="ebb", team=tides)
    response = staff_client.get("/teams/ebb/")
    assert (response.status_code, response["Location"]) == (301, "/teams/tides/")
    assert staff_client.get("/teams/nothing-such/").status_code == 404
    assert staff_client.post("/teams/tides/").status_code == 405


def test_many_members_come_in_pages_with_those_who_lead_first(staff_client: Client) -> None:
    team = TeamFactory(name="Large")
    crowd(team, 100)
    lead(team, first_name="", last_name="Zzz")
    first = read(staff_client, "/teams/large/")
    assert names(section(first, "Who leads the team")) == ["Zzz"]
    assert len(names(first)) == 48
    assert len(names(section(read(staff_client, "/teams/large/?page=3"), "Members, page 3"))) == 5
    for odd in ("abc", "9999", "-1", "9" * 40):
        assert names(read(staff_client, f"/teams/large/?page={odd}"))


@pytest.mark.parametrize(("below", "members"), [(2, 3), (65, 400)])
def test_it_takes_few_queries_whatever_the_size(
    staff_client: Client,
    tides: Team,
    django_assert_max_num_queries: Callable[..., Any],
    below: int,
    members: int,
) -> None:
    crowd(tides, members)
    for n in range(below):
        crowd(TeamFactory(name=f"Sub {n}", parent=tides), 2)
    Team.objects.filter(pk=tides.pk).update(department=DepartmentPageFactory())
    staff_client.get("/teams/tides/")
    with django_assert_max_num_queries(MOST - 3):
        staff_client.get("/teams/tides/")


def test_a_row_without_its_path_breaks_nothing(staff_client: Client, tides: Team) -> None:
    """The proved defect of a peer: one row without its place in the tree answered 500."""
    TeamFactory(name="Gauges", parent=tides)
    Team.objects.update(path="")
    page = read(staff_client, "/teams/tides/")
    assert section(page, "Teams in Tides")
    assert [link.text for link in page.select(".crumbs a")][2:] == ["Harbour Board", "Coast"]
    assert read(staff_client, "/people/?team=tides").main


def test_the_html_checker_finds_nothing(
    staff_client: Client, tides: Team, html_errors: HtmlErrors
) -> None:
    TeamFactory(name="Gauges", parent=tides)
    crowd(tides, 60)
    TeamFactory(name="Shut", closed_on=date(2020, 1, 1))
    addresses = ("/teams/tides/", "/teams/tides/?page=2", "/teams/shut/", "/teams/gauges/")
    assert html_errors({one: staff_client.get(one).text for one in addresses}) == []


@pytest.mark.parametrize("seed", range(12))
def test_everybody_is_counted_once_in_any_tree(db: None, seed: int) -> None:
    """Against counting one by one, in trees and memberships that chance made."""
    chance = random.Random(seed)
    teams: list[Team] = []
    for _n in range(10):
        teams.append(TeamFactory(parent=chance.choice([None, *teams])))
    for _n in range(15):
        person = PersonFactory(has_left=chance.random() < 0.2)
        for at, team in enumerate(chance.sample(teams, chance.randint(0, 3))):
            main = at == 0 and chance.random() < 0.8
            MembershipFactory(person=person, team=team, is_primary=main)
    forest = open_teams()
    count_people(forest)
    for branch in forest.walk():
        inside = [each.team for each in branch.walk()]
        here = Person.objects.here().filter(memberships__team__in=inside)
        assert branch.people == here.distinct().count()
        alone = open_teams()
        count_people(alone, alone.branches[branch.team.pk])
        assert alone.branches[branch.team.pk].people == branch.people
