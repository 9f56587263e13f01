"""Staff files to import."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

#: The columns of the first customer's file.
COLUMNS = (
    "employee_id first_name last_name email job_title grade organisation unit manager_employee_id "
    "profession about"
).split()


def person(number: str, **said: str) -> dict[str, str]:
    """A row: somebody in the Home Office's Border Force, unless told otherwise."""
    return {
        "employee_id": number,
        "first_name": f"First{number}",
        "last_name": f"Last{number}",
        "email": f"{number.lower()}@department.example",
        "job_title": "Officer",
        "grade": "EO",
        "organisation": "Home Office",
        "unit": "Border Force",
        "manager_employee_id": "",
        "profession": "Policy",
        "about": "",
    } | said


def text(
    rows: Iterable[Mapping[str, str]], columns: Iterable[str] = COLUMNS, delimiter: str = ","
) -> str:
    """Rows as a CSV file's text."""
    out = io.StringIO()
    writer = csv.DictWriter(
        out, list(columns), delimiter=delimiter, lineterminator="\r\n", extrasaction="ignore"
    )
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def staff_file(
    folder: Path,
    *rows: Mapping[str, str],
    columns: Iterable[str] = (),
    encoding: str = "utf-8",
    delimiter: str = ",",
) -> Path:
    """Rows as a file; columns beyond the usual ones come from the rows."""
    extra = [name for row in rows for name in row if name not in COLUMNS]
    names = list(columns) or [*COLUMNS, *dict.fromkeys(extra)]
    path = folder / "staff.csv"
    path.write_bytes(text(rows, names, delimiter).encode(encoding))
    return path
