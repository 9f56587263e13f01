"""Events."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """What takes place, when and where, with calendars to subscribe to."""

    name = "events"
    verbose_name = "Events"
