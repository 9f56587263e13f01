"""Writing entries, in the transaction of the change that they tell of."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction

from core import registry
from core.findable import Findable
from search.acronyms import keep_acronyms
from search.anchors import Target, keep_links, led_to, settle_anchors
from search.models import Entry
from search.outbox import after_commit, bump, is_kept
from search.storing import update
from search.vocabulary import learn
from search.words import phones, spellings, squash

T = TypeVar("T")
BATCH = 500
_LEAST_DIGITS = 5
#: What an entry holds of its thing.
CONTENT: tuple[str, ...] = (
    "kind", "live", "title", "names", "headings", "summary", "body", "words", "exact", "address", "trail", "rule_id",
    "department", "topics", "owner_id", "date", "year", "live_until", "path",
)  # fmt: skip
NUMBERS: frozenset[str] = frozenset(
    {"rule_id", "department", "owner_id", "date", "year", "live_until"}
)
WRITTEN = [name.removesuffix("_id") for name in CONTENT] + ["version", "indexed_version"]


def write(source: str, numbers: Iterable[int], *, recounted: bool = False) -> int:
    """Bring the entries of these things in line with them. Gives how many entries changed.

    What can no longer be found leaves a tombstone, or nothing where no index has it. With `recounted` whoever
    calls counts all words afterwards.
    """
    changed = 0
    for batch in batches(sorted(set(numbers)), BATCH):
        with transaction.atomic():
            changed += _write(source, batch, recounted=recounted)
    return changed


def write_all(source: str) -> Iterator[int]:
    """Bring all entries of a source in line, a batch at a time. Gives how many were looked at.

    The words are only added: `vocabulary.recount` counts them.
    """
    things: Any = registry.findables.get(source)
    seen: set[int] = set()
    for batch in batches(list(things.numbers()), BATCH):
        write(source, batch, recounted=True)
        seen.update(batch)
        yield len(seen)
    known = Entry.objects.filter(source=source, live=True).values_list("number", flat=True)
    write(source, set(known) - seen)


def batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """The things, so many at a time."""
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch


def _write(source: str, numbers: Collection[int], *, recounted: bool) -> int:
    known = {
        entry.number: entry
        for entry in Entry.objects.select_for_update()
        .filter(source=source, number__in=numbers)
        .order_by("pk")
    }
    things: Any = registry.findables.get(source)
    described: dict[int, Findable] = things.describe(numbers)
    kept = is_kept()
    changed: list[Entry] = []
    for number in numbers:
        entry = known.get(number)
        if number not in described and (entry is None or not entry.live):
            continue
        content = content_of(described.get(number))
        if entry is None:
            entry = Entry(source=source, number=number, version=0)
        elif all(getattr(entry, name) == value for name, value in content.items()):
            continue
        for name, value in content.items():
            setattr(entry, name, value)
        changed.append(entry)
    # Asked before rows go: their links go with them.
    targets = led_to(entry.pk for entry in changed if not entry.live)
    _save(changed, kept=kept)
    targets |= keep_links(source, described, [e.number for e in changed if not e.live])
    targets |= {Target(source, entry.number) for entry in changed if entry.live}
    settle_anchors(targets, kept=kept)
    keep_acronyms([entry for entry in changed if entry.live])
    learn((entry for entry in changed if entry.live), recounted=recounted)
    if kept and changed:
        after_commit()
    return len(changed)


def _save(changed: list[Entry], *, kept: bool) -> None:
    """Write rows; a tombstone is kept only where an index has what is gone."""
    gone = [entry.pk for entry in changed if not entry.live and not kept]
    if gone:
        Entry.objects.filter(pk__in=gone).delete()
    rows = [entry for entry in changed if entry.live or kept]
    for entry in rows:
        bump(entry, kept=kept)
    new = [entry for entry in rows if entry._state.adding]
    known = [entry for entry in rows if not entry._state.adding]
    Entry.objects.bulk_create(new, batch_size=BATCH)
    update(known, WRITTEN)


def content_of(thing: Findable | None) -> dict[str, Any]:
    """The fields of an entry; of a tombstone where there is nothing."""
    if thing is None:
        gone: dict[str, Any] = dict.fromkeys(CONTENT, "")
        return {**gone, **dict.fromkeys(NUMBERS), "live": False}
    return {
        "kind": thing.kind,
        "live": True,
        "title": thing.title,
        "names": thing.names,
        "headings": thing.headings,
        "summary": thing.summary,
        "body": thing.body,
        "words": "\n".join(filter(None, (thing.words, " ".join(spellings_of(thing))))),
        "exact": "\n".join(exact_terms(thing)),
        "address": thing.address,
        "trail": thing.trail,
        "rule_id": thing.rule,
        "department": thing.department,
        "topics": f",{','.join(map(str, thing.topics))}," if thing.topics else "",
        "owner_id": thing.owner,
        "date": thing.date,
        "year": thing.date.year if thing.date else None,
        "live_until": thing.live_until,
        "path": thing.path,
    }


def spellings_of(thing: Findable) -> list[str]:
    """How those of its words are typed that engines do not fold as queries are folded."""
    texts = (thing.title, thing.names, thing.headings, thing.summary, thing.trail, thing.body)
    return spellings("\n".join(texts))


def exact_terms(thing: Findable) -> list[str]:
    """Exact terms, squashed; a phone number in each way that people type it."""
    terms: list[str] = []
    for term in thing.exact:
        squashed = squash(term)
        is_phone = squashed.isdigit() and len(squashed) >= _LEAST_DIGITS
        terms += [squashed, *(phones(term) if is_phone else ())]
    return [term for term in dict.fromkeys(terms) if term]
