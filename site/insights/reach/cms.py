"""The screens of reach in the CMS: all stories, and one."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from wagtail.models import Page

from access.rules import Reader
from core.sheets import as_csv
from insights.reach.batches import FEWEST
from insights.reach.figures import (
    UNNAMED,
    StoryFigures,
    departments_told_of,
    names_of,
    of_stories,
    of_story,
)
from insights.reach.models import Reach
from insights.reach.permissions import may_see_some, stories_for
from insights.reach.plots import days_plot

PERIODS = (7, 30, 90)
USUAL = 30
A_PAGE = 50
#: The columns that the list is ordered by, with what orders it first by default.
ORDERS = {
    "title": "Story",
    "published": "Date",
    "reads": "Reads",
    "readers": "Readers",
    "median": "Time on it",
    "reactions": "Reactions",
}
ALL_READERS = ("median", "reactions")
MOST_REACHING = "-reads"


@dataclass(frozen=True)
class Wanted:
    """What is asked of the list."""

    days: int
    department: int | None
    order: str

    def address(self, **changed: Any) -> str:
        """The query of the address that asks for this, with something changed."""
        given = {"days": self.days, "department": self.department, "order": self.order, **changed}
        return urlencode({name: value for name, value in given.items() if value is not None})


@require_safe
def stories(request: HttpRequest) -> HttpResponseBase:
    """How far stories reach: those that the reader may edit, or all."""
    if not may_see_some(request.user):
        raise PermissionDenied
    departments = departments_told_of(max(PERIODS), request.user)
    wanted = _wanted(request.GET, {number for number, _name in departments})
    rows = _ordered(of_stories(stories_for(request.user), wanted.days, wanted.department), wanted)
    if request.GET.get("export") == "csv":
        return _stories_csv(rows, wanted)
    paginator = Paginator(rows, A_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    return render(
        request,
        "insights/stories.html",
        {
            "header_title": "Reach",
            "rows": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "wanted": wanted,
            "periods": PERIODS,
            "departments": departments,
            "columns": _columns(wanted),
            "file": wanted.address(export="csv"),
            "fewest": FEWEST,
        },
    )


@require_safe
def story(request: HttpRequest, number: int) -> HttpResponseBase:
    """How far one story reaches. 404 to who is not told of it."""
    page = stories_for(request.user).filter(pk=number).first()
    if page is None:
        raise Http404
    days = _days(request.GET)
    if request.GET.get("export") == "csv":
        return _story_csv(page, days, request.user)
    report = of_story(page, days, request.user)
    return render(
        request,
        "insights/story.html",
        {
            "header_title": "Reach",
            "page": page,
            "days": days,
            "periods": PERIODS,
            "report": report,
            "plot": days_plot(report.days, timezone.localdate(), days),
            "fewest": FEWEST,
        },
    )


def _wanted(given: QueryDict, departments: set[int]) -> Wanted:
    """What an address asks for; what cannot be is left out."""
    named = given.get("department", "")
    number = int(named) if named.removeprefix("-").isascii() and _is_number(named) else None
    department = number if number in departments else None
    order = given.get("order", "")
    is_known = order.removeprefix("-") in _names(department)
    return Wanted(_days(given), department, order if is_known else MOST_REACHING)


def _days(given: QueryDict) -> int:
    asked = given.get("days", "")
    return next((days for days in PERIODS if str(days) == asked), USUAL)


def _is_number(text: str) -> bool:
    return text.removeprefix("-").isdecimal() and len(text) < 10  # noqa: PLR2004


def _names(department: int | None) -> list[str]:
    """The columns there are: how long they stayed and how they reacted is not told by department."""
    return [name for name in ORDERS if department is None or name not in ALL_READERS]


def _ordered(rows: list[StoryFigures], wanted: Wanted) -> list[StoryFigures]:
    """In the order asked for; equal ones by the newest. What is not known comes last either way."""
    name, is_down = wanted.order.removeprefix("-"), wanted.order.startswith("-")
    newest = sorted(rows, key=_age)
    known = [row for row in newest if getattr(row, name) is not None]
    unknown = [row for row in newest if getattr(row, name) is None]

    def value(row: StoryFigures) -> Any:
        found = getattr(row, name)
        return found.casefold() if isinstance(found, str) else found

    return sorted(known, key=value, reverse=is_down) + unknown


def _age(row: StoryFigures) -> tuple[int, int]:
    """Smaller for what is newer."""
    return -(row.published.toordinal() if row.published else 0), -row.number


def _columns(wanted: Wanted) -> list[dict[str, str]]:
    """The heads of the table: each a link that orders by it, and by it the other way."""
    now, is_down = wanted.order.removeprefix("-"), wanted.order.startswith("-")
    found = []
    for name in _names(wanted.department):
        is_text = name == "title"
        other = name if (now == name and is_down) or (now != name and is_text) else f"-{name}"
        found.append(
            {
                "name": name,
                "label": ORDERS[name],
                "address": wanted.address(order=other),
                "sorted": ("descending" if is_down else "ascending") if now == name else "",
            }
        )
    return found


def _stories_csv(rows: list[StoryFigures], wanted: Wanted) -> HttpResponseBase:
    names = _names(wanted.department)
    heads = [ORDERS[name] if name != "median" else "Median time in seconds" for name in names]
    values = ([getattr(row, name) for name in names] for row in rows)
    lines = (["" if value is None else value for value in row] for row in values)
    return as_csv(heads, lines, f"reach-{wanted.days}-days-{timezone.localdate():%Y-%m-%d}.csv")


def _story_csv(page: Page, days: int, user: Reader) -> HttpResponseBase:
    """By day and department: every row is about five readers or more."""
    rows = Reach.objects.filter(page=page).since(days).order_by("day", "-readers", "department")
    told = list(rows.values_list("day", "department", "reads", "readers"))
    names = names_of({department for _day, department, _reads, _readers in told}, user)
    lines = [
        (day, names.get(department, UNNAMED), reads, readers)
        for day, department, reads, readers in told
    ]
    heads = ("Day", "Department", "Reads", "New readers")
    return as_csv(heads, lines, f"reach-{page.slug}-{timezone.localdate():%Y-%m-%d}.csv")


def address_of(page: Page) -> str:
    """Where a story's reach is shown."""
    return reverse("insights_reach_story", args=[page.pk])
