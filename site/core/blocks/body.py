"""The body of a page: all blocks together, and what holds between them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from wagtail import blocks

from core.blocks.links import CardsBlock, ContactBlock, DocumentsBlock
from core.blocks.media import FigureBlock, ImageTextBlock, VideoBlock
from core.blocks.people import PersonBlock
from core.blocks.tables import TableBlock
from core.blocks.text import (
    AccordionBlock,
    CalloutBlock,
    CodeBlock,
    HeadingBlock,
    ProseBlock,
    QuoteBlock,
    StepsBlock,
)

TOP_LEVEL = 2
#: What the templates round a body call their own parts, so that no heading is called the same.
FRAME_IDS = frozenset(
    {"main", "q", "people-q", "people-team", "reports", "conversation", "corrections", "kept"}
    | {
        f"{name}-title"
        for name in (
            "about", "add", "below", "browse", "clash", "closed", "complete", "confirmed", "contacts", "contents",
            "corrections", "cut", "departments", "facts", "glance", "kept", "left", "links", "managers", "meaning", "movers",
            "news", "nudge", "others", "own-links", "people", "related", "remove", "reports", "section", "sections", "series",
            "services", "skills",
            "starters", "stories", "tasks", "upload", "welcome", "where",
        )
    }
)  # fmt: skip


class BodyBlock(blocks.StreamBlock):
    """What editors build a page from. Headings get anchors, and none may skip a level."""

    text = ProseBlock()
    heading = HeadingBlock()
    image = FigureBlock()
    image_text = ImageTextBlock()
    callout = CalloutBlock()
    steps = StepsBlock()
    accordion = AccordionBlock()
    quote = QuoteBlock()
    table = TableBlock()
    documents = DocumentsBlock()
    cards = CardsBlock()
    contact = ContactBlock()
    person = PersonBlock()
    video = VideoBlock()
    code = CodeBlock()

    class Meta:
        required = False
        template = "components/blocks/body.html"

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        """Refuse headings that skip a level; give each heading an anchor of its own."""
        cleaned = super().clean(value)
        errors = _skipped_levels(cleaned)
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)
        self.settle(cleaned)
        return cleaned

    def settle(self, value: blocks.StreamValue) -> None:
        """What is made of a page's words besides: the anchors of its headings."""
        settle_anchors(value)


def headings(body: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    """Each heading of a body, with its place in the stream."""
    for place, child in enumerate(body):
        if child.block_type == "heading":
            yield place, child.value


def settle_anchors(body: Iterable[Any]) -> None:
    """Give every heading an anchor that no other heading of this body has, keeping those it has.

    Of two that want the same one, the first keeps it: links to it may be about. The other, which an
    editor duplicated or typed, is named after its words. New headings take what is left. A heading
    without words yet, in a draft, gets none.
    """
    taken: set[str] = set(FRAME_IDS)
    late: list[Any] = []
    for _place, heading in headings(body):
        anchor = heading.get("anchor")
        if anchor and anchor not in taken:
            taken.add(anchor)
        elif heading["text"].strip():
            late.append(heading)
    for heading in late:
        wanted = slugify(heading["text"])[:90].strip("-") or "section"
        heading["anchor"] = anchor = free_name(wanted, taken)
        taken.add(anchor)


def free_name(wanted: str, taken: set[str]) -> str:
    """`wanted`, or `wanted-2`, `wanted-3` and so on until it is not taken."""
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def _skipped_levels(body: blocks.StreamValue) -> dict[int, ValidationError]:
    errors: dict[int, ValidationError] = {}
    above = TOP_LEVEL - 1
    names = dict(HeadingBlock().child_blocks["level"].field.choices)
    for place, heading in headings(body):
        level = int(heading["level"])
        if level > above + 1:
            wanted = names[str(above + 1)]
            message = f"This heading skips a level. Choose “{wanted}”, or add the heading above it."
            errors[place] = blocks.StructBlockValidationError({"level": ValidationError(message)})
            level = above + 1
        above = level
    return errors
