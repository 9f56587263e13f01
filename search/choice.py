"""Which engine answers: the one that is set up, or the database where that one is away."""

from dataclasses import dataclass

from django.db import connection

from search.engines.base import Engine
from search.engines.postgres import PostgresEngine
from search.engines.sqlite import SqliteEngine
from search.plan import Plan
from search.results import Found, Scope
from search.weights import Weighting


@dataclass
class Choice:
    """An engine for one search, and whether it is the one that ought to answer."""

    engine: Engine
    is_fallback: bool = False

    @property
    def answered(self) -> str:
        """The name of the engine."""
        return self.engine.name

    def search(self, plan: Plan, scope: Scope, size: int) -> Found:
        """Ask the engine."""
        return self.engine.search(plan, scope, size)

    def complete(self, typed: tuple[str, ...], scope: Scope, size: int) -> list[int]:
        """Ask the engine."""
        return self.engine.complete(typed, scope, size)


def database_engine(weights: Weighting | None = None) -> Engine:
    """The engine of the database that holds the entries."""
    engine = PostgresEngine if connection.vendor == "postgresql" else SqliteEngine
    return engine(weights)


def choose(name: str = "", weights: Weighting | None = None) -> Choice:
    """The engine of this name, or the one that is set up."""
    return Choice(database_engine(weights))
