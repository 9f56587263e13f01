"""What happens on which day: stories coming and going, and what other apps have to show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core import registry
from core.registry import DeskDate
from news.desk.months import Month, beginning, clock, day_of
from news.desk.states import Tab, tab_q, with_times

#: Of one sort of things, so many are shown in a month; a month of more is not read as a calendar.
MOST = 1_000
#: So many of a day are shown at once; the rest unfold.
AT_ONCE = 4


@dataclass
class Day:
    """A day of the calendar, with what happens on it."""

    day: date
    is_other_month: bool
    is_today: bool
    things: list[DeskDate] = field(default_factory=list)

    @property
    def first(self) -> list[DeskDate]:
        """What is shown at once."""
        return self.things[:AT_ONCE]

    @property
    def rest(self) -> list[DeskDate]:
        """What unfolds."""
        return self.things[AT_ONCE:]


def weeks(month: Month, user: Any, stories: Any) -> list[list[Day]]:
    """The weeks of a month with what happens, as far as `user` may edit it; `stories` are theirs."""
    today = timezone.localdate()
    made = [[Day(day, not month.has(day), day == today) for day in week] for week in month.weeks]
    by_day = {day.day: day for week in made for day in week}
    first, last = min(by_day), max(by_day)
    found = [*_of_stories(stories, first, last)]
    for others in registry.desk_dates:
        found.extend(others(user, first, last))
    for thing in sorted(found, key=lambda one: (one.note, one.title)):
        for day in _between(max(thing.first, first), min(thing.last, last)):
            by_day[day].things.append(thing)
    return made


def _of_stories(stories: Any, first: date, last: date) -> Iterator[DeskDate]:
    since, until = beginning(first), beginning(last + timedelta(days=1))
    near = with_times(stories).defer("body")
    for page in near.filter(tab_q(Tab.LIVE), publication_date__range=(first, last))[:MOST]:
        yield _line("Published", page, page.publication_date)
    for page in near.filter(goes_live_at__gte=since, goes_live_at__lt=until)[:MOST]:
        yield _line("Goes live", page, day_of(page.goes_live_at), clock(page.goes_live_at))
    ends = Q(live=True) | Q(expired=True)
    for page in near.filter(ends, expire_at__gte=since, expire_at__lt=until)[:MOST]:
        word = "Expires" if page.expire_at > timezone.now() else "Expired"
        yield _line(word, page, day_of(page.expire_at), clock(page.expire_at))
    yield from _planned(near, first, last)


def _planned(stories: Any, first: date, last: date) -> Iterator[DeskDate]:
    """Drafts whose editors have set a day that nobody has approved yet: it stands in the draft alone."""
    drafts = stories.filter(tab_q(Tab.DRAFTS) | tab_q(Tab.APPROVAL), live=False)
    said = Cast(KT("latest_revision__content__go_live_at"), TextField())
    planned = drafts.annotate(planned=said).filter(
        # Written in UTC as text, which sorts as the days do, but for the hours between UTC and here.
        planned__gte=(first - timedelta(days=1)).isoformat(),
        planned__lt=(last + timedelta(days=2)).isoformat(),
    )
    for page in planned[:MOST]:
        at = parse_datetime(page.planned or "")
        if at is not None and first <= day_of(at) <= last:
            yield _line("Planned", page, day_of(at), clock(at))


def _line(what: str, page: Any, day: date, note: str = "") -> DeskDate:
    title = page.draft_title or page.title
    return DeskDate(what, title, day, day, reverse("wagtailadmin_pages:edit", args=[page.pk]), note)


def _between(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
