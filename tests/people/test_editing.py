"""Editing a profile on the site, section by section."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from core import registry
from people.enums import Hat
from people.models import Language, Person, PersonSkill, Skill
from people.services.profiles import save_person
from tests.conftest import HtmlErrors
from tests.factories.accounts import UserFactory
from tests.factories.blocks import ImageFactory
from tests.factories.people import (
    LocationFactory,
    MembershipFactory,
    PersonFactory,
    SkillFactory,
    TeamFactory,
)
from tests.people.office import actor, browser, changes, form_at, section, someone

pytestmark = pytest.mark.django_db

SAVED = 302


@pytest.fixture
def ann() -> Person:
    return someone()


@pytest.fixture
def client(ann: Person) -> Client:
    return browser(ann.user)


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def save(client: Client, person: Person, name: str, **fields: Any) -> Any:
    address = section(person, name)
    return client.post(address, {**form_at(client, address), **fields})


# One's own.


def test_me_leads_to_ones_own_profile(ann: Person, client: Client) -> None:
    assert client.get("/people/me/")["Location"] == f"/people/{ann.slug}/"


def test_who_has_no_profile_is_told_why_and_whom_to_ask(staff_client: Client, staff: Any) -> None:
    PersonFactory(first_name=staff.first_name, last_name=staff.last_name)
    answer = staff_client.get("/people/me/")
    assert answer.status_code == 200
    assert "Ask the people team" in answer.content.decode()


def test_my_details_are_right_once_a_day_and_in_the_log(ann: Person, client: Client) -> None:
    for _ in range(2):
        assert client.post("/people/me/confirm/")["Location"] == f"/people/{ann.slug}/"
    (change,) = changes(ann)
    today = timezone.localdate().isoformat()
    assert (change.actor, change.fields) == (ann.user, {"confirmed_on": ["", today]})
    assert fresh(ann).confirmed_on == timezone.localdate()
    assert ann.revisions.count() == 0


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_nothing_is_confirmed_but_by_post(ann: Person, client: Client, method: str) -> None:
    assert getattr(client, method)("/people/me/confirm/").status_code == 405
    assert fresh(ann).confirmed_on is None


def test_who_has_no_profile_confirms_nobodys(staff_client: Client) -> None:
    assert staff_client.post("/people/me/confirm/").status_code == 404


@pytest.mark.parametrize(
    ("days", "is_asked"), [(None, True), (0, False), (365, False), (366, True)]
)
def test_once_a_year_a_person_is_asked(
    ann: Person, rf: Any, days: int | None, is_asked: bool, django_assert_max_num_queries: Any
) -> None:
    last = None if days is None else timezone.localdate() - timedelta(days=days)
    Person.objects.filter(pk=ann.pk).update(confirmed_on=last)
    request = rf.get("/")
    request.user = type(ann.user).objects.get(pk=ann.user_id)
    with django_assert_max_num_queries(1):
        asked = [one for question in registry.to_do for one in question(request)]
    assert [one.address for one in asked] == ([f"/people/{ann.slug}/"] if is_asked else [])
    nudge = browser(ann.user).get(f"/people/{ann.slug}/edit/").content.decode()
    assert ("My details are right" in nudge) is is_asked


# Who comes in.


@pytest.mark.parametrize("path", ["edit/", "edit/contact/", "edit/photo/", "changes/"])
def test_a_colleague_finds_no_way_to_anothers(ann: Person, staff_client: Client, path: str) -> None:
    for method in (staff_client.get, staff_client.post):
        answer = method(f"/people/{ann.slug}/{path}")
        assert answer.status_code in {404, 405}
    assert staff_client.get(f"/people/{ann.slug}/{path}").status_code == 404


def test_a_section_that_there_is_not_is_not_found(ann: Person, client: Client) -> None:
    assert client.get(section(ann, "salary")).status_code == 404


def test_a_form_without_its_token_is_refused(ann: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ann.user)
    for path in ("edit/contact/", "edit/photo/"):
        assert strict.post(f"/people/{ann.slug}/{path}", {"phone": "1"}).status_code == 403
    assert strict.post("/people/me/confirm/").status_code == 403
    assert changes(ann) == []


def test_no_cache_keeps_what_is_for_one_person(ann: Person, client: Client) -> None:
    for path in ("edit/", "edit/contact/", "changes/"):
        said = client.get(f"/people/{ann.slug}/{path}")["Cache-Control"]
        assert {"private", "no-store"} <= set(said.split(", "))


# Saving.


def test_what_is_saved_is_said_and_shown(ann: Person, client: Client) -> None:
    answer = save(client, ann, "contact", phone="020 7946 0100", mobile="")
    assert (answer.status_code, answer["Location"]) == (SAVED, f"/people/{ann.slug}/")
    assert [str(one) for one in get_messages(answer.wsgi_request)] == ["Saved: Phone, Mobile."]
    assert (fresh(ann).phone, fresh(ann).mobile) == ("020 7946 0100", "")


def test_a_form_sent_as_it_stands_changes_nothing(ann: Person, client: Client) -> None:
    ann.about = "One.\n\nTwo."
    save_person(ann, hats={Hat.SELF})
    before = changes(ann)
    for name in ("name", "contact", "week", "about", "skills", "languages"):
        assert save(client, ann, name).status_code == SAVED
    assert changes(ann) == before


def test_a_new_name_brings_a_new_address_and_the_old_form_still_saves(
    ann: Person, client: Client
) -> None:
    open_form = form_at(client, section(ann, "week"))
    save(client, ann, "name", preferred_name="Annie")
    assert fresh(ann).slug == "annie-lee"
    assert client.post(section(ann, "week"), {**open_form, "hours": "9 to 3"}).status_code == SAVED
    assert fresh(ann).hours == "9 to 3"


def test_where_somebody_works_on_each_day(ann: Person, client: Client) -> None:
    other = LocationFactory(name="Tarn Head")
    save(client, ann, "week", location=other.pk, monday="office", friday="off")
    assert fresh(ann).location == other
    assert fresh(ann).week == [("Monday", "In the office"), ("Friday", "Not working")]


@pytest.mark.parametrize(
    ("name", "fields", "words"),
    [
        ("about", {"about": "x" * 2001}, "2000"),
        ("contact", {"phone": "1" * 41}, "40"),
        ("contact", {"phone_audience": "nobody"}, "nobody"),
        ("week", {"location": "999999"}, "not one of the available choices"),
        ("week", {"monday": "beach"}, "beach"),
        ("name", {"preferred_name": "A\x00n"}, "Null characters"),
    ],
)
def test_what_cannot_be_is_said_at_the_top_and_at_the_field(
    ann: Person, client: Client, name: str, fields: dict[str, Any], words: str
) -> None:
    answer = save(client, ann, name, **fields)
    page = BeautifulSoup(answer.content, "html.parser")
    summary, (field,) = page.select_one(".error-summary"), fields
    assert answer.status_code == 422
    assert words in summary.text
    assert {"tabindex", "autofocus"} <= summary.attrs.keys()
    at = page.find(id=summary.find("a")["href"].removeprefix("#"))
    assert (at["name"], at["aria-invalid"]) == (field, "true")
    assert words in page.find(id=f"id_{field}_error").text
    assert "Not saved" in page.title.text
    assert changes(ann) == []


def test_a_profile_that_cannot_be_is_said_to_be_so(ann: Person, client: Client) -> None:
    """Something that this form has no field for, put in behind our back."""
    Person.objects.filter(pk=ann.pk).update(first_name="", last_name="")
    answer = save(client, ann, "contact", phone="1")
    assert answer.status_code == 422
    assert "Last name: Give at least one name." in answer.content.decode()


HOSTILE = "<script>alert(1)</script>"


def test_markup_is_words(ann: Person, client: Client) -> None:
    save(client, ann, "name", preferred_name=HOSTILE, pronouns='"><img src=x onerror=alert(1)>')
    assert fresh(ann).preferred_name == HOSTILE
    for path in ("edit/", "edit/name/", "edit/about/", "changes/"):
        page = BeautifulSoup(client.get(f"/people/{fresh(ann).slug}/{path}").content, "html.parser")
        assert not page.find("script", src=False)
        assert not page.find("img", onerror=True)


def test_a_name_cannot_turn_what_stands_round_it(ann: Person, client: Client) -> None:
    save(client, ann, "name", preferred_name="\u202eeeL\u2066 \u200bnnA")
    assert fresh(ann).preferred_name == "eeL nnA"


def test_ten_megabytes_are_refused_and_nothing_is_saved(ann: Person, client: Client) -> None:
    answer = save(client, ann, "about", about="x" * 10_000_000)
    assert answer.status_code == 400
    assert changes(ann) == []


# Two at once.


def test_two_who_change_the_same_are_told_and_nothing_is_lost(ann: Person, client: Client) -> None:
    address = section(ann, "contact")
    opened = form_at(client, address)
    boss = browser(actor(ann, Hat.MANAGER))
    save(boss, ann, "contact", phone="020 7946 0777")
    answer = client.post(address, {**opened, "phone": "020 7946 0888", "mobile": "1"})
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 409
    assert fresh(ann).phone == "020 7946 0777"
    assert "020 7946 0777" in page.select_one(".error-summary").text
    assert str(ann.manager.user) in page.select_one(".error-summary").text
    assert page.find(id="id_phone")["value"] == "020 7946 0888"
    again = {
        **opened,
        "phone": "020 7946 0888",
        "version": page.find("input", {"name": "version"})["value"],
    }
    assert client.post(address, again).status_code == SAVED
    assert fresh(ann).phone == "020 7946 0888"


def test_two_who_change_different_sections_are_in_nobodys_way(ann: Person, client: Client) -> None:
    opened = form_at(client, section(ann, "contact"))
    save(browser(actor(ann, Hat.MANAGER)), ann, "week", hours="9 to 3")
    assert client.post(section(ann, "contact"), {**opened, "phone": "1"}).status_code == SAVED
    assert (fresh(ann).phone, fresh(ann).hours) == ("1", "9 to 3")


@pytest.mark.parametrize("name", ["contact", "skills", "photo"])
def test_a_form_that_does_not_say_what_it_began_from_saves_nothing(
    ann: Person, client: Client, name: str
) -> None:
    sent = {"phone": "1", "name_0": "Knots", "do": "remove"}
    assert client.post(section(ann, name), sent).status_code == 409
    assert changes(ann) == []


# Skills and languages.


def levels(person: Person) -> dict[str, str]:
    return {str(row.skill): row.level for row in fresh(person).person_skills.all()}


def test_skills_are_added_changed_and_removed(ann: Person, client: Client) -> None:
    sql, tides = SkillFactory(name="SQL"), SkillFactory(name="Tides")
    save(
        client, ann, "skills", known_0=sql.pk, name_1="Knots", new_level_1="teach", known_2=tides.pk
    )
    assert levels(ann) == {"SQL": "can", "Tides": "can", "Knots": "teach"}
    save(client, ann, "skills", **{f"level_{sql.pk}": "learning", f"remove_{tides.pk}": "on"})
    assert levels(ann) == {"SQL": "learning", "Knots": "teach"}
    assert Skill.objects.count() == 3


@pytest.mark.parametrize("typed", ["resume writing", " RÉSUMÉ  writing ", "R\u202eésumé Writing"])
def test_what_is_in_the_register_is_not_put_there_again(
    ann: Person, client: Client, typed: str
) -> None:
    SkillFactory(name="Résumé writing")
    save(client, ann, "skills", name_0=typed)
    assert levels(ann) == {"Résumé writing": "can"}
    assert Skill.objects.count() == 1


def test_languages_are_kept_alike(ann: Person, client: Client) -> None:
    save(client, ann, "languages", name_0="British Sign Language", new_level_0="fluent")
    assert [str(row) for row in fresh(ann).person_languages.all()] == [
        "British Sign Language: Fluent"
    ]
    assert Language.objects.get().name == "British Sign Language"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name_0": "sql"}, "is there already"),
        ({"name_0": "Knots", "name_1": "KNOTS"}, "is there already"),
        ({"known_0": "tides", "name_0": "Knots"}, "not both"),
        ({"name_0": "…"}, "in words"),
        ({"name_0": "x" * 81}, "80"),
        ({"known_0": "999999"}, "not one of the available choices"),
        ({"new_level_0": "god", "name_0": "Knots"}, "not one of the available choices"),
    ],
)
def test_rows_that_cannot_be_are_not_saved(
    ann: Person, client: Client, fields: dict[str, str], words: str
) -> None:
    tides = SkillFactory(name="Tides")
    save(client, ann, "skills", name_0="SQL")
    sent = {key: str(tides.pk) if value == "tides" else value for key, value in fields.items()}
    answer = save(client, ann, "skills", **sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert levels(ann) == {"SQL": "can"}
    assert Skill.objects.count() == 2


def test_thirty_skills_are_the_most(ann: Person, client: Client) -> None:
    for start in range(0, 30, 3):
        save(client, ann, "skills", **{f"name_{n}": f"Knot {start + n}" for n in range(3)})
    assert len(levels(ann)) == 30
    answer = save(client, ann, "skills", name_0="One more")
    assert answer.status_code == 422
    assert "30 are the most" in answer.content.decode()
    assert not Skill.objects.filter(name="One more").exists()


def test_a_register_too_long_to_choose_from_is_typed_from(ann: Person, client: Client) -> None:
    Skill.objects.bulk_create(Skill(name=f"Skill {n:03}") for n in range(301))
    page = client.get(section(ann, "skills")).content.decode()
    assert "known_0" not in page
    save(client, ann, "skills", name_0="SKILL 300")
    assert levels(ann) == {"Skill 300": "can"}


# The log.


def test_the_log_says_who_changed_what_before_and_after(ann: Person, client: Client) -> None:
    boss = actor(ann, Hat.MANAGER)
    save(browser(boss), ann, "job", job_title="Senior analyst")
    page = client.get(f"/people/{ann.slug}/changes/").content.decode()
    for word in (str(boss), "Job title", "Analyst", "Senior analyst", "on the site"):
        assert word in page


@pytest.mark.parametrize(
    ("hat", "status"),
    [(Hat.SELF, 200), (Hat.PEOPLE_ADMIN, 200), (Hat.MANAGER, 404), (Hat.TEAM_EDITOR, 404)],
)
def test_the_log_is_for_the_person_and_people_admins(ann: Person, hat: Hat, status: int) -> None:
    assert browser(actor(ann, hat)).get(f"/people/{ann.slug}/changes/").status_code == status


@pytest.mark.parametrize("number", ["2", "99", "-1", "abc", "1e30"])
def test_the_log_is_paged(ann: Person, client: Client, number: str) -> None:
    for n in range(30):
        ann.hours = f"from {n}"
        save_person(ann, hats={Hat.SELF})
    answer = client.get(f"/people/{ann.slug}/changes/?page={number}")
    assert answer.status_code == 200
    assert len(answer.context["rows"]) in {5, 25}


# Budgets.


def test_every_page_keeps_to_its_queries(ann: Person, django_assert_max_num_queries: Any) -> None:
    """As asked by the one who costs most: a people admin with a profile, who leads, has a photo and skills."""
    admin = actor(ann, Hat.PEOPLE_ADMIN)
    own = PersonFactory(user=admin, manager=PersonFactory(), location=LocationFactory())
    MembershipFactory(person=own, team=TeamFactory(), is_lead=True)
    for person in (ann, own):
        person.photo = ImageFactory()
        person.person_skills = [PersonSkill(skill=SkillFactory()) for _ in range(20)]
        save_person(person, hats={Hat.PEOPLE_ADMIN}, actor=admin)
    client = browser(admin)
    pages = [f"/people/{ann.slug}/{path}" for path in ("edit/", "changes/")]
    pages += [
        section(ann, name)
        for name in ("name", "contact", "week", "about", "skills", "languages", "photo", "job")
    ]
    pages += [address.replace(ann.slug, own.slug) for address in pages]
    for address in pages:
        assert client.get(address).status_code == 200, address
        with django_assert_max_num_queries(12):
            client.get(address)


def test_the_pages_are_good_html(ann: Person, client: Client, html_errors: HtmlErrors) -> None:
    save(client, ann, "skills", name_0="Knots")
    pages = {
        path: client.get(f"/people/{ann.slug}/{path}").content.decode()
        for path in (
            "edit/",
            "edit/contact/",
            "edit/week/",
            "edit/skills/",
            "edit/photo/",
            "changes/",
        )
    }
    pages["wrong"] = save(client, ann, "about", about="x" * 2001).content.decode()
    pages["clash"] = client.post(section(ann, "contact"), {"phone": "1"}).content.decode()
    pages["no profile"] = browser(UserFactory()).get("/people/me/").content.decode()
    assert html_errors(pages) == []
