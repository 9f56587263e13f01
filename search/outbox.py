"""What has changed and is yet to be sent to Elasticsearch."""

import time

from django.conf import settings
from django.db import transaction

from search.models import Entry


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
    if getattr(settings, "ELASTICSEARCH_URL", ""):
        transaction.on_commit(_send_soon, robust=True)


def _send_soon() -> None:
    """Placeholder until the queue is there: the worker looks each second."""
