"""The file itself: its encoding, its delimiter, and its records one by one, each with its line.

Nothing here holds more of the file than one record of bounded length.
"""

import codecs
import csv
import io
import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from transfer.services import Progress, WrongUseError
from transfer.staff.report import Met, StaffReport

#: Characters of a record, line breaks in its cells included. Longer ones come of a missing quotation mark.
LONGEST_RECORD = 100_000
#: Lines after which it is said how far the reading is.
EVERY = 500
DELIMITERS = (",", ";", "\t", "|")
#: Longer marks first: the shorter of UTF-16 is the beginning of one of UTF-32.
MARKS = (
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SPOKEN = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
}
#: What Python makes of bytes that an encoding does not know, as Windows writes them.
_BYTES = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


@dataclass(frozen=True)
class Line:
    """One line with its end; None for one that is too long to be read."""

    number: int
    text: str | None


class _TooLongError(Exception):
    """A record goes on for longer than any row does."""


class Source:
    """A staff file that is being read."""

    def __init__(self, file: BinaryIO, encoding: str, delimiter: str, report: StaffReport) -> None:
        self.file = file
        self.report = report
        self.size = os.fstat(file.fileno()).st_size
        report.encoding = SPOKEN[encoding]
        errors = "replace" if encoding == "utf-16" else "surrogateescape"
        self._text = io.TextIOWrapper(file, encoding, errors=errors, newline="")
        self._lines = _lines(self._text)
        self._waiting: deque[Line] = deque()
        self.delimiter = self._choose(delimiter)

    def records(self, progress: Progress) -> Iterator[tuple[int, list[str]]]:
        """Each record with the line on which it begins; what cannot be read is told, and counted as a row."""
        while True:
            taken: list[Line] = []
            try:
                cells = next(csv.reader(self._feed(taken), delimiter=self.delimiter, strict=True))
            except StopIteration:
                return
            except (csv.Error, _TooLongError) as error:
                # All lines but the first are read anew: a lost quotation mark costs one row.
                self._waiting.extendleft(reversed(taken[1:]))
                self.report.rows += 1
                self.report.refuse(Met.UNREADABLE, taken[0].number, _reason(error))
                continue
            if taken[0].number % EVERY == 0:
                progress("reading", self.file.tell(), self.size)
            if any(cell.strip() for cell in cells):
                yield taken[0].number, self._mended(taken[0].number, cells)

    def _feed(self, taken: list[Line]) -> Iterator[str]:
        length = 0
        while (line := self._next()) is not None:
            taken.append(line)
            length += len(line.text or "")
            if line.text is None or length > LONGEST_RECORD:
                raise _TooLongError
            yield line.text

    def _next(self) -> Line | None:
        return self._waiting.popleft() if self._waiting else next(self._lines, None)

    def _mended(self, line: int, cells: list[str]) -> list[str]:
        """Cells without what stands for bytes that could not be decoded."""
        if any(mark in cell for cell in cells for mark in _SURROGATES.intersection(cell)):
            self.report.add(
                Met.CHARACTERS, line, f"is not clean {self.report.encoding}: read as Windows-1252."
            )
            return [cell.translate(_BYTES) for cell in cells]
        if any("\ufffd" in cell for cell in cells):
            self.report.add(
                Met.CHARACTERS, line, "holds characters that were lost before (“\ufffd”)."
            )
        return cells

    def _choose(self, wanted: str) -> str:
        """The delimiter that makes most cells of the first line; spreadsheets may name it in a line before."""
        first = self._next()
        if first is None or first.text is None:
            raise WrongUseError("The file is empty: its first line must name the columns.")
        if first.text.lower().startswith("sep=") and len(first.text.strip("\r\n")) == len("sep=;"):
            return wanted or first.text[len("sep=")]
        self._waiting.appendleft(first)
        return wanted or max(DELIMITERS, key=first.text.count)


_SURROGATES = frozenset(map(chr, _BYTES))


@contextmanager
def opened(path: Path, delimiter: str, report: StaffReport) -> Iterator[Source]:
    """A file, ready to be read. Raises WrongUseError for what is no text file."""
    try:
        with path.open("rb") as file:
            yield Source(file, encoding_of(file), delimiter, report)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise WrongUseError(f"{path} cannot be read: {error.strerror}.") from error


def encoding_of(file: BinaryIO) -> str:
    """What a file is written in: its mark says it, else UTF-8 if it is that for the greater part.

    The file is read through once, and stands at its beginning afterwards.
    """
    head = file.read(4)
    file.seek(0)
    for mark, name in MARKS:
        if head.startswith(mark):
            if not name:
                raise WrongUseError("The file is in UTF-32: save it as UTF-8.")
            return name
    clean = broken = 0
    # Not through a wrapper, which would close the file when it goes.
    while line := file.readline(LONGEST_RECORD):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            clean += 1
        except UnicodeDecodeError:
            broken += 1
    file.seek(0)
    return "cp1252" if broken and broken >= clean else "utf-8"


def _lines(text: io.TextIOWrapper) -> Iterator[Line]:
    number = 0
    while line := text.readline(LONGEST_RECORD):
        number += 1
        if len(line) < LONGEST_RECORD or line.endswith(("\n", "\r")):
            yield Line(number, line)
            continue
        while line and not line.endswith(("\n", "\r")):
            line = text.readline(LONGEST_RECORD)
        yield Line(number, None)


def _reason(error: Exception) -> str:
    if isinstance(error, _TooLongError):
        return f"is longer than {LONGEST_RECORD:,} characters. Is a quotation mark missing at the end of a cell?"
    return (
        f"is not a row of a CSV file ({error}). Quotation marks within a cell are doubled, and "
        "the cell stands in quotation marks."
    )
