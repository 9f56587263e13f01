"""Text as it was typed: TXT and Markdown."""

import codecs
from typing import BinaryIO

from core.extraction import child
from core.extraction.found import DAMAGED, ONLY_THE_BEGINNING, Found, UnreadableError
from core.extraction.limits import MOST_CHARACTERS

_LONGEST_CHARACTER = 4


def read(file: BinaryIO) -> Found:
    """A file's words, whatever it was written with."""
    data = file.read(MOST_CHARACTERS * _LONGEST_CHARACTER)
    text = _decoded(data)
    reason = ONLY_THE_BEGINNING if len(text) > MOST_CHARACTERS or file.read(1) else ""
    return Found(text[:MOST_CHARACTERS], reason)


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if b"\x00" in data:
        raise UnreadableError(DAMAGED)
    try:
        # Not final: the last character may have been cut through.
        return codecs.getincrementaldecoder("utf-8-sig")().decode(data)
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


if __name__ == "__main__":
    child.answer(read)
