"""Letters that texts explain themselves: “Senior Civil Service (SCS)”."""

import re
from collections.abc import Iterable

from search.models import Acronym, Entry
from search.words import STOP_WORDS, folded_words

_LETTERS = re.compile(r"\(\s*[\"“]?([A-Z][A-Za-z&]{1,7})[\"”]?\s*\)")
_BEFORE = re.compile(r"(?:[^\W_][\w&'’/-]*\s+){2,8}\Z")
MOST = 50
#: So far before the letters stands the beginning of what they mean; and no longer is it kept.
REACH, LONGEST = 300, 120


def acronyms_in(text: str) -> list[tuple[str, str]]:
    """The acronyms that a text explains, each with its long form, folded: (“scs”, “senior civil service”)."""
    found = dict[tuple[str, str], None]()
    for letters in _LETTERS.finditer(text):
        words = _BEFORE.search(text[max(0, letters.start() - REACH) : letters.start()])
        pair = _pair(letters[1], words[0]) if words else None
        if pair and len(pair[1]) <= LONGEST:
            found[pair] = None
    return list(found)[:MOST]


def keep_acronyms(entries: Iterable[Entry]) -> None:
    """Keep what the texts of these entries explain."""
    wanted = {
        entry.pk: set(
            acronyms_in(f"{entry.title}\n{entry.headings}\n{entry.summary}\n{entry.body}")
        )
        for entry in entries
    }
    stored: dict[int, set[tuple[str, str]]] = {pk: set() for pk in wanted}
    for pk, short, long in Acronym.objects.filter(entry__in=wanted).values_list(
        "entry", "short", "long"
    ):
        stored[pk].add((short, long))
    stale = [pk for pk, pairs in wanted.items() if pairs != stored[pk]]
    if not stale:
        return
    Acronym.objects.filter(entry__in=stale).delete()
    Acronym.objects.bulk_create(
        (
            Acronym(entry_id=pk, short=s, long=long)
            for pk in stale
            for s, long in sorted(wanted[pk])
        ),
        batch_size=500,
    )


def _pair(short: str, long: str) -> tuple[str, str] | None:
    """The two, if the letters begin the last words of what stands before them."""
    letters = "".join(folded_words(short))
    if short.endswith("s"):  # several of them
        letters = letters.removesuffix("s")
    words = folded_words(long)
    for count in range(len(words), 1, -1):
        tail = words[-count:]
        if tail[0] in STOP_WORDS:
            continue
        if letters in {
            "".join(w[0] for w in tail),
            "".join(w[0] for w in tail if w not in STOP_WORDS),
        }:
            return letters, " ".join(tail)
    return None
