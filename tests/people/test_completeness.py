"""How complete a profile is."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from people.completeness import completeness
from people.enums import Hat
from people.models import Person, PersonSkill
from tests.factories.blocks import ImageFactory
from tests.factories.people import LocationFactory, PersonFactory, SkillFactory
from tests.people.office import actor, browser, someone

pytestmark = pytest.mark.django_db


def whole() -> Person:
    person = someone(photo=ImageFactory(), monday="office")
    PersonSkill.objects.create(person=person, skill=SkillFactory())
    return person


def test_a_bare_profile_lacks_all_that_colleagues_look_for() -> None:
    bare = completeness(PersonFactory())
    assert (bare.done, bare.total, bare.percent, bare.is_whole) == (0, 6, 0, False)
    assert [part.name for part in bare.missing] == [
        "Photo", "Phone", "Place of work", "Working week", "About", "Skills",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"phone": "1"}, "Phone"),
        ({"mobile": "1"}, "Phone"),
        ({"about": "Moorings."}, "About"),
        ({"sunday": "off"}, "Working week"),
    ],
)
def test_each_part_counts_once(fields: dict[str, str], name: str) -> None:
    found = completeness(PersonFactory(**fields))
    assert [part.name for part in found.parts if part.is_there] == [name]
    assert found.percent == 17


def test_a_name_or_pronouns_that_are_nobodys_business_do_not_count() -> None:
    said = completeness(
        PersonFactory(preferred_name="Liz", pronouns="she/her", pronunciation="LIZ")
    )
    assert said.done == 0


def test_a_whole_profile_lacks_nothing(django_assert_num_queries: Any) -> None:
    person = Person.objects.get(pk=whole().pk)
    with django_assert_num_queries(1):
        found = completeness(person)
    assert (found.is_whole, found.percent) == (True, 100)


def test_each_missing_part_leads_to_where_it_is_mended() -> None:
    person = someone(phone="", mobile="", location=None, about="")
    client = browser(person.user)
    missing = completeness(person).missing
    assert len(missing) == 6
    for part in missing:
        assert client.get(part.address).status_code == 200, part.name


def test_it_is_drawn_for_ears_too() -> None:
    html = render_to_string(
        "people/completeness.html",
        {
            "completeness": completeness(
                PersonFactory(location=LocationFactory(), about="Moorings.")
            )
        },
    )
    bar = BeautifulSoup(html, "html.parser")
    progress = bar.find("progress")
    assert (progress["value"], progress["max"]) == ("2", "6")
    assert bar.find(id=progress["aria-labelledby"])
    assert "2 of 6" in bar.text
    assert len(bar.find_all("a")) == 4


@pytest.mark.parametrize(
    ("hat", "is_shown"),
    [(Hat.SELF, True), (Hat.PEOPLE_ADMIN, True), (Hat.MANAGER, False), (Hat.TEAM_EDITOR, False)],
)
def test_it_is_shown_to_those_who_can_add_what_is_missing(hat: Hat, is_shown: bool) -> None:
    person = someone()
    page = browser(actor(person, hat)).get(f"/people/{person.slug}/edit/")
    assert ("<progress" in page.content.decode()) is is_shown
