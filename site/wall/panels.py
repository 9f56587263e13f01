"""What the wall shows on other apps' pages."""

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from core.registry import Panel
from wall.models import Post, Wall
from wall.reading import Brief, briefs
from wall.services.walls import wall_of_team

LATEST, MOST_THANKS = 3, 5


def latest_for_department(request: HttpRequest, department: Page) -> Panel | None:
    """The latest posts on a department's wall, and the way to it; nothing before somebody has posted. One query."""
    readable = Post.objects.readable_by(request.user)
    latest = briefs(readable.filter(wall__department=department.pk), LATEST)
    return _panel(latest, latest[0].post.wall) if latest else None


def latest_for_team(request: HttpRequest, team: Any) -> Panel | None:
    """The latest posts on a team's wall, and the way to it, for whoever may read it. Nothing of a closed team.

    Two queries, once there is a wall.
    """
    if team.is_closed:
        return None
    walls = Wall.objects.named().readable_by(request.user)
    wall = walls.filter(team=team.pk).first()
    if wall is None:
        wall = walls.filter(pk=wall_of_team(team).pk).first()
    if wall is None:
        return None
    readable = Post.objects.readable_by(request.user)
    return _panel(briefs(readable.filter(wall=wall), LATEST), wall)


def thanks_received(request: HttpRequest, person: Any) -> Panel | None:
    """The latest posts that thank a person and that the reader may read. One query."""
    thanks = Post.objects.readable_by(request.user).filter(thanks__person=person.pk)
    posts = briefs(thanks, MOST_THANKS + 1)
    if not posts:
        return None
    context = {"posts": posts[:MOST_THANKS], "are_more": len(posts) > MOST_THANKS}
    return Panel("Thanks", "wall/thanks_panel.html", context)


def _panel(latest: list[Brief], wall: Wall) -> Panel:
    return Panel("On the wall", "wall/wall_panel.html", {"posts": latest, "wall": wall})
