"""Sending what has changed: in bulk, as often as one likes, from as many processes as one likes.

Elasticsearch orders what it is sent by each entry's version, and an entry counts as sent only if every index
has confirmed the version that the entry still has. So whatever dies on the way, it is sent again.
"""

import logging
import re
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from elasticsearch import ApiError, helpers

from search.elastic.client import sending
from search.elastic.mapping import document_of
from search.models import Entry, Index, IndexState

log = logging.getLogger(__name__)
BATCH = 500
#: How long a part of an index that is away is waited for.
PATIENCE_WITH_SHARDS = "5s"
MOST_BYTES = 10 * 1024 * 1024
#: Seconds after which what was refused is tried again, and how much of it is remembered.
REFUSED_FOR = 600
MOST_REFUSED = 10_000
CONFLICT, NOT_FOUND, BAD_REQUEST, TOO_MUCH = 409, 404, 400, 429
#: Seconds after which what was too much is sent again.
WAITS = (1, 4)

#: Pieces of what was sent: “Preview of field's value: '…'”.
_QUOTED = re.compile(r"(?<=Preview of field's value: ).*", re.DOTALL)

_refused: dict[tuple[int, int], float] = {}


class NotTakenError(RuntimeError):
    """Elasticsearch answers, and has not taken what it was sent; the message says why."""


@dataclass
class Outcome:
    """What became of entries that were sent to an index."""

    #: Those that it has now, in this version or a newer one.
    confirmed: set[int] = field(default_factory=set)
    #: Why it has not taken others that are not at fault themselves.
    trouble: str = ""


def sync() -> int:
    """Send what is unsent. Gives how many entries all indices have confirmed.

    What an index refuses is logged, and holds nothing else up. Raises the client's errors where Elasticsearch does
    not answer, and NotTakenError where an index that answers searches does not take what it is sent.
    """
    done, trouble = 0, ""
    unsent = sorted(Entry.objects.unsent().values_list("pk", flat=True))
    for start in range(0, len(unsent), BATCH):
        wanted = unsent[start : start + BATCH]
        outcome = _send(list(Entry.objects.unsent().filter(pk__in=wanted).order_by("pk")))
        done += len(outcome.confirmed)
        trouble = trouble or outcome.trouble
    if trouble:
        raise NotTakenError(trouble)
    return done


def writing_name(index: str) -> str:
    """What an index is called when it is written to: an alias, so that one that is gone is not made by the way."""
    return f"{index}-in"


def deliver(index: str, entries: Collection[Entry]) -> Outcome:
    """Send entries to one index; again, where it says that it is short of memory just then."""
    for wait in WAITS:
        try:
            return _deliver(index, entries)
        except ApiError as error:
            if error.status_code != TOO_MUCH:
                raise
        time.sleep(wait)
    return _deliver(index, entries)


def _deliver(index: str, entries: Collection[Entry]) -> Outcome:
    sent, outcome = iter(entries), Outcome()
    for result in _bulk(index, entries):
        entry = next(sent)
        (what, item), *_rest = result.items()
        if _is_confirmed(what, item):
            outcome.confirmed.add(entry.pk)
        elif item["status"] == BAD_REQUEST:
            _refuse(entry, index, item)
        else:
            outcome.trouble = f"{index} does not take {entry.key}: {reason_of(item)}"
    return outcome


def mark(entries: Collection[Entry], indices: Collection[str]) -> int:
    """Note that these indices have these entries; unless an entry has changed since, or there is another index now.

    Whoever builds that one reads the table after it has made it known, so it has what was sent before.
    """
    if not entries or set(Index.objects.told().values_list("name", flat=True)) - set(indices):
        return 0
    marks = ", ".join(["(%s, %s)"] * len(entries))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE search_entry SET indexed_version = version"  # noqa: S608 - values are parameters
            f" WHERE (id, version) IN (VALUES {marks})",
            [value for entry in entries for value in (entry.pk, entry.version)],
        )
        _bury([entry.pk for entry in entries if not entry.live])
    return len(entries)


def refresh(indices: Collection[str]) -> None:
    """Let searches find what was sent. Raises RuntimeError where part of an index cannot be reached."""
    answer = sending().indices.refresh(index=list(indices), ignore_unavailable=True)
    if answer["_shards"]["failed"]:
        raise RuntimeError(f"Part of {', '.join(indices)} cannot be reached.")


def remove(index: str, keys: Collection[str]) -> None:
    """Take things out of an index that it should not have, and that no entry speaks of."""
    deletions = [
        {
            "_op_type": "delete",
            "_index": writing_name(index),
            "_id": key,
            "version": time.time_ns() // 1_000,
            "version_type": "external",
        }
        for key in keys
    ]
    helpers.bulk(sending(), deletions, raise_on_error=False, require_alias=True, refresh=True)


def _send(entries: list[Entry]) -> Outcome:
    """Send entries to all indices. One that is being built may not be there yet: who builds it sees to it."""
    indices = dict(Index.objects.told().values_list("name", "state"))
    wanted = [entry for entry in entries if not _is_refused(entry)]
    outcome = Outcome({entry.pk for entry in wanted})
    if not indices or not wanted:
        return Outcome()
    for index, state in indices.items():
        there = deliver(index, wanted)
        outcome.confirmed &= there.confirmed
        if state == IndexState.LIVE:
            outcome.trouble = there.trouble
    if outcome.confirmed:  # to refresh what is away would take a minute
        refresh(indices)
        if not mark([entry for entry in wanted if entry.pk in outcome.confirmed], indices):
            outcome.confirmed = set()
    return outcome


def _bulk(index: str, entries: Collection[Entry]) -> Iterator[dict[str, Any]]:
    """What became of each entry, in their order."""
    operations = (_operation(index, entry) for entry in entries)
    results = helpers.streaming_bulk(
        sending(),
        operations,
        chunk_size=BATCH,
        max_chunk_bytes=MOST_BYTES,
        raise_on_error=False,
        require_alias=True,
        timeout=PATIENCE_WITH_SHARDS,
    )
    return (result for _is_ok, result in results)


def _operation(index: str, entry: Entry) -> dict[str, Any]:
    operation = {
        "_op_type": "index" if entry.live else "delete",
        "_index": writing_name(index),
        "_id": entry.key,
        "version": entry.version,
        "version_type": "external",
    }
    return operation | ({"_source": document_of(entry)} if entry.live else {})


def _is_confirmed(what: str, item: dict[str, Any]) -> bool:
    """Whether the index is at this version or a newer one; what it never had, it need not delete."""
    if "error" not in item:
        return item["status"] < BAD_REQUEST or (what == "delete" and item["status"] == NOT_FOUND)
    return bool(item["status"] == CONFLICT)


def _refuse(entry: Entry, index: str, item: dict[str, Any]) -> None:
    if len(_refused) >= MOST_REFUSED:
        _refused.clear()
    _refused[entry.pk, entry.version] = time.monotonic() + REFUSED_FOR
    log.error("%s refuses %s: %s", index, entry.key, reason_of(item))


def reason_of(item: dict[str, Any]) -> str:
    """Why something was not taken, in Elasticsearch's words, less those that it quotes: logs have other readers."""
    error = item["error"]
    if not isinstance(error, dict):
        return str(item["status"])
    return f"{error.get('type')}: {_QUOTED.sub('…', str(error.get('reason', '')))}"


def _is_refused(entry: Entry) -> bool:
    return time.monotonic() < _refused.get((entry.pk, entry.version), 0)


def _bury(tombstones: Collection[int]) -> None:
    """Delete the tombstones that every index has heard of, in the transaction that notes it."""
    if not tombstones:
        return
    heard = Entry.objects.select_for_update().filter(
        pk__in=tombstones, live=False, indexed_version__gte=F("version")
    )
    Entry.objects.filter(pk__in=list(heard.values_list("pk", flat=True))).delete()
