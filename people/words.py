"""What a profile says, field by field, in words: for the change log, and for comparing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from people.enums import LanguageLevel, SkillLevel
from people.models import Membership, Person, Team
from people.permissions import EDITORS

#: Fields that are rows of their own.
ROWS = ("memberships", "person_skills", "person_languages")
#: What the change log calls what went over to somebody else when a person left.
HANDED_ON = "handed_on"
TEAM_FIELDS = (
    "name",
    "kind",
    "parent",
    "order",
    "purpose",
    "email",
    "phone",
    "department",
    "closed_on",
    "successor",
)


def in_words(person: Person) -> dict[str, str]:
    """Every field that somebody may change, as it stands in the object: its rows too."""
    said = {name: word(person, name) for name in EDITORS if name not in ROWS}
    said["memberships"] = memberships(person.memberships.all())
    said["person_skills"] = "; ".join(
        sorted(f"{row.skill} ({SkillLevel(row.level).label})" for row in person.person_skills.all())
    )
    said["person_languages"] = "; ".join(
        sorted(
            f"{row.language} ({LanguageLevel(row.level).label})"
            for row in person.person_languages.all()
        )
    )
    return said


def team_in_words(team: Team) -> dict[str, str]:
    """Every field of a team that somebody may change."""
    return {name: word(team, name) for name in TEAM_FIELDS}


def named(thing: models.Model) -> str:
    """What something is called, and its id: “Ann Lee (12)”."""
    return f"{thing} ({thing.pk})"


def word(thing: models.Model, name: str) -> str:
    """One field in words: the label of a choice, the name of what it points to, a date as 2026-11-25."""
    field: Any = type(thing)._meta.get_field(name)
    value = getattr(thing, name)
    if isinstance(field, models.ForeignKey):
        return named(value) if value else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value in (None, ""):
        return ""
    choices: Mapping[Any, Any] = dict(field.flatchoices)
    return str(choices.get(value, value))


def memberships(rows: Iterable[Membership]) -> str:
    """All memberships of a person in words, in an order that depends on nothing else."""
    return "; ".join(sorted(map(membership, rows)))


def memberships_of(people: Iterable[int]) -> dict[int, str]:
    """All memberships of each of these people in words, by their ids. One query."""
    rows: dict[int, list[Membership]] = defaultdict(list)
    for row in Membership.objects.filter(person__in=people).select_related("team"):
        rows[row.person_id].append(row)
    return {number: memberships(found) for number, found in rows.items()}


def membership(row: Membership) -> str:
    """A membership in words: “Facilities (12), main team, lead, Secretary, until 2026-11-30”."""
    parts = [
        f"{row.team} ({row.team_id})",
        "main team" if row.is_primary else "",
        "lead" if row.is_lead else "",
        row.title,
        f"since {row.started_on}" if row.started_on else "",
        f"until {row.ended_on}" if row.ended_on else "",
    ]
    return ", ".join(filter(None, parts))
