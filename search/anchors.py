"""The texts of links as words of what they lead to.

A text counts only if everyone who may read the target may read the linking page too: otherwise search would
tell of pages that are closed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Q

from access.models import Rule
from access.rules import Requirement, read
from core.findable import Findable
from search.models import Entry, EntryLink
from search.outbox import bump
from search.storing import update

LONGEST = 4_000
CHUNK = 200


class Target(NamedTuple):
    """What a link leads to."""

    source: str
    number: int


def keep_links(
    source: str, described: Mapping[int, Findable], gone: Collection[int]
) -> set[Target]:
    """Keep what these things link to. Gives whatever they lead to now, or led to before."""
    entries = dict(
        Entry.objects.filter(source=source, number__in=[*described, *gone]).values_list(
            "number", "pk"
        )
    )
    rows = EntryLink.objects.filter(entry__in=entries.values())
    stored: dict[int, set[tuple[str, int, str]]] = defaultdict(set)
    for entry, *link in rows.values_list("entry_id", "source", "number", "text"):
        stored[entry].add(tuple(link))  # type: ignore[arg-type]
    touched: set[Target] = set()
    stale, new = list[int](), list[EntryLink]()
    for number, pk in entries.items():
        thing = described.get(number)
        wanted = {(link.source, link.number, link.text) for link in thing.links} if thing else set()
        touched |= {Target(*link[:2]) for link in wanted | stored[pk]}
        if wanted != stored[pk]:
            stale.append(pk)
            new += [
                EntryLink(entry_id=pk, source=s, number=n, text=t) for s, n, t in sorted(wanted)
            ]
    if stale:
        EntryLink.objects.filter(entry__in=stale).delete()
    EntryLink.objects.bulk_create(new, batch_size=500)
    return touched


def led_to(entries: Iterable[int]) -> set[Target]:
    """What these entries' things lead to. Asks nothing where there are none."""
    wanted = list(entries)
    if not wanted:
        return set()
    links = EntryLink.objects.filter(entry__in=wanted)
    return {Target(*pair) for pair in links.values_list("source", "number")}


def settle_anchors(targets: Iterable[Target], *, kept: bool) -> None:
    """Bring the link texts and the popularity of these targets in line with the links that lead to them."""
    wanted = sorted(set(targets))
    for start in range(0, len(wanted), CHUNK):
        _settle(wanted[start : start + CHUNK], kept=kept)


def _settle(targets: list[Target], *, kept: bool) -> None:
    numbers: dict[str, list[int]] = defaultdict(list)
    for target in targets:
        numbers[target.source].append(target.number)
    where = reduce(or_, (Q(source=name, number__in=some) for name, some in numbers.items()))
    # Locked: a version that was read before another change was stored would fall.
    locked: Any = Entry.objects.select_for_update().filter(where, live=True)
    entries = list(locked.only(*_FIELDS).order_by("pk"))
    links = EntryLink.objects.filter(where, entry__live=True)
    leading: dict[Target, list[tuple[int, int | None, str]]] = defaultdict(list)
    rules = {entry.rule_id for entry in entries}
    for source, number, entry, rule, text in links.values_list(
        "source", "number", "entry_id", "entry__rule_id", "text"
    ):
        leading[Target(source, number)].append((entry, rule, text))
        rules.add(rule)
    asked = _requirements({rule for rule in rules if rule is not None})
    changed = []
    for entry in entries:
        found = leading[Target(entry.source, entry.number)]
        open_ = [
            one for one in found if one[0] != entry.pk and counts(entry.rule_id, one[1], asked)
        ]
        texts = list(dict.fromkeys(text for _entry, _rule, text in sorted(open_) if text))
        anchors, popularity = "\n".join(texts)[:LONGEST], len({one[0] for one in open_})
        if (entry.anchors, entry.popularity) != (anchors, popularity):
            entry.anchors, entry.popularity = anchors, popularity
            bump(entry, kept=kept)
            changed.append(entry)
    update(changed, ("anchors", "popularity", "version", "indexed_version"))


_FIELDS = ("source", "number", "rule", "anchors", "popularity", "version", "indexed_version")


def counts(
    target: int | None, source: int | None, asked: Mapping[int, Requirement] | None = None
) -> bool:
    """Whether a link's text counts: whoever meets the target's rule meets the source's too. Both are ids of rules.

    `asked` has what rules ask, where it was read already.
    """
    if source is None or target is None:
        return target is None
    if target == source:
        return True
    known = _requirements({target, source}) if asked is None else asked
    return implies(known[target], known[source])


def implies(narrow: Requirement, wide: Requirement) -> bool:
    """Whether meeting one requirement means meeting the other."""
    return all(any(other <= clause for other in narrow) for clause in wide)


def _requirements(rules: Collection[int]) -> dict[int, Requirement]:
    """What rules ask, by their ids. Not kept: the id of a rule that was rolled back is given to another."""
    if len(rules) < 2:  # noqa: PLR2004 - a rule implies itself
        return {}
    rows = Rule.objects.filter(pk__in=rules).values_list("pk", "requirement")
    return {number: read(text) for number, text in rows}
