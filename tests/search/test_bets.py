"""Best bets: what editors put first."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Page

from search.models import BestBet, BetPhrase
from search.query import Filters, parse
from search.service import search
from tests.factories.blocks import DocumentFactory
from tests.factories.pages import ContentPageFactory, restrict
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def bet(*phrases: str, **fields: Any) -> BestBet:
    made = BestBet.objects.create(**fields)
    for phrase in phrases:
        BetPhrase.objects.create(bet=made, phrase=phrase)
    return made


@pytest.fixture
def asked(rf: RequestFactory, staff: Any, home: Page) -> Any:
    """The titles of what stands first for a query of a member of staff."""

    def titles(text: str, **filters: Any) -> list[str]:
        request = rf.get("/search/")
        request.user = staff
        return [one.title for one in search(request, parse(text, Filters(**filters))).best_bets]

    return titles


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("annual leave", True),
        ("LEAVE  annual", True),
        ("the annual leave", True),
        ("Ánnual leave", True),
        ("leave", False),
        ("annual leave form", False),
        ("", False),
    ],
)
def test_it_stands_first_for_its_words_in_any_order(query: str, fits: bool, asked: Any) -> None:
    bet("Annual leave", url="https://hr.example.org/", title="Self service")
    assert asked(query) == (["Self service"] if fits else [])


def test_it_has_dates(asked: Any) -> None:
    today, day = timezone.localdate(), timedelta(days=1)
    for title, starts, ends in (
        ("now", today, today), ("always", None, None), ("over", None, today - day), ("soon", today + day, None),
    ):  # fmt: skip
        bet("leave", url="https://x.example/", title=title, starts_on=starts, ends_on=ends)
    assert asked("leave") == ["now", "always"]


def test_editors_give_the_order(asked: Any) -> None:
    bet("leave", url="https://x.example/", title="second", order=2)
    bet("leave", url="https://x.example/", title="first", order=1)
    assert asked("leave") == ["first", "second"]


def test_it_may_lead_to_a_page_a_document_or_a_person_by_their_own_titles(asked: Any) -> None:
    bet("leave", page=ContentPageFactory(title="Book leave"), order=1)
    bet("leave", document=DocumentFactory(title="Leave form"), order=2)
    bet("leave", person=PersonFactory(first_name="Ann", last_name="Lee"), order=3)
    assert asked("leave") == ["Book leave", "Leave form", "Ann Lee"]


def test_it_is_not_shown_to_who_may_not_see_its_target(asked: Any) -> None:
    closed = ContentPageFactory(title="Quokka")
    restrict(closed, Group.objects.create(name="Keepers"))
    bet("leave", page=closed, title="Read this")
    draft = ContentPageFactory(title="Draft")
    draft.unpublish()
    bet("leave", page=draft)
    bet("leave", person=PersonFactory(left_on=timezone.localdate() - timedelta(days=1)))
    assert asked("leave") == []


def test_a_change_holds_at_once(asked: Any) -> None:
    assert asked("leave") == []
    made = bet("leave", url="https://x.example/", title="Self service")
    assert asked("leave") == ["Self service"]
    made.delete()
    assert asked("leave") == []


def test_it_stands_on_the_first_page_of_all_results(asked: Any) -> None:
    bet("leave", url="https://x.example/", title="Self service")
    assert asked("leave", kind="news") == []
