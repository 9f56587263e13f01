"""One search over everything. Views, commands and the CMS call this, and no engine."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as PageOfHits
from django.core.paginator import Paginator
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.utils import timezone

from core import registry
from core.findable import Shown
from search import highlight
from search.bets import best_bets
from search.choice import Choice, choose
from search.closeness import LOOKED_AT
from search.desk import desk
from search.facets import facet_values
from search.meaning import meant
from search.models import Entry
from search.plan import Plan, Synonyms, plan, with_typos
from search.query import Query
from search.ranking import WINDOW, Ranked, rank
from search.readers import scope_of
from search.results import Found, Hit, Results, Scope
from search.weights import Weighting

#: With fewer hits than these, pages with most of the words are shown too.
FEW = 10
#: With fewer, it is asked what else may have been meant.
VERY_FEW = 3
#: Of longer queries than this one word may be missing, however many hits have them all: those still come first.
SHORT = 2
PERSON = "person"
#: What is shown of an entry's owner, as the entry's field leads to them.
OWNER = ("owner__first_name", "owner__preferred_name", "owner__last_name", "owner__slug", "owner__left_on", "owner__erased_at")  # fmt: skip


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
    hits = describe(request, asked, ranked[first : first + query.size])
    return Results(
        query=query,
        hits=PageOfHits(hits, page.number, page.paginator),
        total=found.total,
        facets=facet_values(request.user, found.facets, query.filters),
        suggestion=suggestion(choice, query, scope, asked, found),
        best_bets=best_bets(request, query, kept.bets),
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
        guessed = with_typos(strict)
        if guessed.is_guessed:
            strict, wider = guessed, (guessed.all_but_one(), guessed.relaxed())
            choice.ahead([strict, *(wider if len(strict.slots) > 1 else ())], scope, size)
            found = choice.search(strict, scope, size)
    if len(strict.slots) == 1 or _is_enough(strict, found):
        return strict, found
    looser = strict.all_but_one() if found.total >= FEW else strict.relaxed()
    more = choice.search(looser, scope, size)
    if more.total <= found.total:
        return strict, found
    more.whole = frozenset(number for number, _score in found.hits)
    return (looser if found.total < FEW else strict), more


def _is_enough(strict: Plan, found: Found) -> bool:
    """Whether what has every word will do: enough of it, or the people who were asked for by name."""
    people = found.facets["kind"].get(PERSON, 0)
    many = found.total >= FEW and len(strict.slots) <= SHORT
    return many or bool(found.total and found.total == people)


def suggestion(choice: Choice, query: Query, scope: Scope, asked: Plan, found: Found) -> str:
    """What may have been meant, where little has the words as typed."""
    if query.is_literal or (found.total >= VERY_FEW and not asked.is_guessed):
        return ""
    if not (found.total or query.is_all_quoted):  # nothing has what may have been meant, either
        return ""
    return meant(choice, query, scope, asked, found)


def put_in_order(
    asked: Plan, found: Found, scope: Scope, query: Query, weights: Weighting
) -> list[Ranked]:
    """The engine's hits, the best hundred put in order, less those that are gone or closed by now."""
    scores = dict(found.hits)
    window = [number for number, _score in found.hits[:WINDOW]]
    beginning = Substr("body", 1, LOOKED_AT)
    entries = visible(scope).defer("body").annotate(text=beginning).in_bulk(window)
    ranked = rank(asked, entries.values(), found, weights, timezone.localdate())
    rest = [number for number, _score in found.hits[WINDOW:]]
    if query.page * query.size > WINDOW and rest:
        others = visible(scope).defer("body").in_bulk(rest)
        ranked += [Ranked(others[n], scores[n], []) for n in rest if n in others]
    return ranked


def visible(scope: Scope) -> Any:
    """The entries that a scope lets be seen."""
    there = Entry.objects.there()
    return there if scope.rules is None else there.filter(rule__in=scope.rules)


def describe(request: HttpRequest, asked: Plan, ranked: list[Ranked]) -> list[Hit]:
    """The hits as they are shown. Their things are asked once more whether the reader may see them."""
    shown = show(request, [one.entry for one in ranked])
    details = Entry.objects.select_related("owner").only("body", *OWNER).in_bulk(list(shown))
    wanted = highlight.stems_of(asked)
    return [
        _hit(one, shown[one.entry.pk], details[one.entry.pk], wanted)
        for one in ranked
        if one.entry.pk in details
    ]


def _hit(one: Ranked, shown: Shown, details: Any, wanted: frozenset[str]) -> Hit:
    owner = details.owner
    return Hit(
        entry=one.entry,
        shown=shown,
        score=one.score,
        title=highlight.marked(shown.title, wanted),
        text=highlight.snippet((one.entry.summary, details.body), wanted),
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
