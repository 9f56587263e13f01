"""A person's main team: what the file says of it, and what that makes of their memberships."""

from dataclasses import dataclass
from datetime import date, timedelta

from people.models import Membership, Person, Team
from people.words import membership


@dataclass
class Move:
    """That somebody's main team is another from today on. Other memberships are left alone."""

    #: All memberships in words, for the change log.
    before: str
    after: str
    #: The main teams by name, for the report.
    was: str
    now: str
    ended: Membership | None
    #: One that went on already, and is the main one now.
    promoted: Membership | None
    made: Membership | None


def move(
    person: Person, rows: list[Membership], team: Team | None, *, today: date, is_back: bool
) -> Move | None:
    """What must change for `team` to be the main team, in these rows; None where nothing must."""
    if team is None or (person.left_on and person.left_on < today):
        return None
    going_on = [row for row in rows if row.ended_on is None or row.ended_on >= today]
    main = next((row for row in going_on if row.is_primary), None)
    if main and main.team_id == team.pk:
        return None
    before, was = _in_words(rows), main.team.name if main else ""
    if main:
        _end(main, today)
    same = (row for row in going_on if row.ended_on is None and row.team_id == team.pk)
    promoted, made = next(same, None), None
    if promoted:
        promoted.is_primary = True
    else:
        since = today if main or is_back else None
        made = Membership(person=person, team=team, is_primary=True, started_on=since)
    after = _in_words([*rows, made] if made else rows)
    return Move(before, after, was, team.name, main, promoted, made)


def _end(row: Membership, today: date) -> None:
    """Yesterday was the last day, or the first if that is later: it cannot end before it began."""
    yesterday = today - timedelta(days=1)
    row.ended_on = max(yesterday, row.started_on or yesterday)
    row.is_primary = False


def _in_words(rows: list[Membership]) -> str:
    return "; ".join(sorted(map(membership, rows)))
