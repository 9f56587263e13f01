"""Rows put aside on disk, to be taken up in another order than the file's."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import Self

from transfer.staff.columns import DATES
from transfer.staff.rows import Row

#: Bytes that stay in memory.
IN_MEMORY = 4 * 1024**2


class Spool:
    """Rows by employee id. In memory are only their places. It is gone when it is closed."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by `close`
        self.places: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._file.close()

    def add(self, row: Row) -> None:
        """Put a row aside, after all others."""
        self.places[row.employee_id] = self._file.tell()
        self._file.write(json.dumps(asdict(row), default=date.isoformat).encode() + b"\n")

    def get(self, employee_id: str) -> Row:
        """Take a row up again."""
        self._file.seek(self.places[employee_id])
        data = json.loads(self._file.readline())
        values = data["values"]
        for name in DATES:
            if values.get(name):
                values[name] = date.fromisoformat(values[name])
        data["unit"] = tuple(data["unit"]) if data["unit"] else None
        return Row(**data)

    def some(self, ids: Iterable[str]) -> Iterator[Row]:
        """Several rows, in this order."""
        return map(self.get, ids)
