"""Which events a list shows: what is on next, one month, or what is over; by month, as far as it was narrowed."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import urlencode
from wagtail.models import Page

from core.feeds.places import PlaceKind
from core.models import Topic, hide_closed_departments
from events.querysets import EventQuerySet
from events.times import FIRST_YEAR, LAST_YEAR

EVENTS_A_PAGE = 20
#: A month shows all that it holds, up to what nobody would read.
MOST_A_MONTH = 200
DECEMBER = 12
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


class View(TextChoices):
    """What part of the events a list shows."""

    NEXT = "next", "Coming up"
    MONTH = "month", "By month"
    PAST = "past", "Past"


class Month(NamedTuple):
    """A month of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month in which a day lies."""
        return cls(day.year, day.month)

    @classmethod
    def named(cls, name: str) -> "Month | None":
        """The month that “2026-03” names; None for what names none."""
        found = _MONTH.fullmatch(name)
        month = cls(*map(int, found.groups())) if found else None
        return month if month and month.exists else None

    @property
    def exists(self) -> bool:
        """Whether it is a month, of a year in which there can be events."""
        return FIRST_YEAR <= self.year <= LAST_YEAR and 1 <= self.number <= DECEMBER

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def before(self) -> "Month | None":
        """The month before, if there can be events in it."""
        month = Month.of(self.first - timedelta(days=1))
        return month if month.exists else None

    @property
    def after(self) -> "Month | None":
        """The month after, if there can be events in it."""
        month = Month.of(self.last + timedelta(days=1))
        return month if month.exists else None

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"


@dataclass(frozen=True)
class Wanted:
    """What a reader asked of a list, by its address; what cannot be understood was not asked."""

    view: View
    month: Month
    page: str
    topic: str
    department: str

    @classmethod
    def by(cls, query: Any) -> "Wanted":
        """What an address asks for."""
        month = Month.named(query.get("month", ""))
        view = View.MONTH if month else View.PAST if query.get("past") == "1" else View.NEXT
        return cls(
            view,
            month or Month.of(timezone.localdate()),
            query.get("page", ""),
            query.get("topic", ""),
            query.get("department", ""),
        )

    @property
    def narrowing(self) -> dict[str, str]:
        """What the list is narrowed by, if it is."""
        named = {"topic": self.topic, "department": self.department}
        return {name: value for name, value in named.items() if value}

    @property
    def viewing(self) -> dict[str, str]:
        """What part of the events is shown, as an address says it."""
        if self.view == View.NEXT:
            return {}
        return {"month": str(self.month)} if self.view == View.MONTH else {"past": "1"}


def drawn_up(every: EventQuerySet, request: HttpRequest) -> dict[str, Any]:
    """What a list's template needs, of all the events that the reader may see there. Five queries."""
    wanted = Wanted.by(request.GET)
    topics, departments = every.topics(), every.departments(request.user)
    events = every.narrowed(request.user, wanted.topic, wanted.department).for_listing()
    topic = next((each for each in topics if each.slug == wanted.topic), None)
    department = next((each for each in departments if each.slug == wanted.department), None)
    page = _page(events, wanted)
    shown = hide_closed_departments(page.object_list, request.user)
    return {
        "view": wanted.view,
        "month": wanted.month,
        "groups": _by_month(shown, wanted),
        "events": page,
        "topics": topics,
        "topic": topic,
        "departments": departments,
        "department": department,
        "filtered": bool(wanted.narrowing),
        "viewing": wanted.viewing,
        "viewing_query": urlencode(wanted.viewing),
        "feeds_of": _feeds_of(department, topic),
        "narrowing": urlencode(wanted.narrowing),
        "filters": urlencode(wanted.viewing | wanted.narrowing),
    }


def _feeds_of(department: Page | None, topic: Topic | None) -> str:
    """What /feeds/ calls the place that a list is narrowed to; a feed is of one place only."""
    if department:
        return f"{PlaceKind.DEPARTMENT}-{department.pk}"
    return f"{PlaceKind.TOPIC}-{topic.pk}" if topic else ""


def _page(events: EventQuerySet, wanted: Wanted) -> Any:
    if wanted.view == View.MONTH:
        found = events.on_days(wanted.month.first, wanted.month.last).soonest_first()
        return Paginator(found, MOST_A_MONTH).get_page(wanted.page)
    now = timezone.now()
    past = wanted.view == View.PAST
    found = events.over(now).latest_first() if past else events.upcoming(now).soonest_first()
    return Paginator(found, EVENTS_A_PAGE).get_page(wanted.page)


def _by_month(events: Iterable[Any], wanted: Wanted) -> list[tuple[date, list[Any]]]:
    """The first day of each month, with its events. What is under way stands in this month."""
    past, today = wanted.view == View.PAST, timezone.localdate()

    def month(event: Any) -> Month:
        if wanted.view == View.MONTH:
            return wanted.month
        return Month.of(event.starts_on if past else max(event.starts_on, today))

    # Stable, so within a month they stay in order; in zones far apart months overlap.
    ordered = sorted(events, key=month, reverse=past)
    return [(key.first, list(group)) for key, group in groupby(ordered, key=month)]
