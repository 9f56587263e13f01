"""Saving a profile: what goes with it, and that it is done whole or not at all."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from audit.models import Change, Door
from people.enums import Hat
from people.models import Membership, Person
from people.permissions import FieldLockedError
from people.services.profiles import save_person
from tests.factories.people import PersonFactory, TeamFactory
from tests.people.office import changes, someone

pytestmark = pytest.mark.django_db

ADMIN = {Hat.PEOPLE_ADMIN}


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_a_new_profile_is_written_down_as_made(admin: Any) -> None:
    person = Person(first_name="Ann", last_name="Lee")
    save_person(person, hats=ADMIN, actor=admin, door=Door.CMS)
    (change,) = changes(person)
    assert (change.actor, change.door) == (admin, Door.CMS)
    assert change.fields["first_name"] == ["", "Ann"]
    assert person.slug == "ann-lee"
    assert (
        ModelLogEntry.objects.filter(action="wagtail.create", object_id=str(person.pk)).count() == 1
    )


def test_a_change_leaves_a_log_entry_and_a_revision(admin: Any) -> None:
    person = someone()
    person.hours = "9 to 3"
    assert save_person(person, hats=ADMIN, actor=admin) == ["hours"]
    assert changes(person)[0].fields == {"hours": ["", "9 to 3"]}
    assert person.latest_revision.as_object().hours == "9 to 3"
    assert person.latest_revision.user == admin
    assert ModelLogEntry.objects.get(object_id=str(person.pk)).action == "wagtail.edit"


@pytest.mark.parametrize("hours", ["", "  ", "\u200b"])
def test_where_nothing_changed_nothing_is_written(hours: str) -> None:
    person = someone()
    person.hours = hours
    with mock.patch.object(Person, "save") as save:
        assert save_person(person, hats=set()) == []
    assert not save.called
    assert Change.objects.count() == person.revisions.count() == ModelLogEntry.objects.count() == 0


def test_after_a_change_of_name_the_old_address_is_kept() -> None:
    person = someone()
    person.preferred_name = "Annie"
    save_person(person, hats=ADMIN)
    person.preferred_name = ""
    save_person(person, hats=ADMIN)
    assert fresh(person).slug == "ann-lee-2"
    assert {one.slug for one in person.former_addresses.all()} == {"ann-lee", "annie-lee"}


def test_a_change_of_capitals_changes_no_address() -> None:
    person = someone()
    person.last_name = "LEE"
    save_person(person, hats=ADMIN)
    assert fresh(person).slug == "ann-lee"
    assert not person.former_addresses.exists()


def test_a_person_has_one_main_team() -> None:
    person = someone()
    second = Membership(team=TeamFactory(), is_primary=True)
    person.memberships = [*person.memberships.all(), second]
    with pytest.raises(ValidationError, match="one main team"):
        save_person(person, hats=ADMIN)
    assert fresh(person).memberships.count() == 1


def test_whoever_is_in_a_team_has_a_main_one() -> None:
    person = PersonFactory()
    person.memberships = [Membership(team=TeamFactory()), Membership(team=TeamFactory())]
    save_person(person, hats=ADMIN)
    assert [row.is_primary for row in fresh(person).memberships.all()] == [True, False]


def test_a_main_team_that_ended_is_main_no_longer() -> None:
    person = someone()
    (row,) = person.memberships.all()
    row.ended_on = timezone.localdate() - timedelta(days=1)
    person.memberships = [row, Membership(team=TeamFactory())]
    save_person(person, hats=ADMIN)
    said = {row.team_id: row.is_primary for row in fresh(person).memberships.all()}
    assert said[row.team_id] is False
    assert sum(said.values()) == 1


def test_one_locked_field_keeps_all_from_being_saved() -> None:
    person = someone()
    person.hours, person.job_title = "9 to 3", "Head of everything"
    with pytest.raises(FieldLockedError, match="Job title: Ask your manager or the people team"):
        save_person(person, hats={Hat.SELF})
    assert (fresh(person).hours, fresh(person).job_title) == ("", "Analyst")
    assert Change.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "about"),
    [
        ({"about": "x" * 2001}, "about"),
        ({"email": "no address"}, "email"),
        ({"phone_audience": "nobody"}, "phone_audience"),
        ({"first_name": " ", "last_name": "\u202e"}, "last_name"),
    ],
)
def test_what_cannot_be_is_refused_at_every_door(fields: dict[str, str], about: str) -> None:
    person = someone()
    for name, value in fields.items():
        setattr(person, name, value)
    with pytest.raises(ValidationError) as refused:
        save_person(person, hats=ADMIN)
    assert about in refused.value.message_dict
    assert Change.objects.count() == 0


@pytest.mark.parametrize("step", ["record", "log"])
def test_a_failure_on_the_way_leaves_nothing(step: str) -> None:
    person = someone()
    person.hours = "9 to 3"
    with (
        mock.patch(f"people.services.profiles.{step}", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        save_person(person, hats=ADMIN)
    assert fresh(person).hours == ""
    assert Change.objects.count() == person.revisions.count() == 0
