"""Who edits whose profile in a request, and what of it is open to them."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.formats import date_format

from audit.models import Change
from people.enums import Hat, PhoneAudience
from people.models import FormerPersonAddress, Person
from people.permissions import EDITORS, hats_of, open_fields, sees_private_numbers, why_locked
from people.sections import BY_SLUG, SECTIONS, Section
from people.words import ROWS, label, read_rows, signature, word

IN_THE_CMS = "This is changed in the CMS."
FOR_THE_TEAM = "Only the team of this person is shown this number."
#: Whoever wears one of these sees every number.
_SEE_NUMBERS = frozenset({Hat.SELF, Hat.MANAGER, Hat.PEOPLE_ADMIN})
#: How many changes are looked through for the one that came between.
_LOOKED_AT = 20


#: What a line of words does not show; whoever may not change it finds it on the profile itself.
UNSAID = frozenset({"photo", *ROWS})


@dataclass(frozen=True)
class Fact:
    """A field that is shown and not changed: its name, what it is called, what it says, why it is closed."""

    name: str
    label: str
    value: str
    reason: str


@dataclass
class Desk:
    """A profile, and somebody who may change some of it."""

    user: Any
    person: Person
    hats: frozenset[Hat]
    #: The name before anything was typed.
    name: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = self.person.name

    @property
    def is_own(self) -> bool:
        """Whether it is the reader's own profile."""
        return Hat.SELF in self.hats

    @property
    def is_all_theirs(self) -> bool:
        """Whether all that makes a profile complete is theirs to add."""
        return bool(self.hats & {Hat.SELF, Hat.PEOPLE_ADMIN})

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Numbers that are for the team alone, where the reader is not in it. At most two queries."""
        numbers = {
            number
            for number in ("phone", "mobile")
            if getattr(self.person, f"{number}_audience") == PhoneAudience.TEAM
        }
        if not numbers or self.hats & _SEE_NUMBERS or sees_private_numbers(self.user, self.person):
            return frozenset()
        return frozenset(numbers)

    @cached_property
    def open(self) -> frozenset[str]:
        """The fields that they may change here."""
        return open_fields(self.person, self.hats) - self.hidden

    @property
    def sections(self) -> list[Section]:
        """The sections in which they may change something."""
        return [section for section in SECTIONS if self.open & set(section.fields)]

    def section(self, slug: str) -> Section:
        """A section that is open to them, with its rows read; else 404."""
        found = BY_SLUG.get(slug)
        if found is None or not self.open & set(found.fields):
            raise Http404
        for name in set(found.fields) & set(ROWS):
            read_rows(self.person, name)
        return found

    def facts(self, section: Section) -> list[Fact]:
        """What a section holds that is not theirs to change, with the reason."""
        closed = [name for name in section.fields if name not in self.open | UNSAID]
        return [self._fact(name) for name in (*closed, *section.elsewhere)]

    @property
    def record(self) -> list[Fact]:
        """What others than the person keep right, as far as it says something and the reader does not."""
        facts = [fact for section in SECTIONS for fact in self.facts(section)]
        return [fact for fact in facts if fact.value and Hat.SELF not in EDITORS[fact.name]]

    def version(self, section: Section) -> str:
        """What tells whether a section's open fields say something else than when they were shown."""
        return signature(self.person, self.open & set(section.fields))

    def who_came_between(self, section: Section) -> Change | None:
        """The last change of a section's fields."""
        for change in Change.objects.of(self.person)[:_LOOKED_AT]:
            if set(change.fields) & set(section.fields):
                return change
        return None

    def _fact(self, name: str) -> Fact:
        if name in self.hidden:
            return Fact(name, label(name), "Not shown to you", FOR_THE_TEAM)
        reason = why_locked(name, self.person, self.hats) or IN_THE_CMS
        return Fact(name, label(name), shown(self.person, name), reason)


def desk_for(request: HttpRequest, slug: str) -> Desk:
    """Who may change something of the profile at an address, now or formerly; anybody else gets 404.

    When something is to be changed, the profile is held until that is done.
    """
    people = Person.objects.readable_by(request.user).select_related("location", "manager")
    if request.method == "POST":
        people = people.select_for_update(of=("self",))
    person = people.filter(slug=slug).first()
    if person is None:
        former = FormerPersonAddress.objects.filter(slug=slug)
        person = people.filter(pk__in=former.values("person_id")).first()
    hats = hats_of(request.user, person) if person else frozenset()
    if person is None or not hats:
        raise Http404
    return Desk(request.user, person, hats)


def shown(person: Person, name: str) -> str:
    """What a field says, for a reader: a date in words, a person by name."""
    value = getattr(person, name, None)
    if name == "start_date":
        return date_format(value, "j F Y") if value else ""
    if name in {"manager", "location"}:
        return str(value) if value else ""
    return word(person, name)
