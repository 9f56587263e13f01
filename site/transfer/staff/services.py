"""Bringing a department's staff file into the directory."""

import time
from datetime import date
from pathlib import Path
from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from transfer.services import Progress, WrongUseError
from transfer.staff import columns, rows, source, vanished
from transfer.staff.known import Known
from transfer.staff.mapping import Mapping, load
from transfer.staff.plan import Plan, Planner
from transfer.staff.report import Met, StaffReport
from transfer.staff.spool import Spool
from transfer.staff.teams import Teams
from transfer.staff.writer import Writer

__all__ = ["ChangedMeanwhileError", "WrongUseError", "import_staff"]


class ChangedMeanwhileError(RuntimeError):
    """Somebody changed people while they were written. What was taken stays; run it again for the rest."""


def import_staff(  # noqa: PLR0913 - each is an option of the command
    path: Path,
    *,
    mapping: Path | None = None,
    dry_run: bool = False,
    close_missing: bool = False,
    rejoin: bool = False,
    actor: Any = None,
    progress: Progress | None = None,
    today: date | None = None,
) -> StaffReport:
    """Bring the people, teams and managers of a CSV file in.

    The file is read whole before anything is written, and never held whole. Then batches of people are
    written, each whole or not at all; running it again takes up what is missing and changes nothing else.
    `dry_run` writes nothing. Raises WrongUseError when nothing can be attempted, with nothing written;
    what is met on the way is in the report.
    """
    started = time.monotonic()
    progress = progress or (lambda _stage, _done, _all: None)
    today = today or timezone.localdate()
    theirs = load(mapping, columns.ALL) if mapping else Mapping()
    report = StaffReport(dry_run=dry_run)
    with Spool() as spool:
        planner = Planner(spool, Known.load(), report, today=today, rejoin=rejoin)
        plan = _read(path, theirs, planner, report, progress)
        teams = Teams(report, actor, dry_run=dry_run)
        writer = Writer(plan, teams, report, actor=actor, today=today)
        try:
            teams.settle(plan.units)
            writer.write(progress)
            missing = vanished.tell(plan, report)
            if close_missing:
                vanished.close(missing, writer.store, report, today)
        except IntegrityError as error:
            raise ChangedMeanwhileError(
                "Somebody changed people or teams while they were written. What was taken stays: "
                f"run it again for the rest. ({error})"
            ) from error
    report.seconds = time.monotonic() - started
    return report


def _read(
    path: Path,
    theirs: Mapping,
    planner: Planner,
    report: StaffReport,
    progress: Progress,
) -> Plan:
    with source.opened(path, theirs.delimiter, report) as file:
        records = file.records(progress)
        _line, header = next(records, (0, []))
        if report.counts[Met.UNREADABLE]:
            raise WrongUseError(
                f"The first line must name the columns. It {report.problems[0].message}"
            )
        ours = columns.find(header, theirs)
        return planner.make(rows.read(records, ours, theirs, report))
