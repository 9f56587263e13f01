"""Who may change what of a profile: the table, at every door of the site."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from audit.models import Change
from people.enums import DAYS, Hat, SkillLevel
from people.models import Membership, Person, PersonLanguage, PersonSkill
from people.permissions import (
    EDITORS,
    FED_FIELDS,
    FieldLockedError,
    hats_of,
    sees_private_numbers,
    why_locked,
)
from people.sections import SECTIONS, are_edited_here
from people.services.profiles import save_person
from people.words import ROWS, in_words
from tests.days import today
from tests.factories.blocks import ImageFactory
from tests.factories.people import (
    LanguageFactory,
    LocationFactory,
    MembershipFactory,
    PersonFactory,
    SkillFactory,
    TeamFactory,
    lead,
    member,
)
from tests.factories.trees import picture
from tests.people.office import ON_THE_SITE, actor, browser, changes, form_at, section, someone

pytestmark = pytest.mark.django_db


def skills() -> list[PersonSkill]:
    return [PersonSkill(skill=SkillFactory(), level=SkillLevel.CAN_DO)]


def languages() -> list[PersonLanguage]:
    return [PersonLanguage(language=LanguageFactory())]


#: A value for each field that it has not yet.
VALUES: dict[str, Callable[[Person], Any]] = {
    "first_name": lambda _: "Anne",
    "last_name": lambda _: "Leigh",
    "preferred_name": lambda _: "Annie",
    "pronunciation": lambda _: "AN-ee",
    "pronouns": lambda _: "she/her",
    "photo": lambda _: ImageFactory(),
    "about": lambda _: "Berths.",
    "email": lambda _: "anne.leigh@example.org",
    "phone": lambda _: "020 7946 0999",
    "phone_audience": lambda _: "team",
    "mobile": lambda _: "07700 900999",
    "mobile_audience": lambda _: "team",
    "employee_id": lambda _: "E99",
    "job_title": lambda _: "Senior analyst",
    "grade": lambda _: "SEO",
    "profession": lambda _: "Policy",
    "manager": lambda _: PersonFactory(),
    "location": lambda _: LocationFactory(name="Tarn Head"),
    **dict.fromkeys(DAYS, lambda _: "home"),
    "hours": lambda _: "9 to 3",
    "person_skills": lambda _: skills(),
    "person_languages": lambda _: languages(),
    "memberships": lambda person: [*person.memberships.all(), Membership(team=TeamFactory())],
    "start_date": lambda _: date(2024, 2, 1),
    "left_on": lambda _: today() + timedelta(days=30),
    "successor": lambda _: PersonFactory(),
    "is_fed": lambda _: True,
}


def written(person: Person) -> tuple[dict[str, str], int, int]:
    """All that there is of a profile in the database."""
    return (
        in_words(Person.objects.get(pk=person.pk)),
        Change.objects.count(),
        person.revisions.count(),
    )


def test_the_cases_are_the_table() -> None:
    assert VALUES.keys() == EDITORS.keys()


@pytest.mark.parametrize("hat", Hat.values)
@pytest.mark.parametrize("field", EDITORS)
def test_save_person_does_as_the_table_says(field: str, hat: str) -> None:
    person = someone()
    account = actor(person, Hat(hat)) if hat != Hat.FEED else None
    value = VALUES[field](person)
    before = written(person)
    changed = Person.objects.get(pk=person.pk)
    setattr(changed, field, value)
    if Hat(hat) not in EDITORS[field]:
        with pytest.raises(FieldLockedError):
            save_person(changed, hats={Hat(hat)}, actor=account)
        assert written(person) == before
        return
    assert save_person(changed, hats={Hat(hat)}, actor=account) == [field]
    (change,) = changes(person)
    after = in_words(Person.objects.get(pk=person.pk))[field]
    assert (change.actor, change.fields) == (account, {field: [before[0][field], after]})
    assert person.revisions.count() == 1


@pytest.mark.parametrize("hat", [hat for hat in Hat if hat != Hat.FEED])
@pytest.mark.parametrize("field", sorted(FED_FIELDS))
def test_what_the_staff_file_says_nobody_else_changes(field: str, hat: Hat) -> None:
    person = someone(is_fed=True)
    setattr(person, field, VALUES[field](person))
    with pytest.raises(FieldLockedError, match="staff file"):
        save_person(person, hats={hat})
    assert changes(person) == []
    assert "staff file" in why_locked(field, person, {hat})


class TestTheFormsOnTheSite:
    """The same table, at the pages where people edit: what is not open is neither offered nor taken."""

    @pytest.mark.parametrize("hat", ON_THE_SITE)
    @pytest.mark.parametrize("field", sorted(are_edited_here() - {"photo", *ROWS}))
    def test_a_field(self, field: str, hat: Hat) -> None:
        person = someone()
        account = actor(person, hat)
        client, address = browser(account), section(person, self.home_of(field))
        value = VALUES[field](person)
        posted = str(getattr(value, "pk", value))
        before = written(person)
        is_open = hat in EDITORS[field]
        if client.get(address).status_code == 404:
            assert not is_open
            assert client.post(address, {field: posted}).status_code == 404
            assert written(person) == before
            return
        sent = form_at(client, address)
        assert (field in sent) is is_open
        assert client.post(address, {**sent, field: posted}).status_code == 302
        if is_open:
            (change,) = changes(person)
            assert change.actor == account
            assert change.fields == {field: [before[0][field], written(person)[0][field]]}
        else:
            assert written(person) == before

    @pytest.mark.parametrize("hat", ON_THE_SITE)
    @pytest.mark.parametrize(
        ("name", "field"), [("skills", "person_skills"), ("languages", "person_languages")]
    )
    def test_rows(self, name: str, field: str, hat: Hat) -> None:
        person = someone()
        account = actor(person, hat)
        client, address = browser(account), section(person, name)
        if hat not in EDITORS[field]:
            assert client.get(address).status_code == 404
            assert client.post(address, {"name_0": "Knots"}).status_code == 404
            assert changes(person) == []
            return
        assert (
            client.post(address, {**form_at(client, address), "name_0": "Knots"}).status_code == 302
        )
        (change,) = changes(person)
        assert (change.actor, change.fields[field][0]) == (account, "")
        assert change.fields[field][1].startswith("Knots (")

    @pytest.mark.parametrize("hat", ON_THE_SITE)
    def test_the_photo(self, hat: Hat) -> None:
        person = someone()
        account = actor(person, hat)
        client, address = browser(account), section(person, "photo")
        if hat not in EDITORS["photo"]:
            assert client.get(address).status_code == 404
            assert client.post(address, {"do": "upload"}).status_code == 404
            return
        file = SimpleUploadedFile("me.png", picture(size=(400, 300)), "image/png")
        sent = {**form_at(client, address, "upload"), "file": file}
        assert client.post(address, sent).status_code == 302
        (change,) = changes(person)
        assert (change.actor, list(change.fields)) == (account, ["photo"])

    @pytest.mark.parametrize("hat", ON_THE_SITE)
    def test_fields_that_have_no_place_here_are_not_taken_anywhere(self, hat: Hat) -> None:
        person = someone()
        client = browser(actor(person, hat))
        smuggled = {
            "employee_id": "E99",
            "manager": str(PersonFactory().pk),
            "left_on": str(today()),
            "successor": str(PersonFactory().pk),
            "is_fed": "on",
            "user": str(person.manager.user_id),
            "slug": "boss",
            "confirmed_on": str(today()),
            "memberships-0-team": str(TeamFactory().pk),
        }
        before = written(person)
        for part in SECTIONS:
            address = section(person, part.slug)
            if client.get(address).status_code == 200 and part.slug != "photo":
                sent = {**smuggled, **form_at(client, address)}
                assert client.post(address, sent).status_code == 302
        stored = Person.objects.get(pk=person.pk)
        assert written(person) == before
        assert (stored.user, stored.slug, stored.confirmed_on) == (person.user, person.slug, None)

    @staticmethod
    def home_of(field: str) -> str:
        return next(part.slug for part in SECTIONS if field in part.fields)


def test_what_is_closed_is_shown_with_whom_to_ask() -> None:
    person = someone()
    page = browser(person.user).get(section(person, "name")).content.decode()
    assert "Ask the people team to change this." in page
    overview = browser(person.user).get(f"/people/{person.slug}/edit/").content.decode()
    assert "Ask your manager or the people team to change this." in overview
    assert "Analyst" in overview


# Hats.


def test_hats_are_worn_by_those_around_a_person() -> None:
    top = TeamFactory()
    team = TeamFactory(parent=top)
    boss = PersonFactory(signs_in=True, manager=PersonFactory(signs_in=True))
    person = member(team, signs_in=True, manager=boss)
    cases = {
        "self": (person, {Hat.SELF}),
        "manager": (boss, {Hat.MANAGER}),
        "the manager's manager": (boss.manager, set()),
        "a lead": (lead(team, signs_in=True), {Hat.TEAM_EDITOR}),
        "a lead of the team above": (lead(top, signs_in=True), {Hat.TEAM_EDITOR}),
        "a lead of another team": (lead(TeamFactory(), signs_in=True), set()),
        "a lead of a team below": (lead(TeamFactory(parent=team), signs_in=True), set()),
        "a member": (member(team, signs_in=True), set()),
    }
    for who, (other, hats) in cases.items():
        assert hats_of(other.user, person) == hats, who
    assert hats_of(actor(someone(email="x@example.org"), Hat.PEOPLE_ADMIN), person) == {
        Hat.PEOPLE_ADMIN
    }


@pytest.mark.parametrize("ending", ["left", "erased"])
def test_who_has_left_wears_no_hat(ending: str) -> None:
    fields = (
        {"left_on": today() - timedelta(days=1)}
        if ending == "left"
        else {"erased_at": timezone.now()}
    )
    boss = PersonFactory(signs_in=True, **fields)
    assert hats_of(boss.user, PersonFactory(manager=boss)) == frozenset()
    assert hats_of(boss.user, boss) == frozenset()


def test_a_lead_whose_time_is_over_wears_no_hat() -> None:
    team = TeamFactory()
    once = lead(team, signs_in=True)
    once.memberships.update(ended_on=today() - timedelta(days=1))
    assert hats_of(once.user, member(team)) == frozenset()


def test_a_lead_is_not_shown_a_number_that_is_for_the_team_alone() -> None:
    top = TeamFactory()
    person = someone(phone_audience="team")
    MembershipFactory(person=person, team=TeamFactory(parent=top), is_primary=False)
    above = lead(top, signs_in=True)
    address = section(person, "contact")
    page = browser(above.user).get(address)
    assert not sees_private_numbers(above.user, person)
    assert person.phone not in page.content.decode()
    assert person.mobile in page.content.decode()
    sent = {**form_at(browser(above.user), address), "phone": "1"}
    browser(above.user).post(address, sent)
    assert Person.objects.get(pk=person.pk).phone == person.phone
