"""The text of a Word document."""

import posixpath
import zipfile
from typing import BinaryIO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from core.extraction import child
from core.extraction.found import DAMAGED, Found, UnreadableError
from core.extraction.limits import MB
from core.extraction.office import BROKEN, Grammar, named, opened, read_parts

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    " http://purl.oclc.org/ooxml/wordprocessingml/main"
)
_BOTH = "http://schemas.openxmlformats.org/markup-compatibility/2006"
GRAMMAR = Grammar(
    words=named(_WORD, "t"),
    lines=named(_WORD, "p br cr"),
    spaces=named(_WORD, "tab"),
    # Text boxes stand there twice, the second time for old programs; what was moved, also where it was.
    left_out=named(_BOTH, "Fallback") | named(_WORD, "moveFrom"),
)


def read(file: BinaryIO) -> Found:
    """The words of a document and of its notes; not its comments, nor what was struck out."""
    archive = opened(file)
    try:
        main = _main_part(archive)
    except BROKEN as error:
        raise UnreadableError(DAMAGED) from error
    folder = posixpath.dirname(main)
    notes = [posixpath.join(folder, name) for name in ("footnotes.xml", "endnotes.xml")]
    there = set(archive.namelist())
    return read_parts(archive, [main, *(name for name in notes if name in there)], GRAMMAR)


def _main_part(archive: zipfile.ZipFile) -> str:
    """Where the document itself lies, which its first list of relations tells."""
    with archive.open("_rels/.rels") as member:
        relations: Element = fromstring(member.read(MB))
    for relation in relations:
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    raise UnreadableError(DAMAGED)


if __name__ == "__main__":
    child.answer(read)
