"""What each section of the home page shows its reader: HTML, or nothing where there is nothing for them."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from core import registry
from departments.models import DepartmentPage
from events.front import upcoming_for
from events.models import EventIndexPage
from home.blocks import Kind
from home.keeping import Drawn, first_end, shared
from home.sections import Section
from news.models import NewsIndexPage
from news.pinned import lead_and_stories
from wall.front import latest_for

Build = Callable[[HttpRequest, Any, Section], str]


def to_do(request: HttpRequest, page: Any, section: Section) -> str:
    """What waits for the reader."""
    found = [item for build in registry.to_do for item in build(request)]
    context = {"shown": found[: section.number], "more": found[section.number :]}
    return draw("home/parts/to_do.html", context) if found else ""


def news(request: HttpRequest, page: Any, section: Section) -> str:
    """The lead story and those that follow it."""
    pins = getattr(request, "tentative_pins", None)

    def make() -> Drawn:
        lead, rest = lead_and_stories(request, None, section.number - 1, pins)
        if lead is None:
            return "", None
        context = {
            "lead": lead,
            "stories": rest,
            "news_list": NewsIndexPage.objects.above(lead, request.user),
        }
        return draw("home/parts/news.html", context, request), first_end([lead, *rest])

    if pins is not None or getattr(request, "is_preview", False):
        return make()[0]
    return shared(request, f"news:{section.number}:{section.place}", make)


def events(request: HttpRequest, page: Any, section: Section) -> str:
    """The next events."""

    def make() -> Drawn:
        found = upcoming_for(request, section.number)
        lists = EventIndexPage.objects.readable_by(request.user).order_by("path")
        context = {"events": found, "event_list": lists.first() if found else None}
        html = draw("home/parts/events.html", context, request) if found else ""
        return html, first_end(found)

    # Times are told by the reader's clock.
    name = f"events:{section.number}:{timezone.get_current_timezone_name()}"
    return shared(request, name, make)


def wall(request: HttpRequest, page: Any, section: Section) -> str:
    """The latest messages. Not kept: who has just written one looks for it."""
    posts = latest_for(request, section.number)
    return draw("home/parts/wall.html", {"posts": posts}) if posts else ""


def departments(request: HttpRequest, page: Any, section: Section) -> str:
    """The departments below the home page, by name."""

    def make() -> Drawn:
        found = list(DepartmentPage.objects.below(page, request.user).order_by("title"))
        context = {"departments": found}
        html = draw("home/parts/departments.html", context, request) if found else ""
        return html, first_end(found)

    return shared(request, "departments", make)


def my_links(links: Sequence[str]) -> str:
    """The reader's own links, or how to have some."""
    return draw("home/parts/my_links.html", {"links": links})


def draw(template: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
    """A template's HTML."""
    return render_to_string(template, context, request)


#: How each kind of section is drawn, but for those that editors write.
BUILDERS: dict[Kind, Build] = {
    Kind.TO_DO: to_do,
    Kind.NEWS: news,
    Kind.EVENTS: events,
    Kind.WALL: wall,
    Kind.DEPARTMENTS: departments,
}
