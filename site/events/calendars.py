"""Events as iCalendar (RFC 5545), which calendar programs import and subscribe to.

Instants are written in UTC, which is the same in every program whatever it knows of summer time, and can say which is
meant of an hour that comes twice; a time with a zone cannot. Whole days are dates, which no zone moves.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from core.plain import plain_line, plain_text
from events import clock
from events.models import EventPage

MAKER = "-//Corridor//Events//EN"
ASK_AGAIN = timedelta(hours=6)
CONFIRMED, CANCELLED = "CONFIRMED", "CANCELLED"
ONE_DAY = timedelta(days=1)


def drawn(name: str, events: Iterable[EventPage], address: Callable[[EventPage], str]) -> bytes:
    """A calendar of these events; `address` gives the whole address of each. Alike as long as they are."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", MAKER)
    calendar.add("method", "PUBLISH")
    calendar.add("name", plain_line(name))
    calendar.add("x-wr-calname", plain_line(name))
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for event in events:
        calendar.add_component(_entry(event, address(event)))
    content: bytes = calendar.to_ical()
    return content


def _entry(event: EventPage, address: str) -> Event:
    entry = Event()
    changed = event.last_published_at or event.first_published_at or event.starts_at
    entry.add("uid", str(event.translation_key))
    entry.add("dtstamp", _whole_second(changed))
    entry.add("last-modified", _whole_second(changed))
    if event.first_published_at:
        entry.add("created", _whole_second(event.first_published_at))
    entry.add("sequence", event.sequence)
    entry.add("status", CANCELLED if event.cancelled else CONFIRMED)
    entry.add("summary", _title(event))
    entry.add("description", _description(event, address))
    entry.add("url", address)
    if where := _where(event):
        entry.add("location", where)
    _add_times(entry, event)
    return entry


def _add_times(entry: Event, event: EventPage) -> None:
    if event.all_day:
        entry.add("dtstart", event.starts_on)
        entry.add("dtend", event.last_on + ONE_DAY)  # the first day that it does not take
        entry.add("transp", "TRANSPARENT")
        return
    entry.add("dtstart", event.starts_at)
    if not event.end_is_open:
        entry.add("dtend", event.ends_at)


def _title(event: EventPage) -> str:
    title = plain_line(event.title)
    return f"Cancelled: {title}" if event.cancelled else title


def _where(event: EventPage) -> str:
    parts = [event.place, event.location.name if event.location else ""]
    return ", ".join(filter(None, map(plain_line, parts))) or event.online_link


def _description(event: EventPage, address: str) -> str:
    elsewhere = not event.all_day and event.time_zone != clock.site_zone()
    lines = [
        plain_line(event.cancelled_note) if event.cancelled else "",
        plain_text(event.teaser),
        f"Times are those of {clock.city(event.time_zone)}: {_wall(event)}." if elsewhere else "",
        f"Join: {event.online_link}" if event.online_link and not event.cancelled else "",
        f"Book: {event.booking_link}" if event.booking_link and not event.cancelled else "",
        address,
    ]
    return "\n\n".join(filter(None, lines))


def _wall(event: EventPage) -> str:
    reading = event.when[0]
    ends = f" to {reading.ends.words}" if reading.ends else ""
    return f"{reading.starts.words}{ends}"


def _whole_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
