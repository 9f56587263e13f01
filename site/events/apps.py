"""Events."""

from django.apps import AppConfig

from core import registry


class EventsConfig(AppConfig):
    """What takes place, when and where, with calendars to subscribe to."""

    name = "events"
    verbose_name = "Events"

    def ready(self) -> None:
        """Show a department's next events on its front page, give calendars, and tell of what is new. Name who publishes."""
        from wagtail.signals import page_published

        from events.desk import dates_for
        from events.feeds import EventFeed
        from events.models import EventPage
        from events.panels import next_of_department
        from events.roles import add_events_team
        from events.telling import published

        add_events_team()
        page_published.connect(published, sender=EventPage, dispatch_uid="events-published")
        registry.desk_dates.add("events", dates_for, order=10)
        registry.feeds.add("events", EventFeed(), order=20)
        registry.department_panels.add("events", next_of_department, order=15)
