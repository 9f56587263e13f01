"""What an import of the staff file did and what it met, as data and in words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Any

SHOWN = 20
#: More problems of one kind than this are counted, and no longer kept.
MOST_KEPT = 10_000
#: Letters of a value that the report shows.
LONGEST_SHOWN = 80


class Met(StrEnum):
    """The kinds of things that an import can meet. Their order here is the order in which they are told."""

    UNREADABLE = "Rows that could not be read"
    UNUSABLE = "Rows that say too little"
    REPEATED = "Rows with the employee id of an earlier row"
    EMAIL_TAKEN = "Rows with an e-mail address that is somebody else's"
    ERASED = "Rows of people who were erased"
    SELF_MANAGER = "People who manage themselves"
    UNKNOWN_MANAGER = "Managers whom nobody knows"
    CIRCLE = "Managers who would close a circle"
    EMAIL = "E-mail addresses that are none"
    FIELD = "Cells that could not be used"
    SHORTENED = "Text too long for its place"
    CHARACTERS = "Characters that were taken out or guessed"
    CLOSED_TEAM = "Units whose team is closed"
    IS_BACK = "People who had left and are in the file again"
    VANISHED = "People who are no longer in the file"
    UNIT_NAMES = "Units that are told apart by little"
    KEPT = "Profiles that people admins have taken out of the file's hands"
    OWN_WORDS = "What people wrote themselves, and keep"


#: What an operator should know, but nothing was lost by it: never a reason to fail under --strict.
NOTES = frozenset({Met.UNIT_NAMES, Met.KEPT, Met.OWN_WORDS})


@dataclass(frozen=True)
class Problem:
    """One thing that was met: on which line of the file (0 for none), and what in a sentence."""

    kind: Met
    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}" if self.line else self.message


@dataclass(frozen=True)
class Changed:
    """What becomes of one profile: each field with what it said before and says after."""

    line: int
    employee_id: str
    name: str
    is_new: bool
    fields: dict[str, tuple[str, str]]

    def lines(self) -> Iterator[str]:
        """The difference in words; of a new profile no more than who it is."""
        if self.is_new:
            told = [self.fields.get(name, ("", ""))[1] for name in ("job_title", "main team")]
            yield f"  {', '.join(filter(None, (f'{self.name} ({self.employee_id}), new', *told)))}"
            return
        yield f"  {self.name} ({self.employee_id})"
        for name, (before, after) in self.fields.items():
            yield f"    {name.replace('_', ' ')}: {_short(before)} → {_short(after)}"


@dataclass
class StaffReport:
    """The outcome of one import."""

    dry_run: bool = False
    rows: int = 0
    made: int = 0
    changed: int = 0
    unchanged: int = 0
    not_taken: int = 0
    teams_made: int = 0
    closed: int = 0
    seconds: float = 0.0
    encoding: str = ""
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[Met] = field(default_factory=Counter)
    #: Every profile that changes, and those that are made in a dry run.
    changes: list[Changed] = field(default_factory=list)

    def add(self, kind: Met, line: int, message: str) -> None:
        """Note a problem."""
        self.counts[kind] += 1
        if self.counts[kind] <= MOST_KEPT:
            self.problems.append(Problem(kind, line, message))

    def add_once(self, kind: Met, line: int, message: str) -> None:
        """Note something that many rows have in common, on the first of them."""
        if message not in self._said:
            self._said.add(message)
            self.add(kind, line, message)

    def __post_init__(self) -> None:
        self._said: set[str] = set()

    def refuse(self, kind: Met, line: int, message: str) -> None:
        """Note why a row is not taken."""
        self.not_taken += 1
        self.add(kind, line, message)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was met that an operator may want to mend."""
        return not self.not_taken and all(kind in NOTES for kind in self.counts)

    @property
    def took_anything(self) -> bool:
        """Whether anybody stands in the directory because of this import or one before it."""
        return bool(self.made or self.changed or self.unchanged)

    @property
    def reconciles(self) -> bool:
        """Whether every row is accounted for, once."""
        return self.rows == self.made + self.changed + self.unchanged + self.not_taken

    def as_json(self) -> dict[str, Any]:
        """Everything, for a program to read."""
        data = asdict(self)
        data["reconciles"] = self.reconciles
        data["counts"] = {kind.name.lower(): count for kind, count in self.counts.items()}
        data["problems"] = [
            {
                "kind": problem.kind.name.lower(),
                "about": problem.kind.value,
                "line": problem.line,
                "message": problem.message,
            }
            for problem in self.grouped()
        ]
        return data

    def grouped(self) -> list[Problem]:
        """The problems by kind, then line."""
        order = {kind: place for place, kind in enumerate(Met)}
        return sorted(self.problems, key=lambda one: (order[one.kind], one.line, one.message))

    def lines(self, *, shown: int = SHOWN) -> Iterator[str]:
        """The report in words; of each kind of problem, and of the changes, the first `shown` (0 for all)."""
        yield from self._summary()
        for kind, group in groupby(self.grouped(), key=lambda problem: problem.kind):
            problems = list(group)
            yield ""
            yield f"{kind.value} ({self.counts[kind]})"
            cut = problems[:shown] if shown else problems
            yield from (f"  {problem}" for problem in cut)
            yield from _rest(self.counts[kind] - len(cut))
        if self.dry_run and self.changes:
            yield ""
            yield f"What would change ({len(self.changes)})"
            changes = sorted(self.changes, key=lambda change: (change.is_new, change.line))
            told = changes[:shown] if shown else changes
            for change in told:
                yield from change.lines()
            yield from _rest(len(changes) - len(told))

    def _summary(self) -> Iterator[str]:
        would = "would be " if self.dry_run else ""
        yield (
            f"{self.rows} rows: {self.made} people {would}made, {self.changed} {would}changed, "
            f"{self.unchanged} unchanged, {self.not_taken} not taken."
        )
        closed = f"{self.closed} who vanished {would}marked as leaving. " if self.closed else ""
        yield (
            f"{self.teams_made} teams {would}made. {closed}"
            f"Read as {self.encoding}. {self.seconds:.1f} s."
        )


def _rest(count: int) -> Iterator[str]:
    if count > 0:
        yield f"  … and {count} more (--all shows them)"


def _short(value: str) -> str:
    line = " ".join(value.split())
    return (line[: LONGEST_SHOWN - 1] + "…" if len(line) > LONGEST_SHOWN else line) or "nothing"
