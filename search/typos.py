"""What a word may have been meant to be: known words one slip of the pen away, or two for long words."""

import json
import string
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection
from rapidfuzz.distance import DamerauLevenshtein

from search.models import Word

LETTERS = string.ascii_lowercase
SHORTEST = 3
#: From so many letters on a word may hold two slips, if its beginning is right.
LONG = 8
BEGINNING = 3
MOST = 8
#: So many known words with the same beginnings are compared.
MOST_ALIKE = 5_000


def corrections(words: Iterable[str]) -> dict[str, list[str]]:
    """For each word, the known words that it may have been meant to be, the likeliest first. Two queries for all."""
    asked = [word for word in dict.fromkeys(words) if len(word) >= SHORTEST and not word.isdigit()]
    away = {word: slips(word) for word in asked}
    known = _known(set().union(*away.values())) if asked else {}
    long = [word for word in asked if len(word) >= LONG]
    alike = _alike(long) if long else {}
    found = {}
    for word in asked:
        counts = {other: known[other] for other in away[word] & known.keys()}
        if len(word) >= LONG:
            counts |= {
                o: c
                for o, c in alike.items()
                if o[:BEGINNING] == word[:BEGINNING] and _is_near(word, o)
            }
        counts.pop(word, None)
        if counts:
            found[word] = _likeliest(word, counts)
    return found


def near(word: str) -> list[str]:
    """The known words near a word, itself left out: at one slip first, then those that more entries have."""
    return corrections([word]).get(word, [])


def slips(word: str) -> set[str]:
    """Whatever is one slip away: a letter left out, one too many, another one, or two in the wrong order."""
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    left_out = {a + b[1:] for a, b in parts if b}
    turned = {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    other = {a + letter + b[1:] for a, b in parts if b for letter in LETTERS}
    too_few = {a + letter + b for a, b in parts for letter in LETTERS}
    return left_out | turned | other | too_few


def _likeliest(word: str, counts: dict[str, int]) -> list[str]:
    order = sorted(counts, key=lambda o: (DamerauLevenshtein.distance(word, o), -counts[o], o))
    return order[:MOST]


def _is_near(word: str, other: str) -> bool:
    return DamerauLevenshtein.distance(word, other, score_cutoff=2) <= 2  # noqa: PLR2004


def _known(words: Collection[str]) -> dict[str, int]:
    """Those of so many words that are known: they are sent as one value, since each of its own takes its time."""
    given = list(words)
    if connection.vendor == "sqlite":
        return _ask("word IN (SELECT value FROM json_each(%s))", [json.dumps(given)])
    return _ask("word = ANY(%s)", [given])


def _alike(words: Collection[str]) -> dict[str, int]:
    """Known words that begin like one of these, about as long."""
    starts = sorted({word[:BEGINNING] for word in words})
    where = " OR ".join(["(word >= %s AND word < %s)"] * len(starts))
    ends = [value for start in starts for value in (start, start + "\uffff")]
    lengths = [min(map(len, words)) - 2, max(map(len, words)) + 2]
    return _ask(
        f"({where}) AND length(word) BETWEEN %s AND %s LIMIT {MOST_ALIKE}", [*ends, *lengths]
    )


def _ask(where: str, parameters: Sequence[Any]) -> dict[str, int]:
    with connection.cursor() as cursor:
        sql = f"SELECT word, entries FROM {Word._meta.db_table} WHERE {where}"  # noqa: S608 - constants
        cursor.execute(sql, parameters)
        return dict(cursor.fetchall())
