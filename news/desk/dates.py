"""What happens on which day: stories coming and going, and what other apps have to show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core import registry
from core.registry import DeskDate
from news.desk.months import Month, beginning, clock, day_of, today
from news.desk.states import with_times
from news.models import Alert
from news.permissions import keeps_news

#: So many stories are shown in a month; one of more is not read as a calendar.
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
    now = today()
    made = [[Day(day, not month.has(day), day == now) for day in week] for week in month.weeks]
    by_day = {day.day: day for week in made for day in week}
    first, last = min(by_day), max(by_day)
    found = [*_of_stories(stories, first, last), *_of_alerts(user, first, last)]
    for others in registry.desk_dates:
        found.extend(others(user, first, last))
    for thing in sorted(found, key=lambda one: (one.note, one.title)):
        for day in _between(max(thing.first, first), min(thing.last, last)):
            by_day[day].things.append(thing)
    return made


def _of_stories(stories: Any, first: date, last: date) -> Iterator[DeskDate]:
    """What some stories do on these days: one query."""
    now, since, until = timezone.now(), beginning(first), beginning(last + timedelta(days=1))
    for page in _near(stories, first, last, since, until)[:MOST]:
        gone = page.expire_at is not None and page.expire_at <= now
        if page.live and not gone and first <= page.publication_date <= last:
            yield _line("Published", page, page.publication_date)
        if page.goes_live_at and since <= page.goes_live_at < until:
            yield _at("Goes live", page, page.goes_live_at)
        elif (at := _planned(page)) and since <= at < until:
            yield _at("Planned", page, at)
        if page.expire_at and since <= page.expire_at < until and (page.live or page.expired):
            yield _at("Expired" if gone else "Expires", page, page.expire_at)


def _of_alerts(user: Any, first: date, last: date) -> Iterator[DeskDate]:
    """The alerts that stand on these days, for those who keep them: one query."""
    if not keeps_news(user):
        return
    since, until = beginning(first), beginning(last + timedelta(days=1))
    for alert in Alert.objects.filter(starts_at__lt=until, ends_at__gt=since)[:MOST]:
        address = reverse("wagtailsnippets_news_alert:edit", args=[alert.pk])
        # One that ends as a day begins does not stand on it.
        ends = max(alert.starts_at, alert.ends_at - timedelta(microseconds=1))
        days = day_of(alert.starts_at), day_of(ends)
        yield DeskDate("Alert", alert.title, *days, address, clock(alert.starts_at))


def _near(stories: Any, first: date, last: date, since: datetime, until: datetime) -> Any:
    """Stories with a date of any sort on these days, and some more.

    The day that a draft's editors have set and nobody has approved stands in the draft alone: written in
    UTC as text, which sorts as days do, but for the hours between UTC and here.
    """
    said = Cast(KeyTextTransform("go_live_at", "latest_revision__content"), TextField())
    early, late = first - timedelta(days=1), last + timedelta(days=2)
    drafts = Q(has_unpublished_changes=True, live=False)
    return (
        with_times(stories)
        .annotate(said=said)
        .defer("body")
        .filter(
            Q(live=True, publication_date__range=(first, last))
            | Q(goes_live_at__gte=since, goes_live_at__lt=until)
            | Q(expire_at__gte=since, expire_at__lt=until)
            | drafts & Q(said__gte=early.isoformat(), said__lt=late.isoformat())
        )
        .order_by("pk")
    )


def _planned(page: Any) -> datetime | None:
    """What a draft says of when it is to go live."""
    is_draft = page.has_unpublished_changes and not page.live and not page.goes_live_at
    at = parse_datetime(page.said or "") if is_draft else None
    return at if at is not None and timezone.is_aware(at) else None


def _at(what: str, page: Any, moment: datetime) -> DeskDate:
    return _line(what, page, day_of(moment), clock(moment))


def _line(what: str, page: Any, day: date, note: str = "") -> DeskDate:
    title = page.draft_title or page.title
    return DeskDate(what, title, day, day, reverse("wagtailadmin_pages:edit", args=[page.pk]), note)


def _between(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
