"""Tables: HTML's, which may have anything, to ours, which have columns with a heading."""

import re
from typing import Any

from transfer.markdown.inline import Inset, Picture, Piece, pieces
from transfer.markdown.model import Block, Line, Prose, Run, Style
from transfer.markdown.prose import tidy
from transfer.markdown.source import one_line
from transfer.markdown.tree import Node

LONGEST_CAPTION = 255
MOST_COLUMNS = 30
_FIGURE = re.compile(r"^[–−-]?\s*[£$€]?\s*\d[\d.,   ]*\s*%?$")
_LIST = frozenset({"ul", "ol"})


class Table:
    """One table of a page: its block, and the pictures that no cell can hold."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.pictures: list[Picture] = []
        caption = node.first("caption")
        self.caption = one_line(caption.text) if caption else ""

    def block(self) -> Block | None:
        """The block, or None for a table without a word in it."""
        rows = [self._cells(row) for row in self._rows()]
        rows = [row for row in rows if row]
        if not any(line.text for row in rows for cell in row for line in cell[1]):
            return None
        headings = rows.pop(0) if self._has_heading(rows) else []
        width = max((len(row) for row in [headings, *rows]), default=0)
        bodies = [self._padded([lines for _tag, lines in row], width) for row in rows]
        names = [_words(lines) for _tag, lines in headings]
        names += [""] * (width - len(names))
        columns, values = _columns(names, bodies)
        value: dict[str, Any] = {
            "caption": self.caption[:LONGEST_CAPTION]
            if len(self.caption) <= LONGEST_CAPTION
            else "",
            "row_headers": self._leads_with_headings(rows),
            "table": {"columns": columns, "rows": values, "caption": ""},
        }
        return Block("table", value, self.node.line)

    def _rows(self) -> list[Node]:
        """The table's own rows, not those of a table inside it."""
        found: list[Node] = []
        for child in self.node.elements:
            if child.tag == "tr":
                found.append(child)
            elif child.tag in {"thead", "tbody", "tfoot"}:
                found.extend(row for row in child.elements if row.tag == "tr")
        return found

    def _cells(self, row: Node) -> list[tuple[str, list[Line]]]:
        cells: list[tuple[str, list[Line]]] = []
        for cell in row.elements:
            if cell.tag not in {"td", "th"} or len(cells) >= MOST_COLUMNS:
                continue
            cells.append((cell.tag, self._lines(cell)))
            span = cell.attrs.get("colspan", "1")
            wide = min(int(span), MOST_COLUMNS) if span.isdecimal() else 1
            cells.extend((cell.tag, []) for _ in range(wide - 1))
        return cells

    def _lines(self, cell: Node) -> list[Line]:
        """A cell's paragraphs. Lists become paragraphs, one an item."""
        lines: list[Line] = []
        runs: list[Run] = []

        def flush() -> None:
            settled = tidy(runs)
            if settled:
                lines.append(Line("p", settled, line=cell.line))
            runs.clear()

        def take(found: list[Piece]) -> None:
            for piece in found:
                if isinstance(piece, Run):
                    runs.append(piece)
                elif isinstance(piece, Picture):
                    self.pictures.append(piece)
                elif isinstance(piece, Inset):
                    flush()
                    self._inset(piece.node, take, flush)

        take(list(pieces(cell.children)))
        flush()
        return lines

    def _inset(self, node: Node, take: Any, flush: Any) -> None:
        parts = list(node.find("li")) if node.tag in _LIST else [node]
        for part in parts:
            inner = [
                child for child in part.children if isinstance(child, str) or child.tag not in _LIST
            ]
            take(list(pieces(inner)))
            flush()

    def _has_heading(self, rows: list[list[tuple[str, list[Line]]]]) -> bool:
        if not rows or len(rows) < 2:  # noqa: PLR2004 - a heading needs something to head
            return False
        return all(tag == "th" for tag, _lines in rows[0]) and any(lines for _t, lines in rows[0])

    def _leads_with_headings(self, rows: list[list[tuple[str, list[Line]]]]) -> bool:
        """Whether each row begins with a heading cell, or with bold words."""
        if not rows:
            return False
        return all(row[0][0] == "th" or _is_bold(row[0][1]) for row in rows)

    def _padded(self, cells: list[list[Line]], width: int) -> list[list[Line]]:
        return cells + [[] for _ in range(width - len(cells))]


def _columns(
    names: list[str], rows: list[list[list[Line]]]
) -> tuple[list[dict[str, str]], list[dict[str, Any]]]:
    figures = []
    for at in range(len(names)):
        cells = [_words(row[at]) for row in rows]
        plain = all(not run.link for row in rows for line in row[at] for run in line.runs)
        figures.append(
            plain and any(cells) and all(not cell or _FIGURE.match(cell) for cell in cells)
        )
    columns = [
        {"type": "number" if figure else "text", "heading": name}
        for name, figure in zip(names, figures, strict=True)
    ]
    values = [
        {
            "values": [
                _words(cell) if figure else Prose(cell)
                for cell, figure in zip(row, figures, strict=True)
            ]
        }
        for row in rows
    ]
    return columns, values


def _words(lines: list[Line]) -> str:
    return one_line(" ".join(line.text for line in lines))


def _is_bold(lines: list[Line]) -> bool:
    runs = [run for line in lines for run in line.runs if run.text.strip()]
    return bool(runs) and all(Style.BOLD in run.styles for run in runs)
