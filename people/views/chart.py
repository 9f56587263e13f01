"""The organisation chart: all teams as lists in lists, the deeper ones fetched when they are opened."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.headcounts import count_people, leads_of
from people.trails import to_teams
from people.tree import Branch, Forest, open_teams

#: What lies deeper is drawn when a reader opens it.
DRAWN = 2


@require_safe
def chart(request: HttpRequest) -> HttpResponse:
    """`/teams/?open=<slug>`: the teams down to the second level, and all the way to the one that is asked for."""
    forest = open_teams()
    current = forest.find(request.GET.get("open", ""))
    opened = current.line if current else forest.roots if len(forest.roots) == 1 else ()
    shown = _draw(forest.roots, DRAWN, set(opened))
    _tell(forest, shown)
    context = {
        "roots": forest.roots,
        "crumbs": to_teams()[:1],
        "current": current.team.pk if current else None,
    }
    return render(request, "people/chart.html", context)


@require_safe
def branch(request: HttpRequest, slug: str) -> HttpResponse:
    """`/teams/<slug>/branch/`: what lies in a team, as a part of the chart that has been opened."""
    forest = open_teams()
    found = forest.find(slug)
    if found is None:
        raise Http404
    _tell(forest, _draw(found.children, 0, set()), found)
    return render(request, "people/branch.html", {"branches": found.children})


def _draw(branches: list[Branch], levels: int, opened: set[Branch]) -> list[Branch]:
    """Mark what is drawn, to a number of levels and down the opened ones, and unfold it. All that is drawn."""
    drawn = list(branches)
    for one in branches:
        one.is_open = one in opened
        one.is_drawn = levels > 1 or one.is_open
        if one.is_drawn:
            drawn += _draw(one.children, levels - 1, opened)
    return drawn


def _tell(forest: Forest, shown: list[Branch], within: Branch | None = None) -> None:
    """How many people are in each team, and who leads those that are shown."""
    count_people(forest, within)
    leads_of(shown)
