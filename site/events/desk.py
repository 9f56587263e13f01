"""Events in the news desk's calendar."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from core.exits.pages import edited_q
from core.registry import DeskDate
from events.models import EventPage

#: More of a month are not read in a calendar.
MOST = 500


def dates_for(user: Any, first: date, last: date) -> Iterator[DeskDate]:
    """The events between two days that `user` may edit, each on all of its days: one query."""
    events = EventPage.objects.filter(edited_q(user)).on_days(first, last)
    for event in events.soonest_first().defer("body")[:MOST]:
        is_draft = not event.live
        title = event.draft_title or event.title
        address = reverse("wagtailadmin_pages:edit", args=[event.pk])
        time = "" if event.all_day or not event.starts_time else f"{event.starts_time:%H:%M}"
        what = "Event, a draft" if is_draft else "Event"
        yield DeskDate(what, title, event.starts_on, event.last_on, address, time)
