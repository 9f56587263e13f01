"""Tables with header cells and a caption."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.html import strip_tags
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from core.blocks.text import LINE_FEATURES, LineBlock, ProseBlock

_ONE_PARAGRAPH = re.compile(r"<p\b[^>]*>((?:(?!<p\b).)*)</p>", re.DOTALL)


class CellBlock(ProseBlock):
    """What stands in one cell: a line or two, with links."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(features=LINE_FEATURES, required=False, **kwargs)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the cell's HTML, a single paragraph without its tags."""
        context = super().get_context(value, parent_context=parent_context)
        source = (value.source or "").strip()
        only = _ONE_PARAGRAPH.fullmatch(source)
        context["inline"] = only[1] if only else source
        return context

    class Meta:
        icon = "pilcrow"
        label = "Text"
        template = "components/blocks/cell.html"


class NumberCellBlock(blocks.CharBlock):
    """A figure, set flush right."""

    class Meta:
        icon = "decimal"
        label = "Figures"
        template = "components/blocks/cell_number.html"


@dataclass(frozen=True)
class Column:
    """A column: its heading, which may be empty, and whether it holds figures."""

    heading: str
    is_number: bool


@dataclass(frozen=True)
class Cell:
    """A cell, and what it is in its row."""

    bound: Any
    is_number: bool
    is_heading: bool


@dataclass(frozen=True)
class Drawing:
    """A table as its template draws it."""

    caption: str
    columns: list[Column]
    rows: list[list[Cell]]

    @property
    def has_head(self) -> bool:
        """Whether any column has a heading."""
        return any(column.heading for column in self.columns)


class TableValue(blocks.StructValue):
    """What the table's template asks for."""

    @cached_property
    def drawing(self) -> Drawing:
        """The table with its heading cells told from the others."""
        table = self["table"]
        columns = [
            Column((column["heading"] or "").strip(), column["block"].name == "number")
            for column in table.columns
        ]
        rows = [[self._cell(place, bound) for place, bound in enumerate(row)] for row in table.rows]
        return Drawing(self.get("caption") or table.caption or "", columns, rows)

    def _cell(self, place: int, bound: Any) -> Cell:
        heads_row = bool(self.get("row_headers")) and place == 0
        is_empty = not strip_tags(str(getattr(bound.value, "source", bound.value) or "")).strip()
        return Cell(bound, bound.block.name == "number", heads_row and not is_empty)


class TableBlock(blocks.StructBlock):
    """Rows and columns, each column with its heading."""

    caption = LineBlock(
        help_text="What the table shows, in a few words. Read out first by screen readers.",
    )
    row_headers = blocks.BooleanBlock(
        required=False,
        default=False,
        label="First column holds headings",
        help_text="Tick when the first cell of each row says what the row is about.",
    )
    table = TypedTableBlock(
        [
            ("text", CellBlock()),
            ("number", NumberCellBlock(required=False, default="")),
        ],
        help_text="Give each column a heading. Choose “Figures” for columns of numbers.",
    )

    class Meta:
        icon = "table"
        label = "Table"
        value_class = TableValue
        group = "Guidance"
        template = "components/blocks/table.html"
        description = "Rows and columns of facts. Not for layout."
        label_format = "{caption}"
        preview_value = {
            "caption": "Subsistence rates",
            "row_headers": True,
            "table": {
                "columns": [
                    {"type": "text", "heading": "Time away"},
                    {"type": "number", "heading": "Rate"},
                ],
                "rows": [
                    {"values": ["<p>5 to 10 hours</p>", "£8.50"]},
                    {"values": ["<p>Over 10 hours</p>", "£17.00"]},
                ],
                "caption": "",
            },
        }
