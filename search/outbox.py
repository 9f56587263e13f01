"""What has changed and is yet to be sent to Elasticsearch."""

import time

from django.conf import settings
from django.db import connection, transaction

from search.models import Entry, Index
from search.tasks import send_changes


def is_kept() -> bool:
    """Whether some index is, or will be, to be told of changes.

    Where Elasticsearch is set up changes count as unsent even before the first index: it may be built while a
    transaction that began before it is open still.
    """
    return bool(settings.ELASTICSEARCH_URL) or Index.objects.exists()


def next_version(entry: Entry | None) -> int:
    """A version above the last one, and above whatever an entry of this name ever had before."""
    now = time.time_ns() // 1_000
    return max(now, entry.version + 1) if entry else now


def bump(entry: Entry, *, kept: bool) -> None:
    """Give a changed entry its next version; `kept` says whether some index is to be told."""
    entry.version = next_version(entry)
    if not kept:
        entry.indexed_version = entry.version


def after_commit() -> None:
    """Once the change holds, have it sent. The worker finds it too, if this is lost."""
    if settings.ELASTICSEARCH_URL and not _is_asked_for():
        transaction.on_commit(_send_soon, robust=True)


def _is_asked_for() -> bool:
    """Whether this transaction will ask already."""
    return any(waiting[1] is _send_soon for waiting in connection.run_on_commit)


def _send_soon() -> None:
    """Put it into the queue, which is the database's: nobody waits for Elasticsearch."""
    send_changes.enqueue()
