"""Who may find what: entries take the rules of their things, in the transaction that changes those."""

from collections.abc import Iterable

from django.db import transaction

from core import registry
from search.anchors import Target, led_to, settle_anchors
from search.models import Entry
from search.outbox import after_commit, bump, is_kept
from search.storing import update
from search.writing import BATCH, batches


def write_rules(source: str, numbers: Iterable[int]) -> int:
    """Bring the rules of these entries in line, and nothing else but what links lend. Gives how many changed."""
    return sum(_write(source, batch) for batch in batches(sorted(set(numbers)), BATCH))


@transaction.atomic
def _write(source: str, numbers: list[int]) -> int:
    things = registry.findables.get(source)
    if things is None:
        return 0
    rules = things.rules(numbers)
    entries = Entry.objects.select_for_update().filter(source=source, number__in=numbers, live=True)
    fields = ("source", "number", "rule", "version", "indexed_version")
    changed = [
        entry
        for entry in entries.only(*fields).order_by("pk")
        if entry.rule_id != rules.get(entry.number)
    ]
    kept = is_kept()
    for entry in changed:
        entry.rule_id = rules.get(entry.number)
        bump(entry, kept=kept)
    update(changed, ("rule", "version", "indexed_version"))
    if changed:
        settle_anchors(_led_to(changed), kept=kept)
        if kept:
            after_commit()
    return len(changed)


def _led_to(entries: list[Entry]) -> set[Target]:
    """The things themselves, and those that they lead to."""
    return led_to(entry.pk for entry in entries) | {
        Target(entry.source, entry.number) for entry in entries
    }
