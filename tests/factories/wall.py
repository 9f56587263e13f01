"""Walls, and what is posted on them."""

from typing import Any

from wall.enums import Audience, WallKind
from wall.models import Wall
from wall.services.walls import say_who_reads, wall_of_department, wall_of_team


def everybodys_wall() -> Wall:
    """The wall of everybody, which the migrations made."""
    return Wall.objects.get(kind=WallKind.EVERYBODY)


def team_wall(team: Any, *, closed: bool = False) -> Wall:
    """A team's wall; `closed=True` lets only members read."""
    wall = wall_of_team(team)
    if closed:
        say_who_reads(wall, Audience.MEMBERS, actor=None)
    return wall


def department_wall(page: Any) -> Wall:
    """A department's wall."""
    return wall_of_department(page)
