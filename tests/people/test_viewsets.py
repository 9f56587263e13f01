"""People in the CMS: who gets there, the list, the form and the changes."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from accounts.models import User
from audit.models import Change, Door
from people.models import Membership, Person
from people.viewsets.lists import typed
from tests.factories.accounts import UserFactory
from tests.factories.people import (
    LocationFactory,
    MembershipFactory,
    PersonFactory,
    SkillFactory,
    TeamFactory,
    lead,
    member,
)
from tests.people.cms import (
    PEOPLE,
    TEAMS,
    department_editor,
    form_of,
    names_in,
    people_admin,
    rows_of,
    said,
    signed_in,
    soup,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(db: None) -> User:
    return people_admin()


@pytest.fixture
def client(user: User) -> Client:
    return signed_in(user)


def edit(person: Person) -> str:
    return f"{PEOPLE}edit/{person.pk}/"


def saved(client: Client, person: Person, **fields: Any) -> Any:
    """The answer to the person's form, sent with some fields written anew."""
    return client.post(edit(person), form_of(client.get(edit(person))) | fields)


def logged() -> Any:
    """The entries of the history of people."""
    return ModelLogEntry.objects.filter(content_type__model="person")


def counts() -> tuple[int, int, int]:
    """The entries of the change log, of the history, and the revisions."""
    return Change.objects.count(), logged().count(), Revision.objects.count()


# Who gets there.


def test_people_admins_have_people_in_their_menu(client: Client) -> None:
    page = client.get("/admin/").content.decode()
    for label in ("People", "Teams", "Locations", "Skills", "Languages"):
        assert f'"{label}"' in page
    for address in (
        PEOPLE,
        TEAMS,
        "/admin/people/location/",
        "/admin/people/skill/",
        "/admin/people/language/",
    ):
        assert client.get(address).status_code == 200


def test_editors_of_a_department_neither_see_nor_reach_it(home: object) -> None:
    editor = signed_in(department_editor())
    person, team = PersonFactory(), TeamFactory()
    assert '"Locations"' not in editor.get("/admin/").content.decode()
    for address in (
        PEOPLE,
        TEAMS,
        edit(person),
        f"{PEOPLE}changes/{person.pk}/",
        f"{TEAMS}edit/{team.pk}/",
        "/admin/people/skill/",
        f"{PEOPLE}?export=csv",
    ):
        assert editor.get(address).status_code == 302, address


# The list.


def test_the_list_says_what_tells_namesakes_apart(client: Client) -> None:
    today = timezone.localdate()
    team = TeamFactory(name="Pilots")
    member(
        team,
        first_name="Ann",
        last_name="Lee",
        job_title="Pilot",
        location=LocationFactory(name="Quay"),
        confirmed_on=today,
    )
    PersonFactory(
        first_name="Ann", last_name="Lee", preferred_name="Annie", left_on=today - timedelta(days=1)
    )
    PersonFactory(first_name="Zoe", last_name="Ash", left_on=today)
    rows = rows_of(client.get(PEOPLE))
    assert [row[0] for row in rows] == ["Zoe Ash", "Ann Lee", "Annie Lee"]
    assert rows[1][1:5] == ["Pilot", "Pilots", "Quay", "Works here"]
    assert rows[0][4].startswith("Leaves on ")
    assert rows[2][4].startswith("Left on ")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("liz", ["Liz Núñez"]), ("elizabeth", ["Liz Núñez"]), ("nunez", ["Liz Núñez"]), ("e42", ["Liz Núñez"]),
        ("liz.n@example", ["Liz Núñez"]), ("harbour master", ["Liz Núñez"]), ("ann", ["Ann Lee", "Joanna Ray"]),
        ("nobody", []), ("%", []), ("_", []), ("  ", ["Ann Lee", "Liz Núñez", "Joanna Ray"]), ("\ufdfa" * 800, []), ("x" * 7000, []),
    ],
)  # fmt: skip
def test_people_are_found_by_every_name_and_id_that_they_have(
    client: Client, words: str, found: list[str]
) -> None:
    PersonFactory(
        first_name="Elizabeth",
        last_name="Núñez",
        preferred_name="Liz",
        email="liz.n@example.org",
        employee_id="E42",
        job_title="Harbour master",
    )
    PersonFactory(first_name="Joanna", last_name="Ray", email="j@example.org")
    PersonFactory(first_name="Ann", last_name="Lee", email="a@example.org")
    for address in (PEOPLE, f"{PEOPLE}results/"):
        assert names_in(client.get(address, {"q": words})) == found


def test_what_cannot_be_searched_for_is_refused_and_breaks_nothing(client: Client) -> None:
    assert client.get(f"{PEOPLE}?q=%00").status_code == 400
    for strange in (
        "ordering=nothing",
        "p=abc",
        "p=99999",
        "team=abc",
        "team=99999999999999999999",
        "standing=x",
        "location='",
        "lacks=x",
    ):
        assert client.get(f"{PEOPLE}?{strange}").status_code == 200, strange


def test_of_what_is_typed_only_so_much_is_looked_at() -> None:
    assert typed("x" * 10_000) == "x" * 200
    assert (typed(" a\x00b "), typed(None)) == ("a b", "")


def test_a_search_keeps_the_order_that_was_asked_for(client: Client) -> None:
    for title, name in (("Clerk", "Anna"), ("Boss", "Joanna")):
        PersonFactory(first_name=name, last_name="Ray", job_title=title)
    assert names_in(client.get(f"{PEOPLE}?q=anna")) == ["Anna Ray", "Joanna Ray"]
    assert names_in(client.get(f"{PEOPLE}?q=anna&ordering=job_title")) == ["Joanna Ray", "Anna Ray"]


def test_the_list_is_narrowed_by_what_people_are_and_lack(client: Client) -> None:
    today = timezone.localdate()
    top = TeamFactory(name="Top")
    below = TeamFactory(name="Below", parent=top)
    quay = LocationFactory()
    boss = lead(top, first_name="Boss", last_name="A", confirmed_on=today, signs_in=True)
    member(below, first_name="Pilot", last_name="B", manager=boss, location=quay, profession="Law")
    PersonFactory(
        first_name="Leaver",
        last_name="C",
        left_on=today + timedelta(days=3),
        manager=boss,
        confirmed_on=today - timedelta(days=400),
    )
    PersonFactory(first_name="Gone", last_name="D", has_left=True, manager=boss, confirmed_on=today)
    PersonFactory(
        first_name="",
        last_name="Erased",
        erased_at=timezone.now(),
        manager=boss,
        confirmed_on=today,
    )
    cases = {
        "": "ABCD",
        "standing=here": "ABC",
        "standing=leaving": "C",
        "standing=left": "D",
        "standing=erased": "f",
        f"team={top.pk}": "AB",
        f"team={below.pk}": "B",
        f"location={quay.pk}": "B",
        "profession=Law": "B",
        "lacks=manager": "A",
        "lacks=confirmed": "BC",
        "lacks=manager&lacks=confirmed": "",
        "account=with": "A",
        "account=without": "BCD",
    }
    for asked, initials in cases.items():
        found = names_in(client.get(f"{PEOPLE}?{asked}"))
        assert "".join(name[-1] for name in found) == initials, asked


def test_the_list_asks_no_more_for_many_than_for_few(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    place = LocationFactory()
    for _ in range(40):
        member(TeamFactory(), location=place)
    client.get(PEOPLE)
    with django_assert_max_num_queries(17):
        client.get(PEOPLE)
    with django_assert_max_num_queries(11):
        client.get(f"{PEOPLE}results/?q=a")


# The form.


def test_a_person_is_added_with_one_entry_in_each_log(client: Client, user: User) -> None:
    team = TeamFactory(name="Pilots")
    form = form_of(client.get(f"{PEOPLE}add/"))
    form |= {
        "first_name": "Ann",
        "last_name": "Lee",
        "email": "",
        "employee_id": "",
        "memberships-TOTAL_FORMS": "1",
        "memberships-0-team": team.pk,
    }
    assert client.post(f"{PEOPLE}add/", form).status_code == 302
    person = Person.objects.get(last_name="Lee")
    assert (person.email, person.employee_id, person.slug) == (None, None, "ann-lee")
    assert person.memberships.get().is_primary
    change = Change.objects.get()
    assert (change.actor, change.door) == (user, Door.CMS)
    assert counts()[1:] == (1, 1)


def test_two_people_without_e_mail_and_id_are_two(client: Client) -> None:
    form = form_of(client.get(f"{PEOPLE}add/"))
    for name in ("Lee", "Ray"):
        assert client.post(f"{PEOPLE}add/", form | {"last_name": name}).status_code == 302
    assert Person.objects.filter(email=None, employee_id=None).count() == 2


def test_a_change_is_written_down_once(client: Client, user: User) -> None:
    person = PersonFactory(job_title="Analyst")
    before = counts()
    assert saved(client, person, job_title="Senior analyst").status_code == 302
    assert [now - then for now, then in zip(counts(), before, strict=True)] == [1, 1, 1]
    change = Change.objects.get()
    assert change.fields == {"job_title": ["Analyst", "Senior analyst"]}
    assert (change.actor, change.door) == (user, Door.CMS)
    assert logged().get().user == user


def test_saving_what_is_there_writes_nothing(client: Client) -> None:
    person = member(TeamFactory(), location=LocationFactory(), start_date=timezone.localdate())
    before = counts()
    assert saved(client, person).status_code == 302
    assert counts() == before


def test_a_change_of_a_role_alone_is_written_down(client: Client) -> None:
    person = member(TeamFactory(name="Pilots"))
    saved(client, person, **{"memberships-0-title": "Secretary"})
    assert list(Change.objects.get().fields) == ["memberships"]


def test_skills_are_changed_with_the_person(client: Client) -> None:
    person, skill = PersonFactory(), SkillFactory(name="SQL")
    saved(
        client,
        person,
        **{
            "person_skills-TOTAL_FORMS": "1",
            "person_skills-0-skill": skill.pk,
            "person_skills-0-level": "teach",
        },
    )
    assert Change.objects.get().fields == {"person_skills": ["", "SQL (Can teach it)"]}


def test_what_the_staff_file_says_is_locked_and_says_whom_to_ask(client: Client) -> None:
    boss = PersonFactory(first_name="Big", last_name="Boss")
    person = PersonFactory(is_fed=True, job_title="Analyst", manager=boss)
    page = soup(client.get(edit(person)))
    for name in ("first_name", "email", "job_title", "manager", "left_on"):
        assert page.select_one(f"[name={name}]").has_attr("disabled"), name
    assert page.select_one("[name=manager]")["value"] == "Big Boss"
    assert not page.select_one("[name=preferred_name]").has_attr("disabled")
    assert "Change it there, or take the profile out" in page.get_text(" ")


def test_what_is_sent_in_a_locked_field_is_not_looked_at(client: Client) -> None:
    person = PersonFactory(is_fed=True, job_title="Analyst", email="ann@example.org")
    saved(
        client,
        person,
        job_title="Boss",
        email="x@example.org",
        manager=PersonFactory().pk,
        preferred_name="Annie",
    )
    person.refresh_from_db()
    assert (person.job_title, person.email, person.manager, person.preferred_name) == (
        "Analyst",
        "ann@example.org",
        None,
        "Annie",
    )


def test_a_field_that_was_locked_meanwhile_is_an_error_of_the_form(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = PersonFactory(job_title="Analyst")
    monkeypatch.setattr("people.viewsets.forms.lock_fields", lambda *_args: None)
    form = form_of(client.get(edit(person))) | {"job_title": "Boss"}
    Person.objects.update(is_fed=True)
    answer = client.post(edit(person), form | {"is_fed": "on"})
    assert answer.status_code == 200
    assert "Job title: This comes from the staff file." in said(answer)
    assert Person.objects.get().job_title == "Analyst"
    assert counts() == (0, 0, 0)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"first_name": "", "last_name": " "}, "Give at least one name."),
        ({"email": "TAKEN@example.org"}, "Joe Ray, Clerk, has this address already."),
        ({"email": "no address"}, "Enter a valid email address."),
        ({"employee_id": "E1"}, "Joe Ray, Clerk, has this id already."),
        ({"start_date": "2026-02-01", "left_on": "2026-01-31"}, "The last day cannot lie before the first."),
        ({"start_date": "31/31/2026"}, "Enter a valid date."),
        ({"manager": "77777"}, "That choice is not one of the available choices."),
        ({"manager": "x"}, "That choice is not one of the available choices."),
        ({"location": "x"}, "That choice is not one of the available choices."),
        ({"monday": "moon"}, "moon is not one of the available choices."),
        ({"about": "x" * 2001}, "at most 2000 characters"),
        ({"memberships-TOTAL_FORMS": "abc"}, "could not be saved"),
        ({"memberships-0-id": "77777"}, "could not be saved"),
        ({"first_name": "A\x00nn"}, "Null characters are not allowed."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_at_the_form(
    client: Client, fields: dict[str, str], error: str
) -> None:
    PersonFactory(
        first_name="Joe",
        last_name="Ray",
        job_title="Clerk",
        email="taken@example.org",
        employee_id="E1",
    )
    person = member(TeamFactory())
    answer = saved(client, person, **fields)
    assert answer.status_code == 200
    assert error in said(answer)
    assert counts() == (0, 0, 0)


def test_a_circle_of_managers_is_told_at_the_field(client: Client) -> None:
    top = PersonFactory()
    below = PersonFactory(manager=PersonFactory(manager=top))
    answer = saved(client, top, manager=below.pk)
    assert "is managed by this person, directly or through others." in said(answer)
    assert Person.objects.get(pk=top.pk).manager is None


# Teams in the form.


def two_teams() -> Person:
    person = member(TeamFactory(name="Pilots"))
    MembershipFactory(person=person, team=TeamFactory(name="Tugs"), is_primary=False)
    return person


def test_two_main_teams_are_refused_by_name(client: Client) -> None:
    person = two_teams()
    answer = saved(client, person, **{"memberships-1-is_primary": "on"})
    assert (
        "These are all ticked as the main team: Pilots, Tugs. Leave the tick at one of them."
        in said(answer)
    )
    assert Change.objects.count() == 0


def test_the_main_team_can_be_exchanged_in_one_go(client: Client) -> None:
    person = two_teams()
    form = form_of(client.get(edit(person))) | {"memberships-1-is_primary": "on"}
    del form["memberships-0-is_primary"]
    assert client.post(edit(person), form).status_code == 302
    assert Membership.objects.get(is_primary=True).team.name == "Tugs"


def test_the_first_team_is_the_main_one_where_none_is_ticked(client: Client) -> None:
    person = two_teams()
    form = form_of(client.get(edit(person)))
    del form["memberships-0-is_primary"]
    assert client.post(edit(person), form).status_code == 302
    assert Membership.objects.get(is_primary=True).team.name == "Pilots"


def test_a_team_that_is_there_twice_is_refused(client: Client) -> None:
    person = two_teams()
    pilots = Membership.objects.get(is_primary=True).team_id
    answer = saved(client, person, **{"memberships-1-team": str(pilots)})
    assert "Pilots is there 2 times." in said(answer)


# Two at a time.


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unsaid(client: Client) -> None:
    person = PersonFactory(job_title="Analyst")
    saved(client, person, job_title="Clerk")
    opened = form_of(client.get(edit(person)))
    other = signed_in(UserFactory(username="su", first_name="Sue", last_name="Per", superuser=True))
    saved(other, person, grade="SEO")
    answer = client.post(edit(person), opened | {"job_title": "Boss"})
    assert answer.status_code == 200
    assert "Sue Per changed this" in said(answer)
    assert Person.objects.get().job_title == "Clerk"
    again = form_of(answer)
    assert again["job_title"] == "Boss"
    assert client.post(edit(person), again).status_code == 302
    assert (Person.objects.get().job_title, Person.objects.get().grade) == ("Boss", "")


def test_a_form_that_was_opened_before_the_first_change_is_old_too(client: Client) -> None:
    person = PersonFactory()
    opened = form_of(client.get(edit(person)))
    saved(client, person, grade="SEO")
    assert client.post(edit(person), opened | {"grade": "AO"}).status_code == 200
    assert Person.objects.get().grade == "SEO"


def test_nothing_is_saved_while_somebody_types(client: Client) -> None:
    person = PersonFactory()
    assert "w-autosave-interval-value" not in client.get(edit(person)).content.decode()
    assert "w-autosave-interval-value" not in client.get(f"{PEOPLE}add/").content.decode()


# Old versions, erased people, deleting.


def test_an_old_version_brings_back_what_may_be_changed_and_no_more(
    client: Client, user: User
) -> None:
    person = two_teams()
    saved(client, person, about="First words", job_title="Clerk")
    first = Revision.objects.get()
    form = form_of(client.get(edit(person))) | {
        "about": "Second words",
        "job_title": "Boss",
        "memberships-1-DELETE": "on",
    }
    client.post(edit(person), form)
    account = UserFactory()
    Person.objects.filter(pk=person.pk).update(user=account, is_fed=True)
    address = f"{PEOPLE}history/{person.pk}/revisions/{first.pk}/revert/"
    form = form_of(client.get(address))
    assert form["about"] == "First words"
    before = counts()
    assert client.post(address, form).status_code == 302
    person = Person.objects.get(pk=person.pk)
    assert (person.about, person.job_title, person.user, person.is_fed) == (
        "First words",
        "Boss",
        account,
        False,
    )
    assert {row.team.name for row in person.memberships.all()} == {"Pilots", "Tugs"}
    assert [now - then for now, then in zip(counts(), before, strict=True)] == [1, 1, 1]


def test_a_person_who_was_erased_is_shown_and_cannot_be_changed(client: Client) -> None:
    person = PersonFactory(first_name="", last_name="", email=None, erased_at=timezone.now())
    answer = saved(client, person, about="Back again")
    assert "were erased for good" in said(answer)
    assert Person.objects.get().about == ""


def test_people_admins_delete_nobody(client: Client) -> None:
    person = PersonFactory()
    assert client.post(f"{PEOPLE}delete/{person.pk}/").status_code == 302
    assert Person.objects.exists()


def test_a_person_with_anything_about_them_is_not_deleted_by_anybody(admin_client: Client) -> None:
    boss = PersonFactory(first_name="Big", last_name="Boss")
    PersonFactory(manager=boss)
    address = f"{PEOPLE}delete/{boss.pk}/"
    assert "Big Boss manages 1 person." in said(admin_client.get(address))
    assert "Big Boss manages 1 person." in said(admin_client.post(address, follow=True))
    assert admin_client.delete(address).status_code == 405
    assert Person.objects.count() == 2
    Person.objects.update(manager=None)
    assert admin_client.post(address).status_code == 302
    assert Person.objects.count() == 1


# Changes.


def test_the_changes_say_who_what_and_when(client: Client) -> None:
    person = PersonFactory(job_title="Analyst")
    saved(client, person, job_title="<b>Boss</b>")
    assert f"{PEOPLE}changes/{person.pk}/" in client.get(edit(person)).content.decode()
    page = client.get(f"{PEOPLE}changes/{person.pk}/")
    words = said(page)
    for part in ("Job title Analyst → <b>Boss</b>", "Pat Moss", "in the CMS"):
        assert part in words
    assert client.get(f"{PEOPLE}changes/77777/").status_code == 404


def test_the_preview_and_the_history_answer(client: Client) -> None:
    person = PersonFactory(first_name="Ann", last_name="Lee")
    form = form_of(client.get(edit(person))) | {"preferred_name": "Annie"}
    address = f"{PEOPLE}preview/{person.pk}/"
    assert client.post(address, form).json()["is_valid"]
    assert "Annie Lee" in client.get(f"{address}?mode=").content.decode()
    saved(client, person, preferred_name="Nan")
    assert client.get(f"{PEOPLE}history/{person.pk}/").status_code == 200
    assert client.get(f"{PEOPLE}usage/{person.pk}/").status_code == 200
