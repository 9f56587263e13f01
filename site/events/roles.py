"""Who publishes the site's events."""

from wagtail.models import Page

from accounts.roles import SectionRole, section_roles
from events.models import EventIndexPage

EVENTS_TEAM = "Events team"
#: Below the home page; lists of single departments stand deeper.
MAIN_LIST_DEPTH = 3


def main_list() -> Page | None:
    """The whole site's list of events, the first in the menu's order, or None."""
    found = EventIndexPage.objects.filter(depth=MAIN_LIST_DEPTH).order_by("path").first()
    return found.page_ptr if found else None


def add_events_team() -> None:
    """Let `make_roles` make the events team."""
    section_roles[EVENTS_TEAM] = SectionRole(
        EVENTS_TEAM,
        main_list,
        "waits for a list of events below the home page: make one, then run manage.py make_roles again",
    )
