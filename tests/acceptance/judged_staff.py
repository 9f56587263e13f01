"""Judged queries over a department's staff file, and people added for what the file does not have.

The queries read the database that the file was imported into, for the addresses. All is drawn by one seed.
"""

import csv
import random
import string
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from audit.models import Door
from core.folding import fold
from people.enums import Hat
from people.models import Person
from people.services.profiles import save_person
from search.judged_files import Judged, path_of

SEED = 23_486
MANY, ADDED = 500, 200
FEWEST_LETTERS = 4
#: Given names and a short form that people use, as anybody knows them: the project's own list is not asked.
SHORT_FORMS = dict(
    pair.split(":")
    for pair in (
        "Elizabeth:Liz Margaret:Maggie Katherine:Kate Rebecca:Becky Jennifer:Jenny Victoria:Vicky Susan:Sue"
        " Deborah:Debbie Patricia:Pat Christine:Chris Samantha:Sam Alexandra:Alex Nicola:Nicky Jacqueline:Jackie"
        " Philippa:Pippa Abigail:Abby Josephine:Jo Gillian:Gill Pamela:Pam Caroline:Carrie Barbara:Barb"
        " Frances:Fran Theresa:Tess Veronica:Ronnie Madeleine:Maddy William:Bill Robert:Bob Richard:Dick"
        " James:Jim Michael:Mike Christopher:Chris Anthony:Tony Edward:Ted Charles:Charlie Joseph:Joe"
        " Thomas:Tom Daniel:Dan Matthew:Matt Andrew:Andy Stephen:Steve Nicholas:Nick Benjamin:Ben Samuel:Sam"
        " Alexander:Alex Jonathan:Jon Timothy:Tim Gregory:Greg Kenneth:Ken Ronald:Ron Gerald:Gerry"
        " Frederick:Fred Lawrence:Larry Peter:Pete David:Dave Philip:Phil Raymond:Ray Leonard:Len Douglas:Doug"
        " Zachary:Zac Nathaniel:Nat Terence:Terry Vincent:Vince"
    ).split()
)
#: What people ask to be called, whatever their first name is.
PREFERRED = (
    "Bear Minty Flick Teddy Junior Red Skip Birdie Sunny Ace Dot Kit Jonty Fenn Bix Pip Wren Otter Jinx Tilly"
).split()
Thing = TypeVar("Thing")
DESK, MOBILE = "020 7946 {:04}", "07700 900{:03}"


@dataclass(frozen=True)
class Row:
    """Somebody of the file."""

    number: str
    first: str
    last: str
    unit: str
    title: str

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.first} {self.last}"


def read(path: Path) -> list[Row]:
    """The rows that count: of several with one id the first."""
    rows: dict[str, Row] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found = Row(
                row["employee_id"],
                row["first_name"],
                row["last_name"],
                " ".join(row["unit"].split()),
                row["job_title"],
            )
            rows.setdefault(found.number, found)
    return list(rows.values())


def add_people(rows: Collection[Row], count: int = ADDED) -> None:
    """Add people with a short form of their name, a preferred name and phones, unless they are there.

    Their last names are the file's, so many share one.
    """
    if Person.objects.filter(employee_id__startswith="JUDGED-").exists():
        return
    chance = random.Random(SEED)
    lasts = sorted({row.last for row in rows})
    firsts = sorted(SHORT_FORMS)
    for number in range(count):
        person = Person(
            employee_id=f"JUDGED-{number:04}",
            first_name=firsts[number % len(firsts)],
            last_name=chance.choice(lasts),
            preferred_name=chance.choice(PREFERRED) if number % 2 else "",
            email=f"judged.{number}@department.example",
            phone=DESK.format(number),
            mobile=MOBILE.format(number),
            job_title="Analyst",
        )
        save_person(person, hats={Hat.PEOPLE_ADMIN}, door=Door.SYSTEM)


class Staff:
    """Everybody of the database, and the queries that find them."""

    def __init__(self, rows: list[Row], many: int = MANY) -> None:
        self.rows = rows
        self.many = many
        self.chance = random.Random(SEED)
        self.people = list(Person.objects.here().order_by("pk"))
        self.by_number = {person.employee_id: person for person in self.people}
        self.bearers: dict[str, list[Person]] = defaultdict(list)
        for person in self.people:
            self.bearers[fold(person.full_name)].append(person)
        self.names = sorted({row.name for row in rows})
        words = {fold(name) for row in rows for name in (row.first, row.last)}
        self.known = words | {fold(name) for name in (*SHORT_FORMS, *SHORT_FORMS.values())}

    def judged(self) -> list[Judged]:
        """All sets."""
        return [
            *self.full_names(),
            *self.typos(),
            *self.short_forms(),
            *self.preferred(),
            *self.looked_up(),
            *self.namesakes(),
        ]

    def full_names(self) -> list[Judged]:
        """`name`: as written, and every second one small and without accents."""
        return [
            self._bearing("name", fold(name) if at % 2 else name, name)
            for at, name in enumerate(self._some(self.names))
        ]

    def typos(self) -> list[Judged]:
        """`typo`: one slip in one name, behind its first letter, which makes no other known name."""
        queries = []
        for name in self._some(self.names):
            first, _blank, last = name.partition(" ")
            parts = [first, last]
            long = [at for at, part in enumerate(parts) if len(part) >= FEWEST_LETTERS]
            if long:
                at = self.chance.choice(long)
                parts[at] = self._slip(parts[at])
                queries.append(self._bearing("typo", " ".join(parts), name))
        return queries

    def short_forms(self) -> list[Judged]:
        """`nickname`: the short form and the last name; whoever is called so or may be is an answer."""
        queries = []
        for person in self._added(without_preferred=True):
            short = SHORT_FORMS[person.first_name]
            formal = {short, *(name for name, form in SHORT_FORMS.items() if form == short)}
            answers = [
                one for name in formal for one in self.bearers[fold(f"{name} {person.last_name}")]
            ]
            queries.append(_judged("nickname", f"{short} {person.last_name}", answers))
        return queries

    def preferred(self) -> list[Judged]:
        """`preferred`: what somebody asks to be called, and the last name."""
        added = self._added(without_preferred=False)
        return [
            _judged(
                "preferred",
                f"{person.preferred_name} {person.last_name}",
                [
                    one
                    for one in added
                    if (one.preferred_name, one.last_name)
                    == (person.preferred_name, person.last_name)
                ],
            )
            for person in added
        ]

    def looked_up(self) -> list[Judged]:
        """`mail`, `phone` and `id`: the very person, a number being typed in several ways."""
        some = [self.by_number[row.number] for row in self._some(self.rows)]
        mail = [_judged("mail", person.email or "", [person]) for person in some if person.email]
        ids = [_judged("id", person.employee_id or "", [person]) for person in some]
        phones = []
        for at, person in enumerate(
            [
                *self._added(without_preferred=True),
                *self._added(without_preferred=False),
            ]
        ):
            written = person.mobile if at % 2 else person.phone
            ways = (
                written,
                written.replace(" ", ""),
                f"+44 {written[1:]}",
                written.replace(" ", "-"),
            )
            phones.append(_judged("phone", ways[at // 2 % len(ways)], [person]))
        return [*mail, *phones, *ids]

    def namesakes(self) -> list[Judged]:
        """`namesake`: of people who share a name, the one with this team or job title, if there is one such."""
        shared = [row for row in self.rows if len(self.bearers[fold(row.name)]) > 1]
        sets = []
        for kind in ("unit", "title"):
            there = Counter((row.name, getattr(row, kind)) for row in self.rows)
            only = [row for row in shared if there[row.name, getattr(row, kind)] == 1]
            sets += [
                _judged(f"namesake-{kind}", f"{row.name} {getattr(row, kind)}", [person])
                for row in self._some(only, self.many // 2)
                if (person := self.by_number.get(row.number))
            ]
        return sets

    def _some(self, things: list[Thing], count: int = 0) -> list[Thing]:
        return self.chance.sample(things, min(len(things), count or self.many))

    def _added(self, *, without_preferred: bool) -> list[Person]:
        return [
            person
            for person in self.people
            if (person.employee_id or "").startswith("JUDGED-")
            and (not person.preferred_name) == without_preferred
        ][: self.many]

    def _bearing(self, set_name: str, query: str, name: str) -> Judged:
        return _judged(set_name, query, self.bearers[fold(name)])

    def _slip(self, name: str) -> str:
        while True:
            slipped = self._slipped(name)
            if slipped != name and fold(slipped) not in self.known:
                return slipped

    def _slipped(self, name: str) -> str:
        at = self.chance.randrange(1, len(name))
        letter = self.chance.choice(string.ascii_lowercase)
        before, after = name[:at], name[at:]
        turned = before + after[1] + after[0] + after[2:] if len(after) > 1 else name
        return self.chance.choice(
            [before + after[1:], before + letter + after, before + letter + after[1:], turned]
        )


def _judged(set_name: str, query: str, people: Iterable[Person]) -> Judged:
    paths = [path_of(person.get_absolute_url()) for person in people]
    return Judged(set_name, query, tuple(dict.fromkeys(paths)))
