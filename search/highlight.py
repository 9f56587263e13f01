"""Highlights: a title and a few lines of text, the words that were found in <mark>, safe to print."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.folding import fold
from search.plan import Plan
from search.words import STOP_WORDS, stem

LENGTH = 240
#: How much of a long text is looked through.
LOOKED_AT = 60_000


def stems_of(plan: Plan) -> frozenset[str]:
    """The stems that are marked."""
    words = (word for slot in plan.slots for variant in slot.variants for word in variant.words)
    return frozenset(stem(word) for word in words if word not in STOP_WORDS)


def marked(text: str, wanted: frozenset[str]) -> SafeString:
    """The whole text, its found words marked."""
    out, at = [], 0
    for start, end in _found(text, wanted):
        out += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    out.append(escape(text[at:]))
    return mark_safe("".join(out))  # noqa: S308 - every piece is escaped


def snippet(texts: Iterable[str], wanted: frozenset[str]) -> SafeString:
    """The stretch of the texts that holds most found words, marked; of the first text where none does."""
    kept = [" ".join(text[:LOOKED_AT].split()) for text in texts if text]
    for text in kept:
        places = list(_found(text, wanted))
        if places:
            return marked(_cut(text, places), wanted)
    return marked(_cut(kept[0], []), wanted) if kept else mark_safe("")


def _cut(text: str, places: list[tuple[int, int]]) -> str:
    """About 240 letters of a text from the place where most is found, whole words."""
    start = 0
    if places and len(text) > LENGTH:
        starts = [place[0] for place in places]
        best = max(starts, key=lambda at: (sum(at <= other < at + LENGTH for other in starts), -at))
        start = max(0, best - 60)
    if start:
        start = text.find(" ", start) + 1
    end = start + LENGTH
    if end < len(text):
        end = text.rfind(" ", start + 1, end) if text.rfind(" ", start + 1, end) > start else end
    cut = text[start:end].strip()
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}"


def _found(text: str, wanted: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where the words stand whose stems are wanted."""
    if not wanted:
        return
    for match in _likely(wanted).finditer(text):
        if stem(fold(match[0])) in wanted:
            yield match.span()


@lru_cache(maxsize=200)
def _likely(wanted: frozenset[str]) -> re.Pattern[str]:
    """Words that may have these stems: they begin alike, or hold a letter that folding changes."""
    beginnings = "|".join(sorted({re.escape(one[:2]) for one in wanted}))
    return re.compile(rf"\b(?:{beginnings})[^\W_]*|[a-z0-9]*[^\W_a-z0-9][^\W_]*", re.IGNORECASE)
