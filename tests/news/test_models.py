"""Stories and their lists."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page

from core.models import PageTopic, Topic
from news.models import NewsIndexPage, NewsPage
from tests.factories.news import NewsSeriesFactory, no_rows
from tests.factories.pages import (
    DepartmentPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    restrict,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def news(home: Page) -> NewsIndexPage:
    """A list at /news/."""
    return NewsIndexPageFactory(title="News", slug="news")


def shown(client: Client, address: str) -> list[str]:
    """The headlines on one page of a list."""
    answer = client.get(address)
    assert answer.status_code == 200
    return [story.title for story in answer.context["stories"]]


def tag(story: Page, *names: str) -> None:
    """Give a story topics, by slug."""
    for name in names:
        topic, _made = Topic.objects.get_or_create(slug=name, defaults={"name": name.title()})
        PageTopic.objects.create(content_object=story, tag=topic)


def test_the_newest_story_comes_first(news: Page, staff_client: Client) -> None:
    for year in (2024, 2026, 2025):
        NewsPageFactory(parent=news, title=str(year), publication_date=date(year, 1, 1))
    assert shown(staff_client, "/news/") == ["2026", "2025", "2024"]


def test_filters_combine(news: Page, staff_client: Client) -> None:
    harbour = DepartmentPageFactory(title="Harbour", slug="harbour")
    for title, department, year, topics in (
        ("all three", harbour, 2025, ["pay", "leave"]),
        ("another year", harbour, 2024, ["pay"]),
        ("another topic", harbour, 2025, ["leave"]),
        ("nobody's", None, 2025, ["pay"]),
    ):
        story = NewsPageFactory(
            parent=news, title=title, department=department, publication_date=date(year, 5, 1)
        )
        tag(story, *topics)
    assert set(shown(staff_client, "/news/?topic=pay")) == {"all three", "another year", "nobody's"}
    assert shown(staff_client, "/news/?topic=pay&year=2025&department=harbour") == ["all three"]
    context = staff_client.get("/news/?topic=pay&year=2025").context
    assert context["filters"] == "topic=pay&year=2025"
    assert context["topic"].name == "Pay"
    assert context["years"] == [{"year": 2025, "stories": 3}, {"year": 2024, "stories": 1}]
    assert [topic.slug for topic in context["topics"]] == ["leave", "pay"]
    assert [department.title for department in context["departments"]] == ["Harbour"]


@pytest.mark.parametrize(
    "query",
    [
        "topic=nothing", "year=1066", "year=0000", "year=0", "year=abcd", "year=99999", "year=-1",
        "year=٢٠٢٦", "year=" + "9" * 5000, "department=nothing", "topic='%22--", "topic=pay&topic=x",
    ],
)  # fmt: skip
def test_what_does_not_exist_has_no_stories(query: str, news: Page, staff_client: Client) -> None:
    tag(NewsPageFactory(parent=news), "pay")
    answer = staff_client.get(f"/news/?{query}")
    assert list(answer.context["stories"]) == []
    assert answer.context["filtered"]


@pytest.mark.parametrize("page", ["abc", "0", "-1", "1e30", "9" * 5000, "NaN", "", "1.5", "٣"])
def test_any_page_number_is_answered(page: str, news: Page, staff_client: Client) -> None:
    NewsPageFactory.create_batch(13, parent=news)
    assert shown(staff_client, f"/news/?page={page}")


def test_a_list_shows_stories_of_lists_below_it(news: Page, staff_client: Client) -> None:
    NewsPageFactory(parent=NewsIndexPageFactory(parent=news), title="Below")
    NewsPageFactory(parent=NewsIndexPageFactory(), title="Elsewhere")
    assert shown(staff_client, "/news/") == ["Below"]


def test_a_closed_story_is_in_no_count_and_no_filter(news: Page, staff_client: Client) -> None:
    NewsPageFactory(parent=news, publication_date=date(2026, 1, 1))
    closed = NewsPageFactory(
        parent=news,
        department=DepartmentPageFactory(title="Harbour"),
        publication_date=date(1999, 1, 1),
    )
    tag(closed, "secrets")
    restrict(closed, Group.objects.create(name="Keepers"))
    context = staff_client.get("/news/").context
    assert context["years"] == [{"year": 2026, "stories": 1}]
    assert context["topics"] == []
    assert context["departments"] == []
    assert context["stories"].paginator.count == 1


def test_a_closed_department_is_no_filter(news: Page, staff_client: Client) -> None:
    harbour = DepartmentPageFactory(slug="harbour")
    NewsPageFactory(parent=news, department=harbour)
    restrict(harbour, Group.objects.create(name="Keepers"))
    assert staff_client.get("/news/").context["departments"] == []
    assert shown(staff_client, "/news/?department=harbour") == []


def test_a_story_below_a_departments_site_is_that_departments(home: Page) -> None:
    harbour = DepartmentPageFactory()
    pilots = DepartmentPageFactory(parent=harbour)
    other = DepartmentPageFactory()
    for parent, given, wanted in (
        (harbour, None, harbour),
        (pilots, None, pilots),
        (pilots, other, other),
        (home, None, None),
    ):
        news = NewsIndexPageFactory(parent=parent)
        story = NewsPageFactory(parent=news, department=given)
        assert NewsPage.objects.get(pk=story.pk).department == wanted


def test_deleting_a_department_keeps_its_stories(news: Page) -> None:
    harbour = DepartmentPageFactory()
    story = NewsPageFactory(parent=news, department=harbour)
    Page.objects.get(pk=harbour.pk).specific.delete(user=None)
    assert NewsPage.objects.get(pk=story.pk).department is None


def form_of(client: Client, story: NewsPage, **changes: Any) -> dict[str, Any]:
    """What the editor's form would send."""
    return {
        "title": story.title,
        "slug": story.slug,
        "standfirst": story.standfirst,
        "author": story.author,
        "publication_date": "2026-11-01",
        "lead_image_alt": "",
        "body-count": "0",
        "topics": "",
        "seo_title": "",
        "search_description": "",
        **no_rows(),
        **changes,
    }


def test_topics_are_set_in_the_editors_form(news: Page, admin_client: Client) -> None:
    story = NewsPageFactory(parent=news)
    address = f"/admin/pages/{story.pk}/edit/"
    answer = admin_client.post(
        address, form_of(admin_client, story, topics="Pay, Annual leave", **{"action-publish": "1"})
    )
    assert answer.status_code == 302
    story = NewsPage.objects.get(pk=story.pk)
    assert sorted(topic.name for topic in story.topics.all()) == ["Annual leave", "Pay"]
    assert list(NewsPage.objects.filter(page_topics__tag__slug="annual-leave")) == [story]
    assert b"Annual leave" in admin_client.get(address).content


def test_topics_of_a_draft_wait_until_it_is_published(news: Page, admin_client: Client) -> None:
    story = NewsPageFactory(parent=news)
    tag(story, "pay")
    admin_client.post(
        f"/admin/pages/{story.pk}/edit/", form_of(admin_client, story, topics="Leave")
    )
    assert list(PageTopic.objects.values_list("tag__slug", flat=True)) == ["pay"]
    story = NewsPage.objects.get(pk=story.pk)
    assert [t.name for t in story.get_latest_revision_as_object().topics.all()] == ["Leave"]
    story.get_latest_revision().publish()
    assert list(PageTopic.objects.values_list("tag__slug", flat=True)) == ["leave"]


def test_a_copy_has_the_same_topics(news: Page) -> None:
    story = NewsPageFactory(parent=news)
    tag(story, "pay", "leave")
    copy = story.copy(update_attrs={"slug": "copy"})
    assert sorted(NewsPage.objects.get(pk=copy.pk).topics.slugs()) == ["leave", "pay"]
    assert PageTopic.objects.count() == 4


def test_a_topic_is_one_whatever_its_case(news: Page, admin_client: Client) -> None:
    for title, topic in (("One", "Pay"), ("Two", "pay")):
        story = NewsPageFactory(parent=news, title=title)
        data = form_of(admin_client, story, topics=topic, **{"action-publish": "1"})
        admin_client.post(f"/admin/pages/{story.pk}/edit/", data)
    assert Topic.objects.count() == 1
    assert PageTopic.objects.count() == 2


def test_a_list_is_narrowed_by_series(news: Page, staff_client: Client) -> None:
    moving = NewsSeriesFactory(title="Moving", slug="moving")
    NewsPageFactory(parent=news, title="Part one", series=moving)
    NewsPageFactory(parent=news, title="Another")
    closed = NewsPageFactory(parent=news, title="Closed", series=NewsSeriesFactory(slug="secret"))
    restrict(closed, Group.objects.create(name="Keepers"))
    assert shown(staff_client, "/news/?series=moving") == ["Part one"]
    context = staff_client.get("/news/?series=moving&page=abc").context
    assert (context["series"], context["all_series"]) == (moving, [moving])
    assert context["filters"] == "series=moving"
    assert (
        b"1 story in \xe2\x80\x9cMoving\xe2\x80\x9d"
        in staff_client.get("/news/?series=moving").content
    )
    for unknown in ("secret", "nothing", "%00"[:0] + "'--", "9" * 5000):
        assert shown(staff_client, f"/news/?series={unknown}") == []
