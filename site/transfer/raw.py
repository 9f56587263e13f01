"""Blocks as Wagtail stores them, with the ids of what they show and link to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from transfer.markdown.model import Block, DocumentRef, ImageRef, Link, Prose, Target, To
from transfer.markdown.prose import write

#: A page's, image's or document's id; in a dry run a name for what would be made.
Id = int | str


@dataclass
class Ids:
    """What has been stored: pages by key, images and documents by path in the tree."""

    pages: Mapping[str, Id]
    images: Mapping[str, Id]
    documents: Mapping[str, Id]

    def page(self, key: str) -> Id | None:
        """A page's id; keys such as "#12" are pages outside the tree."""
        return int(key[1:]) if key.startswith("#") else self.pages.get(key)

    def attributes(self, link: Link) -> dict[str, str] | None:
        """The attributes of a link as the editor writes them; None if only its text is kept."""
        if link.to is To.URL:
            return {"href": link.target}
        if link.to is To.HERE:
            return {"href": f"#{link.target}"}
        if link.to is To.DOCUMENT:
            document = self.documents.get(link.target)
            return {"linktype": "document", "id": str(document)} if document else None
        page = self.page(link.target) if link.to is To.PAGE else None
        if page is None:
            return None
        fragment = {"fragment": link.fragment} if link.fragment else {}
        return {"linktype": "page", "id": str(page), **fragment}


class Raw:
    """Writes the streams of one page."""

    def __init__(self, key: str, ids: Ids) -> None:
        self.key = key
        self.ids = ids
        self.count = 0

    def stream(self, blocks: list[Block]) -> list[dict[str, Any]]:
        """A StreamField's stored value. Ids of blocks are the same each time."""
        found: list[dict[str, Any]] = []
        for block in blocks:
            value = self._block(block)
            if value is not None:
                found.append({"type": block.block_type, "value": value, "id": self._id()})
        return found

    def _id(self) -> str:
        self.count += 1
        return str(uuid5(NAMESPACE_URL, f"corridor:{self.key}:{self.count}"))

    def _block(self, block: Block) -> Any:
        value = block.value
        if block.block_type == "text":
            return self._prose(value["prose"]) or None
        if block.block_type in {"image", "image_text"} and self._image(value["image"]) is None:
            return None
        if block.block_type == "card":
            return self._card(value)
        if block.block_type == "documents":
            entries = [e for e in value["documents"] if self.ids.documents.get(e["document"].path)]
            value = {"documents": entries}
            if not entries:
                return None
        written = self._value(value)
        lists = {"accordion": "items", "steps": "steps", "documents": "documents", "cards": "cards"}
        name = lists.get(block.block_type)
        if name:
            written[name] = [{"type": "item", "value": v, "id": self._id()} for v in written[name]]
        return written

    def _value(self, value: Any) -> Any:
        if isinstance(value, dict):
            if "leads" in value:
                return self._card(value)
            return {key: self._value(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._value(item) for item in value]
        if isinstance(value, Prose):
            return self._prose(value)
        if isinstance(value, ImageRef):
            return self._image(value)
        if isinstance(value, DocumentRef):
            return self.ids.documents.get(value.path)
        return value

    def _prose(self, prose: Prose) -> str:
        return write(prose, self.ids.attributes)

    def _image(self, image: ImageRef) -> dict[str, Any] | None:
        number = self.ids.images.get(image.path)
        if number is None:
            return None
        return {"image": number, "decorative": not image.alt, "alt_text": image.alt}

    def _card(self, value: dict[str, Any]) -> dict[str, Any]:
        leads: Target = value["leads"]
        link = leads.link
        page = self.ids.page(link.target) if link and link.to is To.PAGE else None
        url = link.target if link and link.to is To.URL else ""
        return {"page": page, "url": url, "title": value["title"], "text": value["text"]}
