"""Spreadsheets that go out: CSV files that hold nothing a spreadsheet would calculate."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.http import StreamingHttpResponse
from wagtail.admin.views.mixins import Echo

#: What spreadsheets take for the beginning of a formula. Apostrophes before it count as ours.
FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
ROWS_AT_A_TIME = 500

Cell = str | int | date
Row = Sequence[Cell]


def as_csv(columns: Sequence[str], rows: Iterable[Row], name: str) -> StreamingHttpResponse:
    """A CSV file that Excel opens in the right letters, sent while it is written."""
    lines = _lines(columns, rows)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def as_text(value: Cell) -> str:
    """A value as a cell of a CSV file that no spreadsheet takes for a formula.

    One apostrophe is put before what begins like a formula, after any apostrophes or none. Whoever
    reads the file again takes one off where apostrophes stand before such a beginning.
    """
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if FORMULA.match(text) else text


def _lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    # Every cell is quoted, or else a cell could end where a spreadsheet splits at semicolons.
    writer: Any = csv.writer(Echo(), quoting=csv.QUOTE_ALL)
    yield "\ufeff".encode() + writer.writerow(columns)
    waiting = iter(rows)
    while batch := list(islice(waiting, ROWS_AT_A_TIME)):
        yield b"".join(writer.writerow(map(as_text, row)) for row in batch)
