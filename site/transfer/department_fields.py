"""A department's front matter: what it does, where to go, whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transfer.markdown import frontmatter
from transfer.markdown.model import Block, Link, Target, To
from transfer.markdown.source import one_line
from transfer.markdown.special import contact_value
from transfer.report import Met

if TYPE_CHECKING:  # the filler hands departments here
    from transfer.fields import Filler

CARD = {"title": 120, "text": 255}


@dataclass
class DepartmentFiller:
    """Fills the streams that only departments have."""

    filler: Filler

    def fill(self) -> None:
        """Services, quick links and contacts."""
        streams = self.filler.page.streams
        for name in ("services", "quick_links"):
            cards = (self._card(name, entry) for entry in self._entries(name))
            streams[name] = [card for card in cards if card]
        contacts = (self._contact(entry) for entry in self._entries("contacts"))
        streams["contacts"] = [contact for contact in contacts if contact]

    def _entries(self, name: str) -> list[dict[str, Any]]:
        value = self.filler.matter.values.get(name)
        if value in (None, ""):
            return []
        if isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
            return value
        self.filler.tell(Met.FIELD, name, f"{name} is no list of entries with names and values.")
        return []

    def _card(self, name: str, entry: dict[str, Any]) -> Block | None:
        words = {
            key: self.filler.shortened(name, one_line(str(entry.get(key) or "")), limit)
            for key, limit in CARD.items()
        }
        target = frontmatter.as_words(entry.get("link"))
        if not target:
            what = f"“{words['title']}” leads nowhere and was left out."
            self.filler.tell(Met.FIELD, name, what)
            return None
        link = Link(To.RAW, target, line=self.filler.line(name))
        return Block("card", {"leads": Target(link), **words}, link.line)

    def _contact(self, entry: dict[str, Any]) -> Block | None:
        value = contact_value(entry)
        if value is None:
            what = "A contact needs a name, short lines and a sound e-mail address."
            self.filler.tell(Met.FIELD, "contacts", what)
            return None
        return Block("contact", value)
