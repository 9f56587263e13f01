"""What is on at the demo department."""

from datetime import datetime

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Page

from demo.events import open_events, plan_events
from events.models import EventIndexPage, EventPage

pytestmark = pytest.mark.django_db


def test_some_events_are_to_come_and_one_is_over(home: Page) -> None:
    open_events(home)
    plan_events()
    now = timezone.now()
    assert EventPage.objects.live().upcoming(now).count() >= 3
    assert EventPage.objects.live().over(now).count() == 1
    assert [event for event in EventPage.objects.all() if event.last_on > event.starts_on]
    assert [event for event in EventPage.objects.all() if event.online_link]


def test_they_come_in_once(home: Page) -> None:
    open_events(home)
    plan_events()
    count = EventPage.objects.count()
    EventPage.objects.first().delete()
    open_events(home)
    plan_events()
    assert EventPage.objects.count() == count - 1
    assert EventIndexPage.objects.count() == 1


@pytest.mark.parametrize("day", range(22, 30))
def test_they_can_come_in_on_any_day(day: int, home: Page) -> None:
    """The clocks go back on the 25th, and forward on the 29th of March."""
    for month in (3, 10):
        EventIndexPage.objects.all().delete()
        with time_machine.travel(datetime(2026, month, day, 12), tick=False):
            open_events(Page.objects.get(pk=home.pk).specific)
            plan_events()
