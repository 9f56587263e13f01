"""Best bets: what editors put first for a query."""

from urllib.parse import urlsplit

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from core import registry
from core.findable import Shown
from search import kept
from search.models import BestBet
from search.query import Query
from search.results import BestBetHit
from search.words import content_words

MOST = 3


def bets_for(request: HttpRequest, query: Query) -> list[BestBetHit]:
    """What stands first today for these words, of what the reader may see. Without a bet, no query."""
    known = kept.bets(request)
    numbers = {number for phrase in _phrases(query) for number in known.get(phrase, ())}
    if not numbers:
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
        " ".join(sorted(words))[:120] for words in (query.typed, content_words(query.typed)) if words
    }


def _target(bet: BestBet) -> tuple[str, int] | None:
    """The source and the id of what a bet leads to; None for a place elsewhere."""
    for source in ("page", "document", "person"):
        if number := getattr(bet, f"{source}_id"):
            return source, number
    return None


def _targets(request: HttpRequest, bets: list[BestBet]) -> dict[tuple[str, int], Shown]:
    wanted: dict[str, list[int]] = {}
    for source, number in filter(None, map(_target, bets)):
        wanted.setdefault(source, []).append(number)
    found = {}
    for source, numbers in wanted.items():
        things = registry.findables.get(source)
        for number, shown in things.show(request, numbers).items() if things else ():
            found[source, number] = shown
    return found


def _hit(bet: BestBet, shown: dict[tuple[str, int], Shown]) -> BestBetHit | None:
    target = _target(bet)
    if target is None:
        return BestBetHit(bet.title, bet.url, bet.text, urlsplit(bet.url).netloc)
    thing = shown.get(target)
    if thing is None:
        return None
    text = bet.text or thing.summary
    return BestBetHit(bet.title or thing.title, thing.address, text, thing.label)
