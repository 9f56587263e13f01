"""What a word may have been meant to be: known words one slip of the pen away, or two for long words."""

import string
from collections.abc import Iterable

from rapidfuzz.distance import DamerauLevenshtein

from search.models import Word

LETTERS = string.ascii_lowercase
SHORTEST = 3
#: From so many letters on a word may hold two slips, if its beginning is right.
LONG = 8
BEGINNING = 3
MOST = 8
#: A word that this many entries have is looked for as it is, and only then for what it may have been meant to be.
CHUNK = 900


def corrections(words: Iterable[str]) -> dict[str, list[str]]:
    """For each word, the known words that it may have been meant to be, the likeliest first."""
    return {word: found for word in dict.fromkeys(words) if (found := near(word))}


def near(word: str) -> list[str]:
    """The known words near a word, itself left out: at one slip first, then those that more entries have."""
    if len(word) < SHORTEST or word.isdigit():
        return []
    known = _known(slips(word))
    if len(word) >= LONG:
        known |= _alike(word)
    known.pop(word, None)
    order = sorted(
        known, key=lambda other: (DamerauLevenshtein.distance(word, other), -known[other], other)
    )
    return order[:MOST]


def slips(word: str) -> set[str]:
    """Whatever is one slip away: a letter left out, one too many, another one, or two in the wrong order."""
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    left_out = {a + b[1:] for a, b in parts if b}
    turned = {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    other = {a + letter + b[1:] for a, b in parts if b for letter in LETTERS}
    too_few = {a + letter + b for a, b in parts for letter in LETTERS}
    return left_out | turned | other | too_few


def _known(words: set[str]) -> dict[str, int]:
    asked = sorted(words)
    found: dict[str, int] = {}
    for start in range(0, len(asked), CHUNK):
        rows = Word.objects.filter(word__in=asked[start : start + CHUNK])
        found |= dict(rows.values_list("word", "entries"))
    return found


def _alike(word: str) -> dict[str, int]:
    """Known words with the same beginning that are two slips away at most."""
    start = word[:BEGINNING]
    rows = Word.objects.filter(word__gte=start, word__lt=start + "\uffff").values_list(
        "word", "entries"
    )
    return {
        other: count
        for other, count in rows[:5_000]
        if DamerauLevenshtein.distance(word, other, score_cutoff=2) <= 2  # noqa: PLR2004
    }
