"""Events and their lists. Each factory takes `parent=`; without one, what it needs is made."""

from datetime import date, time, timedelta

import factory
import wagtail_factories
from django.utils import timezone

from events.models import EventIndexPage, EventPage
from tests.factories.pages import home_page


class EventIndexPageFactory(wagtail_factories.PageFactory):
    """A list of events."""

    title = factory.Sequence(lambda n: f"Events {n}")
    parent = factory.LazyFunction(home_page)

    class Meta:
        model = EventIndexPage


class EventPageFactory(wagtail_factories.PageFactory):
    """An event of an hour in a week's time, in the site's time zone."""

    title = factory.Sequence(lambda n: f"Event {n}")
    summary = "What it is about."
    starts_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))
    starts_time = time(10)
    ends_time = time(11)
    place = "The quay"
    parent = factory.LazyFunction(EventIndexPageFactory)

    class Meta:
        model = EventPage

    class Params:
        over = factory.Trait(
            starts_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=7))
        )
        whole_days = factory.Trait(all_day=True, starts_time=None, ends_time=None)
        online = factory.Trait(place="", online_link="https://meet.example/quay")
        three_months = factory.Trait(
            starts_on=date(2026, 1, 30), ends_on=date(2026, 3, 2), ends_time=time(16)
        )
