"""Measure search by judged queries."""

import io
import json
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from search import commanding, judged_files, judging
from search.engines.base import EngineAwayError
from search.judged_files import Judged
from search.judging import Scores
from search.readers import request_of

HEADINGS = (
    "queries", "success@1", "@3", "@10", "MRR@10", "nDCG@10", "no hits", "p50 ms", "p95 ms",
)  # fmt: skip
WIDTH = 120
SHOWN = 20


class Command(BaseCommand):
    """`manage.py judge FILE [--at /path/] [--engine NAME] [--as USERNAME] [--json]`."""

    help = (
        "Ask each query of a file and count where its answers stand among the hits. A line is "
        "“set TAB query TAB address address…”, the best address first. Without a file, the judged "
        "queries that editors keep are asked."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and where its addresses are."""
        parser.add_argument("file", nargs="?", type=Path, help="the judged queries")
        parser.add_argument("--at", default="", help="what to put before its addresses: /handbook/")
        commanding.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, and print the scores of each set."""
        user = commanding.reader(options["username"])
        queries = self._read(options["file"], options["at"])
        try:
            judgement = judging.judge(queries, user=user, engine=options["engine"])
        except EngineAwayError as error:
            raise CommandError(str(error), returncode=1) from error
        missing = judging.not_here(request_of(user), judgement.unfound())
        for path in missing[:SHOWN]:
            self.stderr.write(f"/{path}/ is not here, or this reader may not see it.")
        if missing[SHOWN:]:
            self.stderr.write(f"… and {len(missing) - SHOWN} other addresses.")
        scores = judgement.by_set()
        if options["json"]:
            whole = {name: one.as_json() for name, one in scores.items()}
            self.stdout.write(json.dumps(whole, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(table(scores))

    def _read(self, path: Path | None, at: str) -> list[Judged]:
        """The queries. Raises CommandError for none."""
        if path is None:
            queries = judging.stored()
            if not queries:
                raise CommandError("No judged queries are kept here; name a file.", returncode=2)
            return queries
        try:
            file = judged_files.read(path, at)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path} cannot be read: {error}", returncode=2) from error
        for number, problem in file.problems.items():
            self.stderr.write(f"{path}, line {number}: {problem}.")
        if not file.queries:
            raise CommandError(f"{path} has no judged query.", returncode=2)
        return file.queries


def table(scores: Mapping[str, Scores]) -> str:
    """The scores of each set, one a line."""
    shown = Table("set", *HEADINGS, box=None, pad_edge=False)
    for column in shown.columns[1:]:
        column.justify = "right"
    for name, one in scores.items():
        shares = (one.s1, one.s3, one.s10, one.mrr10, one.ndcg10)
        times = (one.p50_ms, one.p95_ms)
        shown.add_row(
            name,
            str(one.n),
            *(f"{share:.3f}" for share in shares),
            str(one.zero),
            *(f"{time:.1f}" for time in times),
        )
    out = io.StringIO()
    Console(file=out, width=WIDTH, color_system=None).print(shown)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())
