"""Entries of people and teams, and of what names them, follow whatever is done to those."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from core import findable, registry
from people.enums import Hat, PhoneAudience
from people.models import Membership, Person, PersonSkill, Team
from people.services.erasure import erase
from people.services.leaving import finish_leavings, mark_leaving, rejoin
from people.services.profiles import save_person
from people.services.teams import close_team, delete_team, move_team, reopen_team, save_team
from search.models import Entry
from search.writing import write_all
from tests.days import today, tomorrow, yesterday
from tests.factories.pages import ContentPageFactory, DepartmentPageFactory
from tests.factories.people import (
    LocationFactory,
    MembershipFactory,
    PersonFactory,
    SkillFactory,
    TeamFactory,
    member,
)
from tests.factories.staff import person as row
from tests.factories.staff import staff_file
from tests.transfer.staff_command import run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_line")]
Of = Callable[..., Any]


def test_a_person_is_written_as_saved(entry: Of) -> None:
    person = PersonFactory(
        first_name="Ann", last_name="Lee", job_title="Clerk", phone="020 7946 0012", employee_id="E-1"
    )  # fmt: skip
    written = entry(person, "person")
    assert (written.kind, written.title, written.summary) == ("person", "Ann Lee", "Clerk")
    assert {"02079460012", "442079460012", "e1"} <= set(written.exact.split())
    person.job_title, person.phone_audience = "Officer", PhoneAudience.TEAM
    save_person(person, hats={Hat.PEOPLE_ADMIN})
    assert entry(person, "person").summary == "Officer"
    assert "02079460012" not in entry(person, "person").exact


def test_a_new_name_is_known_on_the_pages_that_name_the_person(entry: Of) -> None:
    person = PersonFactory(first_name="Ann", last_name="Lee")
    block = {"type": "person", "value": {"person": person.pk, "purpose": "Moorings"}}
    page = ContentPageFactory(title="Whom to ask", body=[block])
    assert "Ann Lee" in entry(page).body
    person.last_name = "Okafor"
    save_person(person, hats={Hat.PEOPLE_ADMIN})
    assert "Ann Okafor" in entry(page).body
    assert "Lee" not in entry(page).body


def test_who_is_erased_is_named_by_no_entry(entry: Of, admin: User) -> None:
    person = member(TeamFactory(), first_name="Ann", last_name="Lee", email="ann.lee@example.org")
    block = {"type": "person", "value": {"person": person.pk, "purpose": "Moorings"}}
    page = ContentPageFactory(title="Whom to ask", body=[block])
    assert erase(person, admin)
    assert entry(person, "person") is None
    assert "Lee" not in entry(page).body
    every = " ".join(f"{e.title} {e.names} {e.body} {e.exact}" for e in Entry.objects.all())
    assert "Lee" not in every
    assert "annlee" not in every


def test_who_leaves_is_found_until_the_last_day_is_over(entry: Of, admin: User) -> None:
    person = member(TeamFactory(name="Pilots"))
    mark_leaving(person, on=today() + timedelta(days=3), actor=admin)
    assert entry(person, "person").live_until > timezone.now()
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        assert Entry.objects.there().filter(source="person", number=person.pk).count() == 0
        finish_leavings()
        assert entry(person, "person") is None
        rejoin(Person.objects.get(pk=person.pk), on=today(), actor=admin)
        assert entry(person, "person") is not None
    list(write_all("person"))  # the clock goes back


def test_a_team_is_known_by_its_members_and_the_teams_within(entry: Of) -> None:
    team = TeamFactory(name="Pilots")
    person = member(team)
    below = TeamFactory(name="Night pilots", parent=team)
    assert entry(person, "person").trail == "Pilots"
    team.name = "Steersmen"
    save_team(team)
    assert entry(team, "team").title == "Steersmen"
    assert entry(person, "person").trail == "Steersmen"
    assert entry(below, "team").trail == "Steersmen"
    move_team(below, parent=None)
    assert entry(below, "team").trail == ""


def test_members_are_found_by_the_team_that_they_are_in(entry: Of) -> None:
    team, heir = TeamFactory(name="Pilots"), TeamFactory(name="Divers")
    person = member(team)
    MembershipFactory(person=person, team=heir, is_primary=False, title="First aider")
    assert entry(person, "person").trail == "Pilots\nDivers\nFirst aider"
    Membership.objects.get(team=heir).delete()
    assert entry(person, "person").trail == "Pilots"
    close_team(team, on=yesterday(), successor=heir)
    assert entry(person, "person").trail == "Divers"
    assert entry(team, "team") is None
    reopen_team(Team.objects.get(pk=team.pk))
    assert entry(team, "team") is not None
    empty = TeamFactory(name="Nobody")
    number = empty.pk
    delete_team(empty)
    assert not Entry.objects.filter(source="team", number=number).exists()


def test_a_time_in_a_team_ends_with_its_last_day(entry: Of) -> None:
    person = PersonFactory()
    MembershipFactory(
        person=person, team=TeamFactory(name="Pilots"), is_primary=False, ended_on=tomorrow()
    )
    assert entry(person, "person").trail == "Pilots"
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        for job in registry.worker_round:
            job.work()
        assert entry(person, "person").trail == ""
    list(write_all("person"))  # the clock goes back


def test_places_and_skills_are_known_by_their_new_names(entry: Of) -> None:
    place, skill = LocationFactory(name="Mariner House"), SkillFactory(name="Splicing")
    person = PersonFactory(location=place)
    PersonSkill.objects.create(person=person, skill=skill)
    assert "Mariner House" in entry(person, "person").body
    place.name, skill.name = "Tarn Head", "Knots"
    place.save()
    skill.save()
    assert "Tarn Head" in entry(person, "person").body
    assert "Knots" in entry(person, "person").body
    skill.delete()
    assert "Knots" not in entry(person, "person").body


def test_a_department_that_goes_leaves_its_teams_without_one(entry: Of) -> None:
    department = DepartmentPageFactory(title="Harbours")
    team = TeamFactory(department=department)
    assert entry(team, "team").department == department.pk
    department.delete()
    assert entry(team, "team").department is None


def test_an_import_of_staff_writes_entries(entry: Of, tmp_path: Path) -> None:
    run(staff_file(tmp_path, row("E1", first_name="Ann", last_name="Lee"), row("E2")))
    ann = Person.objects.get(employee_id="E1")
    assert entry(ann, "person").title == "Ann Lee"
    assert "Border Force" in entry(ann, "person").trail
    assert Entry.objects.filter(source="team", live=True).count() == Team.objects.count() > 0
    changed = row("E1", first_name="Ann", last_name="Okafor", unit="Coast Guard")
    run(staff_file(tmp_path, changed, row("E2")))
    assert entry(ann, "person").title == "Ann Okafor"
    assert "Coast Guard" in entry(ann, "person").trail


def test_together_tells_of_each_thing_once_at_the_end() -> None:
    told: list[tuple[str, set[int]]] = []
    registry.found_anew.add("test", lambda source, numbers: told.append((source, set(numbers))))
    try:
        with findable.together():
            with findable.together():
                pages = ContentPageFactory.create_batch(3)
            pages[0].title = "Wombat"
            pages[0].save()
            assert told == []
        assert [source for source, _numbers in told].count("page") == 1
        assert {page.pk for page in pages} <= dict(told)["page"]
        told.clear()
        with transaction.atomic(), findable.together():
            ContentPageFactory()
            transaction.set_rollback(True)
        assert told == []
    finally:
        registry.found_anew._items.pop("test")


def test_saving_a_person_again_writes_nothing_anew(entry: Of) -> None:
    person = member(TeamFactory())
    before = entry(person, "person").version
    with CaptureQueriesContext(connection) as queries:
        Person.objects.get(pk=person.pk).save()
    assert entry(person, "person").version == before
    assert len([q for q in queries if q["sql"].startswith('UPDATE "search_entry"')]) == 0
