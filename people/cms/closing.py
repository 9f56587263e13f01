"""Closing a team, opening it again, and why it is not deleted, in the CMS."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from people.cms.forms import CloseTeamForm, NothingToAskForm
from people.cms.frames import OneThingView
from people.models import Membership, Team
from people.services.teams import close_team, reopen_team, why_kept

CHANGE_TEAMS = "people.change_team"


class CloseTeamView(OneThingView):
    """The last day, the team that takes over, and what becomes of the teams within."""

    right = CHANGE_TEAMS
    queryset = Team.objects.all()
    form_class = CloseTeamForm
    template_name = "people/cms/close_team.html"
    page_title = "Close"
    header_icon = "folder"
    submit_label = "Close the team"
    active_label = "Closing…"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which team, and how many are part of it."""
        children = Team.objects.open().filter(parent=self.thing).count()
        return {**super().get_form_kwargs(), "team": self.thing, "children": children}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who and what is in it."""
        return super().get_context_data(**kwargs) | {
            "children": Team.objects.open().filter(parent=self.thing),
            "members": Membership.objects.going_on().filter(team=self.thing).count(),
        }

    def act(self, given: dict[str, Any]) -> str:
        """Close it."""
        moved = close_team(
            self.thing,
            on=given["on"],
            successor=given["successor"],
            move_children=given.get("move_children", False),
            actor=self.request.user,
        )
        people = f"{moved:,} {'person is' if moved == 1 else 'people are'}"
        where = f" {people} in {self.thing.successor} from the next day." if moved else ""
        return f"{self.thing} is closed.{where}"


class ReopenTeamView(OneThingView):
    """Opening a closed team again."""

    right = CHANGE_TEAMS
    queryset = Team.objects.filter(closed_on__isnull=False)
    form_class = NothingToAskForm
    template_name = "people/cms/reopen_team.html"
    page_title = "Reopen"
    header_icon = "folder-open-inverse"
    submit_label = "Open the team again"
    active_label = "Opening…"

    def act(self, given: dict[str, Any]) -> str:
        """Open it."""
        reopen_team(self.thing, actor=self.request.user)
        return f"{self.thing} is open again."


def keep_teams(request: HttpRequest, things: Iterable[Any]) -> HttpResponse | None:
    """Before anything is deleted: a team that somebody was ever in leads to closing it instead."""
    for thing in things:
        if isinstance(thing, Team) and (reason := why_kept(thing)):
            messages.error(request, reason)
            return redirect("people_close_team", thing.pk)
    return None
