"""The ways from a person's or a team's page in the CMS to what can be done with them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from wagtail.snippets.action_menu import ActionMenuItem

from people.cms.closing import CHANGE_TEAMS
from people.models import Person, Team
from people.permissions import CHANGE_PEOPLE
from people.services.erasure import RIGHT as ERASE_PEOPLE
from people.services.leaving import is_away


@dataclass(frozen=True)
class Way:
    """What is offered, to whom, and of which things."""

    label: str
    icon_name: str
    url_name: str
    right: str
    fits: Callable[[Any], bool]


WAYS: dict[type[models.Model], tuple[Way, ...]] = {
    Person: (
        Way("Mark as leaving", "logout", "people_leaving", CHANGE_PEOPLE, lambda p: not p.has_left),
        Way("Rejoin", "login", "people_rejoin", CHANGE_PEOPLE, is_away),
        Way("Erase…", "bin", "people_erase", ERASE_PEOPLE, bool),
    ),
    Team: (
        Way("Close…", "folder", "people_close_team", CHANGE_TEAMS, lambda t: not t.is_closed),
        Way("Reopen", "folder-inverse", "people_reopen_team", CHANGE_TEAMS, lambda t: t.is_closed),
    ),
}


class WayItem(ActionMenuItem):
    """An entry of the menu at the foot of the page."""

    def __init__(self, way: Way, order: int) -> None:
        super().__init__(order=order)
        self.way = way
        self.name, self.label, self.icon_name = way.url_name, way.label, way.icon_name

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Whether the reader may, and it makes sense of this one."""
        thing = context.get("instance")
        if context["view"] != "edit" or thing is None or getattr(thing, "erased_at", None):
            return False
        return context["request"].user.has_perm(self.way.right) and self.way.fits(thing)

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """Where it leads."""
        return reverse(self.way.url_name, args=[parent_context["instance"].pk])


def item_for(model: type[models.Model], kind: type[models.Model], at: int) -> WayItem | None:
    """One way of a kind of thing, if the page is of that kind."""
    return WayItem(WAYS[kind][at], order=200 + at) if model is kind else None
