"""CSV files hold nothing that a spreadsheet would calculate."""

import csv
from datetime import date
from io import StringIO

import pytest

from core.sheets import ROWS_AT_A_TIME, as_csv, as_text


@pytest.mark.parametrize("words", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "'=1", "\r=1"])
def test_a_formula_becomes_text(words: str) -> None:
    assert as_text(words) == f"'{words}"


@pytest.mark.parametrize(
    ("value", "text"), [("Tides", "Tides"), (5, "5"), (date(2026, 3, 1), "2026-03-01"), ("", "")]
)
def test_everything_else_is_left_as_it_is(value: str | int | date, text: str) -> None:
    assert as_text(value) == text


def test_a_file_has_all_rows_and_every_cell_quoted() -> None:
    rows = [(number, '=HYPERLINK("x")') for number in range(ROWS_AT_A_TIME + 1)]
    answer = as_csv(("No.", "Title"), rows, "tides.csv")
    text = b"".join(answer).decode("utf-8-sig")  # type: ignore[arg-type]
    read = list(csv.reader(StringIO(text)))
    assert read[0] == ["No.", "Title"]
    assert read[-1] == [f"{ROWS_AT_A_TIME}", '\'=HYPERLINK("x")']
    assert len(read) == len(rows) + 1
    assert text.startswith('"No.","Title"')
    assert answer["Content-Disposition"] == 'attachment; filename="tides.csv"'
