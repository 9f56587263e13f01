"""The sections in which a profile is edited on the site, and what is in each."""

from collections.abc import Iterable
from dataclasses import dataclass

from people.enums import DAYS, Hat
from people.models import Person
from people.permissions import EDITORS, open_fields


@dataclass(frozen=True)
class Group:
    """Fields that stand together, under a legend if they have one."""

    fields: tuple[str, ...]
    legend: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a profile that is edited on a page of its own.

    `elsewhere` are fields that this page only shows, whoever looks: they are changed in the CMS.
    """

    slug: str
    title: str
    lead: str
    groups: tuple[Group, ...]
    elsewhere: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """What may be changed here, by whoever may."""
        return tuple(name for group in self.groups for name in group.fields)


PHOTO = Section("photo", "Photo", "A picture that colleagues know you by.", (Group(("photo",)),))
SKILLS = Section("skills", "Skills", "What colleagues can ask about.", (Group(("person_skills",)),))
LANGUAGES = Section(
    "languages",
    "Languages",
    "Spoken, written or signed, besides English or instead of it.",
    (Group(("person_languages",)),),
)
SECTIONS = (
    Section(
        "name",
        "Name",
        "What to be called, and how to say it.",
        (Group(("first_name", "last_name", "preferred_name", "pronunciation", "pronouns")),),
    ),
    PHOTO,
    Section(
        "contact",
        "Contact",
        "Phone numbers, and who is shown them.",
        (
            Group(("email",)),
            Group(("phone", "phone_audience"), "Desk phone"),
            Group(("mobile", "mobile_audience"), "Mobile phone"),
        ),
    ),
    Section(
        "week",
        "Place and week",
        "Where to be found, and when.",
        (Group(("location",)), Group(DAYS, "Each day of the week"), Group(("hours",))),
    ),
    Section("about", "About", "The work, in a few sentences.", (Group(("about", "profession")),)),
    SKILLS,
    LANGUAGES,
    Section(
        "job",
        "Job",
        "Title, grade and first day.",
        (Group(("job_title", "grade", "start_date")),),
        ("employee_id", "manager"),
    ),
)
BY_SLUG = {section.slug: section for section in SECTIONS}


def open_sections(person: Person, hats: Iterable[Hat]) -> list[Section]:
    """The sections with at least one field that may be changed under one of these hats."""
    mine = open_fields(person, hats)
    return [section for section in SECTIONS if mine & set(section.fields)]


def are_edited_here() -> frozenset[str]:
    """The fields that have a place on the site; the others are changed in the CMS alone."""
    return frozenset(EDITORS) & {name for section in SECTIONS for name in section.fields}
