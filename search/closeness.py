"""How well a text fits the words as they were typed: how often they stand in it, and how near to one another.

Engines compare stems, and each scores in its own way. This compares the very words, in the same way for all.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.plan import Slot

#: Of a long text its beginning is looked at.
LOOKED_AT = 20_000
#: BM25's parameters: how soon more mentions tell nothing more, and how much length counts. The first is well above
#: the usual: titles and headings have had their say, and a text that goes on about a word is about it.
K1, B = 8.0, 0.75
#: How many entries a word is compared with, about.
ENTRIES = 10_000


@dataclass(frozen=True)
class Fit:
    """BM25 of the typed words as a share of what it can be; how near they stand: 1 side by side, 0 where one lacks."""

    score: float = 0.0
    nearness: float = 0.0


def fits(slots: Sequence[Slot], texts: dict[int, str]) -> dict[int, Fit]:
    """How well each text fits, by its key.

    Source of the formula: Robertson and Zaragoza, “The Probabilistic Relevance Framework: BM25 and Beyond”, 2009.
    """
    words = tuple(word for slot in slots for word in slot.variants[0].words)
    if not words or not texts:
        return {}
    usual = sum(map(len, texts.values())) / len(texts) or 1.0
    weights = {slot.word: _weight(slot) for slot in slots}
    most = sum(weights.values()) * (K1 + 1) or 1.0
    pattern = _pattern(words)
    found: dict[int, Fit] = {}
    for key, text in texts.items():
        places = [(match.start(), match[0]) for match in pattern.finditer(text.lower())]
        length = K1 * (1 - B + B * len(text) / usual)
        counts: dict[str, int] = {}
        for _at, word in places:
            counts[word] = counts.get(word, 0) + 1
        score = sum(
            weights.get(word, 1.0) * count * (K1 + 1) / (count + length)
            for word, count in counts.items()
        )
        found[key] = Fit(score / most, _nearness(places, words))
    return found


def _weight(slot: Slot) -> float:
    """The rarer the word, the more it tells."""
    return math.log(1 + ENTRIES / (1 + slot.entries))


def _nearness(places: Sequence[tuple[int, str]], words: Iterable[str]) -> float:
    """The shortest stretch that holds all words, compared with the words side by side."""
    wanted = set(words)
    if len(wanted) < 2 or {word for _at, word in places} != wanted:  # noqa: PLR2004
        return 0.0
    least, last = sum(len(word) + 1 for word in wanted), dict[str, int]()
    shortest = math.inf
    for at, word in places:
        last[word] = at
        if len(last) == len(wanted):
            shortest = min(shortest, at + len(word) + 1 - min(last.values()))
    return float(min(1.0, least / shortest))


@lru_cache(maxsize=200)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W_])")
