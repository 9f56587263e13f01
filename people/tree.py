"""How the teams lie in one another, made from their parents: whole even where rows are broken."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from people.models import Person, Team


@dataclass(eq=False)
class Branch:
    """A team in its place: how deep it lies (1 at the top), what lies in it, and who is there."""

    team: Team
    level: int = 1
    above: "Branch | None" = None
    children: "list[Branch]" = field(default_factory=list)
    #: People in the team and in all teams below, each once; filled by `headcounts`.
    people: int = 0
    leads: list[Person] = field(default_factory=list)
    #: Whether what lies in it is drawn with it, and whether it is unfolded.
    is_drawn: bool = False
    is_open: bool = False

    @property
    def line(self) -> "list[Branch]":
        """The branch and those that it lies in, the top one first."""
        found, at = [], self
        while at.above is not None:
            found.append(at)
            at = at.above
        return [at, *reversed(found)]

    def walk(self) -> "Iterator[Branch]":
        """The branch and all below it, each before what lies in it."""
        waiting = [self]
        while waiting:
            branch = waiting.pop()
            yield branch
            waiting.extend(reversed(branch.children))


class Forest:
    """All open teams. Each is in it exactly once.

    A team whose parent is closed or gone stands at the top, and so does one team of each circle.
    """

    def __init__(self, teams: Iterable[Team]) -> None:
        self.branches = {team.pk: Branch(team) for team in teams}
        below: dict[int | None, list[Branch]] = {}
        for branch in self.branches.values():
            parent = branch.team.parent_id
            below.setdefault(parent if parent in self.branches else None, []).append(branch)
        self.roots: list[Branch] = []
        seen: set[int] = set()
        # Those without a parent here first; whatever they do not lead to lies in a circle.
        for branch in (*below.get(None, ()), *self.branches.values()):
            if branch.team.pk not in seen:
                self.roots.append(branch)
                _hang(branch, below, seen)
        self._by_slug = {branch.team.slug: branch for branch in self.branches.values()}

    def find(self, slug: str) -> Branch | None:
        """The branch of the team with this address."""
        return self._by_slug.get(slug)

    def walk(self) -> Iterator[Branch]:
        """Every branch, each before what lies in it."""
        for root in self.roots:
            yield from root.walk()


def open_teams() -> Forest:
    """The forest of all open teams: one query."""
    return Forest(Team.objects.open().only(*_SHOWN))


#: What a list of teams needs of each.
_SHOWN = ("name", "slug", "kind", "parent_id", "order", "sort_name", "closed_on")


def _hang(root: Branch, below: dict[int | None, list[Branch]], seen: set[int]) -> None:
    """Put into `root` what lies in it, and so on; whatever was met before is left out."""
    seen.add(root.team.pk)
    waiting = [root]
    while waiting:
        branch = waiting.pop()
        for child in below.get(branch.team.pk, ()):
            if child.team.pk not in seen:
                seen.add(child.team.pk)
                child.above, child.level = branch, branch.level + 1
                branch.children.append(child)
                waiting.append(child)
