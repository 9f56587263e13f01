"""Policies and their lists."""

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page

from policies.models import NO_DEPARTMENT, PolicyIndexPage, PolicyPage
from tests.factories.pages import (
    DepartmentPageFactory,
    PolicyIndexPageFactory,
    PolicyPageFactory,
    restrict,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def policies(home: Page) -> PolicyIndexPage:
    """A list at /policies/."""
    return PolicyIndexPageFactory(title="Policies", slug="policies")


def groups(client: Client, address: str) -> list[tuple[str, list[str]]]:
    """The list as the reader sees it."""
    context = client.get(address).context
    return [(key, [policy.title for policy in found]) for key, found in context["groups"]]


def test_from_a_to_z_accents_and_capitals_make_no_difference(
    policies: Page, staff_client: Client
) -> None:
    for title in ("travel", "Éclairage", "Expenses", "2-factor sign-in", "Art", "Ärger", "ante"):
        PolicyPageFactory(parent=policies, title=title)
    assert groups(staff_client, "/policies/") == [
        ("0–9", ["2-factor sign-in"]),
        ("A", ["ante", "Ärger", "Art"]),
        ("E", ["Éclairage", "Expenses"]),
        ("T", ["travel"]),
    ]


def test_by_department(policies: Page, staff_client: Client) -> None:
    harbour, closed = DepartmentPageFactory(title="Harbour"), DepartmentPageFactory(title="Secret")
    restrict(closed, Group.objects.create(name="Keepers"))
    PolicyPageFactory(parent=policies, title="Berths", department=harbour)
    PolicyPageFactory(parent=policies, title="Anchors", department=harbour)
    PolicyPageFactory(parent=policies, title="Travel")
    PolicyPageFactory(parent=policies, title="Zones", department=closed)
    assert groups(staff_client, "/policies/?by=department") == [
        ("Harbour", ["Anchors", "Berths"]),
        (NO_DEPARTMENT, ["Travel", "Zones"]),
    ]
    assert len(groups(staff_client, "/policies/?by=%00nonsense".replace("%00", ""))) == 4


def test_the_review_comes_after_the_start() -> None:
    policy = PolicyPage(title="T", effective_from=date(2026, 2, 1), review_by=date(2026, 1, 1))
    with pytest.raises(ValidationError) as refused:
        policy.clean()
    assert "Choose a later date" in str(refused.value)


@pytest.mark.parametrize(
    ("day", "overdue"), [("2026-05-01", False), ("2026-05-02", True), ("2026-04-30", False)]
)
def test_a_review_is_overdue_from_the_day_after(day: str, overdue: bool) -> None:
    with time_machine.travel(f"{day}T12:00:00Z"):
        assert PolicyPage(review_by=date(2026, 5, 1)).review_is_overdue is overdue


def test_without_a_review_date_nothing_is_overdue() -> None:
    assert not PolicyPage().review_is_overdue


def test_the_contents_list_has_sections_and_their_parts() -> None:
    def heading(level: int, words: str) -> dict[str, object]:
        return {
            "type": "heading",
            "value": {"level": str(level), "text": words, "anchor": words.lower()},
        }

    policy = PolicyPage(
        title="T",
        body=[
            heading(3, "Early"), heading(2, "Who"), heading(3, "Staff"), heading(4, "Deep"),
            {"type": "text", "value": "<p>Words.</p>"}, heading(2, "When"),
        ],
    )  # fmt: skip
    found = [(e["anchor"], [part["anchor"] for part in e["parts"]]) for e in policy.contents]
    assert found == [("early", []), ("who", ["staff"]), ("when", [])]
