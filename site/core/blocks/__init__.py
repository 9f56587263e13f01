"""The blocks that editors build pages from, one family a file."""

from core.blocks.body import BodyBlock, settle_anchors
from core.blocks.links import CardBlock, CardListBlock, CardsBlock, ContactBlock, DocumentsBlock
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

__all__ = [
    "AccordionBlock",
    "BodyBlock",
    "CalloutBlock",
    "CardBlock",
    "CardListBlock",
    "CardsBlock",
    "CodeBlock",
    "ContactBlock",
    "DocumentsBlock",
    "FigureBlock",
    "HeadingBlock",
    "ImageTextBlock",
    "PersonBlock",
    "ProseBlock",
    "QuoteBlock",
    "StepsBlock",
    "TableBlock",
    "VideoBlock",
    "settle_anchors",
]
