"""Documents of the old Office (doc, xls, ppt), and new ones that a password has wrapped up as such.

They are small file systems. Their directory's entries are 128 bytes each and lie at multiples of that,
so what is in them is found without following their chains, which a hostile file may tie in a knot.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from core.uploads.reasons import LOCKED, MACROS, UnfitError, damaged

_ENTRY = 128
_LONGEST_NAME = 64
_FIRST_SECTOR = 116
#: The stream that makes a document what it is.
_STREAMS = {"doc": {"WordDocument"}, "xls": {"Workbook", "Book"}, "ppt": {"PowerPoint Document"}}
_LOCKS = {"EncryptedPackage", "EncryptionInfo", "EncryptedSummary"}
_MACROS = {"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros"}
_FILE_PASS = 0x2F
#: How far into a workbook the record that locks it may be: it is the second or third.
_RECORDS = 6
_WORD_IS_LOCKED = 0x0100
#: How a presentation says that it is locked, in the record that names its last user.
_PRESENTATION_IS_LOCKED = re.compile(
    rb"\x00\x00\xf6\x0f.{4}\x14\x00\x00\x00\xdf\xc4\xd1\xf3", re.DOTALL
)


@dataclass(frozen=True)
class _Entry:
    """A stream or a folder, and where in the file it begins."""

    name: str
    start: int


def check_ole(data: bytes, extension: str) -> None:
    """See that an old document is of its kind, open, and without macros. Raises UnfitError."""
    entries = list(_entries(data))
    names = {entry.name for entry in entries}
    if is_locked(data):
        raise UnfitError(LOCKED)
    if names & _MACROS:
        raise UnfitError(MACROS)
    main = [entry for entry in entries if entry.name in _STREAMS[extension]]
    if not main:
        raise damaged(f".{extension} document")
    locked = {"doc": _word_is_locked, "xls": _workbook_is_locked}.get(extension)
    if locked and any(locked(data, entry.start) for entry in main):
        raise UnfitError(LOCKED)
    if extension == "ppt" and _PRESENTATION_IS_LOCKED.search(data):
        raise UnfitError(LOCKED)


def is_locked(data: bytes) -> bool:
    """Whether it is a document of any age inside a password's wrapping."""
    return any(entry.name in _LOCKS for entry in _entries(data))


def _entries(data: bytes) -> Iterator[_Entry]:
    try:
        sector = 1 << struct.unpack_from("<H", data, 30)[0] % 16
    except struct.error as error:
        raise damaged("Office document") from error
    for name in _LOCKS | _MACROS | set().union(*_STREAMS.values()):
        wanted = name.encode("utf-16-le") + b"\x00\x00"
        at = data.find(wanted)
        while at >= 0:
            length_at = at + _LONGEST_NAME
            length = data[length_at : length_at + 2]
            if at % _ENTRY == 0 and length == struct.pack("<H", len(wanted)):
                yield _Entry(name, _start(data, at, sector))
            at = data.find(wanted, at + 1)


def _start(data: bytes, at: int, sector: int) -> int:
    field = data[at + _FIRST_SECTOR : at + _FIRST_SECTOR + 4]
    return (int.from_bytes(field, "little") + 1) * sector


def _word_is_locked(data: bytes, start: int) -> bool:
    flags = int.from_bytes(data[start + 10 : start + 12], "little")
    return bool(flags & _WORD_IS_LOCKED)


def _workbook_is_locked(data: bytes, start: int) -> bool:
    for _record in range(_RECORDS):
        kind = int.from_bytes(data[start : start + 2], "little")
        if kind == _FILE_PASS:
            return True
        start += 4 + int.from_bytes(data[start + 2 : start + 4], "little")
    return False
