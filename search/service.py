"""One search over everything. Views, commands and the CMS call this, and no engine."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page as PageOfHits
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone

from core import registry
from core.findable import Shown
from search import highlight, kept
from search.bets import bets_for
from search.choice import Choice, choose
from search.facets import facet_values
from search.meaning import meant
from search.models import Entry
from search.owners import names_of
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
    tuning = tuning or Tuning()
    scope = scope_of(request.user)
    weights = tuning.weights or kept.weights(request)
    if tuning.synonyms is None:
        tuning = replace(tuning, synonyms=kept.synonyms(request))
    choice = choose(engine, weights)
    asked, found = find(choice, query, scope, tuning)
    ranked = put_in_order(asked, found, scope, query, weights)
    page = Paginator(
        range(min(found.total, max(len(ranked), len(found.hits)))), query.size
    ).get_page(query.page)
    first = (page.number - 1) * query.size
    hits = describe(request, asked, ranked[first : first + query.size])
    return Results(
        query=query,
        hits=PageOfHits(hits, page.number, page.paginator),
        total=found.total,
        facets=facet_values(request, scope, found.facets, query.filters),
        suggestion=suggestion(choice, query, scope, asked, found),
        best_bets=[] if query.page > 1 or query.filters else bets_for(request, query),
        is_relaxed=not asked.is_strict,
        is_guessed=asked.is_guessed,
        engine=choice.answered,
        is_fallback=choice.is_fallback,
    )


def find(choice: Choice, query: Query, scope: Scope, tuning: Tuning) -> tuple[Plan, Found]:
    """Ask for all words; where that finds little, for what may have been meant, and then for most words."""
    size = max(WINDOW, query.page * query.size)
    strict = plan(query, scope.rules, tuning.synonyms)
    found = choice.search(strict, scope, size)
    if found.total:
        if found.total >= FEW or len(strict.slots) == 1:
            return strict, found
        looser = strict.relaxed()
        more = choice.search(looser, scope, size)
        return (looser, more) if more.total > found.total else (strict, found)
    guessed = strict if query.is_literal else with_typos(strict)
    if guessed != strict:
        found = choice.search(guessed, scope, size)
        if found.total:
            return guessed, found
    if len(guessed.slots) == 1:
        return guessed, found
    looser = guessed.relaxed()
    return looser, choice.search(looser, scope, size)


def suggestion(choice: Choice, query: Query, scope: Scope, asked: Plan, found: Found) -> str:
    """What may have been meant, where little has the words as typed."""
    if query.is_literal or (found.total >= VERY_FEW and not asked.is_guessed):
        return ""
    return meant(choice, query, scope, 0 if asked.is_guessed else found.total)


def put_in_order(
    asked: Plan, found: Found, scope: Scope, query: Query, weights: Weighting
) -> list[Ranked]:
    """The engine's hits, the best hundred put in order, less those that are gone or closed by now."""
    scores = dict(found.hits)
    window = [number for number, _score in found.hits[:WINDOW]]
    entries = visible(scope).defer("body").in_bulk(window)
    ranked = rank(asked, entries.values(), scores, weights, timezone.localdate())
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
    bodies = dict(
        Entry.objects.filter(pk__in=[one.entry.pk for one in ranked]).values_list("pk", "body")
    )
    owners = names_of(request.user, {one.entry.owner for one in ranked if one.entry.owner})
    wanted = highlight.stems_of(asked)
    hits = []
    for one in ranked:
        thing = shown.get(one.entry.pk)
        if thing is not None:
            texts = (one.entry.summary, bodies.get(one.entry.pk, ""))
            hits.append(
                Hit(
                    entry=one.entry,
                    shown=thing,
                    score=one.score,
                    title=highlight.marked(thing.title, wanted),
                    text=highlight.snippet(texts, wanted),
                    parts=one.parts,
                    owner=owners.get(one.entry.owner, ""),
                )
            )
    return hits


def show(request: HttpRequest, entries: list[Any]) -> dict[int, Shown]:
    """What the reader is shown of the things of these entries, by the entry's id."""
    found: dict[int, Shown] = {}
    for things in registry.findables:
        wanted = {entry.number: entry.pk for entry in entries if entry.source == things.name}
        if wanted:
            shown = things.show(request, list(wanted))
            found |= {wanted[number]: one for number, one in shown.items()}
    return found
