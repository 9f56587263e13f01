"""What the wall shows on other apps' pages."""

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from core.registry import Panel
from wall.models import Post, Wall
from wall.reading import briefs
from wall.services.walls import wall_of_department, wall_of_team

LATEST, MOST_THANKS = 3, 5


def latest_for_department(request: HttpRequest, department: Page) -> Panel | None:
    """The latest posts on a department's wall, and the way to it; its page was opened, so it is for reading."""
    if not department.live:
        return None
    return _panel(request, wall_of_department(department))


def latest_for_team(request: HttpRequest, team: Any) -> Panel | None:
    """The latest posts on a team's wall, and the way to it, for whoever may read it. Nothing of a closed team."""
    wall = wall_of_team(team)
    if team.is_closed or not Wall.objects.readable_by(request.user).filter(pk=wall.pk).exists():
        return None
    return _panel(request, wall)


def thanks_received(request: HttpRequest, person: Any) -> Panel | None:
    """The latest posts that thank a person and that the reader may read. Three queries at most."""
    thanks = Post.objects.readable_by(request.user).filter(thanks__person=person.pk)
    posts = list(thanks.with_walls().latest_first()[: MOST_THANKS + 1])
    if not posts:
        return None
    shown = briefs(request.user, posts[:MOST_THANKS])
    context = {"posts": shown, "are_more": len(posts) > MOST_THANKS, "person": person}
    return Panel("Thanks", "wall/thanks_panel.html", context)


def _panel(request: HttpRequest, wall: Wall) -> Panel:
    posts = Post.objects.readable_by(request.user).filter(wall=wall)
    latest = list(posts.with_walls().latest_first()[:LATEST])
    context = {"posts": briefs(request.user, latest), "wall": wall}
    return Panel("On the wall", "wall/wall_panel.html", context)
