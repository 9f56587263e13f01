"""Leaving: what the end of the last day does, and coming back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import PEOPLE_ADMIN, make_roles
from audit.models import Change, Door
from core import registry
from people.enums import Hat
from people.models import Departure, Membership, Person
from people.services.leaving import due, finish_leavings, mark_leaving, rejoin, take_back
from people.services.profiles import save_person
from tests.days import today, tomorrow, yesterday
from tests.factories.accounts import UserFactory
from tests.factories.people import MembershipFactory, PersonFactory, TeamFactory, member

pytestmark = pytest.mark.django_db

A_PAGE = "/search/"


@pytest.fixture
def people_admin() -> User:
    make_roles()
    account = UserFactory(username="pat")
    account.groups.add(Group.objects.get(name=PEOPLE_ADMIN))
    return account


@pytest.fixture
def handed_on(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Who handed on to whom; three pages are handed on each time."""
    seen: list[tuple[str, str]] = []

    def hand_on(person: Person, heir: Person | None) -> str:
        seen.append((person.name, heir.name if heir else ""))
        return "3 pages"

    monkeypatch.setitem(registry.handing_on._items, "pages", (100, hand_on))
    return seen


def signed_in(account: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"username": account.username, "password": "corridor"})
    return client


def is_in(client: Client) -> bool:
    return client.get(A_PAGE).status_code == 200


def leaver(left_on: date | None = None, **fields: Any) -> Person:
    """Somebody with an account and a main team, whose last day was written by whatever door."""
    person = member(TeamFactory(name="Harbours"), signs_in=True, **fields)
    Person.objects.filter(pk=person.pk).update(left_on=left_on or yesterday())
    return Person.objects.get(pk=person.pk)


def said(person: Person) -> dict[str, list[str]]:
    """Everything that the change log says by itself of a person."""
    fields: dict[str, list[str]] = {}
    for change in Change.objects.of(person).filter(door=Door.SYSTEM):
        fields |= change.fields
    return fields


# Before the worker has run.


def test_whoever_has_left_reads_on_no_more_and_cannot_sign_in_before_any_task_ran() -> None:
    person = member(TeamFactory(), signs_in=True)
    client = signed_in(person.user)
    assert is_in(client)
    Person.objects.update(left_on=today())
    assert is_in(client), "the last day is a day of work"
    Person.objects.update(left_on=yesterday())
    assert not is_in(client)
    again = signed_in(person.user)
    assert "_auth_user_id" not in again.session
    assert not is_in(again)
    assert User.objects.get(pk=person.user_id).is_active, "no task has run"


def test_that_costs_no_query(staff: User, staff_client: Client) -> None:
    PersonFactory(user=staff)
    staff_client.get(A_PAGE)
    with CaptureQueriesContext(connection) as queries:
        staff_client.get(A_PAGE)
    account = [query["sql"] for query in queries if 'FROM "accounts_user"' in query["sql"]]
    people = [query["sql"] for query in queries if "people_person" in query["sql"]]
    assert len(account) == 1
    assert people == account


# The end of the last day.


def test_the_account_is_off_and_every_session_gone() -> None:
    person = leaver(today())
    clients = [signed_in(person.user) for _ in range(2)]
    stays = signed_in(UserFactory())
    Person.objects.filter(pk=person.pk).update(left_on=yesterday())
    assert finish_leavings() == 1
    assert not User.objects.get(pk=person.user_id).is_active
    assert not Session.objects.filter(
        session_key__in=[client.session.session_key for client in clients]
    ).exists()
    assert not any(is_in(client) for client in clients)
    assert is_in(stays)


def test_memberships_end_on_the_last_day_and_former_ones_are_left_as_they_are() -> None:
    person = leaver(yesterday())
    former = today() - timedelta(days=90)
    MembershipFactory(person=person, is_primary=False, ended_on=former)
    MembershipFactory(person=person, is_primary=False, ended_on=today() + timedelta(days=9))
    MembershipFactory(person=person, is_primary=False, started_on=today())
    finish_leavings()
    days = Membership.objects.order_by("pk").values_list("ended_on", flat=True)
    assert list(days) == [yesterday(), former, yesterday()], "what had not begun never was"
    assert f"until {yesterday()}" in said(person)["memberships"][1]


def test_groups_stay_so_that_coming_back_finds_them() -> None:
    person = leaver()
    group = Group.objects.create(name="Harbour editors")
    person.user.groups.add(group)
    finish_leavings()
    account = User.objects.get(pk=person.user_id)
    assert list(account.groups.all()) == [group]
    assert not account.has_perm("wagtailadmin.access_admin")


def test_what_they_own_goes_to_their_successor_and_the_change_log_says_so(
    handed_on: list[tuple[str, str]],
) -> None:
    ann = PersonFactory(first_name="Ann", last_name="Lee")
    person = leaver(first_name="Bo", last_name="Wu", successor=ann)
    finish_leavings()
    assert handed_on == [("Bo Wu", "Ann Lee")]
    assert said(person)["handed_on"] == ["", f"3 pages to Ann Lee ({ann.pk})"]
    assert said(person)["account"] == ["switched on", "switched off"]


def test_a_successor_who_left_as_well_is_succeeded_by_theirs(
    handed_on: list[tuple[str, str]],
) -> None:
    last = PersonFactory(first_name="Cy", last_name="Fox")
    between = PersonFactory(has_left=True, successor=last)
    leaver(first_name="Bo", last_name="Wu", successor=between)
    finish_leavings()
    assert ("Bo Wu", "Cy Fox") in handed_on


def test_two_who_left_and_succeed_each_other_hand_on_to_nobody(
    handed_on: list[tuple[str, str]],
) -> None:
    one = leaver(first_name="Bo", last_name="Wu")
    other = PersonFactory(has_left=True, successor=one)
    Person.objects.filter(pk=one.pk).update(successor=other)
    finish_leavings()
    assert ("Bo Wu", "") in handed_on
    assert said(one)["handed_on"] == ["", "3 pages to nobody yet"]


def test_a_successor_who_is_named_afterwards_takes_over_then(
    handed_on: list[tuple[str, str]],
) -> None:
    person = leaver(first_name="Bo", last_name="Wu")
    finish_leavings()
    ann = PersonFactory(first_name="Ann", last_name="Lee")
    Person.objects.filter(pk=person.pk).update(successor=ann)
    assert [finish_leavings(), finish_leavings()] == [1, 0]
    assert handed_on == [("Bo Wu", ""), ("Bo Wu", "Ann Lee")]


def test_doing_it_again_changes_nothing(handed_on: list[tuple[str, str]]) -> None:
    leaver(today() - timedelta(days=200), successor=PersonFactory())
    assert finish_leavings() == 1
    before = list(Change.objects.values()), list(Membership.objects.values())
    assert finish_leavings() == 0
    assert (list(Change.objects.values()), list(Membership.objects.values())) == before
    assert len(handed_on) == 1


def test_it_is_found_again_after_a_crash_and_one_failure_stops_nobody_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    people = [leaver(), leaver()]

    def fail(person: Person, heir: Person | None) -> str:
        if person == people[0]:
            raise DatabaseError("The power went.")
        return ""

    monkeypatch.setitem(registry.handing_on._items, "pages", (100, fail))
    assert finish_leavings() == 1
    assert "is tried again" in caplog.text
    assert User.objects.get(pk=people[0].user_id).is_active, "all of it, or none"
    assert not User.objects.get(pk=people[1].user_id).is_active
    monkeypatch.undo()
    assert finish_leavings() == 1
    assert not due().exists()


def test_a_last_day_that_is_put_right_is_carried_out_anew() -> None:
    person = leaver(yesterday())
    finish_leavings()
    earlier = yesterday() - timedelta(days=7)
    Person.objects.filter(pk=person.pk).update(left_on=earlier)
    assert finish_leavings() == 1
    departure = Departure.objects.get()
    assert (departure.last_day, departure.closed_account) == (earlier, person.user)


def test_an_account_that_is_switched_on_again_meanwhile_is_switched_off_again() -> None:
    person = leaver()
    finish_leavings()
    User.objects.filter(pk=person.user_id).update(is_active=True)
    assert not is_in(signed_in(person.user))
    assert finish_leavings() == 1
    assert not User.objects.get(pk=person.user_id).is_active


def test_the_command_and_the_worker_do_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    leaver()
    call_command("finish_leavings")
    assert capsys.readouterr().out == "Done for 1 person who left.\n"
    person = leaver()
    call_command("worker", once=True)
    assert not User.objects.get(pk=person.user_id).is_active


def test_a_round_in_which_nobody_left_is_two_queries(
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(5):
        leaver()
    finish_leavings()
    with django_assert_max_num_queries(2):
        finish_leavings()


def test_a_start_date_is_not_the_day_on_which_the_row_was_made() -> None:
    assert PersonFactory().start_date is None
    first = date(2015, 9, 1)
    assert Person.objects.get(pk=PersonFactory(start_date=first).pk).start_date == first


# The last administrator.


def test_the_last_administrator_stays_in_and_is_told_why(
    admin: User, people_admin: User, caplog: pytest.LogCaptureFixture
) -> None:
    person = PersonFactory(user=admin, first_name="Ada", last_name="Ray")
    client = signed_in(admin)
    (remark,) = mark_leaving(person, on=yesterday(), actor=people_admin)
    assert remark.startswith("Ada Ray is the only administrator")
    assert User.objects.get(pk=admin.pk).is_active
    assert is_in(client), "nobody could let anybody in again"
    assert "only administrator" in caplog.text
    assert finish_leavings() == 0
    UserFactory(superuser=True)
    assert not is_in(client)
    assert finish_leavings() == 1
    assert not User.objects.get(pk=admin.pk).is_active


def test_of_two_administrators_who_left_neither_locks_the_site() -> None:
    accounts = [UserFactory(superuser=True) for _ in range(2)]
    for account in accounts:
        PersonFactory(user=account, left_on=yesterday())
    finish_leavings()
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 2


# Saying so beforehand.


def test_a_last_day_to_come_changes_nothing_yet(people_admin: User) -> None:
    person, ann = leaver(), PersonFactory()
    Person.objects.filter(pk=person.pk).update(left_on=None)
    assert mark_leaving(person, on=tomorrow(), successor=ann, actor=people_admin) == []
    assert (person.left_on, person.successor) == (tomorrow(), ann)
    assert finish_leavings() == 0
    assert is_in(signed_in(person.user))
    take_back(person, actor=people_admin)
    assert (person.left_on, person.successor) == (None, None)


def test_a_last_day_that_is_over_is_carried_out_at_once(people_admin: User) -> None:
    person = leaver()
    Person.objects.filter(pk=person.pk).update(left_on=None)
    mark_leaving(person, on=yesterday(), actor=people_admin)
    assert not User.objects.get(pk=person.user_id).is_active
    assert not due().exists()


def test_a_manager_who_writes_the_last_day_on_the_site_leads_to_the_same() -> None:
    boss = PersonFactory(signs_in=True)
    person = leaver(manager=boss)
    Person.objects.filter(pk=person.pk).update(left_on=None)
    person = Person.objects.get(pk=person.pk)
    person.left_on = yesterday()
    save_person(person, hats={Hat.MANAGER}, actor=boss.user)
    assert finish_leavings() == 1
    assert not User.objects.get(pk=person.user_id).is_active


@pytest.mark.parametrize("name", ["nobody", "oneself"])
def test_who_may_not_change_the_last_day_cannot_mark_anybody(name: str) -> None:
    person = PersonFactory(signs_in=True)
    actor = person.user if name == "oneself" else UserFactory()
    with pytest.raises(PermissionDenied):
        mark_leaving(person, on=tomorrow(), actor=actor)
    assert Person.objects.get(pk=person.pk).left_on is None


def test_what_cannot_be_is_refused_with_a_sentence(people_admin: User) -> None:
    person = PersonFactory(start_date=today())
    gone = PersonFactory(has_left=True)
    for field, wish in {
        "successor": {"on": tomorrow(), "successor": gone},
        "left_on": {"on": yesterday()},
        "__all__": {"on": tomorrow(), "successor": person},
    }.items():
        with pytest.raises(ValidationError) as refused:
            mark_leaving(person, actor=people_admin, **wish)  # type: ignore[arg-type]
        assert field in refused.value.message_dict
    with pytest.raises(ValidationError, match="rejoin"):
        take_back(gone, actor=people_admin)


# Coming back.


def came_back(person: Person, actor: User, **wish: Any) -> list[str]:
    finish_leavings()
    person.refresh_from_db()
    return rejoin(person, on=today(), actor=actor, **wish)


def test_rejoining_keeps_profile_address_and_history(people_admin: User) -> None:
    person = leaver(about="Knows the tides.", start_date=date(2015, 9, 1))
    finish_leavings()
    changes, revisions = Change.objects.of(person).count(), person.revisions.count()
    team = TeamFactory(name="Ferries")
    assert came_back(person, people_admin, team=team) == []
    again = Person.objects.get(pk=person.pk)
    assert (again.slug, again.about) == (person.slug, "Knows the tides.")
    assert (again.left_on, again.start_date) == (None, today())
    assert Change.objects.of(person).count() > changes
    assert again.revisions.count() > revisions
    rows = Membership.objects.filter(person=again).order_by("pk")
    assert [(row.team.name, row.ended_on, row.is_primary) for row in rows] == [
        ("Harbours", yesterday(), False),
        ("Ferries", None, True),
    ]
    assert is_in(signed_in(person.user))


def test_whoever_leaves_a_second_time_is_signed_out_again(people_admin: User) -> None:
    person = leaver()
    came_back(person, people_admin)
    last_day = today()
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        Person.objects.filter(pk=person.pk).update(left_on=last_day)
        assert finish_leavings() == 1
    assert not User.objects.get(pk=person.user_id).is_active


def test_an_account_that_was_off_before_stays_off(people_admin: User, admin: User) -> None:
    person = leaver()
    User.objects.filter(pk=person.user_id).update(is_active=False)
    came_back(person, admin)
    assert not User.objects.get(pk=person.user_id).is_active


def superuser(account: User) -> None:
    User.objects.filter(pk=account.pk).update(is_superuser=True)


def own_right(account: User) -> None:
    account.user_permissions.add(Permission.objects.get(codename="change_user"))


def wide_group(account: User) -> None:
    account.groups.add(Group.objects.get(name="Site admin"))


@pytest.mark.parametrize("rights", [superuser, own_right, wide_group])
def test_nobody_switches_on_an_account_that_may_do_more_than_theirs(
    rights: Callable[[User], None], people_admin: User, admin: User
) -> None:
    person = leaver()
    rights(person.user)
    (remark,) = came_back(person, people_admin)
    assert "stays switched off" in remark
    assert not User.objects.get(pk=person.user_id).is_active
    assert Person.objects.get(pk=person.pk).left_on is None


def test_the_staff_file_switches_no_account_on() -> None:
    person = leaver()
    assert len(came_back(person, None, door=Door.FEED)) == 1
    assert not User.objects.get(pk=person.user_id).is_active


def test_who_rejoins_before_the_worker_ran_has_left_first(people_admin: User) -> None:
    person = leaver()
    rejoin(person, on=today(), actor=people_admin)
    assert Membership.objects.get().ended_on == yesterday()
    assert User.objects.get(pk=person.user_id).is_active


def test_an_account_whose_last_day_was_taken_out_of_the_form_needs_a_rejoin(
    people_admin: User,
) -> None:
    person = leaver()
    finish_leavings()
    Person.objects.filter(pk=person.pk).update(left_on=None)
    assert finish_leavings() == 0
    person.refresh_from_db()
    assert not is_in(signed_in(person.user))
    assert came_back(person, people_admin) == []
    assert is_in(signed_in(person.user))


def test_a_return_that_cannot_be_is_refused_with_a_sentence(people_admin: User) -> None:
    person, here = leaver(), PersonFactory()
    closed = TeamFactory(closed_on=yesterday())
    for who, wish, words in (
        (here, {"on": today()}, "works here already"),
        (person, {"on": tomorrow()}, "yet to come"),
        (person, {"on": yesterday()}, "Choose a later day"),
        (person, {"on": today(), "team": closed}, "is closed"),
    ):
        with pytest.raises(ValidationError, match=words):
            rejoin(who, actor=people_admin, **wish)  # type: ignore[arg-type]
