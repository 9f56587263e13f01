"""No figure, and no difference of figures, is about fewer than five readers."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from insights.reach.batches import FEWEST, Batch, Waiting, batches

OTHERS = -1
FIRST = date(2026, 3, 2)
Cell = tuple[date, int]


class World:
    """A story, its readers, and what is told of them, run by run of the worker."""

    def __init__(self) -> None:
        self.waiting: dict[int, Waiting] = {}
        self.seen: set[str] = set()
        self.reads = 0
        self.told: list[Batch] = []
        self.reports: list[tuple[dict[Cell, int], dict[Cell, int], int]] = [({}, {}, 0)]

    def read(self, who: int, department: int, day: date) -> None:
        """Somebody reads it. A row a reader and day, as in the table."""
        self.reads += 1
        key = f"reader {who}"
        for number, row in self.waiting.items():
            if (row.key, row.day) == (key, day):
                self.waiting[number] = replace(row, reads=row.reads + 1)
                return
        row = Waiting(self.reads, key, day, department, 1, key not in self.seen)
        self.waiting[row.number] = row
        self.seen.add(key)

    def work(self, today: date) -> None:
        """The worker's turn, and what a report shows after it."""
        for batch in batches(list(self.waiting.values()), today, OTHERS):
            self.told.append(batch)
            for row in batch.rows:
                del self.waiting[row.number]
        readers, reads = Counter[Cell](), Counter[Cell]()
        for batch in self.told:
            readers[batch.day, batch.department] += batch.readers
            reads[batch.day, batch.department] += batch.reads
        self.reports.append((readers, reads, len(self.told)))


#: On each day some read it, each of a department; after some of them the worker has a turn.
EVENTS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 6), st.integers(0, 9), st.booleans()),
    max_size=120,
)


def lived(events: list[tuple[int, int, int, bool]]) -> World:
    """A world in which this happened; days only go on."""
    world, day = World(), FIRST
    departments: dict[int, int] = {}
    for who, department, ahead, is_turn in events:
        day += timedelta(days=1 if ahead == 0 else 0)
        world.read(who, departments.setdefault(who, department % 4), day)
        if is_turn:
            world.work(day)
    world.work(day + timedelta(days=1))
    return world


@given(EVENTS)
def test_every_batch_is_five_people(events: list[tuple[int, int, int, bool]]) -> None:
    for batch in lived(events).told:
        assert len({row.key for row in batch.rows}) >= FEWEST
        assert batch.readers == 0 or batch.readers >= FEWEST
        assert batch.reads >= len(batch.rows)


@given(EVENTS, st.data())
def test_no_subtraction_leaves_fewer_than_five(
    events: list[tuple[int, int, int, bool]], data: st.DataObject
) -> None:
    """Any cells of one report less the same cells of another, and any total less some of its parts."""
    world = lived(events)
    last = world.reports[-1][0]
    cells = sorted(last)
    chosen = data.draw(st.sets(st.sampled_from(cells))) if cells else set()
    for (before, _reads, start), (after, _more, end) in combinations(world.reports, 2):
        for some in (chosen, set(cells) - chosen, set(cells)):
            gone = sum(after.get(cell, 0) - before.get(cell, 0) for cell in some)
            assert gone == 0 or gone >= FEWEST
        people = {row.key for batch in world.told[start:end] for row in batch.rows}
        assert not people or len(people) >= FEWEST


@given(EVENTS)
def test_reads_that_grow_are_those_of_five_people(
    events: list[tuple[int, int, int, bool]],
) -> None:
    world = lived(events)
    for (_b, before, start), (_a, after, end) in zip(
        world.reports, world.reports[1:], strict=False
    ):
        for cell in after:
            if after[cell] == before.get(cell, 0):
                continue
            own = [b for b in world.told[start:end] if (b.day, b.department) == cell]
            assert len({row.key for batch in own for row in batch.rows}) >= FEWEST


@given(EVENTS)
def test_figures_and_what_waits_add_up(events: list[tuple[int, int, int, bool]]) -> None:
    """Nobody is told twice, and nobody is lost."""
    world = lived(events)
    readers, reads, _told = world.reports[-1]
    waiting = world.waiting.values()
    assert sum(readers.values()) + sum(row.is_first for row in waiting) == len(world.seen)
    assert sum(reads.values()) + sum(row.reads for row in waiting) == world.reads


@given(EVENTS)
def test_few_wait_once_the_day_is_over(events: list[tuple[int, int, int, bool]]) -> None:
    """Of the new readers of days gone by at most four wait, whatever the number of departments."""
    world = lived(events)
    new = {row.key for row in world.waiting.values() if row.is_first}
    assert len(new) < FEWEST


def waiting(*departments: int, day: date = FIRST) -> list[Waiting]:
    """A new reader of each of these departments."""
    return [
        Waiting(n, f"{n}", day, department, 1, True) for n, department in enumerate(departments)
    ]


def told(rows: list[Waiting], today: date = FIRST) -> dict[int, int]:
    """Readers by department."""
    return {batch.department: batch.readers for batch in batches(rows, today, OTHERS)}


def test_five_of_a_department_are_told_at_once() -> None:
    assert told(waiting(1, 1, 1, 1, 1, 2, 2, 2, 2)) == {1: 5}


def test_what_is_left_of_a_day_is_told_together_when_it_is_five() -> None:
    tomorrow = FIRST + timedelta(days=1)
    assert told(waiting(1, 1, 1, 1, 1, 2, 2, 3, 3), tomorrow) == {1: 5}
    assert told(waiting(1, 1, 1, 1, 1, 2, 2, 3, 3, 4), tomorrow) == {1: 5, OTHERS: 5}


def test_one_person_on_five_days_is_one_person() -> None:
    rows = [Waiting(n, "same", FIRST + timedelta(days=n), 1, 3, is_first=n == 0) for n in range(5)]
    assert told(rows, FIRST + timedelta(days=9)) == {}
