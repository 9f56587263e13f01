"""What a profile says, field by field, in words: for the change log, and for comparing."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from people.enums import LanguageLevel, SkillLevel
from people.models import Membership, Person
from people.permissions import EDITORS

#: Fields that are rows of their own.
ROWS = ("memberships", "person_skills", "person_languages")


def in_words(person: Person) -> dict[str, str]:
    """Every field that somebody may change, as it stands in the object: its rows too."""
    said = {name: word(person, name) for name in EDITORS if name not in ROWS}
    said["memberships"] = "; ".join(sorted(map(membership, person.memberships.all())))
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


def word(person: Person, name: str) -> str:
    """One field in words: the label of a choice, the name of what it points to, a date as 2026-11-25."""
    field: Any = Person._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        number = getattr(person, field.attname)
        return f"{getattr(person, name)} ({number})" if number else ""
    value = getattr(person, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value in (None, ""):
        return ""
    choices: Mapping[Any, Any] = dict(field.flatchoices)
    return str(choices.get(value, value))


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
