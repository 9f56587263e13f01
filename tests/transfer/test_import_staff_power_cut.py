"""An import that ends half-way: what was taken holds together, and the next run comes to the same end."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError

from audit.models import Change
from people.models import Membership, Person, Team
from tests import seeds
from tests.factories.staff import person, staff_file
from tests.transfer.staff_command import run
from transfer.staff import references, writer
from transfer.staff.managers import circles

PATIENCE = 120
MANY = 2_500


def rows(count: int, *, turned: bool = False) -> list[dict[str, str]]:
    """A line of management four deep; turned, each unit's head has come to stand below another."""
    made = []
    for n in range(count):
        above = f"P{n // 7}" if n else ""
        if turned and n % 5 == 0:
            above = f"P{n // 11}" if n else ""
        made.append(
            person(
                f"P{n}", manager_employee_id=above, unit=f"Unit {n % 9 + turned}", last_name="Lee"
            )
        )
    return made[::-1]


def state() -> dict[str, Any]:
    """What the directory says, whatever its rows are numbered."""
    people = Person.objects.order_by("employee_id")
    fields = "employee_id slug email manager__employee_id sort_name search_text is_fed".split()
    memberships = Membership.objects.order_by("person__employee_id", "ended_on", "team__name")
    return {
        "people": list(people.values_list(*fields)),
        "memberships": list(
            memberships.values_list("person__employee_id", "team__name", "ended_on")
        ),
        "teams": sorted(Team.objects.values_list("name", "parent__name")),
        "changes": Change.objects.count(),
    }


def wipe() -> None:
    Change.objects.all().delete()
    Membership.objects.all().delete()
    Person.objects.all().delete()
    Team.objects.exclude(parent=None).delete()
    Team.objects.all().delete()


@pytest.mark.django_db
@pytest.mark.parametrize("fails_in", [1, 2, 4])
def test_a_batch_that_fails_leaves_nothing_and_the_next_run_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_in: int
) -> None:
    monkeypatch.setattr(writer, "BATCH", 20)
    first, second = rows(90), rows(90, turned=True)
    for turn in (first, second):
        run(staff_file(tmp_path, *turn))
    wanted = state()
    wipe()
    point, calls = references.point, []

    def cut(*args: Any) -> None:
        calls.append(args)
        if len(calls) == fails_in:
            raise KeyboardInterrupt
        point(*args)

    for turn in (first, second):
        file = staff_file(tmp_path, *turn)
        calls.clear()
        with monkeypatch.context() as patch:
            patch.setattr(references, "point", cut)
            with pytest.raises(KeyboardInterrupt):
                run(file)
        assert not list(circles(dict(Person.objects.values_list("pk", "manager_id"))))
        assert Person.objects.filter(memberships__isnull=True).count() == 0
        run(file)
    assert state() == wanted


@pytest.mark.django_db
def test_a_clash_with_somebody_elses_change_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clash(*_args: Any) -> None:
        raise IntegrityError("people_email_once")

    monkeypatch.setattr(references, "point", clash)
    outcome = run(staff_file(tmp_path, person("A")))
    assert (outcome.status, "run it again for the rest" in outcome.error) == (1, True)
    assert not Person.objects.exists()


def count(seed: seeds.Seed) -> int:
    with sqlite3.connect(seed.database) as plain:
        return int(plain.execute("SELECT count(*) FROM people_person").fetchone()[0])


def loose_ends(seed: seeds.Seed) -> int:
    """People without a membership or without a line in the change log."""
    with sqlite3.connect(seed.database) as plain:
        sql = (
            "SELECT count(*) FROM people_person WHERE id NOT IN (SELECT person_id FROM people_membership)"
            " OR id NOT IN (SELECT object_id FROM audit_change)"
        )
        return int(plain.execute(sql).fetchone()[0])


@pytest.mark.parametrize("wait", [0.0, 0.3])
def test_a_killed_import_is_taken_up_by_the_next(tmp_path: Path, wait: float) -> None:
    seed = seeds.migrated().copy_to(tmp_path / "seed")
    file = staff_file(tmp_path, *rows(MANY))
    process = subprocess.Popen(
        [sys.executable, str(seeds.ROOT / "manage.py"), "import_staff", str(file)],
        cwd=seeds.ROOT,
        env={**os.environ, **seed.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end and not count(seed):
        time.sleep(0.01)
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    taken = count(seed)
    assert 0 < taken < MANY
    assert loose_ends(seed) == 0
    words = seeds.manage(seed, "import_staff", str(file))
    assert f"{MANY - taken} people made, 0 changed, {taken} unchanged, 0 not taken" in words
    assert (count(seed), loose_ends(seed)) == (MANY, 0)
    assert f"0 people made, 0 changed, {MANY} unchanged" in seeds.manage(
        seed, "import_staff", str(file)
    )
