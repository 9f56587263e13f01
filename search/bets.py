"""Best bets: what editors put first for a query."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from core.findable import Shown
from search.models import BestBet
from search.query import Query
from search.results import BestBetHit
from search.showing import shown_of
from search.words import content_words

MOST = 3


def best_bets(
    request: HttpRequest, query: Query, known: Mapping[str, list[int]]
) -> list[BestBetHit]:
    """What stands first today for these words, of what the reader may see; on the first page of all results.

    `known` are the ids of all bets by their phrases. Where none fits, there is no query.
    """
    numbers = {number for phrase in _phrases(query) for number in known.get(phrase, ())}
    if not numbers or query.page > 1 or query.filters:
        return []
    today = timezone.localdate()
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=today)
    goes_on = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    bets = list(BestBet.objects.filter(begun, goes_on, pk__in=numbers))
    shown = _targets(request, bets)
    hits = [_hit(bet, shown) for bet in bets]
    return [hit for hit in hits if hit is not None][:MOST]


def _phrases(query: Query) -> set[str]:
    """How the phrases of a bet may be stored that fits: with the words that say nothing, and without."""
    return {
        " ".join(sorted(words))[:120]
        for words in (query.typed, content_words(query.typed))
        if words
    }


def _target(bet: BestBet) -> tuple[str, int] | None:
    """The source and the id of what a bet leads to; None for a place elsewhere."""
    for source in ("page", "document", "person"):
        if number := getattr(bet, f"{source}_id"):
            return source, number
    return None


def _targets(request: HttpRequest, bets: list[BestBet]) -> dict[tuple[str, int], Shown]:
    targets = list(filter(None, map(_target, bets)))
    return shown_of(request, targets) if targets else {}


def _hit(bet: BestBet, shown: dict[tuple[str, int], Shown]) -> BestBetHit | None:
    target = _target(bet)
    if target is None:
        return BestBetHit(bet.title, bet.url, bet.text, urlsplit(bet.url).netloc)
    thing = shown.get(target)
    if thing is None:
        return None
    text = bet.text or thing.summary
    return BestBetHit(bet.title or thing.title, thing.address, text, thing.label)
