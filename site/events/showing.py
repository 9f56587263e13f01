"""When an event takes place, for people to read: in its own zone, and in theirs where that differs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.utils import timezone
from django.utils.dateformat import format as formatted

from events import clock
from events.times import Entered

DAY, TIME = "l j F Y", "H:i"
DAY_AND_TIME = f"{DAY}, {TIME}"


class Timed(Protocol):
    """What takes place at some time."""

    starts_at: datetime
    ends_at: datetime
    last_on: date

    @property
    def entered(self) -> Entered:
        """When, as it was entered."""


@dataclass(frozen=True)
class Moment:
    """An instant, or a day, in words, in fewer words, and for machines."""

    words: str
    short: str
    machine: str


@dataclass(frozen=True)
class Reading:
    """When something takes place, as it is read in one zone; `zone` is said if it is not the reader's."""

    starts: Moment
    ends: Moment | None
    zone: str = ""


def readings(event: Timed) -> list[Reading]:
    """The event's own time first; then the reader's, if the clocks there show another."""
    entered, here = event.entered, timezone.get_current_timezone_name()
    if entered.all_day:
        return [_whole_days(entered.starts_on, event.last_on)]
    instants = (event.starts_at, event.ends_at)
    if all(clock.same_clock(moment, entered.zone, here) for moment in instants):
        return [_hours(event, entered.zone, "")]
    return [_hours(event, zone, f"{clock.city(zone)} time") for zone in (entered.zone, here)]


def _whole_days(first: date, last: date) -> Reading:
    if first == last:
        return Reading(_day(first, DAY), None)
    return Reading(_day(first, _without_year(DAY, first, last)), _day(last, DAY))


def _hours(event: Timed, zone: str, said: str) -> Reading:
    starts = clock.on_the_wall(event.starts_at, zone)
    if event.entered.ends is None:
        return Reading(_moment(starts, DAY_AND_TIME), None, said)
    ends = clock.on_the_wall(event.ends_at, zone)
    if starts.date() == ends.date():
        return Reading(_moment(starts, DAY_AND_TIME), _moment(ends, TIME), said)
    first = _without_year(DAY_AND_TIME, starts, ends)
    return Reading(_moment(starts, first), _moment(ends, DAY_AND_TIME), said)


def _without_year(form: str, first: date, last: date) -> str:
    return form.replace(" Y", "") if first.year == last.year else form


def _day(day: date, form: str) -> Moment:
    return Moment(formatted(day, form), formatted(day, _short(form)), day.isoformat())


def _moment(there: datetime, form: str) -> Moment:
    """An instant; of a time that comes twice, the clocks' name says which of the two is meant."""
    wall = there.replace(tzinfo=None, fold=0)  # or the words would be in another zone
    zone = str(there.tzinfo)
    mark = f" {there.tzname()}" if clock.comes_twice(wall, zone) else ""
    machine = there.isoformat(timespec="minutes")
    return Moment(formatted(wall, form) + mark, formatted(wall, _short(form)) + mark, machine)


def _short(form: str) -> str:
    return form.replace("l ", "D ").replace(" F", " M")
