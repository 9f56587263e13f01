"""Who manages whom once all rows are in: without circles, and in an order that needs no second look."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from transfer.staff.report import Met, StaffReport

#: A profile by its number; one that is still to be made by its employee id.
Node = int | str
#: What somebody is called, for the report.
NameOf = Callable[[Node], str]
#: People whom a sentence about a circle names.
MOST_NAMED = 6


class Line(NamedTuple):
    """What a line of the file says of somebody: whom it names, by employee id."""

    number: int
    text: str


@dataclass
class Lines:
    """The lines of management: those of the database, with the file's in their place."""

    #: Everybody's manager as it will be.
    above: dict[Node, Node | None]
    #: The managers that the file gives; whoever is not in it keeps what they have.
    given: dict[Node, Node | None] = field(default_factory=dict)
    #: Who keeps their manager although the file says another.
    kept: list[Node] = field(default_factory=list)

    def depth_of_all(self, nodes: Iterable[Node]) -> dict[Node, int]:
        """How many managers stand above each of these."""
        depths: dict[Node, int] = {}
        for node in nodes:
            chain: dict[Node, None] = {}
            at: Node | None = node
            while at is not None and at not in depths and at not in chain:
                chain[at] = None
                at = self.above.get(at)
            depth = depths.get(at, -1) if at is not None else -1
            for one in reversed(chain):
                depth += 1
                depths[one] = depth
        return depths


def settle(
    links: Iterable[tuple[Node, Line]],
    nodes: Mapping[str, Node],
    before: Mapping[Node, Node | None],
    name_of: NameOf,
    report: StaffReport,
) -> Lines:
    """Give everybody in the file the manager that it names, unless that cannot be: which is told by line.

    `nodes` are the people whom a row can name, `before` is who manages whom now. Of the links that form a
    circle the last in the file is the one that closes it.
    """
    lines = Lines(above=dict(before))
    stated: dict[Node, Line] = {}
    for person, line in links:
        manager = nodes.get(line.text)
        if line.text and manager is None:
            message = f"the manager of {name_of(person)} is {line.text[:64]}, whom nobody knows."
            report.add(Met.UNKNOWN_MANAGER, line.number, message)
            lines.kept.append(person)
            continue
        if manager == person:
            message = f"{name_of(person)} is their own manager, and comes in without one."
            report.add(Met.SELF_MANAGER, line.number, message)
            manager = None
        lines.above[person] = lines.given[person] = manager
        stated[person] = line
    for person in lines.kept:
        lines.above[person] = None
    _open_circles(lines, stated, name_of, report)
    _keep(lines, before)
    return lines


def _open_circles(
    lines: Lines, stated: dict[Node, Line], name_of: NameOf, report: StaffReport
) -> None:
    for circle in circles(lines.above):
        ours = [node for node in circle if node in stated]
        if not ours:
            continue  # it was there before, and none of the file's doing
        closing = max(ours, key=lambda node: stated[node].number)
        start = circle.index(closing)
        turned = [*circle[start:], *circle[:start]]
        told = " → ".join(name_of(node) for node in turned[:MOST_NAMED])
        more = f" → … ({len(turned)} people)" if len(turned) > MOST_NAMED else ""
        report.add(
            Met.CIRCLE,
            stated[closing].number,
            f"would make people manage one another in a circle: {told}{more} → {name_of(closing)}. "
            "The manager is not taken.",
        )
        lines.above[closing] = None
        lines.given.pop(closing, None)
        lines.kept.append(closing)


def circles(above: Mapping[Node, Node | None]) -> Iterator[list[Node]]:
    """Every circle, each once. Nobody has two managers, so no two circles touch."""
    done: set[Node] = set()
    for node in list(above):
        chain: dict[Node, None] = {}
        at: Node | None = node
        while at is not None and at not in done and at not in chain:
            chain[at] = None
            at = above.get(at)
        if at is not None and at in chain:
            whole = list(chain)
            yield whole[whole.index(at) :]
        done.update(chain)


def _keep(lines: Lines, before: Mapping[Node, Node | None]) -> None:
    """Whose manager cannot be taken keeps the one they have, if that closes no circle now."""
    for person in lines.kept:
        manager = before.get(person)
        lines.above[person] = manager
        if manager is not None and reaches(lines.above, manager, person):
            lines.above[person] = lines.given[person] = None


def reaches(above: Mapping[Node, Node | None], start: Node, goal: Node) -> bool:
    """Whether the line upwards from `start` comes to `goal`."""
    seen: set[Node] = set()
    at: Node | None = start
    while at is not None and at not in seen:
        if at == goal:
            return True
        seen.add(at)
        at = above.get(at)
    return False
