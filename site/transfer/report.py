"""What an import did and what it met, as data and in words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Any

SHOWN = 12


class Met(StrEnum):
    """The kinds of things an import can meet. Their order here is the order in which they are told."""

    UNUSABLE = "Files that could not be taken"
    CLASH = "Two things that want one address"
    FRONT_MATTER = "Front matter that could not be read or used"
    ENCODING = "Text that is not clean UTF-8"
    DEAD_LINK = "Links that lead nowhere"
    DEAD_FRAGMENT = "Links to a heading that is not there"
    UNSAFE_LINK = "Links with an address that is not allowed"
    IMAGE = "Pictures that could not be taken"
    NO_ALT = "Pictures without alternative text, taken as decoration"
    FILE = "Files that could not be attached"
    HTML = "HTML that was dropped or rewritten"
    TEMPLATE = "Template tags that were dropped"
    HEADING = "Headings set to another level"
    SHORTENED = "Text too long for its place"
    FIELD = "Fields that could not be filled"
    LAYOUT = "Content set in another way"
    ADDRESS = "Addresses that had to be changed"
    REDIRECT = "Redirects that could not be made"
    SUPERSEDED = "Editors' changes that are now an older version"
    KEPT = "Pages left as editors have them"
    VANISHED = "Pages whose file is gone"
    UNUSED = "Front matter that has no place here"


#: What an operator should know but nothing was lost by it: never a reason to fail under --strict.
NOTES = frozenset({Met.HEADING, Met.LAYOUT, Met.ADDRESS, Met.UNUSED, Met.NO_ALT, Met.KEPT})


@dataclass(frozen=True)
class Problem:
    """One thing that was met: where, and what in a sentence."""

    kind: Met
    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}  {self.message}" if place else self.message


@dataclass
class Report:
    """The outcome of one import."""

    dry_run: bool = False
    files: int = 0
    made: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    images: int = 0
    documents: int = 0
    redirects: int = 0
    links_to_pages: int = 0
    links_to_files: int = 0
    links_elsewhere: int = 0
    links_dead: int = 0
    seconds: float = 0.0
    problems: list[Problem] = field(default_factory=list)
    #: Addresses of the pages made and changed, in order.
    pages_made: list[str] = field(default_factory=list)
    pages_changed: list[str] = field(default_factory=list)

    def add(self, kind: Met, file: str, line: int, message: str) -> None:
        """Note a problem, once."""
        problem = Problem(kind, file, line, message)
        if problem not in self._seen:
            self._seen.add(problem)
            self.problems.append(problem)

    def __post_init__(self) -> None:
        self._seen: set[Problem] = set(self.problems)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was met that an operator may want to mend."""
        return not self.failed and all(problem.kind in NOTES for problem in self.problems)

    @property
    def took_anything(self) -> bool:
        """Whether any page stands in the tree because of this import or one before it."""
        return bool(self.made or self.changed or self.unchanged)

    @property
    def counts(self) -> dict[Met, int]:
        """How many problems there are of each kind."""
        return dict(Counter(problem.kind for problem in self.problems))

    def as_json(self) -> dict[str, Any]:
        """Everything, for a program to read."""
        data = asdict(self)
        data["problems"] = [
            {"kind": problem.kind.name.lower(), **asdict(problem) | {"about": problem.kind.value}}
            | {"kind": problem.kind.name.lower()}
            for problem in self.grouped()
        ]
        data["counts"] = {kind.name.lower(): count for kind, count in self.counts.items()}
        return data

    def grouped(self) -> list[Problem]:
        """The problems by kind, then file, then line."""
        order = {kind: place for place, kind in enumerate(Met)}
        return sorted(self.problems, key=lambda p: (order[p.kind], p.file, p.line, p.message))

    def lines(self, *, shown: int = SHOWN) -> Iterator[str]:
        """The report in words; of each kind of problem the first `shown` (0 for all)."""
        yield from self._summary()
        for kind, group in groupby(self.grouped(), key=lambda problem: problem.kind):
            problems = list(group)
            yield ""
            yield f"{kind.value} ({len(problems)})"
            cut = problems[:shown] if shown else problems
            yield from (f"  {problem}" for problem in cut)
            if len(problems) > len(cut):
                yield f"  … and {len(problems) - len(cut)} more (--all shows them)"

    def _summary(self) -> Iterator[str]:
        would = "would be " if self.dry_run else ""
        yield (
            f"{self.files} files read: {self.made} pages {would}made, {self.changed} {would}changed, "
            f"{self.unchanged} unchanged, {self.failed} not taken."
        )
        yield (
            f"{self.images} images, {self.documents} documents and {self.redirects} redirects "
            f"{would}added."
        )
        yield (
            f"Links: {self.links_to_pages} to pages, {self.links_to_files} to files, "
            f"{self.links_elsewhere} elsewhere, {self.links_dead} dead. {self.seconds:.1f} s."
        )
