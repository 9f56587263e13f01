"""Everything anew: all entries described again, words counted, and the database's own indexes put in shape."""

import time
from collections.abc import Callable, Iterator

from django.db import connection

from core import registry
from search.models import Entry
from search.vocabulary import recount
from search.writing import write_all

Progress = Callable[[str], None]
#: Seconds of work after which others have their turn.
A_TURN = 3
#: Seconds between two sentences on how far it is.
SAID_EVERY = 3


def rewrite(progress: Progress = lambda _sentence: None) -> None:
    """Bring all entries in line with their things, and the database engine up to its speed."""
    said = time.monotonic()
    for sentence in steps():
        if time.monotonic() - said > SAID_EVERY:
            said = time.monotonic()
            progress(sentence)
    progress(f"{Entry.objects.filter(live=True).count():,} entries are in line with their things.")
    put_in_shape()


def steps() -> Iterator[str]:
    """The same, a step at a time, each with a sentence that tells of it; without what holds others up."""
    for things in registry.findables:
        for done in write_all(things.name):
            yield f"{things.name}: {done:,} described."
    yield from ("" for _read in recount())


def put_in_shape() -> None:
    """Merge the parts of the full-text index, and let the database see how large the tables are."""
    tables = ["search_entry", "search_entrylink", "search_acronym", "search_word"]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_entry_fts(search_entry_fts) VALUES ('optimize')")
        else:  # what was written lately stands in a list, which each search reads
            cursor.execute("SELECT gin_clean_pending_list('search_entry_vector')")
        for table in tables:
            cursor.execute(f"ANALYZE {table}")


class Turns:
    """All entries described again, once a day, in turns between which the worker does what else there is."""

    def __init__(self) -> None:
        self._steps: Iterator[str] | None = None

    def __call__(self) -> bool:
        """Go on for some seconds. Whether there is more."""
        end = time.monotonic() + A_TURN
        going_on, self._steps = self._steps or steps(), None
        for _sentence in going_on:
            if time.monotonic() > end:
                self._steps = going_on
                return True
        return False
