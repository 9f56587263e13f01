"""What a word may have been meant to be: known words one slip of the pen away, or two for long words."""

import json
import string
from collections.abc import Iterable, Mapping, Sequence
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
    """For each word, the known words that it may have been meant to be, the likeliest first. One query."""
    asked = {word: slips(word) for word in words if len(word) >= SHORTEST and not word.isdigit()}
    if not asked:
        return {}
    starts = sorted({word[:BEGINNING] for word in asked if len(word) >= LONG})
    known = _known(sorted(set[str]().union(*asked.values())), starts)
    found = {word: _nearest(word, some, known) for word, some in asked.items()}
    return {word: others for word, others in found.items() if others}


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


def _known(spellings: Sequence[str], starts: Sequence[str]) -> dict[str, int]:
    """Of these spellings, and of whatever begins so, the words that are known, and in how many entries they are.

    The spellings are sent as one value, since each of its own takes its time.
    """
    table = Word._meta.db_table
    is_one = (
        "IN (SELECT value FROM json_each(%s))" if connection.vendor == "sqlite" else "= ANY(%s)"
    )
    given: Any = json.dumps(spellings) if connection.vendor == "sqlite" else list(spellings)
    alike = " OR ".join(["(word >= %s AND word < %s)"] * len(starts))
    ends = [value for start in starts for value in (start, start + "\uffff")]
    sql = f"SELECT word, entries FROM {table} WHERE word {is_one}"  # noqa: S608 - constants
    if starts:
        sql += f" UNION SELECT * FROM (SELECT word, entries FROM {table} WHERE {alike} LIMIT {MOST_ALIKE}) AS x"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [given, *ends])
        return dict(cursor.fetchall())


def _nearest(word: str, one_off: set[str], known: Mapping[str, int]) -> list[str]:
    """The known words at one slip, and for a long word those at two that begin like it."""
    far = {other: DamerauLevenshtein.distance(word, other) for other in one_off & known.keys()}
    if len(word) >= LONG:
        start = word[:BEGINNING]
        alike = (other for other in known if other.startswith(start))
        far |= {
            other: away
            for other in alike
            if (away := DamerauLevenshtein.distance(word, other, score_cutoff=2)) <= 2  # noqa: PLR2004
        }
    far.pop(word, None)
    return sorted(far, key=lambda other: (far[other], -known[other], other))[:MOST]
