"""What templates ask of people and teams, in words."""

import zlib

from django import template

from core import phones
from people.models import Person

register = template.Library()

#: As many as the style sheet has grounds for initials.
TONES = 6


@register.filter
def tone(person: Person) -> int:
    """`{{ person|tone }}`: which ground the initials stand on; the same for a name each time."""
    return zlib.crc32(person.sort_name.encode()) % TONES + 1


@register.filter
def headcount(number: int | None) -> str:
    """`{{ 1204|headcount }}`: a number of people in words, such as "1,204 people", "1 person" or "nobody"."""
    if not number:
        return "nobody"
    return "1 person" if number == 1 else f"{number:,} people"


@register.filter
def indent(level: int) -> str:
    """`{{ branch.level|indent }}`: blanks before a team's name in a select, by how deep it lies."""
    return "\u2003" * (level - 1)


@register.filter
def dialled(number: str) -> str:
    """`{{ team.phone|dialled }}`: a phone number as a telephone takes it; empty for words."""
    return phones.dialled(number)
