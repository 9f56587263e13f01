"""Events, and lists of them."""

from events.models.event import EventPage, Hour
from events.models.lists import EventIndexPage

__all__ = ["EventIndexPage", "EventPage", "Hour"]
