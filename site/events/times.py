"""When an event takes place: what editors enter, what it means, and what cannot be."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from events import clock

ONE_DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1990, 2199
in_range = (
    MinValueValidator(date(FIRST_YEAR, 1, 1), "Choose a later year."),
    MaxValueValidator(date(LAST_YEAR, 12, 31), "Choose an earlier year."),
)


@dataclass(frozen=True)
class Entered:
    """When an event takes place, as it was entered: what the clocks show in its zone.

    `second` is which of the two is meant of a time that comes twice.
    """

    starts_on: date
    starts_time: time | None
    ends_on: date | None
    ends_time: time | None
    all_day: bool
    zone: str
    second: bool

    @property
    def starts(self) -> datetime:
        """What the clocks show when it begins."""
        return clock.combined(self.starts_on, None if self.all_day else self.starts_time)

    @property
    def ends(self) -> datetime | None:
        """What the clocks show when it ends, or None if that is open. Of whole days, when the last is over."""
        last = self.ends_on or self.starts_on
        if self.all_day:
            return clock.combined(last, None) + ONE_DAY
        return clock.combined(last, self.ends_time) if self.ends_time else None

    @property
    def starts_at(self) -> datetime:
        """The instant at which it begins."""
        return clock.instant(self.starts, self.zone, second=self.second)

    @property
    def ends_at(self) -> datetime:
        """The instant at which it is over. If its end is open, that is when the day is over on which it begins."""
        open_end = clock.combined(self.ends_on or self.starts_on, None) + ONE_DAY
        ends = self.ends or open_end
        found = clock.instant(ends, self.zone, second=self.second)
        if found <= self.starts_at:  # it goes on through the hour that comes twice
            found = clock.instant(ends, self.zone, second=True)
        return found

    @property
    def last_on(self) -> date:
        """The last day on which it takes place: one that it reaches at midnight is not."""
        if self.ends is None:
            return self.ends_on or self.starts_on
        return max(self.starts_on, (self.ends - timedelta(microseconds=1)).date())


def check(entered: Entered) -> None:
    """Raise a ValidationError that says how to mend it, if the event cannot take place then."""
    problems: dict[str, str] = {}
    if not entered.all_day:
        problems |= _lacking(entered) or _left_out(entered)
    if not problems:
        problems |= _backwards(entered)
    if problems:
        raise ValidationError(problems)


def _lacking(entered: Entered) -> dict[str, str]:
    problems = {}
    if entered.starts_time is None:
        problems["starts_time"] = "Give the time at which it starts, or tick “All day”."
    if entered.ends_on and entered.ends_on != entered.starts_on and entered.ends_time is None:
        problems["ends_time"] = "Give the time at which it ends on its last day, or tick “All day”."
    return problems


def _left_out(entered: Entered) -> dict[str, str]:
    problems = {}
    for name, wall in (("starts_time", entered.starts), ("ends_time", entered.ends)):
        if wall and clock.is_left_out(wall, entered.zone):
            first = clock.after_the_gap(wall, entered.zone)
            problems[name] = (
                f"The clocks in {clock.city(entered.zone)} go forward on {wall:%-d %B %Y}, and {wall:%H:%M} "
                f"does not exist. Choose {first:%H:%M} or later, or a time before the change."
            )
    return problems


def _backwards(entered: Entered) -> dict[str, str]:
    if entered.ends_on and entered.ends_on < entered.starts_on:
        return {
            "ends_on": "It ends before it starts. Choose a later day, or leave this empty if it is over on the same day."
        }
    if entered.ends and entered.ends_at <= entered.starts_at:
        if entered.ends == entered.starts:
            return {
                "ends_time": "It ends as it starts. Choose a later time, or leave this empty if the end is open."
            }
        return {
            "ends_time": "It ends before it starts. Choose a later time or, if it goes on after midnight, give the day it ends."
        }
    return {}
