"""Locations, skills and languages in the CMS."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from people.models import Language, Location, PersonLanguage, PersonSkill, Skill
from tests.factories.people import LanguageFactory, LocationFactory, PersonFactory, SkillFactory
from tests.people.cms import department_editor, form_of, people_admin, said, signed_in, soup

pytestmark = pytest.mark.django_db
REGISTERS = ("location", "skill", "language")
MODELS = {"location": Location, "skill": Skill, "language": Language}


@pytest.fixture
def client(db: None) -> Client:
    return signed_in(people_admin())


def base(register: str) -> str:
    return f"/admin/people/{register}/"


def listed(client: Client, register: str, asked: str = "") -> list[list[str]]:
    page = soup(client.get(f"{base(register)}{asked}"))
    return [
        [
            " ".join((cell.select_one("a[title]") or cell).get_text(" ").split())
            for cell in row.select("td")
        ]
        for row in page.select("tbody tr")
    ]


def used(register: str, times: int) -> Any:
    """An entry that so many people have, one of whom has left."""
    factory = {"location": LocationFactory, "skill": SkillFactory, "language": LanguageFactory}[
        register
    ]
    entry = factory(name="Quay")
    for at in range(times):
        person = PersonFactory(
            has_left=at == 0, **({"location": entry} if register == "location" else {})
        )
        if register == "skill":
            PersonSkill.objects.create(person=person, skill=entry)
        if register == "language":
            PersonLanguage.objects.create(person=person, language=entry)
    return entry


@pytest.mark.parametrize("register", REGISTERS)
def test_each_entry_is_listed_with_its_number_of_people(client: Client, register: str) -> None:
    used(register, 3)
    MODELS[register].objects.create(name="Unused")
    assert listed(client, register) == [["Quay", "3"], ["Unused", "0"]]
    assert listed(client, register, "?o=-1") == [["Quay", "3"], ["Unused", "0"]]
    assert listed(client, register, "?q=unus") == [["Unused", "0"]]


@pytest.mark.parametrize("register", REGISTERS)
def test_what_is_in_use_is_not_deleted_and_the_page_says_by_how_many(
    client: Client, register: str
) -> None:
    entry = used(register, 2)
    url = f"{base(register)}delete/{entry.pk}/"
    reason = "2 people have “Quay” in the profile."
    assert reason in said(client.get(url))
    assert "Yes, delete" not in client.get(url).content.decode()
    assert reason in said(client.post(url, follow=True))
    assert MODELS[register].objects.exists()


@pytest.mark.parametrize("register", REGISTERS)
def test_what_nobody_has_is_deleted(client: Client, register: str) -> None:
    entry = used(register, 0)
    url = f"{base(register)}delete/{entry.pk}/"
    assert "Yes, delete" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    assert not MODELS[register].objects.exists()


@pytest.mark.parametrize("register", REGISTERS)
def test_an_entry_is_added_changed_and_looked_back_at(client: Client, register: str) -> None:
    add = form_of(client.get(f"{base(register)}create/"))
    assert client.post(f"{base(register)}create/", add | {"name": "Quay"}).status_code == 302
    entry = MODELS[register].objects.get()
    edit = f"{base(register)}edit/{entry.pk}/"
    assert client.post(edit, form_of(client.get(edit)) | {"name": "Pier"}).status_code == 302
    entry.refresh_from_db()
    assert entry.name == "Pier"
    logged = ModelLogEntry.objects.filter(content_type__model=register)
    assert {(one.action, one.user.username) for one in logged} == {
        ("wagtail.create", "pat"),
        ("wagtail.edit", "pat"),
    }
    assert client.get(f"{base(register)}history/{entry.pk}/").status_code == 200


@pytest.mark.parametrize("register", REGISTERS)
def test_a_name_stands_once_in_a_register(client: Client, register: str) -> None:
    MODELS[register].objects.create(name="Quay")
    add = f"{base(register)}create/"
    answer = client.post(add, form_of(client.get(add)) | {"name": "QUAY"})
    assert f"There is a {register} of this name already." in said(answer)
    assert MODELS[register].objects.count() == 1


@pytest.mark.parametrize("register", REGISTERS)
def test_strange_addresses_break_nothing(client: Client, register: str) -> None:
    entry = MODELS[register].objects.create(name="Quay")
    for asked in (
        "?nothing=1",
        "?o=nonsense",
        "?o=99",
        "?p=nonsense",
        "?p=99",
        "?people__email__startswith=a",
        "?id__in=",
        "?e=1",
        "?q=" + "x" * 7000,
    ):
        assert client.get(base(register) + asked).status_code == 200, asked
    for number in ("abc", "77777", "9" * 18, "9" * 30, f"{entry.pk}_3D"):
        for action in ("edit", "delete", "history"):
            assert client.get(f"{base(register)}{action}/{number}/").status_code == 404


@pytest.mark.parametrize("register", REGISTERS)
def test_editors_of_a_department_do_not_reach_it(home: object, register: str) -> None:
    entry = MODELS[register].objects.create(name="Quay")
    editor = signed_in(department_editor())
    for place in (
        "",
        "create/",
        f"edit/{entry.pk}/",
        f"delete/{entry.pk}/",
        f"history/{entry.pk}/",
    ):
        assert editor.get(base(register) + place).status_code == 302
        editor.post(base(register) + place, {"name": "Pier"})
    assert MODELS[register].objects.get().name == "Quay"


def test_a_register_asks_no_more_for_many_than_for_few(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        PersonFactory(location=LocationFactory())
    client.get(base("location"))
    with django_assert_max_num_queries(16):
        client.get(base("location"))
