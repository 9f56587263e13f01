"""The sections of a home page as they are stored, read without asking the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from home.blocks import Kind, Place, SectionsBlock


@dataclass(frozen=True)
class Section:
    """One section: what, where, how much, and its place in the stream, by which what is written is found."""

    kind: Kind
    place: Place
    heading: str
    number: int
    at: int


def sections_of(page: Any) -> Iterator[Section]:
    """The sections in the editors' order. What is stored of kinds that are no more is passed over."""
    for at, stored in enumerate(page.sections.raw_data):
        if stored["type"] in Kind.values:
            yield _read(Kind(stored["type"]), stored["value"], at)


def _read(kind: Kind, value: dict[str, Any], at: int) -> Section:
    place = value.get("place")
    number = value.get("number")
    heading = value.get("heading") or ""
    return Section(
        kind=kind,
        place=Place(place) if place in Place.values else Place.WIDE,
        heading=heading.strip() or kind.label,
        number=number if isinstance(number, int) and number > 0 else _usual_number(kind),
        at=at,
    )


def _usual_number(kind: Kind) -> int:
    block = SectionsBlock.base_blocks[kind].child_blocks.get("number")
    return block.meta.default if block else 0
