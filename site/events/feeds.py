"""Events to subscribe to: a calendar for one person at a time, by a private address (`core.feeds`)."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from core.feeds.contract import Asked, Format
from core.feeds.places import PlaceKind
from core.models import Topic
from events import calendars
from events.models import EventPage
from events.querysets import EventQuerySet

#: What has been over for so long is left out; a calendar that has it already may keep it.
KEPT = timedelta(days=90)
EVENTS = 200


class EventFeed:
    """The events that a person may read: what is to come, and what was on lately."""

    name = "events"
    label = "Events"
    formats: tuple[Format, ...] = (Format.CALENDAR,)

    def draw(self, asked: Asked) -> bytes:
        """The calendar: one query, however many events."""
        events = _of_place(_readable(asked.user), asked).upcoming(timezone.now() - KEPT)
        shown = events.soonest_first().for_listing()[:EVENTS]
        return calendars.drawn(asked.title(self.label), shown, asked.page_address)

    def topics(self, user: User) -> list[Topic]:
        """The topics of what that person may read."""
        return _readable(user).topics()

    def departments(self, user: User) -> list[Page]:
        """The departments, open to that person, of what they may read."""
        return _readable(user).departments(user)


def _of_place(events: EventQuerySet, asked: Asked) -> EventQuerySet:
    if asked.place.kind == PlaceKind.DEPARTMENT:
        return events.of_department(asked.place.thing)
    if asked.place.kind == PlaceKind.TOPIC:
        return events.about(asked.place.thing)
    return events


def _readable(user: User) -> EventQuerySet:
    events: EventQuerySet = EventPage.objects.readable_by(user)
    return events
