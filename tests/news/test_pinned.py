"""Pinned and leading stories: on the home page, and on departments' front pages."""

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from home.models import HomePage
from news.models import NewsPage, PinnedStory
from news.pinned import lead_and_stories
from tests.factories.news import PinnedStoryFactory
from tests.factories.pages import (
    DepartmentPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    restrict,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories(home: Page) -> dict[str, NewsPage]:
    """Stories A to E, the latest last."""
    news = NewsIndexPageFactory(title="News", slug="news")
    return {
        title: NewsPageFactory(parent=news, title=title, publication_date=date(2026, 1, day))
        for day, title in enumerate("ABCDE", start=1)
    }


def order(user: User, place: Page | None = None, number: int = 2) -> list[str]:
    """The lead's title, then those of the others."""
    request = RequestFactory().get("/")
    request.user = user
    lead, rest = lead_and_stories(request, place, number)
    return [story.title for story in ([lead, *rest] if lead else [])]


def pin(story: NewsPage, **fields: Any) -> PinnedStory:
    return PinnedStoryFactory(story=story, **fields)


def test_without_pins_the_latest_lead(stories: dict[str, NewsPage], staff: User) -> None:
    assert order(staff) == ["E", "D", "C"]


def test_the_lead_comes_first_then_what_is_pinned_then_the_latest(
    stories: dict[str, NewsPage], staff: User
) -> None:
    pin(stories["A"], order=2)
    pin(stories["C"], order=1)
    pin(stories["B"], is_lead=True, order=9)
    assert order(staff, number=4) == ["B", "C", "A", "E", "D"]
    assert order(staff, number=1) == ["B", "C"]


def test_a_pin_ends_at_its_time(stories: dict[str, NewsPage], staff: User) -> None:
    pin(stories["A"], until=timezone.now() + timedelta(minutes=1))
    pin(stories["B"], is_lead=True, until=timezone.now() - timedelta(minutes=1))
    assert order(staff) == ["A", "E", "D"]


@pytest.mark.parametrize("reason", ["closed", "draft", "expired"])
def test_a_pinned_story_that_may_not_be_read_makes_room(
    stories: dict[str, NewsPage], staff: User, reason: str
) -> None:
    pin(stories["A"], is_lead=True)
    pin(stories["B"])
    if reason == "closed":
        restrict(stories["A"], Group.objects.create(name="Keepers"))
    elif reason == "draft":
        stories["A"].unpublish()
    else:
        past = timezone.now() - timedelta(minutes=1)
        NewsPage.objects.filter(pk=stories["A"].pk).update(expire_at=past)
    assert order(staff) == ["B", "E", "D"]


def test_each_place_has_its_own(stories: dict[str, NewsPage], staff: User) -> None:
    harbour, ferries = DepartmentPageFactory(), DepartmentPageFactory()
    NewsPage.objects.filter(title__in="CD").update(department=harbour)
    pin(stories["A"], place=harbour, is_lead=True)
    pin(stories["B"], is_lead=True)
    assert order(staff, harbour) == ["A", "D", "C"]
    assert order(staff, ferries) == []
    assert order(staff)[0] == "B"


def test_a_departments_front_page_shows_its_pins_first(
    stories: dict[str, NewsPage], staff_client: Client
) -> None:
    harbour = DepartmentPageFactory(slug="harbour")
    NewsPage.objects.filter(title__in="BCDE").update(department=harbour)
    pin(stories["A"], place=harbour)
    soup = BeautifulSoup(staff_client.get("/harbour/").content, "html.parser")
    assert [one.get_text() for one in soup.select(".story__title")] == ["A", "E", "D"]


def test_a_pin_is_seen_on_the_home_page_at_once(
    stories: dict[str, NewsPage], staff_client: Client
) -> None:
    def lead() -> str:
        soup = BeautifulSoup(staff_client.get("/").content, "html.parser")
        return soup.select_one(".story--lead .story__title").get_text()

    assert lead() == "E"
    made = pin(stories["A"], is_lead=True)
    assert lead() == "A"
    made.delete()
    assert lead() == "E"


def test_deleting_a_leading_story_deletes_its_pin_and_nothing_else(
    stories: dict[str, NewsPage], staff: User, staff_client: Client
) -> None:
    harbour = DepartmentPageFactory(slug="harbour")
    pin(stories["A"], is_lead=True)
    pin(stories["A"], place=harbour, is_lead=True)
    pin(stories["B"])
    Page.objects.get(pk=stories["A"].pk).delete()
    assert (HomePage.objects.count(), PinnedStory.objects.count()) == (1, 1)
    assert type(harbour).objects.filter(pk=harbour.pk).exists()
    assert order(staff) == ["B", "E", "D"]
    assert staff_client.get("/").status_code == staff_client.get("/harbour/").status_code == 200


def test_deleting_a_department_deletes_its_pins_and_keeps_the_stories(
    stories: dict[str, NewsPage],
) -> None:
    harbour = DepartmentPageFactory()
    pin(stories["A"], place=harbour)
    Page.objects.get(pk=harbour.pk).specific.delete(user=None)
    assert not PinnedStory.objects.exists()
    assert NewsPage.objects.count() == len(stories)


@pytest.mark.parametrize("at_home", [True, False])
@pytest.mark.parametrize("same", ["story", "lead"])
def test_a_story_is_pinned_once_in_a_place_and_one_leads(
    stories: dict[str, NewsPage], at_home: bool, same: str
) -> None:
    place = None if at_home else DepartmentPageFactory()
    pin(stories["A"], place=place, is_lead=same == "lead")
    again = PinnedStory(
        story=stories["A" if same == "story" else "B"], place=place, is_lead=same == "lead"
    )
    with pytest.raises(ValidationError, match=r"pinned|leads"):
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_it_takes_two_queries_besides_the_epoch_however_many_there_are(
    stories: dict[str, NewsPage], staff: User, django_assert_max_num_queries: Any
) -> None:
    order(staff)  # who may read what is asked once
    for story in stories.values():
        pin(story)
    order(staff)  # what is pinned is kept
    with django_assert_max_num_queries(2):
        order(staff)
    with django_assert_max_num_queries(3):
        order(staff, number=10)
