"""What editors keep for search, as searching uses it: read once, and kept until it changes."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from core import epochs
from search.models import BestBet, BetPhrase, Synonym, Weights
from search.plan import Synonyms, synonyms_of
from search.weights import Weighting, of

KEPT = 24 * 60 * 60


@dataclass(frozen=True)
class Desk:
    """Synonyms, weights, and the best bets by the words that they are for."""

    synonyms: Synonyms
    weights: Weighting
    bets: dict[str, list[BestBet]]


def desk(request: HttpRequest) -> Desk:
    """What editors keep now: from the cache, else three queries."""
    key = f"search-desk:{epochs.current(request).search}"
    kept: Desk | None = cache.get(key)
    if kept is None:
        kept = read()
        epochs.keep(request, key, kept, KEPT)
    return kept


def read() -> Desk:
    """What editors keep, from the database."""
    stored = Weights.objects.order_by("pk").first()
    bets: dict[str, list[BestBet]] = {}
    for phrase in BetPhrase.objects.select_related("bet").order_by("bet__order", "bet"):
        bets.setdefault(phrase.folded, []).append(phrase.bet)
    return Desk(synonyms_of(Synonym.objects.all()), of(stored) if stored else Weighting(), bets)


def changed(**_kwargs: Any) -> None:
    """An editor has changed something of it."""
    epochs.raise_search()


#: What it is made of.
MODELS: tuple[Any, ...] = (BestBet, BetPhrase, Synonym, Weights)
