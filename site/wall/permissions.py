"""Who may do what on a wall. Whoever asks may read it: `readable_by` was asked before."""

from typing import Any

from access.rules import held_by, ids_in
from accounts.roles import ENTER_ADMIN
from conversations.permissions import may_moderate, silent_until
from wall.enums import WallKind
from wall.models import Post, Wall

ANNOUNCE = "wall.announce"
TEAM = "team"


def teams_of(user: Any) -> frozenset[int]:
    """The ids of the teams that `user` is in, and of those above them. One query, remembered with the user."""
    return frozenset(ids_in(held_by(user, TEAM), TEAM))


def may_write(user: Any, wall: Wall) -> bool:
    """Whether `user` may post: who reads it; on a team's wall its members, while the team is there.

    Nobody whom the moderators let only read. At most two queries.
    """
    if silent_until(user):
        return False
    if wall.kind != WallKind.TEAM:
        return True
    if wall.team is None or wall.team.is_closed:
        return False
    return wall.team_id in teams_of(user)


def looks_after(user: Any, wall: Wall) -> bool:
    """Whether the wall is `user`'s to look after: its department's publishers, its team's leads.

    And who moderates the whole site.
    """
    if may_moderate(user):
        return True
    if wall.department is not None:
        return bool(wall.department.permissions_for_user(user).can_publish())
    return wall.team is not None and leads(user, wall.team)


def may_announce(user: Any, wall: Wall) -> bool:
    """Whether `user` may post announcements: who may everywhere, and who looks after this very wall."""
    if user.has_perm(ENTER_ADMIN) and user.has_perm(ANNOUNCE):
        return True
    return not wall.is_everybodys and looks_after(user, wall)


def may_answer(user: Any, post: Post) -> bool:
    """Whether `user` may say that a question is answered: who asked, and who looks after the wall."""
    return post.is_question and (post.author_id == user.pk or looks_after(user, post.wall))


def leads(user: Any, team: Any) -> bool:
    """Whether `user` leads a team, or one that it is part of. One query."""
    paths = [*team.above, team.path]
    rows = team.memberships.model.objects.of_people_here().filter(is_lead=True)
    return bool(rows.filter(person__user_id=user.pk, team__path__in=paths).exists())
