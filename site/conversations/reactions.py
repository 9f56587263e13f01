"""How people feel about many things at once."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Q

from access.rules import Reader
from conversations.enums import ReactionKind
from conversations.models import Reaction

#: A thing that is reacted to: the name of its sort, and its id.
Key = tuple[str, int]


@dataclass(frozen=True)
class Given:
    """How often one reaction was given, and whether the reader gave it."""

    kind: ReactionKind
    number: int = 0
    is_mine: bool = False


@dataclass
class Reactions:
    """What was given to one thing."""

    target: str
    number: int
    given: dict[ReactionKind, Given] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many people reacted."""
        return sum(one.number for one in self.given.values())

    @property
    def shown(self) -> list[Given]:
        """Those that were given, in the order of the drawings."""
        return [self.given[kind] for kind in ReactionKind if kind in self.given]

    def every(self) -> Iterator[Given]:
        """Every drawing that there is."""
        for kind in ReactionKind:
            yield self.given.get(kind, Given(kind))


def reactions_of(user: Reader, keys: Collection[Key]) -> dict[Key, Reactions]:
    """What was given to each of these things. One query; those whom things are closed to are not looked for here."""
    found = {key: Reactions(*key) for key in keys}
    if not found:
        return found
    wanted = Q(pk__in=())
    for target in {target for target, _number in keys}:
        numbers = [number for one, number in keys if one == target]
        wanted |= Q(target=target, number__in=numbers)
    rows = Reaction.objects.filter(wanted).order_by().values_list("target", "number", "kind")
    mine = Count("pk", filter=Q(user=user.pk))
    for target, number, name, times, own in rows.annotate(times=Count("pk"), own=mine):
        kind = ReactionKind(name)
        found[target, number].given[kind] = Given(kind, times, bool(own))
    return found


def counts(target: str, numbers: Collection[int]) -> dict[int, dict[str, int]]:
    """How often each reaction was given to things of one sort, by their ids and what it says. One query, and nobody's name."""
    rows = Reaction.objects.filter(target=target, number__in=numbers).order_by()
    found: dict[int, dict[str, int]] = {}
    for number, name, times in rows.values_list("number", "kind").annotate(times=Count("pk")):
        found.setdefault(number, {})[ReactionKind(name).label] = times
    return found
