"""Who follows a page hears when it changes: not of its first day, nor of their own hand."""

import pytest

from core.notices import NoticeKind
from notifications.models import Follow, Notification
from tests.factories.accounts import UserFactory
from tests.factories.pages import ContentPageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db


def follow(user, thing) -> None:
    Follow.objects.create(user=user, kind="page", number=thing.pk)


def test_who_follows_a_page_hears_when_it_changes(home, staff) -> None:
    story = NewsPageFactory(title="Tides")
    story.save_revision().publish()
    story.refresh_from_db()
    follow(staff, story)
    author = UserFactory()
    follow(author, story)
    story.title = "Tides and winds"
    story.save_revision(user=author).publish()
    (one,) = Notification.objects.all()
    assert (one.user, one.kind, one.actor) == (staff, NoticeKind.CHANGED, author)


def test_each_publication_tells_once(home, staff) -> None:
    travel = ContentPageFactory(title="Travel")
    travel.save_revision().publish()
    travel.refresh_from_db()
    follow(staff, travel)
    for _ in range(3):
        travel.save_revision().publish()
        travel.refresh_from_db()
        assert Notification.objects.unread().count() == 1
        Notification.objects.update(read_at=travel.last_published_at)


def test_the_first_publication_is_no_change(home, staff) -> None:
    travel = ContentPageFactory(live=False)
    follow(staff, travel)
    travel.save_revision().publish()
    assert not Notification.objects.exists()


def test_a_draft_is_no_change(home, staff) -> None:
    travel = ContentPageFactory()
    travel.save_revision().publish()
    follow(staff, travel)
    travel.refresh_from_db()
    travel.save_revision()
    assert not Notification.objects.exists()
