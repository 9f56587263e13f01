"""The way to a page of people or teams, as breadcrumbs show it."""

from typing import NamedTuple

from django.urls import reverse

from people.tree import Branch


class Crumb(NamedTuple):
    """One step of the way."""

    title: str
    url: str


def to_people() -> list[Crumb]:
    """The way to somebody's page."""
    return [_home(), Crumb("People", reverse("people:directory"))]


def to_teams() -> list[Crumb]:
    """The way to a team's page, up to the chart of all."""
    return [_home(), Crumb("Teams", reverse("people:teams"))]


def to_team(branch: Branch | None) -> list[Crumb]:
    """The way to a team's page, through the teams that it lies in."""
    above = branch.line[:-1] if branch else []
    return [*to_teams(), *(Crumb(one.team.name, one.team.get_absolute_url()) for one in above)]


def _home() -> Crumb:
    return Crumb("Home", "/")
