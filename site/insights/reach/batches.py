"""From single readers to figures that may be told: five at a time.

A department's readers of a story wait until they are five, and are then added to what reports show all at once.
What is left of departments with fewer waits until the day is over and goes, once it is five together,
to “Other departments”. So every figure is a sum of batches, and each batch is five people or more: whoever
subtracts one figure from another, or today's from yesterday's, is left with whole batches, or with nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

#: No figure is about fewer readers.
FEWEST = 5


@dataclass(frozen=True)
class Waiting:
    """What waits of one reader and day: `key` tells readers of a story apart, and is told to nobody."""

    number: int
    key: str
    day: date
    department: int
    reads: int
    is_first: bool


@dataclass(frozen=True)
class Batch:
    """What is added to one figure at once."""

    department: int
    day: date
    rows: tuple[Waiting, ...]

    @property
    def reads(self) -> int:
        """How often they read it."""
        return sum(row.reads for row in self.rows)

    @property
    def readers(self) -> int:
        """How many of them had not read it before."""
        return sum(row.is_first for row in self.rows)


def is_enough(rows: Iterable[Waiting]) -> bool:
    """Whether rows are about five people or more."""
    return len({row.key for row in rows}) >= FEWEST


def batches(rows: Iterable[Waiting], today: date, others: int) -> Iterator[Batch]:
    """What may be told now of a story's waiting rows. A batch counts on the day of its last row.

    New readers and those who came back are told apart, so that neither of both numbers grows by fewer than five.
    """
    for _is_first, group in _groups(rows, "is_first"):
        left: list[Waiting] = []
        for department, own in _groups(group, "department"):
            if is_enough(own):
                yield _batch(department, own)
            else:
                left += own
        over = tuple(row for row in left if row.day < today)
        if is_enough(over):
            yield _batch(others, over)


def _groups(rows: Iterable[Waiting], name: str) -> Iterator[tuple[int, tuple[Waiting, ...]]]:
    value = attrgetter(name)
    for key, group in groupby(sorted(rows, key=value), key=value):
        yield key, tuple(group)


def _batch(department: int, rows: tuple[Waiting, ...]) -> Batch:
    return Batch(department, max(row.day for row in rows), rows)
