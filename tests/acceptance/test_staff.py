"""A department's real staff file: everybody, their teams and their managers, as plain Python reads them.

It runs on the database that pytest is given: SQLite, or PostgreSQL below `tools/postgres.py`.
"""

import csv
import io
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from wagtail.models import ReferenceIndex, Revision

from audit.models import Change
from people.enums import TeamKind
from people.models import Membership, Person, Team

MOST_SECONDS = 180
ROWS = 23_486
PEOPLE = 23_483
REPEATED = [86, 153, 162]
MANAGES_THEMSELVES = [241]


@dataclass(frozen=True)
class Run:
    """What a run said, and how long it took."""

    words: str
    seconds: float

    def lines_of(self, heading: str) -> list[int]:
        """The lines that are told below a heading."""
        part = self.words.split(heading, 1)[1].split("\n\n", 1)[0] if heading in self.words else ""
        return [int(line) for line in re.findall(r"^  line (\d+):", part, re.M)]


def run(data: Path, *options: str) -> Run:
    out, started = io.StringIO(), time.monotonic()
    call_command("import_staff", str(data / "people" / "staff.csv"), "--all", *options, stdout=out)
    return Run(out.getvalue(), time.monotonic() - started)


@pytest.fixture(scope="module")
def rows(data: Path) -> dict[str, dict[str, str]]:
    """The rows that count, by employee id: of several the first."""
    found: dict[str, dict[str, str]] = {}
    with (data / "people" / "staff.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["employee_id"], row)
    return found


@pytest.fixture(scope="module")
def first(data: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Run]:
    """The first run. The tests of this module see what it wrote; nothing of it is left afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield run(data)
        transaction.set_rollback(True)


def test_everybody_comes_in_and_in_time(first: Run, rows: dict[str, dict[str, str]]) -> None:
    print(f"\nstaff on {connection.vendor}: first run {first.seconds:.0f} s\n{first.words}")
    assert f"{ROWS} rows: {PEOPLE} people made, 0 changed, 0 unchanged, 3 not taken." in first.words
    assert len(rows) == PEOPLE
    fields = ["employee_id", "first_name", "last_name", "email", "job_title", "grade", "profession"]
    stored = {tuple(row) for row in Person.objects.filter(is_fed=True).values_list(*fields)}
    assert stored == {
        tuple(" ".join(row[name].split()) for name in fields) for row in rows.values()
    }
    told = dict(Person.objects.exclude(about="").values_list("employee_id", "about"))
    assert told == {number: said for number, row in rows.items() if (said := row["about"].strip())}
    assert first.seconds < MOST_SECONDS


def test_what_is_odd_is_told_by_line(first: Run) -> None:
    assert first.lines_of("Rows with the employee id of an earlier row") == REPEATED
    assert first.lines_of("People who manage themselves") == MANAGES_THEMSELVES


def test_managers_are_the_files(first: Run, rows: dict[str, dict[str, str]]) -> None:
    wanted = {number: row["manager_employee_id"] or None for number, row in rows.items()}
    themselves = [number for number, manager in wanted.items() if manager == number]
    assert themselves == ["2UKVI02"]
    wanted["2UKVI02"] = None
    people = Person.objects.filter(is_fed=True)
    assert dict(people.values_list("employee_id", "manager__employee_id")) == wanted
    reports = Counter(manager for manager in wanted.values() if manager)
    assert max(reports.values()) == 1_750


def test_the_tree_of_teams_is_the_files(first: Run, rows: dict[str, dict[str, str]]) -> None:
    def words(text: str) -> str:
        return " ".join(text.split())

    units = {(words(row["organisation"]), words(row["unit"])) for row in rows.values()}
    raw = {row["unit"] for row in rows.values()}
    print(f"\n{len(raw)} spellings of {len(units)} units")
    top = Team.objects.get(kind=TeamKind.ORGANISATION, name="Home Office", parent=None)
    assert set(top.children.values_list("parent__name", "name")) == units
    assert top.children.count() == len(units) == 250
    assert len(raw) == 251  # “Commercial - Immigration” is written with one space and with two
    assert all(team.path == f"{top.path}{team.pk:08x}" for team in top.children.all())
    main = Membership.objects.filter(is_primary=True, ended_on=None, team__parent=top)
    assert dict(main.values_list("person__employee_id", "team__name")) == {
        number: words(row["unit"]) for number, row in rows.items()
    }
    assert max(Counter(main.values_list("team_id", flat=True)).values()) == max(
        Counter(words(row["unit"]) for row in rows.values()).values()
    )


def test_lists_and_the_search_of_the_cms_are_current(first: Run) -> None:
    for person in Person.objects.iterator():
        before = (person.sort_name, person.search_text)
        person.normalise()
        assert (person.sort_name, person.search_text) == before
    assert Person.objects.matching("jose white permanent").count() == 1


def test_a_second_run_changes_nothing(first: Run, data: Path) -> None:
    tables = (Person, Team, Membership, Change, Revision)
    before = [model.objects.count() for model in tables]
    second = run(data)
    print(f"\nsecond run {second.seconds:.0f} s")
    assert f"0 people made, 0 changed, {PEOPLE} unchanged, 3 not taken." in second.words
    assert [model.objects.count() for model in tables] == before


def test_a_dry_run_of_it_changes_nothing(first: Run, data: Path) -> None:
    trial = run(data, "--dry-run")
    assert f"0 people would be made, 0 would be changed, {PEOPLE} unchanged" in trial.words
    assert "What would change" not in trial.words


def test_references_are_as_a_rebuild_makes_them(first: Run) -> None:
    def references() -> set[tuple[Any, ...]]:
        columns = "base_content_type object_id to_content_type to_object_id model_path content_path"
        return set(ReferenceIndex.objects.values_list(*columns.split()))

    written = references()
    call_command("rebuild_references_index", verbosity=0, stdout=io.StringIO())
    assert references() == written
