"""What moderators did, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audit.models import Change

LABELS = {"standing": "Shown or hidden", "reports": "Reports", "note": "Note"}


@dataclass(frozen=True)
class Entry:
    """One thing that a moderator did."""

    at: datetime
    by: str
    lines: list[str]
    kind: int
    number: int


def entries(changes: Iterable[Change]) -> list[Entry]:
    """Changes of contributions and of people who may not write, as sentences; with `actor` at hand."""
    return [
        Entry(
            change.at,
            str(change.actor or "The site"),
            [_sentence(line) for line in change.lines],
            change.content_type_id,
            change.object_id,
        )
        for change in changes
    ]


def _sentence(line: dict[str, Any]) -> str:
    name, before, after = line["name"], line["before"], line["after"]
    if name == "note":
        return f"Note: {after}"
    label = LABELS.get(name, name.capitalize())
    if not after:
        return f"{label}: no longer ({before})"
    return f"{label}: {before} → {after}" if before else f"{label}: {after}"
