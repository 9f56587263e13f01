"""Whatever becomes of stories, none but those that a reader may read stands at any door of the news."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.cache import cache
from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from access.querysets import is_readable
from accounts.models import User
from core.models import PageTopic, Topic
from news.beside import beside
from news.models import ChosenStory, NewsIndexPage, NewsPage, PinnedStory, StoryAuthor
from news.panels import latest_for_department, stories_by
from news.pinned import lead_and_stories
from tests.factories.accounts import UserFactory
from tests.factories.news import NewsSeriesFactory
from tests.factories.pages import (
    DepartmentPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    restrict,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

STATES = ("draft", "scheduled", "embargoed", "expired", "expired unnoticed", "restricted", "live")


@dataclass
class World:
    """What every story belongs to, and who reads."""

    news: NewsIndexPage
    harbour: Page
    series: Any
    topic: Topic
    author: Any
    keepers: Group
    readers: list[Any]


@pytest.fixture
def world(home: Page) -> World:
    keepers = Group.objects.create(name="Keepers")
    keeper = UserFactory()
    keeper.groups.add(keepers)
    return World(
        NewsIndexPageFactory(title="News", slug="news"),
        DepartmentPageFactory(slug="harbour"),
        NewsSeriesFactory(),
        Topic.objects.create(name="Pay", slug="pay"),
        PersonFactory(),
        keepers,
        [UserFactory(), keeper, UserFactory(superuser=True), AnonymousUser()],
    )


def make(world: World, state: str, pinned: str) -> NewsPage:
    """A story in that state, of everything that there is."""
    soon, late = timezone.now() + timedelta(days=1), timezone.now() - timedelta(minutes=1)
    fields: dict[str, Any] = {
        "draft": {"live": False},
        "scheduled": {"live": False, "go_live_at": soon},
        "embargoed": {"live": False, "embargoed_until": soon},
        "expired": {"live": False, "expired": True, "expire_at": late},
    }.get(state, {})
    story = NewsPageFactory(
        parent=world.news,
        department=world.harbour,
        series=world.series,
        publication_date=date(2026, 1, 1),
        **fields,
    )
    PageTopic.objects.create(content_object=story, tag=world.topic)
    StoryAuthor.objects.create(page=story, person=world.author, sort_order=0)
    if state in {"scheduled", "embargoed"}:
        story.save_revision().publish()
    elif state == "expired unnoticed":  # its time has come, and the worker has not
        NewsPage.objects.filter(pk=story.pk).update(expire_at=late)
    elif state == "restricted":
        restrict(story, world.keepers)
    if pinned != "no":
        place = world.harbour if pinned == "department" else None
        PinnedStory.objects.create(story=story, place=place)
    return story


def doors(world: World, reader: Any, here: NewsPage) -> dict[str, set[int]]:
    """Which stories stand at each door before a reader."""
    request = RequestFactory().get("/")
    request.user = reader
    found: dict[str, Any] = {}
    for name, place in (("home", None), ("department", world.harbour)):
        lead, rest = lead_and_stories(request, place, 50)
        found[name] = [lead, *rest] if lead else []
    lists = world.news.get_context(request)
    found["list"] = lists["stories"]
    for query in ("topic=pay", "department=harbour", "year=2026", f"series={world.series.slug}"):
        asked = RequestFactory().get(f"/news/?{query}")
        asked.user = reader
        found[query] = world.news.get_context(asked)["stories"]
    panel = latest_for_department(request, world.harbour)
    found["department panel"] = panel.context["stories"] if panel else []
    panel = stories_by(request, world.author)
    found["person panel"] = panel.context["stories"] if panel else []
    near = beside(here, reader, [world.topic])
    found["related"] = near.related
    parts = near.series.parts if near.series else []
    found["series"] = [part.story for part in parts if part.story.pk != here.pk]
    return {name: {story.pk for story in stories} for name, stories in found.items()}


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.lists(
        st.tuples(st.sampled_from(STATES), st.sampled_from(["no", "home", "department"])),
        min_size=1,
        max_size=5,
    ),
    chosen=st.booleans(),
)
def test_none_but_what_may_be_read_stands_at_any_door(
    world: World, made: list[tuple[str, str]], chosen: bool
) -> None:
    with transaction.atomic():
        cache.clear()
        here = NewsPageFactory(parent=world.news, department=world.harbour, series=world.series)
        stories = [make(world, *one) for one in made]
        for place, story in enumerate(stories if chosen else ()):
            ChosenStory.objects.create(page=here, story=story, sort_order=place)
        here = NewsPage.for_reading().get(pk=here.pk)
        everything = NewsPage.objects.all()
        for reader in world.readers:
            _forget(reader)
            may = {one.pk for one in everything if is_readable(one, reader)}
            for door, shown in doors(world, reader, here).items():
                assert shown <= may, door
                if door in {"home", "list"}:
                    assert shown == may, door
        transaction.set_rollback(True)


def _forget(reader: User | AnonymousUser) -> None:
    reader.__dict__.pop("_rules", None)
