"""What the directory is narrowed by, and what there is to choose from."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Value
from django.db.models.functions import Substr
from django.http import QueryDict

from people.models import Location, Membership, Person, PersonSkill, Skill
from people.models.person import NO_LETTER
from people.querysets import PersonQuerySet, here_q
from people.tree import Forest

LONGEST = 100
#: The fields of the form, as the address names them, in the order of the chips.
FIELDS = ("q", "team", "location", "profession", "skill", "letter")
A_TO_Z = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Chip(NamedTuple):
    """A filter that is on: in words, and the query string without it."""

    text: str
    without: str


class Letter(NamedTuple):
    """A letter of the alphabet: how many names begin with it, and the query string that shows them."""

    letter: str
    people: int
    query: str


@dataclass(frozen=True)
class Filters:
    """What a reader asked the directory for; whatever they did not say is empty."""

    q: str = ""
    team: str = ""
    location: str = ""
    profession: str = ""
    skill: str = ""
    letter: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Filters":
        """The filters in an address, each cut to a length that means something."""
        given = {name: " ".join(query.get(name, "").split())[:LONGEST] for name in FIELDS}
        return cls(**given | {"letter": given["letter"][:1].upper()})

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in FIELDS)

    def query(self, **changed: str) -> str:
        """The filters as a query string, some of them changed."""
        given = {name: getattr(self, name) for name in FIELDS} | changed
        return urlencode({name: value for name, value in given.items() if value})

    def narrow(self, people: PersonQuerySet, forest: Forest) -> PersonQuerySet:
        """The people whom all filters but the letter let through. What does not exist has no people."""
        if self.team:
            branch = forest.find(self.team)
            teams = [each.team.pk for each in branch.walk()] if branch else []
            inside = Membership.objects.going_on().filter(team__in=teams)
            people = people.filter(pk__in=inside.values("person"))
        if self.location:
            people = people.filter(location__name=self.location)
        if self.profession:
            people = people.filter(profession=self.profession)
        if self.skill:
            people = people.filter(person_skills__skill__name=self.skill)
        return people.matching(self.q) if self.q else people

    def chips(self, forest: Forest) -> list[Chip]:
        """Each filter that is on, with the way to be rid of it."""
        branch = forest.find(self.team) if self.team else None
        words = {
            "q": f"“{self.q}”",
            "team": branch.team.name if branch else self.team,
            "letter": f"Names in {self.letter}",
        }
        return [
            Chip(words.get(name) or getattr(self, name), self.query(**{name: ""}))
            for name in FIELDS
            if getattr(self, name)
        ]


class Alphabet:
    """With which letters the names of some people begin: one query, which counts the people too."""

    def __init__(self, people: PersonQuerySet, filters: Filters) -> None:
        first = people.order_by().values_list(Substr("sort_name", 1, 1))
        self.firsts = dict(first.annotate(people=Count("pk")))
        self.filters = filters

    @cached_property
    def counted(self) -> Counter[str]:
        """How many names begin with each letter."""
        found: Counter[str] = Counter()
        for first, number in self.firsts.items():
            found[letter_of(first)] += number
        return found

    @property
    def count(self) -> int:
        """How many people there are in the letter that was asked for, or in all."""
        letter = self.filters.letter
        return self.counted[letter] if letter else self.counted.total()

    @property
    def letters(self) -> list[Letter]:
        """A to Z, and then whatever else names begin with; each with its people, if there are any."""
        others = sorted(self.counted.keys() - set(A_TO_Z), key=lambda one: (one == NO_LETTER, one))
        return [
            Letter(one, self.counted[one], self.filters.query(letter=one))
            for one in (*A_TO_Z, *others)
        ]

    def narrow(self, people: PersonQuerySet) -> PersonQuerySet:
        """Those whose names begin with the letter that was asked for; all, without one."""
        if not self.filters.letter:
            return people
        firsts = [first for first in self.firsts if letter_of(first) == self.filters.letter]
        return people.annotate(first=Substr("sort_name", 1, 1)).filter(first__in=firsts)


def letter_of(first: str) -> str:
    """The letter that names beginning so are listed under, as `Person.letter` says it."""
    return first.upper() if first.isalpha() else NO_LETTER


def choices(people: PersonQuerySet) -> dict[str, list[str]]:
    """The locations, professions and skills that some of `people` have, by name: one query."""
    at = here_q()
    where = Exists(Person.objects.filter(at, location=OuterRef("pk")))
    known = Exists(PersonSkill.objects.filter(here_q("person__"), skill=OuterRef("pk")))
    rows = (
        people.order_by()
        .exclude(profession="")
        .values_list(Value("profession"), "profession")
        .union(
            _named(Location.objects.filter(where), "location"),
            _named(Skill.objects.filter(known), "skill"),
        )
    )
    found: dict[str, list[str]] = {"location": [], "profession": [], "skill": []}
    for kind, name in rows:
        found[kind].append(name)
    return {kind: sorted(names, key=str.casefold) for kind, names in found.items()}


def _named(rows: Any, kind: str) -> Any:
    return rows.order_by().values_list(Value(kind), "name")
