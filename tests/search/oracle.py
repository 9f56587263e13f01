"""What entries should hold, worked out anew from the things themselves.

Rules of links are compared by trying them on everybody there could be, and not as `search.anchors` does it.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, combinations
from typing import Any

from access.models import Rule
from access.rules import Requirement, is_met, read
from core import registry
from core.findable import Findable
from search.acronyms import acronyms_in
from search.models import Acronym, Entry
from search.writing import content_of

Key = tuple[str, int]


def differences() -> list[str]:
    """Every entry that is not what it should be, in words."""
    things = dict(described())
    entries = {(entry.source, entry.number): entry for entry in Entry.objects.filter(live=True)}
    found = [f"{key} is missing" for key in sorted(things.keys() - entries.keys())]
    found += [f"{key} is of nothing" for key in sorted(entries.keys() - things.keys())]
    links = _links(things)
    explained = _acronyms()
    for key in sorted(things.keys() & entries.keys()):
        entry = entries[key]
        wanted = {**content_of(things[key]), **links[key], "acronyms": _explained(entry)}
        for name, value in wanted.items():
            held = explained[entry.pk] if name == "acronyms" else getattr(entry, name)
            if held != value:
                found.append(f"{key} {name}: {held!r}, but should be {value!r}")
    return found


def described() -> Iterator[tuple[Key, Findable]]:
    """Everything that can be found, as it describes itself."""
    for things in registry.findables:
        for number, thing in things.describe(list(things.numbers())).items():
            yield (things.name, number), thing


def _links(things: dict[Key, Findable]) -> dict[Key, dict[str, Any]]:
    asked = {number: read(text) for number, text in Rule.objects.values_list("pk", "requirement")}
    texts: dict[Key, set[str]] = defaultdict(set)
    leading: dict[Key, set[Key]] = defaultdict(set)
    for source, thing in things.items():
        for link in thing.links:
            target = (link.source, link.number)
            if target == source or target not in things:
                continue
            if _no_wider(asked, things[target].rule, thing.rule):
                texts[target] |= {link.text} - {""}
                leading[target].add(source)
    entries = {(e.source, e.number): e.anchors for e in Entry.objects.filter(live=True)}
    return {
        key: {
            # Their order is whatever it is; each is there once.
            "anchors": entries[key] if sorted(entries.get(key, "").splitlines()) == sorted(texts[key]) else sorted(texts[key]),
            "popularity": len(leading[key]),
        }
        for key in things
        if key in entries
    }  # fmt: skip


def _no_wider(asked: dict[int, Requirement], target: int | None, source: int | None) -> bool:
    """Whether everybody who may read the target may read the source."""
    if target is None:
        return True
    if source is None:
        return False
    terms = sorted({term for rule in (target, source) for clause in asked[rule] for term in clause})
    somebody = chain.from_iterable(combinations(terms, size) for size in range(len(terms) + 1))
    return all(is_met(asked[source], held) for held in somebody if is_met(asked[target], held))


def _acronyms() -> dict[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for entry, short, long in Acronym.objects.values_list("entry", "short", "long"):
        found[entry].add((short, long))
    return found


def _explained(entry: Entry) -> set[tuple[str, str]]:
    texts = (entry.title, entry.headings, entry.summary, entry.body)
    return set(acronyms_in("\n".join(texts)))
