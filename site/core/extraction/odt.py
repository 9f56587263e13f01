"""The text of an OpenDocument text."""

from typing import BinaryIO

from core.extraction import child
from core.extraction.found import Found
from core.extraction.office import Grammar, named, opened, read_parts

_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
GRAMMAR = Grammar(
    words=named(_TEXT, "p h"),
    lines=named(_TEXT, "p h line-break"),
    spaces=named(_TEXT, "s tab"),
    left_out=named(_TEXT, "tracked-changes") | named(_OFFICE, "annotation"),
)


def read(file: BinaryIO) -> Found:
    """The words of a document; not its comments, nor what was struck out."""
    return read_parts(opened(file), ["content.xml"], GRAMMAR)


if __name__ == "__main__":
    child.answer(read)
