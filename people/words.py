"""What a profile says, field by field, in words: for the change log, and for comparing."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.crypto import salted_hmac

from people.enums import LanguageLevel, SkillLevel
from people.models import Membership, Person, Team
from people.permissions import EDITORS

#: Fields that are rows of their own.
ROWS = ("memberships", "person_skills", "person_languages")
#: What each of their rows names.
NAMED_BY = {"memberships": "team", "person_skills": "skill", "person_languages": "language"}
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
#: What fields are called that a reader would not know by their own names.
NAMES = {
    "account": "Account",
    "memberships": "Teams",
    "person_skills": "Skills",
    "person_languages": "Languages",
    "photo_cut": "Cut of the photo",
    "confirmed_on": "Confirmed as right on",
}


def label(name: str) -> str:
    """What a field is called in sentences and lists: “Job title”."""
    if name in NAMES:
        return NAMES[name]
    try:
        called = str(Person._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:  # it was there when the change was written down
        called = name.replace("_", " ")
    return called[:1].upper() + called[1:]


def in_words(person: Person, names: Iterable[str] = EDITORS) -> dict[str, str]:
    """These fields, or all that somebody may change, as they stand in the object: its rows too."""
    return {name: _rows(person, name) if name in ROWS else word(person, name) for name in names}


def signature(person: Person, names: Iterable[str]) -> str:
    """A few letters that change when one of these fields says something else."""
    said = json.dumps(in_words(person, sorted(names)))
    return salted_hmac("people.words.signature", said).hexdigest()[:24]


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


def counted(number: int, one: str, many: str = "") -> str:
    """A number of things in words: “1 team”, “12 teams”."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def read_rows(person: Person, name: str) -> None:
    """Read a field's rows, with what they name, into the object: one query, and none when they are asked for."""
    rows = getattr(person, name).all().select_related(NAMED_BY[name])
    setattr(person, name, list(rows))


def _rows(person: Person, name: str) -> str:
    rows = getattr(person, name).all().select_related(NAMED_BY[name])
    if name == "memberships":
        return memberships(rows)
    if name == "person_skills":
        said = [f"{row.skill} ({SkillLevel(row.level).label})" for row in rows]
    else:
        said = [f"{row.language} ({LanguageLevel(row.level).label})" for row in rows]
    return "; ".join(sorted(said))
