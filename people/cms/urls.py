"""Addresses of what is done with people and teams in the CMS."""

from django.urls import URLPattern, path

from people.cms.closing import CloseTeamView, ReopenTeamView
from people.cms.erasing import ErasePersonView
from people.cms.leaving import LeavingView, RejoinView, TakeBackView


def addresses() -> list[URLPattern]:
    """One for each screen; `number` is the id of the person or the team."""
    person, team = "people/person/<int:number>", "people/team/<int:number>"
    return [
        path(f"{person}/leaving/", LeavingView.as_view(), name="people_leaving"),
        path(f"{person}/not-leaving/", TakeBackView.as_view(), name="people_take_back"),
        path(f"{person}/rejoin/", RejoinView.as_view(), name="people_rejoin"),
        path(f"{person}/erase/", ErasePersonView.as_view(), name="people_erase"),
        path(f"{team}/close/", CloseTeamView.as_view(), name="people_close_team"),
        path(f"{team}/reopen/", ReopenTeamView.as_view(), name="people_reopen_team"),
    ]
