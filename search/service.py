"""One search over everything. Views, commands and the CMS call this, and no engine."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as PageOfHits
from django.core.paginator import Paginator
from django.db.models import Q
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.utils import timezone

from core import registry
from core.findable import Shown
from search import highlight
from search.bets import best_bets, holding, targets_of
from search.choice import Choice, choose
from search.closeness import LOOKED_AT
from search.desk import desk
from search.facets import facet_values
from search.meaning import guessed, meant
from search.models import BestBet, Entry
from search.plan import Plan, Synonyms, plan, with_typos
from search.query import HITS_A_PAGE, Query
from search.ranking import WINDOW, Ranked, rank
from search.readers import scope_of
from search.results import BestBetHit, Found, Hit, Results, Scope
from search.weights import Weighting

#: With fewer hits than fill two pages, pages with most of the words are shown too.
FEW = 2 * HITS_A_PAGE
#: With fewer, it is asked what else may have been meant.
VERY_FEW = 3
#: Of longer queries than this one word may be missing, however many hits have them all: those still come first.
SHORT = 2
PERSON = "person"
#: What is shown of an entry's owner, as the entry's field leads to them.
OWNER = ("owner__first_name", "owner__preferred_name", "owner__last_name", "owner__slug", "owner__left_on", "owner__erased_at")  # fmt: skip
#: By which it is noted who may know of a search.
RULE = "rule__requirement"
#: Of an entry all but its text, which may be long.
SHORT_FIELDS = tuple(one.name for one in Entry._meta.concrete_fields if one.name != "body")


@dataclass(frozen=True)
class Tuning:
    """What a search is made with: as stored, unless an editor tries something else."""

    weights: Weighting | None = None
    synonyms: Synonyms | None = None


def search(
    request: HttpRequest, query: Query, *, engine: str = "", tuning: Tuning | None = None
) -> Results:
    """One page of results, as the reader of `request` may see them.

    `engine` names the one to ask, instead of the one that is set up; it then raises EngineAwayError where
    it does not answer.
    """
    if query.is_empty:
        return Results(query, Paginator([], query.size).get_page(1))
    kept = desk(request)
    tuning = tuning or Tuning()
    weights, synonyms = tuning.weights or kept.weights, tuning.synonyms or kept.synonyms
    scope = scope_of(request.user)
    choice = choose(engine, weights)
    asked, found = find(choice, query, scope, synonyms)
    ranked = put_in_order(asked, found, scope, query, weights)
    page: Any = Paginator(
        range(min(found.total, max(len(ranked), len(found.hits)))), query.size
    ).get_page(query.page)
    first = (page.number - 1) * query.size
    bets = holding(query, kept.bets)
    hits, bet_hits = describe(request, asked, scope, ranked[first : first + query.size], bets)
    return Results(
        query=query,
        hits=PageOfHits(hits, page.number, page.paginator),
        total=found.total,
        facets=facet_values(request, found.facets, query.filters),
        suggestion=suggestion(choice, scope, asked, found, ranked),
        best_bets=bet_hits,
        choice=choice,
        is_relaxed=not asked.is_strict,
        is_guessed=asked.is_guessed,
        engine=choice.answered,
        is_fallback=choice.is_fallback,
    )


def find(choice: Choice, query: Query, scope: Scope, synonyms: Synonyms) -> tuple[Plan, Found]:
    """Ask for all words; where that finds little, for what may have been meant, and then for most words."""
    size = max(WINDOW, query.page * query.size)
    strict = plan(query, scope.rules, synonyms)
    found = choice.search(strict, scope, size)
    if not found.total and query.is_all_quoted:
        return strict, found
    if not found.total and not query.is_literal:
        strict = with_typos(strict)
        if strict.is_guessed:
            wider = (strict.all_but_one(), strict.relaxed()) if len(strict.slots) > 1 else ()
            choice.ahead([strict, *wider], scope, size)
            found = choice.search(strict, scope, size)
    if len(strict.slots) == 1 or _is_enough(strict, found):
        return strict, found
    looser = strict.all_but_one() if found.total >= FEW else strict.relaxed()
    more = choice.search(looser, scope, size)
    if more.total <= found.total:
        return strict, found
    more.whole = frozenset(number for number, _score in found.hits)
    # What fills a page with all of the words is not said to have hardly any of them.
    return (looser if found.total < HITS_A_PAGE else strict), more


def _is_enough(strict: Plan, found: Found) -> bool:
    """Whether what has every word will do: enough of it, or the people who were asked for by name.

    What was only guessed is not loosened as well, unless it is next to nothing.
    """
    people = found.facets["kind"].get(PERSON, 0)
    many = found.total >= FEW and len(strict.slots) <= SHORT
    many = many or (strict.is_guessed and found.total >= VERY_FEW)
    return many or bool(found.total and found.total == people)


def suggestion(
    choice: Choice, scope: Scope, asked: Plan, found: Found, ranked: list[Ranked]
) -> str:
    """What may have been meant, where little has the words as typed."""
    if asked.query.is_literal:
        return ""
    if asked.is_guessed:
        return guessed(asked, [one.entry for one in ranked])
    if not found.total and not asked.query.is_all_quoted:
        return ""  # nothing has what may have been meant, either
    return meant(choice, asked, scope, found.total) if found.total < VERY_FEW else ""


def put_in_order(
    asked: Plan, found: Found, scope: Scope, query: Query, weights: Weighting
) -> list[Ranked]:
    """The engine's hits, the best hundred put in order, less those that are gone or closed by now."""
    scores = dict(found.hits)
    window = [number for number, _score in found.hits[:WINDOW]]
    entries = _beginnings(scope).in_bulk(window)
    ranked = rank(asked, entries.values(), found, weights, timezone.localdate())
    rest = [number for number, _score in found.hits[WINDOW:]]
    if query.page * query.size > WINDOW and rest:
        others = _beginnings(scope).in_bulk(rest)
        ranked += [Ranked(others[n], scores[n], []) for n in rest if n in others]
    return ranked


def visible(scope: Scope) -> Any:
    """The entries that a scope lets be seen."""
    there = Entry.objects.there()
    return there if scope.rules is None else there.filter(rule__in=scope.rules)


def _beginnings(scope: Scope) -> Any:
    """The entries that a scope lets be seen, each with its owner and the beginning of its `text`."""
    entries = visible(scope).select_related("owner", "rule").only(*SHORT_FIELDS, *OWNER, RULE)
    return entries.annotate(text=Substr("body", 1, LOOKED_AT))


def describe(
    request: HttpRequest, asked: Plan, scope: Scope, ranked: list[Ranked], bets: list[BestBet]
) -> tuple[list[Hit], list[BestBetHit]]:
    """Hits and best bets as they are shown. Their things are asked once more whether the reader may see them."""
    more = _more(scope, ranked, targets_of(bets))
    entries: list[Any] = [*(one.entry for one in ranked), *more]
    shown = show(request, entries)
    texts = {entry.pk: getattr(entry, "text", "") for entry in entries}
    texts |= {entry.pk: entry.body for entry in more}
    wanted = highlight.stems_of(asked)
    hits = [
        _hit(one, shown[one.entry.pk], texts[one.entry.pk], wanted)
        for one in ranked
        if one.entry.pk in shown
    ]
    targets = {(one.source, one.number): shown[one.pk] for one in entries if one.pk in shown}
    return hits, best_bets(bets, targets)


def _more(scope: Scope, ranked: list[Ranked], targets: list[tuple[str, int]]) -> list[Any]:
    """The whole of long texts, and what best bets lead to. No query where there is neither."""
    entries: list[Any] = [one.entry for one in ranked]
    long = [entry.pk for entry in entries if len(entry.text) >= LOOKED_AT]
    if not long and not targets:
        return []
    where = Q(pk__in=long)
    for source, number in targets:
        where |= Q(source=source, number=number)
    return list(visible(scope).filter(where))


def _hit(one: Ranked, shown: Shown, text: str, wanted: frozenset[str]) -> Hit:
    owner = one.entry.owner
    return Hit(
        entry=one.entry,
        shown=shown,
        score=one.score,
        title=highlight.marked(shown.title, wanted),
        text=highlight.snippet((one.entry.summary, text), wanted),
        owner=owner if owner and not owner.erased_at and not owner.has_left else None,
        parts=one.parts,
    )


def show(request: HttpRequest, entries: list[Any]) -> dict[int, Shown]:
    """What the reader is shown of the things of these entries, by the entry's id."""
    found: dict[int, Shown] = {}
    for things in registry.findables:
        theirs = {entry.number: entry for entry in entries if entry.source == things.name}
        if theirs:
            shown = things.show(request, theirs.values())
            found |= {theirs[number].pk: one for number, one in shown.items()}
    return found
