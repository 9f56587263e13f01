"""A list of events."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from core.models import BasePage
from events import agenda
from events.models.event import EventPage
from events.querysets import EventListQuerySet, EventQuerySet


class EventIndexPage(BasePage):
    """A list of events: what is on next, a month at a time, and what is over."""

    summary = models.TextField(
        "introduction",
        max_length=400,
        blank=True,
        help_text="A sentence above the list. Optional.",
    )

    objects = PageManager.from_queryset(EventListQuerySet)()

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]
    search_fields = [*BasePage.search_fields, index.SearchField("summary")]

    parent_page_types = ["home.HomePage", "departments.DepartmentPage"]
    subpage_types = ["events.EventPage"]
    page_description = "A list of events, by month, with a calendar to subscribe to."

    class Meta:
        verbose_name = "event list"
        verbose_name_plural = "event lists"

    def events(self, request: HttpRequest) -> EventQuerySet:
        """The events below this list that the reader may see."""
        events = EventPage.objects.descendant_of(self) if self.path else EventPage.objects.none()
        return events.readable_by(request.user)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the events that the reader asked for, by month, and what they can be narrowed by."""
        context = super().get_context(request, *args, **kwargs)
        return context | agenda.drawn_up(self.events(request), request)
