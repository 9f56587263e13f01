"""Reading events."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from access.querysets import ReadablePageQuerySet, Reader, readable_by, readable_q
from core.models import Topic

#: What a list does not show.
EVENT_ONLY = ("body",)
#: What an event's department brings along that no event shows.
FRONT_PAGE_ONLY = (
    "department__body",
    "department__services",
    "department__contacts",
    "department__quick_links",
)


class EventListQuerySet(ReadablePageQuerySet):
    """Lists of events."""

    def main(self, user: Reader) -> Page | None:
        """The first list in the menu's order, the topmost first, that `user` may read."""
        return self.readable_by(user).order_by("depth", "path").first()


class EventQuerySet(ReadablePageQuerySet):
    """Events, in the ways that lists need them."""

    def soonest_first(self) -> "EventQuerySet":
        """By when they begin."""
        return self.order_by("starts_at", "pk")

    def latest_first(self) -> "EventQuerySet":
        """By when they began, the last first."""
        return self.order_by("-starts_at", "-pk")

    def upcoming(self, now: datetime) -> "EventQuerySet":
        """Those that are not over, under way or to come."""
        return self.filter(ends_at__gt=now)

    def over(self, now: datetime) -> "EventQuerySet":
        """Those that are over."""
        return self.filter(ends_at__lte=now)

    def on_days(self, first: date, last: date) -> "EventQuerySet":
        """Those that take place on any of the days from `first` to `last`, as their own zones count days."""
        return self.filter(starts_on__lte=last, last_on__gte=first)

    def of_department(self, department: Page) -> "EventQuerySet":
        """Events that name the department, or that stand in its own site."""
        return self.filter(Q(department_id=department.pk) | Q(path__startswith=department.path))

    def about(self, topic: Topic) -> "EventQuerySet":
        """Events about a topic."""
        return self.filter(page_topics__tag=topic)

    def narrowed(self, user: Reader, topic: str = "", department: str = "") -> "EventQuerySet":
        """Events about the topic and of the department, by their slugs, each where it is given.

        What does not exist, or is closed to `user`, has no events.
        """
        events = self
        if topic:
            events = events.filter(page_topics__tag__slug=topic)
        if department:
            events = events.filter(readable_q(user, "department__"), department__slug=department)
        return events

    def for_listing(self, *, body: bool = False) -> "EventQuerySet":
        """With department and location at hand; without the body, unless it is asked for."""
        unread = FRONT_PAGE_ONLY if body else (*EVENT_ONLY, *FRONT_PAGE_ONLY)
        near = ("lead_image", "contact", "content_owner") if body else ()
        return self.select_related("department__page_rule", "location", *near).defer(*unread)

    def topics(self) -> list[Topic]:
        """The topics of these events, by name."""
        return list(Topic.objects.filter(page_topics__content_object__in=self._ids()).distinct())

    def departments(self, user: Reader) -> list[Page]:
        """The departments of these events that `user` may see, by name."""
        ids = self.order_by().values("department_id")
        return list(readable_by(Page.objects.filter(pk__in=ids), user).order_by("title"))

    def _ids(self) -> Any:
        return self.order_by().values("pk")
