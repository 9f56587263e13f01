"""What events show on departments' pages."""

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from core.models import hide_closed_departments
from core.registry import Panel
from events.models import EventPage

SHOWN = 4


def next_of_department(request: HttpRequest, department: Page) -> Panel | None:
    """The department's next events."""
    events = EventPage.objects.of_department(department).readable_by(request.user)
    found = events.upcoming(timezone.now()).soonest_first().for_listing()[:SHOWN]
    shown = hide_closed_departments(found, request.user)
    return Panel("Events", "events/department_panel.html", {"events": shown}) if shown else None
