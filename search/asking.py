"""Asking the engine that is named, and no other."""

from django.http import HttpRequest

from search.engines.base import EngineAwayError
from search.query import Query
from search.results import Results
from search.service import Tuning, search


def ask(
    request: HttpRequest, query: Query, engine: str = "", tuning: Tuning | None = None
) -> Results:
    """Search, and raise EngineAwayError where another engine than the named one answered."""
    results = search(request, query, engine=engine, tuning=tuning)
    if engine and results.engine and results.engine != engine:
        raise EngineAwayError(f"{engine} does not answer here; {results.engine} does.")
    return results
