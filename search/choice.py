"""Which engine answers: the one that is set up, or the database where that one is away."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db import connection

from search.elastic.breaker import is_open
from search.elastic.client import PATIENCE, PATIENCE_OF_JOBS, is_set_up
from search.engines.base import Engine, EngineAwayError
from search.engines.elastic import ElasticEngine
from search.engines.postgres import PostgresEngine
from search.engines.sqlite import SqliteEngine
from search.models import Entry, Index
from search.pending import merged, together
from search.plan import Plan
from search.results import Found, Scope
from search.weights import Weighting

log = logging.getLogger(__name__)
#: So many changes that Elasticsearch has yet to hear of are looked up in the table; with more, all is.
MOST_PENDING = 500


@dataclass
class Choice:
    """An engine for one search, and whether it is the one that ought to answer.

    A `spare` one answers for what is `pending`: the entries that the engine does not know as they are. Once the
    engine has failed it answers for everything, if it `stands_in`.
    """

    engine: Engine
    is_fallback: bool = False
    spare: Engine | None = None
    stands_in: bool = True
    pending: frozenset[int] = field(default_factory=frozenset)

    @property
    def answered(self) -> str:
        """The name of the engine."""
        return self.engine.name

    def search(self, plan: Plan, scope: Scope, size: int) -> Found:
        """Ask the engine, and the spare one for what the engine does not know or if it is away."""
        if self.spare is not None:
            try:
                found = self.engine.search(plan, self._known(scope), size)
            except EngineAwayError as error:
                self._fall_back(error)
            else:
                if not self.pending:
                    return found
                return merged(plan, found, self.spare.search(plan, self._new(scope), size), size)
        return self.engine.search(plan, scope, size)

    def ahead(self, plans: Iterable[Plan], scope: Scope, size: int) -> None:
        """Say what may be asked next: where each request costs, the engine is asked all of it at once."""
        if self.spare is not None:
            try:
                self.engine.ahead(plans, self._known(scope), size)
            except EngineAwayError as error:
                self._fall_back(error)

    def complete(self, typed: tuple[str, ...], scope: Scope, size: int) -> list[int]:
        """The same, for what is being typed."""
        if self.spare is not None:
            try:
                found = self.engine.complete(typed, self._known(scope), size)
            except EngineAwayError as error:
                self._fall_back(error)
            else:
                if not self.pending:
                    return found
                return together(self.spare.complete(typed, self._new(scope), size), found, size)
        return self.engine.complete(typed, scope, size)

    def _known(self, scope: Scope) -> Scope:
        return replace(scope, without=scope.without | self.pending)

    def _new(self, scope: Scope) -> Scope:
        only = self.pending if scope.only is None else self.pending & scope.only
        return replace(scope, only=only)

    def _fall_back(self, error: EngineAwayError) -> None:
        """For the rest of this request the spare engine answers."""
        if self.spare is None or not self.stands_in:
            raise error
        log.debug("%s did not answer a search: %s", self.engine.name, error)
        self.engine, self.spare, self.is_fallback = self.spare, None, True


def database_engine(weights: Weighting | None = None) -> Engine:
    """The engine of the database that holds the entries."""
    engine = PostgresEngine if connection.vendor == "postgresql" else SqliteEngine
    return engine(weights)


def choose(name: str = "", weights: Weighting | None = None) -> Choice:
    """The engine of this name, or the one that is set up. EngineAwayError where the one that is named cannot answer."""
    database = database_engine(weights)
    if name == database.name or not (name or is_set_up()):
        return Choice(database)
    why, waiting = _obstacle(name)
    if why and name:
        raise EngineAwayError(why)
    if why:
        return Choice(database, is_fallback=True)
    engine = ElasticEngine(weights, patience=PATIENCE_OF_JOBS if name else PATIENCE)
    return Choice(engine, spare=database, stands_in=not name, pending=waiting)


def state() -> str:
    """How searches are answered, for operators; empty where only the database is to answer."""
    if not is_set_up():
        return ""
    why, _waiting = _obstacle("")
    if not why and is_open():
        why = "Elasticsearch failed lately."
    return f"the database answers: {why}" if why else "ok"


def names() -> list[str]:
    """The engines that there are."""
    return [database_engine().name, *([ElasticEngine.name] if is_set_up() else [])]


def _obstacle(name: str) -> tuple[str, frozenset[int]]:
    """Why Elasticsearch is not to be asked, empty if it is; and the entries that it does not know as they are."""
    if name not in {"", ElasticEngine.name}:
        return f"There is no engine “{name}” here, only: {', '.join(names())}.", frozenset()
    if not is_set_up():
        return "ELASTICSEARCH_URL is not set.", frozenset()
    if not Index.objects.live().exists():
        return "Elasticsearch has no index yet: manage.py search_index build.", frozenset()
    waiting = frozenset(Entry.objects.longest_unsent(MOST_PENDING + 1))
    if len(waiting) > MOST_PENDING:
        return "Elasticsearch has much to catch up on: manage.py search_index sync.", frozenset()
    return "", waiting
