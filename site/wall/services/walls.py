"""Making walls, and saying who reads one."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from access.rules import ANYBODY, Requirement, ids_of
from audit.models import Door
from audit.services import record
from wall.changes import walls_changed
from wall.enums import Audience, WallKind
from wall.models import EVERYBODYS_SLUG, Wall

#: Addresses below /wall/ that are no wall's.
RESERVED = frozenset({"all", "mine", "new", "posts", EVERYBODYS_SLUG})
LONGEST = 240


def wall_of_department(department: Any) -> Wall:
    """A department's wall, made if this is the first time that it is needed."""
    found = Wall.objects.named().filter(department=department.pk).first()
    return found or _make(WallKind.DEPARTMENT, slugify(department.title), department=department)


def wall_of_team(team: Any) -> Wall:
    """A team's wall, made if this is the first time that it is needed."""
    found = Wall.objects.named().filter(team=team.pk).first()
    return found or _make(WallKind.TEAM, f"team-{slugify(team.name)}", team=team)


def make_missing(teams: Collection[int]) -> None:
    """Make the walls that are missing of teams with these ids. One query where none is."""
    for team in _without_wall("team").filter(pk__in=teams):
        wall_of_team(team)


def make_missing_of_departments() -> None:
    """Make the walls that are missing of departments. One query where none is."""
    for department in _without_wall("department").filter(live=True):
        wall_of_department(department)


def _without_wall(owner: str) -> Any:
    """Teams, or departments, that have no wall yet."""
    model: Any = Wall._meta.get_field(owner).related_model
    return model.objects.filter(wall__isnull=True)


@transaction.atomic
def say_who_reads(wall: Wall, audience: Audience, *, actor: Any) -> None:
    """Let everybody read a team's wall, or members alone: from this moment on, all that stands on it."""
    now = Wall.objects.select_for_update().get(pk=wall.pk)
    if now.kind != WallKind.TEAM:
        raise ValueError("Only a team's wall has an audience of its own.")
    before, now.audience = now.audience, audience
    if before == audience:
        return
    now.rule_id = _rule(_asked_of(now.team_id, audience))
    now.save(update_fields=["audience", "rule"])
    words = [Audience(before).label, Audience(audience).label]
    record(now, {"audience": list(map(str, words))}, actor=actor, door=Door.SITE)
    walls_changed([now.pk])
    wall.refresh_from_db()


def _make(kind: WallKind, base: str, **owner: Any) -> Wall:
    with transaction.atomic():
        team = owner.get("team")
        rule = _rule(_asked_of(team.pk, Audience.EVERYBODY)) if team else None
        made, _is_new = Wall.objects.get_or_create(
            **owner, defaults={"kind": kind, "slug": _free(base), "rule_id": rule}
        )
    return made


def _asked_of(team: int, audience: Audience) -> Requirement:
    members = frozenset({frozenset({f"team:{team}"})})
    return members if audience == Audience.MEMBERS else ANYBODY


def _rule(requirement: Requirement) -> int:
    return ids_of([requirement])[requirement]


def _free(base: str) -> str:
    """`base`, or else `base-2`, `base-3` and so on: the first that is neither taken nor reserved."""
    base = base[:LONGEST].strip("-") or "wall"
    taken = set(Wall.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, wanted = 1, base
    while wanted in taken or wanted in RESERVED:
        number += 1
        wanted = f"{base}-{number}"
    return wanted
