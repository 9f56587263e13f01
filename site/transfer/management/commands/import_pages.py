"""Bring a folder of Markdown into the page tree."""

import json
import logging
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from django.core.management import BaseCommand, CommandError
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from transfer.plan import TOP
from transfer.report import Report
from transfer.services import WrongUseError, import_pages


class Command(BaseCommand):
    """`manage.py import_pages TREE --at /path/ --as content|policy|news`."""

    help = (
        "Bring a folder of Markdown files with YAML front matter into the page tree. Run it again "
        "after the files changed: only what changed is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where from, where to, as what."""
        parser.add_argument("tree", type=Path, help="the folder")
        parser.add_argument("--at", required=True, help="the address to hang it at: /handbook/")
        parser.add_argument(
            "--as", dest="kind", required=True, choices=sorted(TOP), help="what its pages are"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen; write nothing"
        )
        parser.add_argument(
            "--strict",
            action="store_true",
            help="exit with 1 if anything was met that loses content",
        )
        parser.add_argument(
            "--all", action="store_true", help="list every problem, not the first of each kind"
        )
        parser.add_argument(
            "--report", type=Path, help="write everything to this file too, as JSON"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, report, and exit with what the outcome deserves."""
        bar = Bar(quiet=options["verbosity"] < 1)
        try:
            with bar, quiet("wagtail"):
                report = import_pages(
                    options["tree"],
                    options["at"],
                    options["kind"],
                    dry_run=options["dry_run"],
                    progress=bar.show,
                )
        except WrongUseError as error:
            raise CommandError(str(error), returncode=2) from error
        if options["verbosity"] >= 1:
            for line in report.lines(shown=0 if options["all"] else 12):
                self.stdout.write(line)
        if options["report"]:
            self._save(report, options["report"])
        if not report.took_anything:
            raise CommandError("Nothing could be taken.", returncode=1)
        if options["strict"] and not report.is_clean:
            raise CommandError("Not everything could be taken as it is.", returncode=1)

    def _save(self, report: Report, path: Path) -> None:
        try:
            path.write_text(json.dumps(report.as_json(), indent=2, ensure_ascii=False), "utf-8")
        except OSError as error:
            raise CommandError(f"The report cannot be written: {error}", returncode=2) from error


@contextmanager
def quiet(name: str) -> Iterator[None]:
    """Leave out a logger's chatter: the report says what happened to each page."""
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(before)


class Bar:
    """A progress bar on a terminal; nothing elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        console = Console(file=sys.stderr)
        self.progress = Progress(
            TextColumn("{task.description:<12}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=quiet or not console.is_terminal,
        )
        self.tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self.progress.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.progress.stop()

    def show(self, stage: str, done: int, total: int) -> None:
        """Move a stage's bar."""
        if stage not in self.tasks:
            self.tasks[stage] = self.progress.add_task(stage, total=total)
        self.progress.update(self.tasks[stage], completed=done, total=total)
