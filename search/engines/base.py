"""What every engine can do. One test class runs against all of them."""

from collections.abc import Iterable
from typing import Protocol

from search.plan import Plan
from search.results import Found, Scope


class EngineAwayError(RuntimeError):
    """An engine did not answer, or not in time, or not with what was asked for."""


class Engine(Protocol):
    """Finds the ids of entries."""

    name: str

    def search(self, plan: Plan, scope: Scope, size: int) -> Found:
        """The best `size` entries, how many there are, and the counts of each facet. Raises EngineAwayError."""

    def ahead(self, plans: Iterable[Plan], scope: Scope, size: int) -> None:
        """Told what may be asked next, so that it costs one request. Raises EngineAwayError."""

    def complete(self, typed: tuple[str, ...], scope: Scope, size: int) -> list[int]:
        """The entries whose names or titles have every typed word, the last one being perhaps only begun."""
