"""“Why is this result here”: a search taken apart, for an editor, of what the editor may see."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest

from search.choice import choose
from search.desk import desk
from search.meaning import known_to
from search.models import Entry
from search.plan import TYPO, Plan, Slot, Variant
from search.query import Query
from search.ranking import WINDOW, Ranked
from search.results import Scope
from search.service import find, put_in_order, show, visible
from search.words import folded_words, stem

SHOWN = 20
#: So many words that typed ones may be slips for are looked up, to see who may know them.
MOST_SLIPS = 24
#: Where a word of a query may stand. Link texts are left out: they may come from pages closed to the editor.
TEXTS = ("title", "names", "headings", "summary", "words", "body", "exact", "address", "trail")


@dataclass(frozen=True)
class Meaning:
    """A word of the query, and what else would do for it, by the reason why."""

    word: str
    others: dict[str, list[str]]


@dataclass(frozen=True)
class Row:
    """A hit: its place, what it is, and its points by reason."""

    rank: int
    key: str
    title: str
    address: str
    label: str
    score: float
    points: dict[str, float]

    def cells(self, labels: Iterable[str]) -> list[float]:
        """Its points for each of some reasons."""
        return [self.points.get(label, 0.0) for label in labels]


@dataclass
class Explained:
    """One search taken apart."""

    query: Query
    plan: Plan
    engine: str
    is_fallback: bool
    total: int
    ranked: list[Ranked]
    rows: list[Row] = field(default_factory=list)
    #: Of the words that typed ones may be slips for, those that the reader finds: others stand on closed pages alone.
    slips: set[str] = field(default_factory=set)

    @property
    def labels(self) -> list[str]:
        """The reasons that any of the rows has points for, in the order of the ranking."""
        seen: dict[str, None] = {}
        for row in self.rows:
            seen |= dict.fromkeys(row.points)
        return list(seen)

    @property
    def table(self) -> list[tuple[Row, list[float]]]:
        """Each row with a cell for each reason."""
        labels = self.labels
        return [(row, row.cells(labels)) for row in self.rows]

    @property
    def meanings(self) -> list[Meaning]:
        """The words that were looked for."""
        return [meaning_of(slot, self.slips) for slot in self.plan.slots]

    @property
    def left_out(self) -> list[str]:
        """The typed words that were not looked for, because nearly every page has them."""
        return [
            word for word in dict.fromkeys(self.query.typed) if word not in set(self.query.words)
        ]


@dataclass
class Standing:
    """Where one thing stands for a query, and why not higher. `rank` is 0 where it is not found."""

    title: str
    key: str
    rank: int = 0
    sentences: list[str] = field(default_factory=list)
    #: By reason: its points, and those of the first hit.
    against_first: list[tuple[str, float, float]] = field(default_factory=list)


def explain(request: HttpRequest, query: Query, scope: Scope) -> Explained:
    """Search within `scope`, and show the first twenty of it that the person of `request` may see."""
    kept = desk(request)
    choice = choose("", kept.weights)
    whole = replace(query, page=1)
    plan, found = find(choice, whole, scope, kept.synonyms)
    ranked = put_in_order(plan, found, scope, whole, kept.weights)
    done = Explained(query, plan, choice.answered, choice.is_fallback, found.total, ranked)
    meant = {v.words[0] for slot in plan.slots for v in slot.variants[1:] if is_slip(v)}
    done.slips = {word for word in sorted(meant)[:MOST_SLIPS] if known_to(scope, whole, [word])}
    shown = show(request, [one.entry for one in ranked[:SHOWN]])
    done.rows = [
        _row(rank, one, shown[one.entry.pk])
        for rank, one in enumerate(ranked[:SHOWN], start=1)
        if one.entry.pk in shown
    ]
    return done


def meaning_of(slot: Slot, slips: Collection[str]) -> Meaning:
    """A word and what else would do, in the order of how much it counts; of slips only those given."""
    others: dict[str, list[str]] = {}
    for variant in slot.variants[1:]:
        why = "Also called" if variant.is_name else "Means the same"
        if is_slip(variant):
            if variant.words[0] not in slips:
                continue
            why = "Perhaps a slip for"
        others.setdefault(why, []).append(" ".join(variant.words))
    return Meaning(slot.word, others)


def is_slip(variant: Variant) -> bool:
    """Whether it is a word that the typed one may have been meant to be."""
    return variant.weight == TYPO and not variant.is_name


def stand(done: Explained, entry: Entry, scope: Scope, title: str) -> Standing:
    """Where an entry stands in a search that was taken apart."""
    standing = Standing(title, entry.key)
    rank = next((at for at, one in enumerate(done.ranked, 1) if one.entry.pk == entry.pk), 0)
    standing.rank = rank
    if rank:
        _compare(done.ranked, rank, standing)
    elif not visible(scope).filter(pk=entry.pk).exists():
        standing.sentences.append("This reader may not see it, so search never shows it to them.")
    else:
        standing.sentences += _why_not_found(done, entry)
    return standing


def lacking(plan: Plan, entry: Entry) -> list[str]:
    """The words of a query that an entry does not hold, nor anything else that would do for them."""
    there = {stem(word) for name in TEXTS for word in folded_words(getattr(entry, name))}
    return [
        slot.word
        for slot in plan.slots
        if not any(all(stem(word) in there for word in v.words) for v in slot.variants)
    ]


def _why_not_found(done: Explained, entry: Entry) -> list[str]:
    missing = lacking(done.plan, entry)
    if missing:
        words = ", ".join(f"“{word}”" for word in missing)
        return [
            f"It is not found: it does not hold {words}, nor any word that means the same.",
            "Write the word where it belongs on the page, give it as one of its other words for it, or add a synonym.",
        ]
    return [
        f"It has the words, but it is not among the best {WINDOW} by its text alone, or its date or kind leaves it out.",
        "The words in its title, in a heading or among its other words for it would count for more.",
    ]


def _compare(ranked: list[Ranked], rank: int, standing: Standing) -> None:
    own, first = ranked[rank - 1], ranked[0]
    if rank == 1:
        standing.sentences.append("Nothing stands higher.")
        return
    above = ranked[rank - 2]
    gap = above.score - own.score
    standing.sentences.append(
        f"The one above it has {gap:.1f} points more, the first {first.score - own.score:.1f}."
    )
    mine, theirs = points_of(own), points_of(first)
    standing.against_first = sorted(
        (
            (label, mine.get(label, 0.0), theirs.get(label, 0.0))
            for label in dict.fromkeys([*theirs, *mine])
        ),
        key=lambda row: row[1] - row[2],
    )


def points_of(one: Ranked) -> dict[str, float]:
    """The points of a hit, by reason."""
    found: dict[str, float] = {}
    for part in one.parts:
        found[part.label] = found.get(part.label, 0.0) + part.points
    return found


def _row(rank: int, one: Ranked, shown: Any) -> Row:
    return Row(
        rank,
        one.entry.key,
        shown.title,
        shown.address,
        shown.label,
        one.score,
        points_of(one),
    )
