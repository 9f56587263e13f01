"""What an index holds against what the table does: ids, versions and rules, streamed from both sides."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from search.elastic.client import sending
from search.models import Entry

PAGE = 1_000
GONE = "is in the index, and is not to be found any more."


@dataclass(frozen=True)
class Difference:
    """Something that is not as it ought to be, in a sentence."""

    key: str
    sentence: str
    #: The entry's id; None where there is none.
    entry: int | None = None
    #: Whether the entry has changed and is yet to be sent: that is no fault.
    is_waiting: bool = False

    def __str__(self) -> str:
        return f"{self.key} {self.sentence}"


@dataclass(frozen=True)
class Copy:
    """What is compared of an entry."""

    id: int
    key: str
    version: int
    rule: int | None
    is_waiting: bool = False


def differences(index: str) -> Iterator[Difference]:
    """Where an index and the table differ, in the order of the entries' ids."""
    mine, theirs = _table(), _index(index)
    here, there = next(mine, None), next(theirs, None)
    while here or there:
        least = min(one.id for one in (here, there) if one)
        mine_now = here if here and here.id == least else None
        theirs_now = there if there and there.id == least else None
        difference = _between(mine_now, theirs_now)
        if difference:
            yield difference
        here = next(mine, None) if mine_now else here
        there = next(theirs, None) if theirs_now else there


def lasting(index: str, found: Iterable[Difference]) -> list[Difference]:
    """Those of the differences that are there still: between two pages of the streams something may have changed."""
    seen = list(found)
    still: list[Difference] = []
    for start in range(0, len(seen), PAGE):
        some = seen[start : start + PAGE]
        here = {row.key: row for row in _rows([one.key for one in some])}
        there = _documents(index, [one.key for one in some])
        for one in some:
            difference = _between(here.get(one.key), there.get(one.key))
            still += [difference] if difference else []
    return still


def _between(here: Copy | None, there: Copy | None) -> Difference | None:
    """How the two differ. A tombstone is as good as nothing."""
    one = here or there
    if one is None:
        return None
    sentence = ""
    if there is None:
        sentence = "is missing from the index." if one.version else ""
    elif here is None:
        sentence = GONE
    else:
        sentence = _compared(here, there)
    if not sentence:
        return None
    return Difference(one.key, sentence, here.id if here else None, bool(here and here.is_waiting))


def _compared(here: Copy, there: Copy) -> str:
    if not here.version:
        return GONE
    if here.key != there.key:
        return f"is called {there.key} in the index."
    if here.version != there.version:
        return f"has version {there.version} in the index and {here.version} in the table."
    if here.rule != there.rule:
        return f"has rule {there.rule} in the index and {here.rule} in the table."
    return ""


def _table() -> Iterator[Copy]:
    """The entries; tombstones with version 0."""
    last = 0
    while rows := list(_copies(Entry.objects.filter(pk__gt=last).order_by("pk")[:PAGE])):
        yield from rows
        last = rows[-1].id


def _rows(keys: list[str]) -> Iterator[Copy]:
    pairs = [key.partition(":") for key in keys]
    wanted = Entry.objects.filter(
        source__in={source for source, _colon, _number in pairs},
        number__in=[int(number) for _source, _colon, number in pairs],
    )
    return _copies(wanted)


def _copies(rows: Any) -> Iterator[Copy]:
    fields = ("pk", "source", "number", "version", "indexed_version", "rule_id", "live")
    for pk, source, number, version, sent, rule, live in rows.values_list(*fields):
        yield Copy(pk, f"{source}:{number}", version * live, rule, is_waiting=sent < version)


def _index(index: str) -> Iterator[Copy]:
    last = 0
    while hits := _hits(index, {"match_all": {}}, search_after=[last]):
        yield from map(_copy, hits)
        last = int(hits[-1]["sort"][0])


def _documents(index: str, keys: list[str]) -> dict[str, Copy]:
    return {hit["_id"]: _copy(hit) for hit in _hits(index, {"ids": {"values": keys}})}


def _hits(index: str, query: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    answer = sending().search(
        index=index,
        query=query,
        size=PAGE,
        sort=[{"id": "asc"}],
        source=False,
        docvalue_fields=[{"field": name} for name in ("id", "version", "rule")],
        track_total_hits=False,
        allow_partial_search_results=False,
        **more,
    )
    return list(answer["hits"]["hits"])


def _copy(hit: dict[str, Any]) -> Copy:
    held = {name: values[0] for name, values in hit.get("fields", {}).items()}
    return Copy(int(held["id"]), hit["_id"], int(held["version"]), held.get("rule"))
