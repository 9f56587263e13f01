"""The command as an operator runs it, for the tests of what it does."""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command


@dataclass(frozen=True)
class Outcome:
    """What a run said, with what it exited, and its report."""

    words: str
    status: int
    error: str
    report: dict[str, Any]

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Made, changed, unchanged, not taken; they always add up to the rows."""
        found = tuple(self.report[name] for name in ("made", "changed", "unchanged", "not_taken"))
        assert sum(found) == self.report["rows"]
        assert self.report["reconciles"]
        return found  # type: ignore[return-value]

    def lines_of(self, kind: str) -> list[int]:
        """The lines on which something of a kind was met."""
        return [one["line"] for one in self.report["problems"] if one["kind"] == kind]

    def said_of(self, kind: str) -> str:
        """What was said of it."""
        return "\n".join(one["message"] for one in self.report["problems"] if one["kind"] == kind)


def run(path: Path, *options: str) -> Outcome:
    """Run the command on a file."""
    out, report = io.StringIO(), path.with_suffix(".report.json")
    report.unlink(missing_ok=True)
    status, error = 0, ""
    try:
        call_command("import_staff", str(path), "--report", str(report), *options, stdout=out)
    except CommandError as raised:
        status, error = raised.returncode, str(raised)
    told = json.loads(report.read_text("utf-8")) if report.exists() else {}
    return Outcome(out.getvalue(), status, error, told)
