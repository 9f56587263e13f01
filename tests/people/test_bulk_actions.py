"""What is done to many people at once in the CMS."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from audit.models import Change, Door
from people.models import Membership, Person
from people.services import many
from tests.factories.people import LocationFactory, PersonFactory, TeamFactory, member
from tests.people.cms import PEOPLE, department_editor, people_admin, said, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(db: None) -> Client:
    return signed_in(people_admin())


def address(action: str, people: Iterable[Person], listed: str = PEOPLE) -> str:
    ids = "&".join(f"id={person.pk}" for person in people)
    return f"/admin/bulk/people/person/{action}/?{ids}&next={listed}"


def test_the_list_offers_what_can_be_done_to_many(client: Client) -> None:
    PersonFactory()
    page = client.get(PEOPLE).content.decode()
    for action in ("set_location", "set_main_team", "mark_as_leaving"):
        assert f"/admin/bulk/people/person/{action}/" in page


def test_a_location_is_set_for_each_as_if_alone(client: Client) -> None:
    quay = LocationFactory(name="Quay")
    ann, joe, there = (
        PersonFactory(first_name="Ann", last_name="A"),
        PersonFactory(last_name="B"),
        PersonFactory(last_name="C", location=quay),
    )
    url = address("set_location", [ann, joe, there])
    assert "3 people: Ann" in said(client.get(url))
    answer = client.post(url, {"location": quay.pk}, follow=True)
    assert "2 people changed. 1 was so already." in said(answer)
    assert set(Person.objects.values_list("location__name", flat=True)) == {"Quay"}
    assert {change.object_id for change in Change.objects.all()} == {ann.pk, joe.pk}
    assert {(change.actor.username, change.door) for change in Change.objects.all()} == {
        ("pat", Door.CMS)
    }
    assert Revision.objects.count() == 2
    assert ModelLogEntry.objects.filter(content_type__model="person").count() == 2


def test_whoever_may_not_be_changed_stays_and_is_named_with_the_reason(client: Client) -> None:
    free = PersonFactory(first_name="Ann", last_name="Lee")
    fed = PersonFactory(first_name="Joe", last_name="Ray", is_fed=True)
    late = PersonFactory(first_name="Zoe", last_name="Ash", start_date=date(2998, 1, 1))
    url = address("mark_as_leaving", [free, fed, late])
    assert "Joe Ray was left as they are. This comes from the staff file." in said(client.get(url))
    told = said(client.post(url, {"last_day": "2997-06-30"}, follow=True))
    assert "1 person changed." in told
    assert "Joe Ray was left as they are. This comes from the staff file." in told
    assert "Zoe Ash was left as they are. The last day cannot lie before the first." in told
    assert [p.left_on for p in (free, fed, late) if not p.refresh_from_db()] == [
        date(2997, 6, 30),
        None,
        None,
    ]


def test_many_who_were_refused_are_counted_after_the_first_names(client: Client) -> None:
    people = [PersonFactory(is_fed=True) for _ in range(8)]
    told = said(
        client.post(address("mark_as_leaving", people), {"last_day": "2997-06-30"}, follow=True)
    )
    assert "and 3 others were left as they are." in told
    assert "changed." not in told


@pytest.mark.parametrize("stay", [False, True])
def test_a_main_team_is_set_from_today_on(client: Client, stay: bool) -> None:
    today = timezone.localdate()
    old, new = TeamFactory(name="Old"), TeamFactory(name="New")
    long, fresh = member(old), member(old, since=today)
    both = member(old)
    both.memberships.add(Membership(team=new))
    both.save()
    people = [long, fresh, both, PersonFactory()]
    client.post(
        address("set_main_team", people), {"team": new.pk} | ({"stay": "on"} if stay else {})
    )
    mains = Membership.objects.filter(is_primary=True)
    assert {row.person_id: row.team.name for row in mains} == dict.fromkeys(
        [p.pk for p in people], "New"
    )
    assert set(mains.exclude(person=both).values_list("started_on", flat=True)) == {today}
    before = {row.person_id: row.ended_on for row in Membership.objects.filter(team=old)}
    yesterday = today - timedelta(days=1)
    assert before == (
        dict.fromkeys([long.pk, fresh.pk, both.pk])
        if stay
        else {long.pk: yesterday, both.pk: yesterday}
    )


def test_a_closed_team_is_nobodys_main_one(client: Client) -> None:
    shut = TeamFactory(name="Tugs", closed_on=timezone.localdate())
    person = PersonFactory()
    told = said(client.post(address("set_main_team", [person]), {"team": shut.pk}))
    assert "Tugs is closed. Choose the team that took over from it." in told
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("action", "form"),
    [
        ("set_location", {}), ("set_location", {"location": "x"}), ("set_main_team", {"team": "77777"}), ("set_main_team", {"team": "x"}),
        ("mark_as_leaving", {}), ("mark_as_leaving", {"last_day": "31/31/31"}),
    ],
)  # fmt: skip
def test_a_form_that_says_nothing_changes_nobody(
    client: Client, action: str, form: dict[str, str]
) -> None:
    person = PersonFactory()
    answer = client.post(address(action, [person]), form)
    assert answer.status_code == 200
    assert "his field is required." in said(answer) or "valid" in said(answer)
    assert not Change.objects.exists()


def test_everybody_in_the_list_are_those_whom_it_showed(client: Client) -> None:
    quay = LocationFactory(name="Quay")
    team = TeamFactory()
    inside = [member(team, first_name="Anna") for _ in range(3)]
    member(team, first_name="Bob", last_name="Zed")
    PersonFactory(first_name="Anna")
    url = f"/admin/bulk/people/person/set_location/?id=all&next={PEOPLE}%3Fteam%3D{team.pk}%26q%3Danna"
    assert "3 people" in said(client.get(url))
    client.post(url, {"location": quay.pk})
    assert {p.pk for p in Person.objects.filter(location=quay)} == {p.pk for p in inside}


def test_a_list_that_was_narrowed_by_nonsense_is_nobody(client: Client) -> None:
    PersonFactory()
    url = f"/admin/bulk/people/person/set_location/?id=all&next={PEOPLE}%3Fteam%3Dabc"
    assert "There is nobody here whom you may change so." in said(client.get(url))


def test_more_than_can_be_changed_at_a_time_are_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("people.viewsets.bulk.MOST", 2)
    people = [PersonFactory() for _ in range(3)]
    url = address("set_location", people)
    assert "at most 2 are changed at a time" in said(client.get(url))
    told = said(client.post(url, {"location": LocationFactory().pk}, follow=True))
    assert "At most 2 people are changed at a time." in told
    assert not Change.objects.exists()


@pytest.mark.parametrize("ids", ["id=abc", "id=77777", "id=" + "9" * 40, ""])
def test_ids_that_are_nobodys_change_nobody(client: Client, ids: str) -> None:
    url = f"/admin/bulk/people/person/set_location/?{ids}&next={PEOPLE}"
    assert "There is nobody here" in said(client.get(url))
    assert client.post(url, {"location": LocationFactory().pk}).status_code == 302


def test_editors_of_a_department_change_nobody(home: object) -> None:
    person, quay = PersonFactory(first_name="Secret"), LocationFactory()
    editor = signed_in(department_editor())
    for action in ("set_location", "set_main_team", "mark_as_leaving", "delete"):
        url = address(action, [person])
        assert b"Secret" not in editor.get(url).content or action == "delete"
        editor.post(url, {"location": quay.pk, "team": TeamFactory().pk, "last_day": "2997-01-01"})
    assert not Change.objects.exists()
    assert Person.objects.exists()


def test_who_changed_in_the_same_moment_keeps_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    quay, people = LocationFactory(), [PersonFactory(), PersonFactory()]
    save, calls = many.save_person, []

    def save_or_break(person: Person, **kwargs: Any) -> list[str]:
        calls.append(person)
        if len(calls) == 1:
            raise many.IntegrityError
        return save(person, **kwargs)

    monkeypatch.setattr(many, "save_person", save_or_break)
    outcome = many.change_many(people, many.to_location(quay), actor=people_admin(), door=Door.CMS)
    assert (outcome.done, outcome.refused) == (1, {many.SAVED_MEANWHILE: [people[0]]})


def test_what_was_begun_on_somebody_who_stays_as_they_are_is_undone() -> None:
    person = PersonFactory(grade="AO")

    def begin(person: Person) -> None:
        Person.objects.filter(pk=person.pk).update(grade="SEO")
        raise ValidationError("Not today.")

    outcome = many.change_many([person], begin, actor=people_admin(), door=Door.CMS)
    assert outcome.refused == {"Not today.": [person]}
    assert Person.objects.get().grade == "AO"


def test_each_person_costs_a_bounded_number_of_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    quay, team = LocationFactory(), TeamFactory()
    people = [member(team) for _ in range(20)]
    client.get(PEOPLE)
    with django_assert_max_num_queries(20 * 48 + 40):
        client.post(address("set_location", people), {"location": quay.pk})
