"""What events show on the home page."""

from django.http import HttpRequest
from django.utils import timezone

from core.models import hide_closed_departments
from events.models import EventPage

SHOWN = 3


def upcoming_for(request: HttpRequest, number: int = SHOWN) -> list[EventPage]:
    """The next events that the reader may see, those under way first. One query.

    Draw each with `events/event.html`; its sheet is linked by `events/head.html`.
    """
    events = EventPage.objects.readable_by(request.user).upcoming(timezone.now())
    found = events.soonest_first().for_listing()[:number]
    return hide_closed_departments(found, request.user)
