"""Who may do what on a wall. Whoever asks may read it: `readable_by` was asked before."""

from typing import Any

from access.rules import kinds
from wall.enums import WallKind
from wall.models import Wall

ANNOUNCE = "wall.announce"
MODERATE = "conversations.moderate"
TEAM = "team"


def is_in_team(user: Any, wall: Wall) -> bool:
    """Whether `user` is in the wall's team, or in a team within it. One query, remembered with the user."""
    held = user.__dict__.get("_teams_of_wall")
    if held is None:
        held = user.__dict__["_teams_of_wall"] = frozenset(kinds[TEAM].of(user))
    return f"{TEAM}:{wall.team_id}" in held


def may_write(user: Any, wall: Wall) -> bool:
    """Whether `user` may post: who reads it; on a team's wall its members, while the team is there."""
    if wall.kind != WallKind.TEAM:
        return True
    if wall.team is None or wall.team.is_closed:
        return False
    return is_in_team(user, wall)


def looks_after(user: Any, wall: Wall) -> bool:
    """Whether the wall is `user`'s to look after: its department's publishers, its team's leads.

    And who moderates the whole site.
    """
    if user.has_perm(MODERATE):
        return True
    if wall.department is not None:
        return bool(wall.department.permissions_for_user(user).can_publish())
    return wall.team is not None and leads(user, wall.team)


def may_announce(user: Any, wall: Wall) -> bool:
    """Whether `user` may post announcements: who may everywhere, and who looks after this very wall."""
    if user.has_perm(ANNOUNCE):
        return True
    return not wall.is_everybodys and looks_after(user, wall)


def leads(user: Any, team: Any) -> bool:
    """Whether `user` leads a team, or one that it is part of. One query."""
    paths = [*team.above, team.path]
    rows = team.memberships.model.objects.of_people_here().filter(is_lead=True)
    return bool(rows.filter(person__user_id=user.pk, team__path__in=paths).exists())
