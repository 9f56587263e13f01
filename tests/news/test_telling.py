"""People are told of a story once: when it comes out, and in the transaction in which it does."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import registry
from core.models import PageTopic, Topic
from core.notices import Followed, Notice, NoticeKind
from news.models import NewsPage, StoryAuthor, StoryTold
from tests.days import today
from tests.factories.pages import DepartmentPageFactory, NewsIndexPageFactory, NewsPageFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(home: Any) -> Iterator[list[Notice]]:
    """What was told."""
    heard: list[Notice] = []
    registry.notice_takers.add("test", heard.append)
    yield heard
    registry.notice_takers._items.pop("test")


def draft(**fields: Any) -> NewsPage:
    story = NewsPageFactory(live=False, **fields)
    story.save_revision()
    return NewsPage.objects.get(pk=story.pk)


def test_a_story_is_told_of_to_who_follows_whose_it_is_and_what_it_is_about(
    told: list[Notice], admin: User
) -> None:
    harbour, ann, pay = DepartmentPageFactory(), PersonFactory(), Topic.objects.create(name="Pay")
    news = NewsIndexPageFactory()
    story = draft(parent=news, department=harbour)
    story.story_authors = [StoryAuthor(person=ann)]
    story.topics.add(pay)
    story.save_revision(user=admin).publish()
    assert told == [
        Notice(
            kind=NoticeKind.STORY,
            source="page",
            number=story.pk,
            followed=[
                Followed("department", harbour.pk),
                Followed("topic", pay.pk),
                Followed("person", ann.pk),
                Followed("page", news.pk),
            ],
            actor=admin.pk,
        )
    ]
    assert PageTopic.objects.count() == 1


def test_what_is_published_again_is_told_to_nobody(told: list[Notice]) -> None:
    story = draft()
    story.get_latest_revision().publish()
    for title in ("Another", "And another"):
        story = NewsPage.objects.get(pk=story.pk)
        story.title = title
        story.save_revision().publish()
    NewsPage.objects.get(pk=story.pk).unpublish()
    NewsPage.objects.get(pk=story.pk).get_latest_revision().publish()
    assert len(told) == 1


def test_the_worker_tells_of_what_it_publishes_on_its_date(told: list[Notice]) -> None:
    story = draft(go_live_at=timezone.now() + timedelta(days=30))
    story.get_latest_revision().publish()
    assert told == []
    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1), tick=False):
        call_command("publish_scheduled")
        call_command("publish_scheduled")
    assert [notice.number for notice in told] == [story.pk]


def test_a_draft_and_an_embargoed_story_are_told_of_to_nobody(told: list[Notice]) -> None:
    draft()
    story = draft(embargoed_until=timezone.now() + timedelta(days=1))
    story.get_latest_revision().publish()
    assert told == []
    assert not StoryTold.objects.exists()


def test_an_archive_that_comes_in_is_no_news(told: list[Notice]) -> None:
    draft(publication_date=today() - timedelta(days=300)).get_latest_revision().publish()
    assert told == []
    assert StoryTold.objects.count() == 1


def test_a_story_that_cannot_be_told_of_does_not_come_out(told: list[Notice]) -> None:
    def fail(_notice: Notice) -> None:
        raise RuntimeError("a full disk")

    story = draft()
    registry.notice_takers.add("test", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        story.get_latest_revision().publish()
    assert not NewsPage.objects.get(pk=story.pk).live
    assert not StoryTold.objects.exists()
