"""Random files with the oddities of real ones, against a reading of them that shares none of the importer's code."""

import csv
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from people.models import Membership, Person, Team
from tests.factories.staff import person, staff_file
from tests.transfer.staff_command import run
from transfer.staff import writer

pytestmark = pytest.mark.django_db


def odd_rows(seed: int, count: int) -> list[dict[str, str]]:
    """Rows with repeated ids, shared e-mails, self-managers, circles, unknown managers and bad cells."""
    chance = random.Random(seed)
    ids = [f"E{n}" for n in range(count)]
    rows = []
    for number in ids:
        row = person(
            number,
            first_name=chance.choice(["Ann", "Bo", "Zoë", ""]),
            last_name=chance.choice(["Lee", "O'Neil-Smith", "王", ""]),
            organisation=chance.choice(["Home Office", "Home  Office ", "Passport Office", ""]),
            unit=chance.choice(["Ferries", " Ferries", "ferries", "Dock", ""]),
            manager_employee_id=chance.choice([*ids, "", "", number, "NOBODY"]),
        )
        if chance.random() < 0.1:
            row["email"] = chance.choice(
                ["none", "", f"{chance.choice(ids).lower()}@department.example"]
            )
        if chance.random() < 0.05:
            row["employee_id"] = chance.choice([*ids, ""])
        rows.append(row)
    return rows


@dataclass
class Expected:
    """What a file says, worked out by hand."""

    taken: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: int = 0
    managers: dict[str, str] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)

    @property
    def teams(self) -> dict[str, tuple[str, str]]:
        """The main team and the one above it, by employee id."""
        found = {}
        for number, row in self.taken.items():
            above, name = (" ".join(row[column].split()) for column in ("organisation", "unit"))
            if above or name:
                found[number] = (name, above) if name else (above, "")
        return found


def expected(path: Path) -> Expected:
    found = Expected()
    emails: set[str] = set()
    seen: set[str] = set()
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            number, email = row["employee_id"], row["email"].strip()
            email = email if "@" in email else ""
            if (
                not number
                or number in seen
                or not (row["first_name"] or row["last_name"])
                or email in emails
            ):
                found.refused += 1
                seen.add(number)
                continue
            seen.add(number)
            emails |= {email} - {""}
            found.taken[number] = row
    wanted = {number: row["manager_employee_id"] for number, row in found.taken.items()}
    for number, manager in wanted.items():
        if manager == number:
            found.told["self_manager"] += 1
        elif manager and manager not in found.taken:
            found.told["unknown_manager"] += 1
        elif manager:
            chain, at = [number], manager
            # In the order of the file: a link is refused if those before it lead back.
            while at in found.managers and at not in chain:
                chain.append(at)
                at = found.managers[at]
            if at == number:
                found.told["circle"] += 1
            else:
                found.managers[number] = manager
    return found


@pytest.mark.parametrize("seed", range(12))
def test_an_odd_file_comes_in_as_another_reading_of_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(writer, "BATCH", 16)
    file = staff_file(tmp_path, *odd_rows(seed, 80))
    wanted = expected(file)
    outcome = run(file)
    assert outcome.counts == (len(wanted.taken), 0, 0, wanted.refused)
    people = dict(Person.objects.values_list("employee_id", "manager__employee_id"))
    assert people == {number: wanted.managers.get(number) for number in wanted.taken}
    told = Counter(one["kind"] for one in outcome.report["problems"])
    assert {kind: told[kind] for kind in ("self_manager", "unknown_manager", "circle")} == {
        kind: wanted.told[kind] for kind in ("self_manager", "unknown_manager", "circle")
    }
    rows = Membership.objects.values_list("person__employee_id", "team__name", "team__parent__name")
    assert {number: (name, above or "") for number, name, above in rows} == wanted.teams
    names = Counter(Team.objects.values_list("name", "parent"))
    assert set(names.values()) == {1}
    again = run(file)
    assert again.counts == (0, 0, len(wanted.taken), wanted.refused)
    assert again.report["problems"] == outcome.report["problems"]


@pytest.mark.parametrize("seed", range(6))
def test_one_odd_file_after_another_ends_as_the_last_alone_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """No circle at any moment, and every manager that the last file names and that can be."""
    monkeypatch.setattr(writer, "BATCH", 7)
    for turn in range(3):
        file = staff_file(tmp_path, *odd_rows(seed * 10 + turn, 50))
        run(file)
        again = run(file)
        assert again.counts[:2] == (0, 0)
        above = dict(Person.objects.values_list("employee_id", "manager__employee_id"))
        for number in above:
            chain, at = set(), number
            while at:
                assert at not in chain
                chain.add(at)
                at = above[at]
        main = Membership.objects.filter(is_primary=True, ended_on=None)
        per_person: dict[int, int] = defaultdict(int)
        for pk in main.values_list("person_id", flat=True):
            per_person[pk] += 1
        assert set(per_person.values()) <= {1}
