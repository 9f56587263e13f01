"""An event as a file for calendars."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from core.feeds.contract import Format
from events import calendars
from events.models import EventPage


@require_safe
def file(request: HttpRequest, number: int) -> HttpResponse:
    """`/events/12.ics`: one event, for who may read it. Opened in a calendar, it is entered there."""
    events = EventPage.objects.readable_by(request.user).for_listing()
    event = get_object_or_404(events, pk=number)
    content = calendars.drawn(event.title, [event], lambda page: page.get_full_url(request))
    response = HttpResponse(content, content_type=Format.CALENDAR.content_type)
    name = slugify(event.title)[:60] or "event"
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
