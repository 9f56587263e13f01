"""The home page, put together from sections."""

import json
from typing import Any
from uuid import uuid4

from home.models import HomePage

#: Every section that keeps itself up to date, as editors would place them.
EVERYTHING = (
    ("to_do", "wide"),
    ("news", "main"),
    ("my_links", "side"),
    ("events", "side"),
    ("wall", "side"),
    ("departments", "wide"),
)


def section(kind: str, place: str = "wide", **value: Any) -> dict[str, Any]:
    """A section as it is stored."""
    return {"type": kind, "value": {"heading": "", "place": place, **value}}


def dress(home: HomePage, *sections: dict[str, Any]) -> HomePage:
    """Publish the home page with these sections, or with one of each."""
    home = HomePage.objects.get(pk=home.pk)  # what was made below it meanwhile has changed its row
    stored = list(sections) or [section(kind, place) for kind, place in EVERYTHING]
    home.sections = json.dumps(stored)
    home.full_clean()
    home.save_revision().publish()
    return home


def cards(*targets: Any, heading: str = "Handy", place: str = "wide") -> dict[str, Any]:
    """A section of cards, each to a page or to an address."""
    links = [
        {"url": target, "title": "There"} if isinstance(target, str) else {"page": target.pk}
        for target in targets
    ]
    return section("cards", place, heading=heading, cards=[item(link) for link in links])


def words(*blocks: dict[str, Any], place: str = "wide") -> dict[str, Any]:
    """A section of text."""
    return {"type": "words", "value": {"content": list(blocks), "place": place}}


def item(value: Any) -> dict[str, Any]:
    """One of a list of blocks, as it is stored."""
    return {"type": "item", "value": value, "id": str(uuid4())}
