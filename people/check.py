"""Comparing what is derived with what it is derived from, and mending what differs.

Worked out here in memory, from parents and managers alone, whatever the paths say: slower than what
`save` does, and independent of it. A row that is broken is a line here, and breaks nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction

from audit.models import Door
from audit.services import record_many
from core.folding import fold
from people.locks import one_at_a_time
from people.models import Membership, Person, Team
from people.models.teams import DEEPEST, STEP
from people.words import memberships_of

BATCH = 500
CIRCLE = "lies in itself: {line}. Make one of them part of another team, or of none"
MANAGED = "is managed by themselves, through {line}. Give one of them another manager"
DEEP = f"lies more than {DEEPEST} levels deep. Make it part of another team"


@dataclass(frozen=True)
class Difference:
    """Something that is not as it should be: what, of whom or which team, and in what way."""

    kind: str
    number: int
    title: str
    fault: str
    is_mendable: bool = True

    def __str__(self) -> str:
        return f"{self.kind} {self.number} “{self.title}” {self.fault}."


def differences() -> list[Difference]:
    """Every team and every person that is not as it should be."""
    return [*_wrong_teams(), *_circles_of_managers(), *_wrong_main_teams(), *_wrong_texts()]


@transaction.atomic
def repair() -> None:
    """Put right what can be worked out. What needs a decision is left: circles, and teams too deep."""
    one_at_a_time("people.teams")
    wanted = paths()
    teams = [team for team in Team.objects.all() if _is_wrong(team, wanted)]
    for team in teams:
        team.path = wanted.get(team.pk) or team.path
        team.sort_name = fold(team.name)[:255]
    Team.objects.bulk_update(teams, ["path", "sort_name"], batch_size=BATCH)
    _mend_main_teams()
    people = list(_unfolded())
    Person.objects.bulk_update(people, ["sort_name", "search_text"], batch_size=BATCH)


def _mend_main_teams() -> None:
    """Keep the first main team of each, or make the first team it. The change log says so."""
    wrong = _main_teams()
    before = memberships_of(wrong)
    for number, rows in wrong.items():
        main = next((row for row in rows if row.is_primary), rows[0])
        others = Membership.objects.filter(person_id=number, ended_on=None).exclude(pk=main.pk)
        others.update(is_primary=False)
        Membership.objects.filter(pk=main.pk).update(is_primary=True)
    after = memberships_of(wrong)
    changes = [(number, {"memberships": [before[number], after[number]]}) for number in wrong]
    record_many(Person, changes, actor=None, door=Door.SYSTEM)


def paths() -> dict[int, str]:
    """The path of each team by its parents. Empty for one that lies in itself, or in one that does."""
    parents = dict(Team.objects.values_list("pk", "parent_id"))
    made: dict[int, str] = {}
    for team in parents:
        line = _line(team, parents)
        top = line[-1]
        is_whole = parents[top] is None or parents[top] not in parents
        made[team] = "".join(f"{one:0{STEP}x}" for one in reversed(line)) if is_whole else ""
    return made


def _line(number: int, above: Mapping[int, int | None]) -> list[int]:
    """One, what is above it, and so on to the top, or to where it would come round again."""
    line = [number]
    after = above[number]
    while after is not None and after in above and after not in line:
        line.append(after)
        after = above[after]
    return line


def _circles(above: Mapping[int, int | None]) -> Iterator[list[int]]:
    """Each circle once, from its smallest number on."""
    known: set[int] = set()
    for number in above:
        line: list[int] = []
        one: int | None = number
        while one is not None and one in above and one not in known:
            known.add(one)
            line.append(one)
            one = above[one]
        if one in line:
            circle = line[line.index(one) :]
            start = circle.index(min(circle))
            yield circle[start:] + circle[:start]


def _wrong_teams() -> Iterator[Difference]:
    teams = {team.pk: team for team in Team.objects.order_by("pk")}
    wanted = paths()
    for circle in _circles({number: team.parent_id for number, team in teams.items()}):
        line = " in ".join(f"“{teams[one].name}” ({one})" for one in [*circle[1:], circle[0]])
        first = teams[circle[0]]
        yield Difference("team", first.pk, first.name, CIRCLE.format(line=line), is_mendable=False)
    for number, team in teams.items():
        if wanted[number] and len(wanted[number]) > STEP * DEEPEST:
            yield Difference("team", number, team.name, DEEP, is_mendable=False)
        elif _is_wrong(team, wanted):
            there = f"has the path “{team.path}” and the sorting name “{team.sort_name}”"
            right = f"but they should be “{wanted[number]}” and “{fold(team.name)[:255]}”"
            yield Difference("team", number, team.name, f"{there}, {right}")


def _is_wrong(team: Team, wanted: Mapping[int, str]) -> bool:
    path = wanted.get(team.pk, "")
    is_usable = path and len(path) <= STEP * DEEPEST
    return bool(is_usable and team.path != path) or team.sort_name != fold(team.name)[:255]


def _circles_of_managers() -> Iterator[Difference]:
    managers = dict(Person.objects.order_by("pk").values_list("pk", "manager_id"))
    for circle in _circles(managers):
        people = Person.objects.in_bulk(circle)
        line = ", ".join(f"{people[one]} ({one})" for one in [*circle[1:], circle[0]])
        first = people[circle[0]]
        fault = MANAGED.format(line=line)
        yield Difference("person", first.pk, str(first), fault, is_mendable=False)


def _wrong_main_teams() -> Iterator[Difference]:
    wrong = _main_teams()
    people = Person.objects.in_bulk(list(wrong))
    for number, rows in wrong.items():
        count = sum(row.is_primary for row in rows)
        fault = f"is in {len(rows)} teams, and {count or 'none'} of them {'are' if count > 1 else 'is'} the main one"
        yield Difference("person", number, str(people[number]), fault)


def _main_teams() -> dict[int, list[Membership]]:
    """The memberships that go on of people who have not exactly one main team among them."""
    rows: dict[int, list[Membership]] = defaultdict(list)
    for row in Membership.objects.filter(ended_on=None).order_by("order", "pk"):
        rows[row.person_id].append(row)
    return {
        number: found for number, found in rows.items() if sum(r.is_primary for r in found) != 1
    }


def _wrong_texts() -> Iterator[Difference]:
    for person in _unfolded():
        fault = "is not sorted and found by the name and the addresses that they have"
        yield Difference("person", person.pk, str(person), fault)


def _unfolded() -> Iterator[Person]:
    """People whose folded texts are not those of their names, with the right ones set."""
    for person in Person.objects.order_by("pk").iterator(2000):
        stored = person.sort_name, person.search_text
        person.normalise()
        if (person.sort_name, person.search_text) != stored:
            yield person
