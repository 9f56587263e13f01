"""What stands beside a story: its series and related stories, as far as the reader may read them."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from core.models import PageTopic, Topic
from news.beside import AROUND, beside
from news.enums import SeriesOrder
from news.models import ChosenStory, NewsPage, NewsSeries
from tests.factories.news import NewsSeriesFactory
from tests.factories.pages import (
    DepartmentPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    restrict,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def news(home: Page) -> Page:
    """A list at /news/."""
    return NewsIndexPageFactory(title="News", slug="news")


def read(story: Any) -> NewsPage:
    """A story as it is read."""
    return NewsPage.for_reading().get(pk=story.pk)


def parts(story: Any, user: User) -> tuple[int, int, list[str]] | None:
    found = beside(read(story), user).series
    return found and (found.number, found.total, [part.story.title for part in found.parts])


def related(story: Any, user: User, *topics: Topic) -> list[str]:
    return [one.title for one in beside(read(story), user, topics).related]


def test_a_story_says_which_part_it_is_and_leads_to_the_others(
    news: Page, staff_client: Client
) -> None:
    series = NewsSeriesFactory(title="Moving house", summary="How we move.")
    for day, title in ((3, "Three"), (1, "One"), (2, "Two")):
        NewsPageFactory(
            parent=news, title=title, series=series, publication_date=date(2026, 1, day)
        )
    soup = BeautifulSoup(staff_client.get("/news/two/").content, "html.parser")
    box = soup.select_one(".series")
    assert "Part 2 of 3 Moving house" in " ".join(box.get_text().split())
    assert [(a["href"], a.get_text()) for a in box.select("a")] == [
        ("/news/one/", "One"),
        ("/news/three/", "Three"),
    ]
    assert box.select_one("[aria-current]").get_text() == "Two"


def test_a_numbered_series_goes_by_its_numbers(news: Page, staff: User) -> None:
    series = NewsSeriesFactory(order=SeriesOrder.CHOSEN)
    for title, part in (("Last", None), ("Second", 2), ("First", 1)):
        story = NewsPageFactory(title=title, series=series, part=part)
    assert parts(story, staff) == (1, 3, ["First", "Second", "Last"])


def test_parts_that_the_reader_may_not_read_are_not_counted(news: Page, staff: User) -> None:
    series = NewsSeriesFactory()
    story, closed, draft = NewsPageFactory.create_batch(3, series=series)
    restrict(closed, Group.objects.create(name="Keepers"))
    assert parts(story, staff) == (1, 2, [story.title, draft.title])
    draft.unpublish()
    assert parts(story, staff) is None


def test_a_long_series_shows_the_parts_around_and_leads_to_all(
    news: Page, staff_client: Client
) -> None:
    series = NewsSeriesFactory(slug="daily")
    for day in range(1, 31):
        NewsPageFactory(
            parent=news, title=f"Day {day}", series=series, publication_date=date(2026, 1, day)
        )
    soup = BeautifulSoup(staff_client.get("/news/day-15/").content, "html.parser")
    assert [li["value"] for li in soup.select(".series li")] == [str(n) for n in range(11, 20)]
    assert len(soup.select(".series li")) == 2 * AROUND + 1
    whole = soup.select_one(".series__more a")["href"]
    assert whole == "/news/?series=daily"
    assert staff_client.get(whole).context["stories"].paginator.count == 30
    for end in (1, 30):
        page = staff_client.get(f"/news/day-{end}/").content.decode()
        assert f"Part {end} of 30" in page


def test_deleting_a_series_keeps_its_stories_and_deleting_a_story_keeps_its_series(
    news: Page, staff_client: Client
) -> None:
    series = NewsSeriesFactory()
    first, second = NewsPageFactory.create_batch(2, parent=news, series=series)
    first.save_revision()
    second.delete()
    assert NewsSeries.objects.filter(pk=series.pk).exists()
    series.delete()
    assert staff_client.get(first.url).status_code == 200
    draft = NewsPage.objects.get(pk=first.pk).get_latest_revision_as_object()
    assert draft.series is None


def test_deleting_a_topics_story_keeps_the_topic_and_its_other_stories(
    news: Page, staff_client: Client
) -> None:
    pay = Topic.objects.create(name="Pay", slug="pay")
    first, second = NewsPageFactory.create_batch(2, parent=news)
    for story in (first, second):
        PageTopic.objects.create(content_object=story, tag=pay)
    first.delete()
    assert Topic.objects.filter(pk=pay.pk).exists()
    answer = staff_client.get("/news/?topic=pay")
    assert [story.pk for story in answer.context["stories"]] == [second.pk]


def test_chosen_stories_come_first_in_the_editors_order(news: Page, staff: User) -> None:
    harbour = DepartmentPageFactory()
    story = NewsPageFactory(title="Here", department=harbour)
    NewsPageFactory(title="Same department", department=harbour)
    old, older = (
        NewsPageFactory(title=title, publication_date=date(2001, 1, 1)) for title in ("A", "B")
    )
    for place, one in enumerate((older, old)):
        ChosenStory.objects.create(page=story, story=one, sort_order=place)
    assert related(story, staff) == ["B", "A", "Same department"]


def test_the_rest_is_filled_with_the_latest_about_the_same(news: Page, staff: User) -> None:
    harbour, pay = DepartmentPageFactory(), Topic.objects.create(name="Pay", slug="pay")
    story = NewsPageFactory(department=harbour)
    for title, department, topic, day in (
        ("both", harbour, pay, 1),
        ("topic", None, pay, 3),
        ("department", harbour, None, 4),
        ("neither", None, None, 5),
        ("older topic", None, pay, 2),
    ):
        one = NewsPageFactory(
            title=title, department=department, publication_date=date(2026, 1, day)
        )
        if topic:
            PageTopic.objects.create(content_object=one, tag=topic)
    assert related(story, staff, pay) == ["both", "topic", "older topic"]


def test_parts_of_the_series_are_not_shown_twice_unless_an_editor_chose_them(
    news: Page, staff: User
) -> None:
    series, harbour = NewsSeriesFactory(), DepartmentPageFactory()
    story, part, chosen = NewsPageFactory.create_batch(3, series=series, department=harbour)
    ChosenStory.objects.create(page=story, story=chosen, sort_order=0)
    assert related(story, staff) == [chosen.title]
    assert part.title in parts(story, staff)[2]


def test_a_related_story_that_the_reader_may_not_read_makes_room_for_another(
    news: Page, staff: User, admin: User
) -> None:
    harbour = DepartmentPageFactory()
    story = NewsPageFactory(department=harbour)
    NewsPageFactory(title="Open", department=harbour)
    closed = NewsPageFactory(title="Closed")
    ChosenStory.objects.create(page=story, story=closed, sort_order=0)
    restrict(closed, Group.objects.create(name="Keepers"))
    assert related(story, staff) == ["Open"]
    assert related(story, admin) == ["Closed", "Open"]


def test_deleting_a_chosen_story_keeps_the_story_beside_it(
    news: Page, staff_client: Client
) -> None:
    story, chosen = NewsPageFactory.create_batch(2, parent=news)
    story.chosen_stories = [ChosenStory(story=chosen)]
    story.save_revision().publish()
    chosen.delete()
    assert staff_client.get(story.url).status_code == 200
    draft = NewsPage.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert list(draft.chosen_stories.all()) == []


def test_all_of_it_is_one_query(news: Page, staff: User, django_assert_num_queries: Any) -> None:
    pay = Topic.objects.create(name="Pay", slug="pay")
    series, harbour = NewsSeriesFactory(), DepartmentPageFactory()
    stories = NewsPageFactory.create_batch(8, series=series, department=harbour)
    NewsPageFactory.create_batch(8, department=harbour)
    ChosenStory.objects.create(page=stories[0], story=stories[1], sort_order=0)
    beside(read(stories[0]), staff, [pay])  # who may read what is asked once
    story = read(stories[0])
    with django_assert_num_queries(1):
        found = beside(story, staff, [pay])
        assert [one.department for one in found.related]
