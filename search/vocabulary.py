"""The words that stand in entries: what is compared with a word that nobody wrote.

A word of a closed page is in here too. So what is made of it is shown to somebody only if it finds something
that they may read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import connection

from search.models import Entry, Word
from search.words import folded_words

CHUNK = 900
#: Of so many entries at once the words are counted; of few they are only added, so that no writer waits for another.
MANY = 50
SHORTEST = 2
FIELDS = ("title", "names", "headings", "summary", "words", "trail", "body")


def words_of(entry: Entry) -> set[str]:
    """The words of an entry that somebody could misspell."""
    return words_in("\n".join(getattr(entry, name) for name in FIELDS))


def words_in(text: str) -> set[str]:
    """The words of a text that somebody could misspell."""
    return {word for word in folded_words(text) if len(word) >= SHORTEST and not word.isdigit()}


def learn(entries: Iterable[Entry], *, recounted: bool = False) -> None:
    """Count the words of these entries among those that are known; only add them where all are `recounted` soon."""
    among = list(entries)
    counts = Counter(word for entry in among for word in words_of(entry))
    words = sorted(counts)
    for start in range(0, len(words), CHUNK):
        rows = [(word, counts[word]) for word in words[start : start + CHUNK]]
        _add(rows, count=len(among) >= MANY and not recounted)


def _add(rows: list[tuple[str, int]], *, count: bool) -> None:
    """Add words. With `count`, add to those that are known too, whose rows then wait for the commit."""
    table = Word._meta.db_table
    marks = ", ".join(["(%s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (word, entries) VALUES {marks}"  # noqa: S608 - values are parameters
            f" ON CONFLICT (word) DO {f'UPDATE SET entries = {table}.entries + excluded.entries' if count else 'NOTHING'}",
            [value for row in rows for value in row],
        )


def recount() -> Iterator[int]:
    """Count all words anew, and forget those that stand nowhere any more. Gives how many entries were read.

    Words that are written meanwhile are known already, or are added by who writes them.
    """
    counts: Counter[str] = Counter()
    before = set(Word.objects.values_list("word", flat=True).iterator())
    last = read = 0
    while page := list(Entry.objects.filter(live=True, pk__gt=last).order_by("pk")[:CHUNK]):
        for entry in page:
            counts.update(words_of(entry))
        last, read = page[-1].pk, read + len(page)
        yield read
    words = sorted(counts)
    for start in range(0, len(words), CHUNK):
        some = words[start : start + CHUNK]
        Word.objects.bulk_create(
            [Word(word=word, entries=counts[word]) for word in some],
            update_conflicts=True,
            unique_fields=["word"],
            update_fields=["entries"],
        )
        yield read
    gone = sorted(before - counts.keys())
    for start in range(0, len(gone), CHUNK):
        Word.objects.filter(word__in=gone[start : start + CHUNK]).delete()
