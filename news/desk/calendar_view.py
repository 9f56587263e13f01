"""The news desk's calendar."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from news.desk.dates import weeks
from news.desk.frame import frame
from news.desk.months import Month, today
from news.desk.narrowing import Narrowing, choices, options
from news.desk.permissions import demand, may_use_desk, stories_of

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A month: what came, comes and goes on which day."""
    demand(may_use_desk(request.user))
    narrowing, month = Narrowing.of(request.GET), Month.of(request.GET.get("month", ""))
    theirs = stories_of(request.user)
    found = weeks(month, request.user, narrowing.narrow(theirs, request.user))
    days = [day for week in found for day in week if day.things and not day.is_other_month]
    this_month = Month.with_day(today())
    context: dict[str, Any] = {
        **frame(request, "News calendar", "news_desk_calendar"),
        **options(narrowing, choices(theirs, request.user)),
        "narrowing": narrowing,
        "month": month,
        "this_month": this_month,
        "weekdays": WEEKDAYS,
        "weeks": found,
        "days": days,
        "zone": timezone.get_default_timezone_name(),
    }
    return render(request, "news/desk/calendar.html", context)
