"""Changing many profiles alike, each as if it were changed alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import Door
from people.models import Location, Membership, Person, Team
from people.permissions import FieldLockedError, hats_in_cms
from people.services.profiles import save_person

#: How many are changed at a time: it holds the database's one writer.
MOST = 500
SAVED_MEANWHILE = "Somebody else changed the same thing in the same moment. Try again."


@dataclass
class Outcome:
    """What became of a change of many: how many were changed, and who was left as they are, by reason."""

    done: int = 0
    same: int = 0
    refused: dict[str, list[Person]] = field(default_factory=dict)

    def refuse(self, person: Person, reason: str) -> None:
        """Note down that somebody is left as they are."""
        self.refused.setdefault(reason, []).append(person)


def change_many(
    people: Iterable[Person], change: Callable[[Person], None], *, actor: Any, door: Door
) -> Outcome:
    """Make one change to each of these people, and save who may be changed so by `actor`.

    Whoever cannot be changed is left as they are, with the reason, and keeps nobody else from it.
    """
    outcome = Outcome()
    for person in people:
        try:
            with transaction.atomic():
                change(person)
                hats = hats_in_cms(actor, person)
                changed = save_person(person, hats=hats, actor=actor, door=door)
        except FieldLockedError as error:
            outcome.refuse(person, str(error))
        except ValidationError as error:
            outcome.refuse(person, " ".join(error.messages))
        except IntegrityError:
            outcome.refuse(person, SAVED_MEANWHILE)
        else:
            outcome.done += bool(changed)
            outcome.same += not changed
    return outcome


def to_location(location: Location | None) -> Callable[[Person], None]:
    """The change of somebody's place of work."""

    def change(person: Person) -> None:
        person.location = location

    return change


def leaving_on(day: date) -> Callable[[Person], None]:
    """The change that makes a day somebody's last."""

    def change(person: Person) -> None:
        person.left_on = day

    return change


def to_main_team(team: Team, *, stay: bool) -> Callable[[Person], None]:
    """The change of somebody's main team, from today on.

    They stay in the team that was their main one, or yesterday was their last day there.
    """

    def change(person: Person) -> None:
        rows = list(person.memberships.all())
        main = [row for row in rows if row.is_primary and row.ended_on is None]
        if main and main[0].team_id == team.pk:
            return
        for row in main:
            row.is_primary = False
            if not stay and not _end(row):
                rows.remove(row)
        there = [row for row in rows if row.team_id == team.pk and row.ended_on is None]
        if there:
            there[0].is_primary = True
        else:
            today = timezone.localdate()
            rows.append(Membership(person=person, team=team, is_primary=True, started_on=today))
        person.memberships.set(rows)

    return change


def _end(row: Membership) -> bool:
    """End a membership yesterday; False for one that had not begun then, and was never worth keeping."""
    yesterday = timezone.localdate() - timedelta(days=1)
    if row.started_on and row.started_on > yesterday:
        return False
    row.ended_on = yesterday
    return True
