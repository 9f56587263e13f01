"""Whether everything agrees: the things with their entries, and the entries with what Elasticsearch holds."""

from collections.abc import Iterable, Iterator
from typing import Any

from core import registry
from search.elastic.comparing import Difference, differences, lasting
from search.elastic.sync import remove, sync
from search.models import Entry
from search.outbox import next_version
from search.writing import BATCH, batches, content_of, write


def check_entries() -> Iterator[Difference]:
    """Where entries are not what their things say: each source in turn."""
    for things in registry.findables:
        seen: set[int] = set()
        for numbers in batches(list(things.numbers()), BATCH):
            seen.update(numbers)
            yield from _compared(things, numbers)
        entries = Entry.objects.filter(source=things.name, live=True)
        for number in entries.order_by("number").values_list("number", flat=True).iterator():
            if number not in seen and number not in things.describe([number]):
                yield Difference(
                    f"{things.name}:{number}", "has an entry, and is not to be found any more."
                )
    known = registry.findables.keys()
    for entry in Entry.objects.filter(live=True).exclude(source__in=known).only("source", "number"):
        yield Difference(
            entry.key, "has an entry, and nothing here knows of such things.", entry.pk
        )


def repair_entries(found: Iterable[Difference]) -> None:
    """Write these entries anew."""
    by_source: dict[str, set[int]] = {}
    for one in found:
        source, _colon, number = one.key.partition(":")
        by_source.setdefault(source, set()).add(int(number))
    for source, numbers in by_source.items():
        if registry.findables.get(source):
            write(source, numbers)
        else:
            Entry.objects.filter(source=source, number__in=numbers).delete()


def check_indices(index: str) -> list[Difference]:
    """Where an index is not what the entries say, once everything is sent."""
    sync()
    return lasting(index, differences(index))


def repair_index(index: str, found: Iterable[Difference]) -> None:
    """Send these entries anew, in a version above whatever the index has; take out what is in it by mistake."""
    strange = []
    for one in found:
        entry = Entry.objects.filter(pk=one.entry or 0).first()
        if entry is None:
            strange.append(one.key)
        elif not one.is_waiting:
            Entry.objects.filter(pk=entry.pk, version=entry.version).update(
                version=next_version(entry)
            )
    remove(index, strange)
    sync()


def _compared(things: Any, numbers: list[int]) -> Iterator[Difference]:
    described = things.describe(numbers)
    entries = {
        entry.number: entry
        for entry in Entry.objects.filter(source=things.name, number__in=numbers)
    }
    for number in numbers:
        entry = entries.get(number)
        key = f"{things.name}:{number}"
        if number not in described:
            if entry and entry.live:
                yield Difference(key, "has an entry, and is not to be found any more.", entry.pk)
        elif entry is None or not entry.live:
            yield Difference(key, "has no entry.")
        else:
            content = content_of(described[number])
            stale = [name for name, value in content.items() if getattr(entry, name) != value]
            if stale:
                fields = ", ".join(name.removesuffix("_id") for name in stale)
                yield Difference(key, f"has an entry that is out of date: {fields}.", entry.pk)
