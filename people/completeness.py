"""What makes a profile of use to colleagues, and what of it is still missing."""

from dataclasses import dataclass

from django.urls import reverse

from people.models import Person


@dataclass(frozen=True)
class Part:
    """Something that colleagues look for: what it is, and where it is put right."""

    name: str
    ask: str
    address: str
    is_there: bool


@dataclass(frozen=True)
class Completeness:
    """How much of a profile is there."""

    parts: tuple[Part, ...]

    @property
    def missing(self) -> list[Part]:
        """What is not there yet."""
        return [part for part in self.parts if not part.is_there]

    @property
    def done(self) -> int:
        """How many parts are there."""
        return len(self.parts) - len(self.missing)

    @property
    def total(self) -> int:
        """How many there could be."""
        return len(self.parts)

    @property
    def percent(self) -> int:
        """How much is there, of a hundred."""
        return round(100 * self.done / self.total)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def completeness(person: Person, has_skills: bool | None = None) -> Completeness:
    """How complete a profile is. Whether there are skills is asked in one query, unless it is given."""
    if has_skills is None:
        has_skills = person.person_skills.all().exists()
    has = (
        ("photo", "Photo", "Add a photo", person.photo_id is not None),
        ("contact", "Phone", "Add a phone number", bool(person.phone or person.mobile)),
        ("week", "Place of work", "Say where you usually work", person.location_id is not None),
        ("week", "Working week", "Say when you work, and from where", bool(person.week)),
        ("about", "About", "Say what you do", bool(person.about)),
        ("skills", "Skills", "Name a skill that colleagues can ask about", has_skills),
    )
    return Completeness(
        tuple(
            Part(name, ask, reverse("people:edit_section", args=[person.slug, section]), is_there)
            for section, name, ask, is_there in has
        )
    )
