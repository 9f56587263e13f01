"""People as the bodies of pages name them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from people.enums import PhoneAudience
from people.models import Person
from tests.factories.pages import ContentPageFactory, DepartmentPageFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> Person:
    return PersonFactory(
        first_name="Ann", last_name="Lee", job_title="Chief <b>", phone="01632 960001",
        mobile="01632 960002", mobile_audience=PhoneAudience.TEAM, email="ann@example.org",
    )  # fmt: skip


def named(person: Person) -> dict[str, Any]:
    return {"type": "person", "value": {"person": person.pk, "purpose": "Renewals"}}


def page_of(client: Client, *people: Person) -> str:
    page = ContentPageFactory(body=[named(person) for person in people])
    page.save_revision().publish()
    client.get(page.get_url())
    return client.get(page.get_url()).content.decode()


def test_a_page_shows_what_the_profile_says_today(
    home: Any, staff_client: Client, ann: Person
) -> None:
    page = ContentPageFactory(body=[named(ann)])
    page.save_revision().publish()
    said = staff_client.get(page.get_url()).content.decode()
    for words in ("Ann Lee", "Chief &lt;b&gt;", "01632 960001", "ann@example.org", "Renewals"):
        assert words in said
    assert "01632 960002" not in said, "a number for the team alone"
    Person.objects.filter(pk=ann.pk).update(last_name="Okafor")
    assert "Ann Okafor" in staff_client.get(page.get_url()).content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"left_on": timezone.localdate() - timedelta(days=1)},
        {"erased_at": timezone.now()},
    ],
)
def test_who_is_gone_is_shown_no_longer(
    home: Any, staff_client: Client, ann: Person, change: dict[str, Any]
) -> None:
    page = ContentPageFactory(body=[named(ann)])
    page.save_revision().publish()
    assert "Ann Lee" in staff_client.get(page.get_url()).content.decode()
    Person.objects.filter(pk=ann.pk).update(**change)
    said = staff_client.get(page.get_url()).content.decode()
    assert "Ann" not in said
    assert "Renewals" not in said
    assert "draw:" not in said


def test_many_people_on_a_page_are_one_query(
    home: Any, staff_client: Client, django_assert_max_num_queries: Any
) -> None:
    page = ContentPageFactory(body=[named(PersonFactory()) for _ in range(12)])
    page.save_revision().publish()
    staff_client.get(page.get_url())
    with django_assert_max_num_queries(12):
        assert staff_client.get(page.get_url()).content.count(b'class="contact__name"') == 12


def test_a_department_names_people_to_ask(home: Any, staff_client: Client, ann: Person) -> None:
    page = DepartmentPageFactory(contacts=[named(ann)])
    assert "Ann Lee" in staff_client.get(page.get_url()).content.decode()


def test_words_that_look_like_a_mark_draw_nobody(
    home: Any, staff_client: Client, ann: Person
) -> None:
    mark = f"<!--draw:person:{ann.pk}-->"
    page = ContentPageFactory(
        body=[
            {"type": "callout", "value": {"tone": "note", "title": mark, "text": f"<p>{mark}</p>"}}
        ]
    )
    assert (
        "Ann Lee"
        not in staff_client.get(page.get_url())
        .content.decode()
        .split("callout__title")[1]
        .split("</p>")[0]
    )
