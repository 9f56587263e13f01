"""Changing teams: the same rules, and the same record of it, at every door."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from audit.models import Door
from audit.services import difference, record, record_many
from core import findable
from people.found import people_changed
from people.locks import one_at_a_time
from people.models import FormerTeamAddress, Membership, Person, Team
from people.slugs import base_of, slug_for
from people.words import counted, memberships_of, team_in_words

TREE = "people.teams"
#: How many sub-teams a refusal names.
NAMED = 10
BATCH = 500


class TeamKeptError(ValueError):
    """A team cannot be deleted; the message says why, and what to do instead."""


@transaction.atomic
def save_team(team: Team, *, actor: Any = None, door: Door = Door.CMS) -> list[str]:
    """Save a new or changed team. The names of what changed, found by comparing with the database.

    Raises ValidationError for what cannot be; nothing is written then. The change log, the history and
    a revision go with it, and after a change of name the old address leads to the new one.
    """
    one_at_a_time(TREE)
    is_new = team.pk is None
    stored = None if is_new else Team.objects.select_for_update().get(pk=team.pk)
    if stored is not None:
        # What others changed since the team was loaded: where it lies now, and so whether it moves.
        team.path, team._stored_parent_id = stored.path, stored.parent_id
    team.full_clean(exclude=["slug"] if is_new else None)
    fields = difference(team_in_words(stored) if stored else {}, team_in_words(team))
    if not fields:
        return []
    if stored is not None and base_of(team.name) != base_of(stored.name):
        FormerTeamAddress.objects.get_or_create(slug=stored.slug, defaults={"team": stored})
        team.slug = slug_for(Team, team.name)
    team.save()
    record(team, fields, actor=actor, door=door)
    log(instance=team, action="wagtail.create" if is_new else "wagtail.edit", user=_known(actor))
    team.save_revision(user=_known(actor), clean=False)
    return list(fields)


@transaction.atomic
def move_team(
    team: Team, *, parent: Team | None, actor: Any = None, door: Door = Door.CMS
) -> list[str]:
    """Put a team, with all below it, into another one, or at the top. As `save_team`."""
    now = Team.objects.select_for_update().get(pk=team.pk)
    now.parent = parent
    changed = save_team(now, actor=actor, door=door)
    team.refresh_from_db()
    return changed


@findable.together()
def close_team(
    team: Team,
    *,
    on: date,
    successor: Team | None = None,
    move_children: bool = False,
    actor: Any = None,
    door: Door = Door.CMS,
) -> int:
    """Close a team: its members are in the successor from the next day. Gives how many people moved.

    Whose main team it was has the successor for it; leads do not lead the successor. Teams in it go to
    the successor if told so. Raises ValidationError for what cannot be, with what to do.
    """
    one_at_a_time(TREE)
    now = Team.objects.select_for_update().get(pk=team.pk)
    children = list(Team.objects.open().filter(parent=now))
    rows = Membership.objects.filter(team=now).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    members = list(rows.select_related("team"))
    _check_closing(now, on, successor)
    if children and not move_children:
        raise ValidationError({"move_children": _still_in_it(now, children)})
    if successor is None and (children or members):
        raise ValidationError({"successor": _needs_successor(now, children, members)})
    if successor is not None:
        for child in children:
            move_team(child, parent=successor, actor=actor, door=door)
        _move_members(members, successor, on, actor=actor, door=door)
    now.closed_on, now.successor = on, successor
    save_team(now, actor=actor, door=door)
    team.refresh_from_db()
    return len(members)


@transaction.atomic
def reopen_team(team: Team, *, actor: Any = None, door: Door = Door.CMS) -> None:
    """Open a closed team again, empty: whoever was in it stays where they are.

    Raises ValidationError while the team that it is part of is closed.
    """
    now = Team.objects.select_for_update().get(pk=team.pk)
    if now.parent and now.parent.is_closed:
        raise ValidationError(
            f"{now} is part of {now.parent}, which is closed. Reopen that one first, or make {now}"
            " part of another team."
        )
    now.closed_on = now.successor = None
    save_team(now, actor=actor, door=door)
    team.refresh_from_db()


@transaction.atomic
def delete_team(team: Team, *, actor: Any = None, door: Door = Door.CMS) -> None:
    """Delete a team that nobody was ever in. Raises TeamKeptError for any other."""
    if reason := why_kept(team):
        raise TeamKeptError(reason)
    record(team, {"name": [team.name, ""]}, actor=actor, door=door)
    log(instance=team, action="wagtail.delete", user=_known(actor), deleted=True)
    team.delete()


def why_kept(team: Team) -> str:
    """Why a team is not to be deleted, and what to do instead; empty where nobody is or was in it."""
    rows = Membership.objects.filter(team=team)
    now = rows.going_on().values("person").distinct().count()
    once = 0 if now else rows.values("person").distinct().count()
    teams = Team.objects.filter(parent=team).count()
    heirs = Team.objects.filter(successor=team).count()
    reasons = [
        f"{counted(now, 'person is', 'people are')} in it" if now else "",
        f"{counted(once, 'person was', 'people were')} in it" if once else "",
        f"{counted(teams, 'team is', 'teams are')} part of it" if teams else "",
        f"it took over from {counted(heirs, 'team')}" if heirs else "",
    ]
    given = " and ".join(filter(None, reasons))
    return f"{team} cannot be deleted: {given}. Close it instead." if given else ""


def _check_closing(team: Team, on: date, successor: Team | None) -> None:
    if team.is_closed:
        raise ValidationError(f"{team} is closed already.")
    if on > timezone.localdate():
        raise ValidationError({"on": "That day is yet to come. Close the team on the day."})
    if successor is None:
        return
    if successor.is_closed:
        raise ValidationError({"successor": f"{successor} is closed. Choose one that is open."})
    if successor.path.startswith(team.path):
        raise ValidationError(
            {
                "successor": f"{successor} is {team}, or a part of it. Choose another team, or make"
                " it part of another one first."
            }
        )


def _still_in_it(team: Team, children: list[Team]) -> str:
    listed = ", ".join(str(child) for child in children[:NAMED])
    if len(children) > NAMED:
        listed += f" and {len(children) - NAMED} more"
    return (
        f"These teams are part of {team}: {listed}. Close them or make them part of another team first,"
        " or tick the box to make them part of the team that takes over."
    )


def _needs_successor(team: Team, children: list[Team], members: list[Membership]) -> str:
    where = "teams" if children and not members else "people"
    return f"There are {where} in {team}. Choose the team that takes over from it."


def _move_members(
    rows: list[Membership], successor: Team, on: date, *, actor: Any, door: Door
) -> None:
    """End these memberships, and begin others in the successor for whoever is not in it already."""
    people = list(dict.fromkeys(row.person_id for row in rows))
    before = memberships_of(people)
    there = {
        row.person_id: row
        for row in Membership.objects.filter(team=successor, person__in=people, ended_on=None)
    }
    begin, promote = [], []
    for row in rows:
        last_day = max(on, row.started_on or on)
        if row.person_id not in there:
            begin.append(_next(row, successor, last_day))
        elif row.is_primary:
            promote.append(there[row.person_id].pk)
        row.ended_on, row.is_primary = last_day, False
    Membership.objects.bulk_update(rows, ["ended_on", "is_primary"], batch_size=BATCH)
    Membership.objects.bulk_create(begin, batch_size=BATCH)
    Membership.objects.filter(pk__in=promote).update(is_primary=True)
    after = memberships_of(people)
    changes = [(number, {"memberships": [before[number], after[number]]}) for number in people]
    record_many(Person, changes, actor=actor, door=door)
    people_changed(people)


def _next(row: Membership, successor: Team, last_day: date) -> Membership:
    """The membership that follows. A lead's rights over people are not carried to another team."""
    first_day = last_day + timedelta(days=1)
    ended_on = row.ended_on and max(row.ended_on, first_day)
    return Membership(
        person_id=row.person_id,
        team=successor,
        title=row.title,
        order=row.order,
        is_primary=row.is_primary,
        started_on=first_day,
        ended_on=ended_on,
    )


def _known(actor: Any) -> Any:
    return actor if getattr(actor, "is_authenticated", False) else None
