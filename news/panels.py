"""What news shows on other apps' pages."""

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from core.models import hide_closed_departments
from core.registry import Panel
from news.models import NewsPage
from news.pinned import lead_and_stories

LATEST = 3
LATEST_BY_ONE = 5


def latest_for_department(request: HttpRequest, department: Page) -> Panel | None:
    """Three of the department's stories: those that its editors pinned, then the latest."""
    pins = getattr(request, "tentative_pins", None)  # of the news desk's preview
    lead, rest = lead_and_stories(request, department, LATEST - 1, pins)
    if lead is None:
        return None
    return Panel("News", "news/department_panel.html", {"stories": [lead, *rest]})


def stories_by(request: HttpRequest, person: Any) -> Panel | None:
    """The five latest stories that a person wrote."""
    stories = NewsPage.objects.by(person).readable_by(request.user).latest_first()
    latest = hide_closed_departments(stories.for_listing()[:LATEST_BY_ONE], request.user)
    if not latest:
        return None
    return Panel("Stories", "news/person_panel.html", {"stories": latest})
