"""What changes seldom and every search asks for: remembered until the tree's epoch rises.

Editors' weights, synonyms and best bets, and the names of departments and topics. The epoch rises in the transaction
that changes one of them (`search.listening`), so what is remembered is never stale; see `core.epochs`.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from django.http import HttpRequest

from core import epochs
from core.models import Topic
from search import weights as stored_weights
from search.models import BetPhrase, Entry, Synonym
from search.plan import Synonyms, synonyms_of
from search.results import Scope
from search.weights import Weighting

SECONDS = 24 * 60 * 60
#: Of more groups than these, those that have to do with a query are asked for each time.
MOST_SYNONYMS = 500
DEPARTMENT = "department"
T = TypeVar("T")


def weights(request: HttpRequest) -> Weighting:
    """What editors have set."""
    return _kept(request, "weights", stored_weights.current)


def synonyms(request: HttpRequest) -> Synonyms | None:
    """The editors' synonyms; None where there are too many to remember."""
    return _kept(request, "synonyms", _few_synonyms)[0]


def bets(request: HttpRequest) -> dict[str, list[int]]:
    """The ids of the best bets for each folded phrase."""
    return _kept(request, "bets", _phrases)


def departments(request: HttpRequest, scope: Scope) -> dict[int, str]:
    """The names of the departments that the reader may know of, by their pages' ids."""
    rows = _kept(request, "departments", _departments)
    return {number: title for number, title, rule in rows if _is_in(scope, rule)}


def topics(request: HttpRequest) -> dict[int, str]:
    """The names of all topics, by id."""
    return _kept(request, "topics", lambda: dict(Topic.objects.values_list("pk", "name")))


def _kept(request: HttpRequest, name: str, make: Callable[[], T]) -> T:
    key = f"search:{epochs.current(request).tree}:{name}"
    value: T | None = cache.get(key)
    if value is None:
        value = make()
        epochs.keep(request, key, value, SECONDS)
    return value


def _few_synonyms() -> tuple[Synonyms | None]:
    rows = list(Synonym.objects.all()[: MOST_SYNONYMS + 1])
    return (synonyms_of(rows) if len(rows) <= MOST_SYNONYMS else None,)


def _phrases() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for folded, bet in BetPhrase.objects.values_list("folded", "bet"):
        found.setdefault(folded, []).append(bet)
    return found


def _departments() -> list[tuple[int, str, int | None]]:
    rows: Any = Entry.objects.there().filter(kind=DEPARTMENT)
    return list(rows.order_by("title").values_list("number", "title", "rule"))


def _is_in(scope: Scope, rule: int | None) -> bool:
    return scope.rules is None or rule in scope.rules
