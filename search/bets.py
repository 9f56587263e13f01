"""Best bets: what editors put first for a query."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from django.utils import timezone

from core.findable import Shown
from search.models import BestBet
from search.query import Query
from search.results import BestBetHit
from search.showing import Key
from search.words import content_words

MOST = 3


def holding(query: Query, known: Mapping[str, list[BestBet]]) -> list[BestBet]:
    """What stands first today for these words, on the first page of all results. `known` are all bets by their phrases."""
    if query.page > 1 or query.filters:
        return []
    fitting = {bet.pk: bet for phrase in _phrases(query) for bet in known.get(phrase, ())}
    today = timezone.localdate()
    in_order = sorted(fitting.values(), key=lambda bet: (bet.order, bet.pk))
    return [bet for bet in in_order if bet.is_on(today)]


def targets_of(bets: Iterable[BestBet]) -> list[Key]:
    """What they lead to here, by source and id."""
    return list(filter(None, map(_target, bets)))


def best_bets(bets: Iterable[BestBet], shown: Mapping[Key, Shown]) -> list[BestBetHit]:
    """Best bets, as they are shown to who is shown these targets."""
    hits = [_hit(bet, shown) for bet in bets]
    return [hit for hit in hits if hit is not None][:MOST]


def _phrases(query: Query) -> set[str]:
    """How the phrases of a bet may be stored that fits: with the words that say nothing, and without."""
    return {
        " ".join(sorted(words))[:120]
        for words in (query.typed, content_words(query.typed))
        if words
    }


def _target(bet: BestBet) -> Key | None:
    """The source and the id of what a bet leads to; None for a place elsewhere."""
    for source in ("page", "document", "person"):
        if number := getattr(bet, f"{source}_id"):
            return source, number
    return None


def _hit(bet: BestBet, shown: Mapping[Key, Shown]) -> BestBetHit | None:
    target = _target(bet)
    if target is None:
        return BestBetHit(bet.title, bet.url, bet.text, urlsplit(bet.url).netloc)
    thing = shown.get(target)
    if thing is None:
        return None
    text = bet.text or thing.summary
    return BestBetHit(bet.title or thing.title, thing.address, text, thing.label)
