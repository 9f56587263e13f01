"""Leaving, rejoining, erasing and closing in the CMS: by whom, and what is said when it cannot be."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import models
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail import hooks
from wagtail.snippets.action_menu import SnippetActionMenu

from accounts.models import User
from accounts.roles import PEOPLE_ADMIN, SITE_ADMIN, make_roles
from audit.models import Change, Door
from people.models import Membership, Person, Team
from people.services.leaving import finish_leavings
from tests.days import today, tomorrow, yesterday
from tests.factories.accounts import UserFactory
from tests.factories.people import PersonFactory, TeamFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def people_admin() -> User:
    make_roles()
    account = UserFactory(username="pat")
    account.groups.add(Group.objects.get(name=PEOPLE_ADMIN))
    return account


@pytest.fixture
def client(people_admin: User) -> Client:
    browser = Client()
    browser.force_login(people_admin)
    return browser


def of_person(thing: models.Model, what: str) -> str:
    return f"/admin/people/person/{thing.pk}/{what}/"


def of_team(thing: models.Model, what: str) -> str:
    return f"/admin/people/team/{thing.pk}/{what}/"


def told(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


# Leaving.


def test_a_person_is_marked_as_leaving_and_that_is_taken_back(client: Client) -> None:
    person, heir = PersonFactory(first_name="Bo", last_name="Wu"), PersonFactory()
    address = of_person(person, "leaving")
    response = client.post(address, {"left_on": tomorrow(), "successor": heir.pk})
    assert response.status_code == 302
    assert told(response)[0].startswith("Bo Wu leaves. The last day is")
    person.refresh_from_db()
    assert (person.left_on, person.successor) == (tomorrow(), heir)
    change = Change.objects.of(person).first()
    assert change is not None
    assert (change.door, change.actor.username) == (Door.CMS, "pat")  # type: ignore[union-attr]
    page = client.get(address).text
    assert of_person(person, "not-leaving") in page
    assert client.post(of_person(person, "not-leaving")).status_code == 302
    person.refresh_from_db()
    assert person.left_on is None


def test_whoever_is_marked_with_a_day_that_is_over_is_signed_out_by_it(client: Client) -> None:
    person = PersonFactory(signs_in=True)
    client.post(of_person(person, "leaving"), {"left_on": yesterday(), "successor": ""})
    assert not User.objects.get(pk=person.user_id).is_active


def test_that_the_last_administrator_stays_in_is_said_before_and_after(client: Client) -> None:
    person = PersonFactory(user=UserFactory(superuser=True), first_name="Ada", last_name="")
    words = "Ada is the only administrator: the account stays on"
    assert words in client.get(of_person(person, "leaving")).text
    response = client.post(of_person(person, "leaving"), {"left_on": yesterday(), "successor": ""})
    assert any(words in message for message in told(response))


def of_the_file(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_fed=True)


def began_later(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(start_date=tomorrow())


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (of_the_file, "This comes from the staff file."),
        (began_later, "The last day cannot lie before the first."),
    ],
)
def test_what_cannot_be_is_said_on_the_form(
    state: Callable[[Person], None], words: str, client: Client
) -> None:
    person = PersonFactory()
    state(person)
    response = client.post(of_person(person, "leaving"), {"left_on": today(), "successor": ""})
    assert response.status_code == 200
    assert words in response.text
    assert Person.objects.get(pk=person.pk).left_on is None


# Rejoining.


def test_a_person_rejoins_and_the_groups_that_come_back_are_named(client: Client) -> None:
    person = member(TeamFactory(), signs_in=True, left_on=yesterday())
    person.user.groups.add(Group.objects.create(name="Harbour readers"))
    finish_leavings()
    team = TeamFactory()
    page = client.get(of_person(person, "rejoin")).text
    assert "It is in Harbour readers." in page
    response = client.post(of_person(person, "rejoin"), {"on": today(), "team": team.pk})
    assert response.status_code == 302
    assert User.objects.get(pk=person.user_id).is_active
    assert Membership.objects.get(ended_on=None).team == team


def test_an_account_that_stays_off_is_told_of(client: Client) -> None:
    person = PersonFactory(user=UserFactory(superuser=True), left_on=yesterday())
    UserFactory(superuser=True)
    finish_leavings()
    response = client.post(of_person(person, "rejoin"), {"on": today(), "team": ""})
    assert any("stays switched off" in message for message in told(response))


def test_whoever_is_here_does_not_rejoin(client: Client) -> None:
    response = client.post(of_person(PersonFactory(), "rejoin"), {"on": today(), "team": ""})
    assert "works here already" in response.text


# Erasing.


@pytest.mark.parametrize(
    ("typed", "is_erased"),
    [("Liz Núñez", True), ("  liz  nunez ", True), ("Elizabeth Núñez", False), ("yes", False), ("", False)],
)  # fmt: skip
def test_a_person_is_erased_once_their_name_is_typed(
    typed: str, is_erased: bool, client: Client
) -> None:
    person = PersonFactory(first_name="Elizabeth", preferred_name="Liz", last_name="Núñez")
    response = client.post(of_person(person, "erase"), {"name": typed})
    assert bool(Person.objects.get(pk=person.pk).erased_at) is is_erased
    assert response.status_code == (302 if is_erased else 200)
    if is_erased:
        assert not any("Liz" in message for message in told(response))
        assert client.get(of_person(person, "erase")).status_code == 404
        assert client.get(of_person(person, "rejoin")).status_code == 404


def test_what_stands_in_the_way_of_erasing_is_said_before(client: Client) -> None:
    person = PersonFactory(user=UserFactory(superuser=True), first_name="Ada", last_name="")
    assert "Ask a superuser to erase them" in client.get(of_person(person, "erase")).text
    response = client.post(of_person(person, "erase"), {"name": "Ada"})
    assert "Ask a superuser to erase them" in response.text
    assert not Person.objects.get(pk=person.pk).erased_at


# Teams.


def test_a_team_is_closed_and_opened_again(client: Client) -> None:
    team, heir = TeamFactory(name="Harbours"), TeamFactory(name="Coasts")
    child = TeamFactory(name="Piers", parent=team)
    member(team)
    address = of_team(team, "close")
    assert "<li>Piers</li>" in client.get(address).text
    wish = {"on": today(), "successor": heir.pk}
    assert "part of Harbours: Piers" in client.post(address, wish).text
    response = client.post(address, {**wish, "move_children": "on"})
    assert told(response) == ["Harbours is closed. 1 person is in Coasts from the next day."]
    team.refresh_from_db()
    child.refresh_from_db()
    assert (team.is_closed, team.successor, child.parent) == (True, heir, heir)
    assert client.post(of_team(team, "reopen")).status_code == 302
    assert not Team.objects.get(pk=team.pk).is_closed


def test_a_team_with_people_is_not_closed_into_nothing(client: Client) -> None:
    team = TeamFactory()
    member(team)
    response = client.post(of_team(team, "close"), {"on": today(), "successor": ""})
    assert "Choose the team that takes over" in response.text
    assert not Team.objects.get(pk=team.pk).is_closed


# Who may.

DOORS = [
    (of_person, "leaving"),
    (of_person, "not-leaving"),
    (of_person, "rejoin"),
    (of_person, "erase"),
    (of_team, "close"),
    (of_team, "reopen"),
]


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_comes_through_these_doors(
    method: str, client: Client, staff_client: Client
) -> None:
    person = PersonFactory(left_on=yesterday())
    team = TeamFactory(closed_on=yesterday())
    editor = UserFactory(username="site-admin")
    editor.groups.add(Group.objects.get(name=SITE_ADMIN))
    enters = Client()
    enters.force_login(editor)
    for door, what in DOORS:
        thing = person if door is of_person else team
        for browser in (staff_client, enters):
            assert getattr(browser, method)(door(thing, what)).status_code == 302
    assert not Change.objects.exists()


@pytest.mark.parametrize(("door", "what"), DOORS)
def test_what_is_not_there_answers_404(
    door: Callable[[models.Model, str], str], what: str, client: Client
) -> None:
    assert client.get(door(Person(pk=99), what)).status_code == 404


def test_the_right_to_change_people_is_not_the_right_to_erase_them(staff: User) -> None:
    for codename in ("access_admin", "change_person"):
        staff.user_permissions.add(Permission.objects.get(codename=codename))
    browser, person = Client(), PersonFactory()
    browser.force_login(staff)
    assert browser.get(of_person(person, "leaving")).status_code == 200
    assert browser.post(of_person(person, "erase"), {"name": person.name}).status_code == 302
    assert not Person.objects.get(pk=person.pk).erased_at


# The ways there.


def asked_by(user: User, method: str = "get") -> HttpRequest:
    request = getattr(RequestFactory(), method)("/admin/")
    request.user, request.session = user, {}
    request._messages = FallbackStorage(request)
    return request


def menu_of(thing: models.Model, user: User) -> set[str]:
    menu = SnippetActionMenu(asked_by(user), view="edit", instance=thing)
    return {item.name for item in menu.menu_items}


def test_the_page_of_a_person_or_a_team_leads_to_what_can_be_done_with_it(
    people_admin: User, staff: User
) -> None:
    here, left = PersonFactory(), PersonFactory(left_on=yesterday())
    erased = PersonFactory(erased_at=timezone.now())
    team, closed = TeamFactory(), TeamFactory(closed_on=yesterday())
    assert menu_of(here, people_admin) == {"people_leaving", "people_erase"}
    assert menu_of(left, people_admin) == {"people_rejoin", "people_erase"}
    assert menu_of(erased, people_admin) == set()
    assert menu_of(team, people_admin) == {"people_close_team"}
    assert menu_of(closed, people_admin) == {"people_reopen_team"}
    assert menu_of(here, staff) == menu_of(team, staff) == set()


def test_deleting_a_team_that_somebody_was_in_leads_to_closing_it(people_admin: User) -> None:
    team, empty = TeamFactory(name="Harbours"), TeamFactory()
    member(team)
    request = asked_by(people_admin, "post")
    answers = [hook(request, [empty, team]) for hook in hooks.get_hooks("before_delete_snippet")]
    (answer,) = [answer for answer in answers if answer]
    assert answer["Location"] == of_team(team, "close")
    assert "Close it instead" in str(next(iter(get_messages(request))))
    assert not any(hook(request, [empty]) for hook in hooks.get_hooks("before_delete_snippet"))
