"""Bring a department's staff file into the directory."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from transfer.management.commands.import_pages import Bar, quiet
from transfer.staff.report import SHOWN, StaffReport
from transfer.staff.services import ChangedMeanwhileError, WrongUseError, import_staff


class Command(BaseCommand):
    """`manage.py import_staff CSV [--mapping FILE] [--dry-run]`."""

    help = (
        "Bring the people, teams and managers of a CSV file into the directory. Run it again after the file "
        "changed: only what changed is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file, read how, and what to do about it."""
        parser.add_argument("csv", type=Path, help="the file")
        parser.add_argument(
            "--mapping", type=Path, help="a TOML file that says what the file's columns are called"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change; write nothing"
        )
        parser.add_argument(
            "--close-missing",
            action="store_true",
            help="mark people who are no longer in the file as leaving today",
        )
        parser.add_argument(
            "--rejoin",
            action="store_true",
            help="bring people back who had left and are in the file",
        )
        parser.add_argument(
            "--strict",
            action="store_true",
            help="exit with 1 if anything was met that loses something",
        )
        parser.add_argument(
            "--all",
            action="store_true",
            help="list every problem and change, not the first of each",
        )
        parser.add_argument(
            "--report", type=Path, help="write everything to this file too, as JSON"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, report, and exit with what the outcome deserves."""
        report = self._import(options)
        if options["verbosity"] >= 1:
            for line in report.lines(shown=0 if options["all"] else SHOWN):
                self.stdout.write(line)
        if options["report"]:
            self._save(report, options["report"])
        if not report.took_anything:
            raise CommandError("Nothing could be taken.", returncode=1)
        if options["strict"] and not report.is_clean:
            raise CommandError("Not everything could be taken as it is.", returncode=1)

    def _import(self, options: dict[str, Any]) -> StaffReport:
        bar = Bar(quiet=options["verbosity"] < 1)
        try:
            with bar, quiet("wagtail"):
                return import_staff(
                    options["csv"],
                    mapping=options["mapping"],
                    dry_run=options["dry_run"],
                    close_missing=options["close_missing"],
                    rejoin=options["rejoin"],
                    progress=bar.show,
                )
        except WrongUseError as error:
            raise CommandError(str(error), returncode=2) from error
        except ChangedMeanwhileError as error:
            raise CommandError(str(error), returncode=1) from error

    def _save(self, report: StaffReport, path: Path) -> None:
        try:
            path.write_text(json.dumps(report.as_json(), indent=2, ensure_ascii=False), "utf-8")
        except OSError as error:
            raise CommandError(f"The report cannot be written: {error}", returncode=2) from error
