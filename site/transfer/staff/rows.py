"""Rows: what a record says of somebody, with every cell looked at."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models

from people.models import Location, Person, Team
from transfer.staff.columns import (
    DATES,
    FED,
    ID,
    MANAGER,
    NAMES,
    ORGANISATION,
    PERSONAL,
    UNIT,
    Columns,
)
from transfer.staff.mapping import Mapping
from transfer.staff.report import Met, StaffReport

Unit = tuple[str, str]


def _longest(model: type[models.Model], name: str) -> int:
    field: Any = model._meta.get_field(name)
    return int(field.max_length)


LONGEST_ID = _longest(Person, ID)
LONGEST_UNIT = _longest(Team, "name")
LONGEST = {
    name: _longest(Person, name) for name in (*FED, *PERSONAL) if name not in {*DATES, "location"}
} | {"location": _longest(Location, "name")}
#: Half of one of these is of no use to anybody.
WHOLE = frozenset({"phone", "mobile", "location"})
#: Unseen characters with no place in a cell: controls but tab and line breaks, and what turns the direction.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")  # fmt: skip


@dataclass
class Row:
    """What the file says of one person. A field that it says nothing usable of is not in `values`."""

    line: int
    employee_id: str
    values: dict[str, Any] = field(default_factory=dict)
    #: The manager's employee id, empty for none; None where the file has no such column.
    manager: str | None = None
    #: The organisation and the unit; None where the file names neither.
    unit: Unit | None = None

    @property
    def name(self) -> str:
        """The name, for the report."""
        return " ".join(filter(None, (self.values.get(name, "") for name in NAMES)))


class _RefusedError(Exception):
    """The row does not even say whose it is; the message says why."""


def read(
    records: Iterable[tuple[int, list[str]]],
    columns: Columns,
    mapping: Mapping,
    report: StaffReport,
) -> Iterator[Row]:
    """Every row that says whose it is, in the file's order; what is wrong with the others is told."""
    for line, cells in records:
        report.rows += 1
        try:
            yield _Cells(line, columns.texts(_fitted(cells, columns.width)), mapping, report).row()
        except _RefusedError as error:
            report.refuse(Met.UNUSABLE, line, str(error))


def _fitted(cells: list[str], width: int) -> list[str]:
    """As many cells as the header has; empty ones beyond it are a spreadsheet's habit."""
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) != width:
        raise _RefusedError(
            f"has {len(cells)} cells, and the first line has {width}. A delimiter or a line break within a cell "
            "needs quotation marks round the cell."
        )
    return cells


class _Cells:
    """The cells of one record by their columns."""

    def __init__(
        self, line: int, texts: dict[str, str], mapping: Mapping, report: StaffReport
    ) -> None:
        self.line = line
        self.mapping = mapping
        self.report = report
        self.employee_id = self._id(texts)
        self.texts = self._seen(texts)

    def row(self) -> Row:
        """What they say."""
        row = Row(self.line, self.employee_id, unit=self._unit())
        for name in (*FED, *PERSONAL):
            if name in self.texts:
                value = self._value(name)
                if value is not ...:
                    row.values[name] = value
        self._check_dates(row)
        if MANAGER in self.texts:
            row.manager = self.texts[MANAGER].strip()
        return row

    def _id(self, texts: dict[str, str]) -> str:
        number = texts[ID].strip()
        if not number:
            raise _RefusedError("has no employee id.")
        if _UNSEEN.search(number):
            raise _RefusedError(
                f"has an employee id with unseen characters in it: “{_UNSEEN.sub('·', number)[:80]}”."
            )
        if len(number) > LONGEST_ID:
            raise _RefusedError(
                f"has an employee id of {len(number)} characters; {LONGEST_ID} is the most."
            )
        return number

    def _seen(self, texts: dict[str, str]) -> dict[str, str]:
        """The texts without unseen characters."""
        clean = {name: _UNSEEN.sub("", text) for name, text in texts.items()}
        dirty = [name for name in clean if clean[name] != texts[name]]
        if dirty:
            self._tell(
                Met.CHARACTERS,
                f"holds unseen characters (such as NUL) in {', '.join(dirty)}: taken out.",
            )
        return clean

    def _value(self, name: str) -> Any:
        """What a cell means for a field; `...` where it cannot be used."""
        special: dict[str, Callable[[str], Any]] = {
            "email": self._email,
            "about": self._about,
            **dict.fromkeys(DATES, self._date),
        }
        return special.get(name, self._plain)(name)

    def _plain(self, name: str) -> Any:
        text, longest = self._line_of(name), LONGEST[name]
        if len(text) <= longest:
            return text
        if name in WHOLE:
            self._tell(Met.FIELD, f"{name} has {len(text)} characters; {longest} is the most.")
            return ...
        return self._cut(name, text, longest)

    def _about(self, name: str) -> str:
        text = re.sub("\r\n?", "\n", self.texts[name]).strip()
        return text if len(text) <= LONGEST[name] else self._cut(name, text, LONGEST[name])

    def _cut(self, name: str, text: str, longest: int) -> str:
        self._tell(
            Met.SHORTENED,
            f"{name} has {len(text)} characters and was cut to {longest}: “{text[:40]}…”.",
        )
        return text[:longest].rstrip()

    def _email(self, name: str) -> Any:
        text = self.texts[name].strip().lower()
        if not text:
            return None
        try:
            validate_email(text)
        except ValidationError:
            fits = False
        else:
            fits = len(text) <= LONGEST[name]
        if not fits:
            self._tell(
                Met.EMAIL,
                f"“{text[:80]}” is no e-mail address; {self.employee_id} comes without it.",
            )
        return text if fits else ...

    def _date(self, name: str) -> Any:
        text = self.texts[name].strip()
        if not text:
            return None
        try:
            return self.mapping.date(text)
        except ValueError:
            self._tell(
                Met.FIELD,
                f"{name} is “{text[:40]}”, which is no date as {self.mapping.date_format} writes one.",
            )
            return ...

    def _check_dates(self, row: Row) -> None:
        first, last = (row.values.get(name) for name in DATES)
        if first and last and last < first:
            self._tell(Met.FIELD, f"left_on ({last}) lies before start_date ({first}): left out.")
            del row.values["left_on"]

    def _unit(self) -> Unit | None:
        # An accent may be one with its letter or follow it: that makes no two units.
        names = (self._line_of(ORGANISATION), self._line_of(UNIT))
        for column, name in zip((ORGANISATION, UNIT), names, strict=True):
            if (text := self.texts.get(column, "").strip()) != name:
                message = f"“{text[:80]}” is read as “{name[:80]}”."
                self.report.add_once(Met.UNIT_NAMES, self.line, message)
        organisation, unit = (unicodedata.normalize("NFC", name) for name in names)
        if max(len(organisation), len(unit)) > LONGEST_UNIT:
            self._tell(
                Met.FIELD, f"the unit's name is longer than {LONGEST_UNIT} characters: left out."
            )
            return None
        return (organisation, unit) if organisation or unit else None

    def _line_of(self, name: str) -> str:
        """A cell as one line, its words one space apart."""
        return " ".join(self.texts.get(name, "").split())

    def _tell(self, kind: Met, message: str) -> None:
        self.report.add(kind, self.line, message)
