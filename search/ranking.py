"""The order of hits: what an engine says, and what the short texts of an entry say besides.

Engines agree on what matches and differ in how they score it. So the best hundred are put in order here, by
points that mean the same on every engine and that can be shown: “why is this result here”.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from core.folding import fold
from search.closeness import Fit, fits
from search.models import Entry
from search.plan import Plan, Slot
from search.results import Found, Part
from search.weights import Weighting
from search.words import STOP_WORDS, folded_words, stem

#: How many of an engine's hits are put in order.
WINDOW = 100
#: The points of the engine's best hit.
ENGINE = 2.0
#: The points of the text that fits the very words best, and of words side by side.
VERY, NEAR, PERSON_NEAR = 14.0, 0.75, 4.0
#: The points of having every word, where not all hits have.
WHOLE = 2.0
EXACT = 40.0
#: How much the whole title counts besides its words.
SAME = 0.8
#: What the words of a link count beside an editor's keywords.
LINKS = 0.5
HALF_AGE = 365
LONGEST_FIELD = 4_000
PERSON = "person"


@dataclass(frozen=True)
class Ranked:
    """An entry, its points and what they are for."""

    entry: Entry
    score: float
    parts: list[Part]


def rank(
    plan: Plan, entries: Iterable[Entry], found: Found, weights: Weighting, today: date
) -> list[Ranked]:
    """The entries of what an engine has found, in order, the best first."""
    scores = dict(found.hits)
    among = list(entries)
    fit = fits(plan.slots, {entry.pk: _said_of(entry) for entry in among})
    best = max((scores[entry.pk] for entry in among), default=0.0) or 1.0
    ranked = []
    for entry in among:
        own = fit.get(entry.pk, Fit())
        parts = [
            Part("How well the text fits", ENGINE * max(0.0, scores[entry.pk]) / best),
            Part("The very words", VERY * weights.body * own.score),
            Part("Words near one another", _near(entry) * own.nearness),
            Part("Has every word", WHOLE if entry.pk in found.whole else 0.0),
            *_parts(plan, entry, weights, today),
        ]
        parts = [part for part in parts if part.points]
        ranked.append(Ranked(entry, sum(part.points for part in parts), parts))
    return sorted(ranked, key=lambda one: (-one.score, one.entry.title.casefold(), one.entry.pk))


def _near(entry: Entry) -> float:
    """What words side by side are worth: of namesakes the one whose job or team is given whole is meant."""
    return PERSON_NEAR if entry.kind == PERSON else NEAR


def _said_of(entry: Entry) -> str:
    """The text that words are looked for in: of a person their name, job and team in a row."""
    if entry.kind == PERSON:
        return fold(f"{entry.title} {entry.summary} {entry.trail}")
    return str(getattr(entry, "text", ""))


def _parts(plan: Plan, entry: Entry, weights: Weighting, today: date) -> list[Part]:
    typed = tuple(stem(word) for word in plan.query.typed)
    title = _stems(entry.title)
    return [
        Part("Exact term", EXACT if set(plan.query.exact) & set(entry.exact.split()) else 0.0),
        Part("Words in the title", weights.title * _share(plan.slots, title)),
        Part("The title is what was typed", SAME * weights.title * _sameness(typed, title)),
        Part("Name", weights.names * _best(plan.slots, entry.names, by_name=True)),
        Part("Words in a heading", weights.headings * _best(plan.slots, entry.headings)),
        Part("Keywords", weights.words * _best(plan.slots, entry.words.replace(",", "\n"))),
        Part("Links that lead here", LINKS * weights.words * _best(plan.slots, entry.anchors)),
        Part(
            "Words in the summary", weights.summary * _coverage(plan.slots, _stems(entry.summary))
        ),
        Part("Words in the address", weights.address * _address(plan.slots, entry.address)),
        Part("Above it in the address", weights.trail * _above(plan.slots, entry.address)),
        Part("Place or team", weights.trail * _coverage(plan.slots, _stems(entry.trail))),
        Part("Is new", weights.recency * _newness(entry, today)),
        Part("Pages lead here", weights.popularity * _popularity(entry)),
    ]


def _share(slots: Sequence[Slot], words: Sequence[str]) -> float:
    """How much of what is wanted is in these words, and how little else."""
    covered = _coverage(slots, words)
    if not covered:
        return 0.0
    telling = [word for word in words if word not in STOP_WORDS] or words
    wanted = {word for slot in slots for _weight, way in slot.stemmed for word in way}
    concise = len([word for word in telling if word in wanted]) / len(telling)
    return covered * (0.5 + 0.5 * concise)


def _coverage(slots: Sequence[Slot], words: Iterable[str], *, by_name: bool = False) -> float:
    """The share of the slots that these words hold, a rarer one counting more.

    `words` are stems; but of names, which are compared as they are: Davis is no Davies.
    """
    there = set(words)
    if not there or not slots:
        return 0.0
    whole = sum(slot.rarity for slot in slots)
    return sum(slot.rarity * _held(slot, there, by_name=by_name) for slot in slots) / whole


def _held(slot: Slot, there: set[str], *, by_name: bool) -> float:
    for weight, words in slot.called if by_name else slot.stemmed:
        if words <= there:
            return weight
    return 0.0


def _best(slots: Sequence[Slot], lines: str, *, by_name: bool = False) -> float:
    """The best line's share: of headings, names or link texts one alone is what was meant."""
    best = 0.0
    for line in lines[:LONGEST_FIELD].splitlines():
        words = _words(line) if by_name else _stems(line)
        covered = _coverage(slots, words, by_name=by_name)
        if covered > best:
            # Who is found by a name is found by all of it; a heading may say more.
            best = max(
                best,
                covered if by_name else covered * (0.5 + 0.5 * min(1, len(slots) / len(words))),
            )
    return best


def _sameness(typed: tuple[str, ...], title: tuple[str, ...]) -> float:
    """1 where the title is what was typed, less where it only holds it in a row."""
    if not typed or not title:
        return 0.0
    if typed == title:
        return 1.0
    size = len(typed)
    in_a_row = size > 1 and any(
        title[at : at + size] == typed for at in range(len(title) - size + 1)
    )
    return 0.5 * size / len(title) if in_a_row else 0.0


def _newness(entry: Entry, today: date) -> float:
    if entry.date is None or entry.kind in {"person", "team"}:
        return 0.0
    return float(0.5 ** (max(0, (today - entry.date).days) / HALF_AGE))


def _popularity(entry: Entry) -> float:
    return min(1.0, math.log1p(entry.popularity) / math.log1p(50))


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(folded_words(text[:LONGEST_FIELD]))


@lru_cache(maxsize=20_000)
def _stems(text: str) -> tuple[str, ...]:
    """The stems of a short text; the same texts are looked at again and again."""
    return tuple(stem(word) for word in folded_words(text[:LONGEST_FIELD]))


def _address(slots: Sequence[Slot], lines: str) -> float:
    """The best share of the last part of an address, or of one that leads here from elsewhere."""
    return max((_share(slots, _stems(_last(line))) for line in lines.splitlines()), default=0.0)


def _above(slots: Sequence[Slot], lines: str) -> float:
    """The share that the whole address has of what is wanted."""
    return max((_coverage(slots, _stems(line)) for line in lines.splitlines()), default=0.0)


def _last(line: str) -> str:
    """The last part of an address."""
    return line.rpartition("/")[2]
