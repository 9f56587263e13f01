"""Followers are told of an event once, when it comes out."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from core import registry
from core.models import PageTopic, Topic
from core.notices import Followed, Notice, NoticeKind
from events.models import EventPage
from tests.factories.events import EventPageFactory
from tests.factories.pages import DepartmentPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def notices() -> Iterator[list[Notice]]:
    """What is told."""
    heard: list[Notice] = []
    registry.notice_takers.add("test", heard.append)
    yield heard
    del registry.notice_takers._items["test"]


def test_those_who_follow_its_department_and_topics_are_told(
    home: Page, admin: User, notices: list[Notice]
) -> None:
    department = DepartmentPageFactory()
    pay = Topic.objects.create(name="Pay", slug="pay")
    event = EventPageFactory(live=False, department=department)
    PageTopic.objects.create(content_object=event, tag=pay)
    event.save_revision(user=admin).publish()
    assert notices == [
        Notice(
            NoticeKind.EVENT,
            "page",
            event.pk,
            followed=[Followed("topic", pay.pk), Followed("department", department.pk)],
            actor=admin.pk,
        )
    ]


def test_they_are_told_once(notices: list[Notice]) -> None:
    event = EventPageFactory(live=False)
    first = event.save_revision()
    first.publish()
    for change in ("Another name", "Another name again"):
        event = EventPage.objects.get(pk=event.pk)
        event.title = change
        event.save_revision().publish()
    event.unpublish()
    first.publish()  # an older revision knows nothing of having been told of
    assert len(notices) == 1


def test_a_draft_is_not_told_of(notices: list[Notice]) -> None:
    EventPageFactory(live=False).save_revision()
    assert notices == []


@pytest.mark.parametrize(
    "fields",
    [{"cancelled": True}, {"starts_on": timezone.localdate() - timedelta(days=7)}],
    ids=["cancelled", "over"],
)
def test_what_nobody_can_go_to_is_not_told_of(fields: dict, notices: list[Notice]) -> None:
    EventPageFactory(live=False, **fields).save_revision().publish()
    assert notices == []
