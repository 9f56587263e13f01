"""A rule that names a team lets in its members and those of the teams below it, and nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from access.explain import in_words
from access.models import PageRule
from access.parts import names_of
from access.readers import count
from access.rules import forget, ids_of, rules_for, terms_of
from accounts.models import User
from people.models import Membership, Person, Team
from tests.days import today, tomorrow, yesterday
from tests.factories.pages import ContentPageFactory
from tests.factories.people import MembershipFactory, PersonFactory, TeamFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return TeamFactory(name="Harbours", parent=TeamFactory(name="Top"))


@pytest.fixture
def page(home: Page, team: Team) -> Page:
    """A page that asks for the team."""
    page = ContentPageFactory(slug="tides")
    asked = frozenset({frozenset({f"team:{team.pk}"})})
    PageRule.objects.filter(page=page).update(rule=ids_of([asked])[asked])
    return page


@pytest.fixture
def person(staff: User) -> Person:
    return PersonFactory(user=staff)


def reads(client: Client) -> bool:
    return client.get("/tides/").status_code == 200


def in_the_team(team: Team) -> dict[str, Any]:
    return {"team": team}


def in_one_below(team: Team) -> dict[str, Any]:
    return {"team": TeamFactory(parent=TeamFactory(parent=team))}


def in_the_one_above(team: Team) -> dict[str, Any]:
    return {"team": team.parent}


def in_one_beside(team: Team) -> dict[str, Any]:
    return {"team": TeamFactory(parent=team.parent)}


def as_second_team(team: Team) -> dict[str, Any]:
    return {"team": team, "is_primary": False}


def until_today(team: Team) -> dict[str, Any]:
    return {"team": team, "ended_on": today()}


def until_yesterday(team: Team) -> dict[str, Any]:
    return {"team": team, "ended_on": yesterday()}


def from_tomorrow(team: Team) -> dict[str, Any]:
    return {"team": team, "started_on": tomorrow()}


@pytest.mark.parametrize(
    ("membership", "lets_in"),
    [
        (in_the_team, True),
        (in_one_below, True),
        (as_second_team, True),
        (until_today, True),
        (in_the_one_above, False),
        (in_one_beside, False),
        (until_yesterday, False),
        (from_tomorrow, False),
    ],
)
def test_whom_a_rule_with_a_team_lets_in(
    membership: Callable[[Team], dict[str, Any]],
    lets_in: bool,
    page: Page,
    team: Team,
    person: Person,
    staff_client: Client,
) -> None:
    MembershipFactory(person=person, **membership(team))
    assert reads(staff_client) is lets_in
    rule = frozenset({frozenset({f"team:{team.pk}"})})
    assert count(rule) == int(lets_in), "and the count of readers agrees"


def test_it_holds_at_once_after_joining_and_after_leaving(
    page: Page, team: Team, person: Person, staff_client: Client
) -> None:
    assert not reads(staff_client)
    row = MembershipFactory(person=person, team=team)
    assert reads(staff_client)
    row.ended_on = yesterday()
    row.save()
    assert not reads(staff_client)
    Membership.objects.update(ended_on=None)
    other = TeamFactory()
    team.parent = other
    team.save()
    assert reads(staff_client), "the team moved, and is the same"


def test_whoever_has_no_profile_is_in_no_team(page: Page, team: Team, staff: User) -> None:
    member(team)
    assert terms_of(staff) == frozenset()


def test_a_team_without_its_path_still_lets_in_its_own(
    page: Page, team: Team, person: Person, staff_client: Client
) -> None:
    MembershipFactory(person=person, team=team)
    for path in ("", "zzz"):
        Team.objects.filter(pk=team.pk).update(path=path)
        assert reads(staff_client)


def test_no_question_is_asked_where_no_rule_names_a_team(
    home: Page, team: Team, person: Person, staff: User
) -> None:
    MembershipFactory(person=person, team=team)
    with CaptureQueriesContext(connection) as queries:
        rules_for(staff)
    assert len(queries) == 1


def test_one_more_is_asked_where_some_rule_does(page: Page, staff: User) -> None:
    with CaptureQueriesContext(connection) as queries:
        rules_for(staff)
        rules_for(staff)
    assert len(queries) == 2
    forget(staff)


def test_the_rule_is_put_in_words_by_the_name_of_the_team(team: Team) -> None:
    rule = frozenset({frozenset({f"team:{team.pk}"})})
    assert in_words(rule, names_of(rule)) == "people in Harbours"
