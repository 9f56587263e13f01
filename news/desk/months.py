"""Months of the desk's calendar, in the site's time zone."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format

#: Beyond these there is nothing to plan.
FIRST_YEAR, LAST_YEAR = 1990, 2190
KEY_LENGTH = len("2026-11")


@dataclass(frozen=True, order=True)
class Month:
    """A month, and the whole weeks that it touches, Monday to Sunday."""

    year: int
    number: int

    @classmethod
    def of(cls, text: str) -> "Month":
        """The month that a text such as “2026-11” names; this month where it names none."""
        year, _dash, number = text.partition("-")
        is_plain = text.isascii() and year.isdecimal() and number.isdecimal()
        if len(text) == KEY_LENGTH and is_plain:
            found = cls(int(year), int(number))
            if found.is_known:
                return found
        return cls.with_day(today())

    @classmethod
    def with_day(cls, day: date) -> "Month":
        """The month that a day is in."""
        return cls(day.year, day.month)

    @property
    def is_known(self) -> bool:
        """Whether the calendar goes as far."""
        return FIRST_YEAR <= self.year <= LAST_YEAR and 1 <= self.number <= 12  # noqa: PLR2004

    @property
    def key(self) -> str:
        """As addresses name it."""
        return f"{self.year:04}-{self.number:02}"

    @property
    def weeks(self) -> list[list[date]]:
        """Its weeks; the first and the last may hold days of its neighbours."""
        return calendar.Calendar().monthdatescalendar(self.year, self.number)

    @property
    def before(self) -> "Month | None":
        """The month before, as far as the calendar goes."""
        return self._beside(date(self.year, self.number, 1) - timedelta(days=1))

    @property
    def after(self) -> "Month | None":
        """The month after, as far as the calendar goes."""
        return self._beside(date(self.year, self.number, 28) + timedelta(days=4))

    def has(self, day: date) -> bool:
        """Whether a day is in it."""
        return (day.year, day.month) == (self.year, self.number)

    def _beside(self, day: date) -> "Month | None":
        other = Month.with_day(day)
        return other if other.is_known else None

    def __str__(self) -> str:
        return date_format(date(self.year, self.number, 1), "F Y")


def today() -> date:
    """The day here, wherever the editor is."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def beginning(day: date) -> datetime:
    """The moment at which a day begins here, whatever the clocks do on it."""
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def day_of(at: datetime) -> date:
    """The day here of a moment."""
    return _here(at).date()


def clock(at: datetime) -> str:
    """The time of day here of a moment: “09:30”."""
    return date_format(_here(at), "H:i")


def _here(at: datetime) -> datetime:
    return timezone.localtime(at, timezone.get_default_timezone())
