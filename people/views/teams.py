"""A team's page."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from access.querysets import is_readable
from core import registry
from people.headcounts import count_people
from people.loading import with_photos
from people.models import FormerTeamAddress, Membership, Team
from people.trails import to_team
from people.tree import open_teams

A_PAGE = 48


@require_safe
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """`/teams/<slug>/`: what a team is for, who is in it, and what lies in it."""
    found = _find(request, slug)
    if found is None:
        return _moved(request, slug)
    forest = open_teams()
    branch = forest.branches.get(found.pk)
    if branch:
        count_people(forest, branch)
    department = found.department
    panels = (build(request, found) for build in registry.team_panels)
    context = {
        "object": found,  # as Wagtail names it in a preview
        "branch": branch,
        "members": None if found.is_closed else _members(request, found),
        "department": department if department and is_readable(department, request.user) else None,
        "panels": [panel for panel in panels if panel],
        "crumbs": to_team(branch),
    }
    return render(request, "people/team.html", context)


def _find(request: HttpRequest, slug: str) -> Team | None:
    teams = Team.objects.readable_by(request.user).select_related(
        "successor", "department__page_rule"
    )
    unread = (f"department__{name}" for name in ("body", "services", "contacts", "quick_links"))
    return teams.defer(*unread).filter(slug=slug).first()


def _members(request: HttpRequest, found: Team) -> Any:
    """A page of the team's members: those who lead it first, then as the team orders them."""
    rows = Membership.objects.of_people_here().filter(team=found)
    related = ("person__location", "person__photo__collection__collection_rule")
    known = rows.select_related(*related).defer("person__about", "person__search_text")
    ordered = known.order_by("-is_lead", "order", "person__sort_name", "pk")
    page = Paginator(ordered, A_PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    with_photos([row.person for row in page.object_list], request.user)
    return page


def _moved(request: HttpRequest, slug: str) -> HttpResponse:
    """The way to the address that came after this one. Raises Http404 if there is none."""
    teams = Team.objects.readable_by(request.user)
    former = FormerTeamAddress.objects.filter(slug=slug, team__in=teams).select_related("team")
    now = former.first()
    if now is None:
        raise Http404
    return HttpResponsePermanentRedirect(now.team.get_absolute_url())
