"""The text of a PDF, page by page."""

from typing import BinaryIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from core.extraction import child
from core.extraction.found import (
    DAMAGED,
    LOCKED,
    ONLY_THE_BEGINNING,
    Found,
    UnreadableError,
    Words,
)
from core.extraction.limits import MOST_PAGES

#: What pypdf raises for a file that is not as it should be.
_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    PyPdfError,
    RecursionError,
    TypeError,
    ValueError,
)
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)


def read(file: BinaryIO) -> Found:
    """The words of all pages that can be read. Raises UnreadableError if there is none such."""
    pdf, count = _opened(file)
    words = Words()
    broken = seen = 0
    for number in range(min(count, MOST_PAGES)):
        if words.is_over:
            break
        seen += 1
        try:
            words.add(_page(pdf, number) + "\n\n")
        except _BROKEN:
            broken += 1
    if seen and broken == seen:
        raise UnreadableError(DAMAGED)
    reasons = [
        f"Only the first {seen:,} of {count:,} pages were read." if 0 < seen < count else "",
        ONLY_THE_BEGINNING if words.is_full and seen == count else "",
        f"{broken:,} of {count:,} pages could not be read." if broken else "",
    ]
    return Found(str(words), " ".join(filter(None, reasons)))


def _opened(file: BinaryIO) -> tuple[PdfReader, int]:
    """The document and how many pages it has. An empty password is none."""
    try:
        pdf = PdfReader(file)
        if pdf.is_encrypted and not pdf.decrypt(""):
            raise UnreadableError(LOCKED)
        return pdf, len(pdf.pages)
    except DependencyError as error:
        raise UnreadableError(LOCKED) from error
    except _BROKEN as error:
        raise UnreadableError(DAMAGED) from error


def _page(pdf: PdfReader, number: int) -> str:
    """A page's words, without the hyphens that only break lines."""
    text = pdf.pages[number].extract_text()
    return text.replace("\xad\n", "").replace("\xad", "").translate(_LIGATURES)


if __name__ == "__main__":
    child.answer(read)
