"""A policy's owner is told that it is due for review: four weeks before, on the day, and not each day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command

from core.notices import NoticeKind
from notifications.models import Notification
from policies.reviews import tell_owners
from tests.factories.accounts import UserFactory
from tests.factories.pages import PolicyPageFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 29)
LONDON = ZoneInfo("Europe/London")


def tell_on(day: date) -> int:
    """How much is unread after the worker ran on a day."""
    with time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=LONDON), tick=False):
        tell_owners()
        tell_owners()
    return Notification.objects.unread().count()


@pytest.fixture
def owner(home):
    return PersonFactory(user=UserFactory())


@pytest.fixture
def policy(owner):
    return PolicyPageFactory(title="Travel", review_by=DAY, content_owner=owner)


def test_the_owner_is_told_four_weeks_before_and_again_on_the_day(policy, owner) -> None:
    assert tell_on(DAY - timedelta(days=29)) == 0
    assert tell_on(DAY - timedelta(days=28)) == 1
    (one,) = Notification.objects.all()
    assert (one.user, one.kind, one.thing.page_id) == (owner.user, NoticeKind.TO_REVIEW, policy.pk)
    Notification.objects.update(read_at=one.told_at)
    assert tell_on(DAY - timedelta(days=1)) == 0
    assert tell_on(DAY) == 1
    Notification.objects.update(read_at=one.told_at)
    assert tell_on(DAY + timedelta(days=1)) == 0
    assert Notification.objects.count() == 1


def test_a_new_day_is_told_of_anew(policy) -> None:
    assert tell_on(DAY) == 1
    Notification.objects.update(read_at=datetime(2026, 6, 29, tzinfo=LONDON))
    policy.review_by = DAY + timedelta(days=365)
    policy.save()
    assert tell_on(DAY + timedelta(days=2)) == 0
    assert tell_on(DAY + timedelta(days=340)) == 1


def test_a_new_owner_is_told_too(policy) -> None:
    tell_on(DAY)
    policy.content_owner = PersonFactory(user=UserFactory(username="new"))
    policy.save()
    tell_on(DAY + timedelta(days=1))
    assert Notification.objects.filter(user__username="new").exists()


@pytest.mark.parametrize(
    "change", [{"content_owner": None}, {"review_by": None}, {"live": False}], ids=str
)
def test_nobody_is_told_where_there_is_nothing_to_tell(policy, change) -> None:
    for name, value in change.items():
        setattr(policy, name, value)
    policy.save()
    assert tell_on(DAY) == 0


def test_the_worker_does_it(policy, owner) -> None:
    with time_machine.travel(datetime(2026, 6, 29, 9, tzinfo=LONDON), tick=False):
        call_command("worker", once=True)
    assert Notification.objects.get().user == owner.user
