"""What may be kept as a document, and what as a picture."""

import re
from collections.abc import Callable
from pathlib import PurePath

from django.conf import settings
from django.template.defaultfilters import filesizeformat

from core.uploads.archives import check_office, check_zip, has_archive
from core.uploads.ole import check_ole, is_locked
from core.uploads.pictures import KEPT, SAME, check_picture
from core.uploads.reasons import LOCKED, UnfitError, damaged
from core.uploads.scanner import scan
from core.uploads.seeming import MARKUP, PROGRAMS, seems

_OLD_OFFICE = "an old Office document"
_ZIP = "a ZIP archive or an Office document"
#: Where readers look for the mark of a PDF.
_PDF_BEGINS = 1024
#: No text has these, but for the marks of pages and ends that old editors wrote.
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

Check = Callable[[bytes, str], None]


def document(name: str, data: bytes, *, or_picture: bool = False) -> None:
    """See that a file may be kept as a document: it is not too large, and is what its name says.

    With `or_picture`, also a picture that is kept as a file to open. Raises UnfitError.
    """
    extension = _extension(name)
    taken = [kind for kind in settings.WAGTAILDOCS_EXTENSIONS if kind in _CHECKS]
    if extension not in taken and not (or_picture and extension in _PICTURES):
        kind = f"(.{extension[:20]})" if extension.isalnum() else "(its name has no known ending)"
        raise UnfitError(
            f"is a file of a kind that is not taken {kind}. Save it as one of these and choose it"
            f" again: {', '.join(taken)}."
        )
    _check_size(data, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    check = _CHECKS.get(extension, _is_picture)
    check(data, extension)
    scan(name, data)


def picture(name: str, data: bytes) -> str:
    """See that a file may be kept as a picture; gives the extension that is right for it.

    Raises UnfitError.
    """
    _check_size(data, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    extension = check_picture(data)
    scan(name, data)
    return extension


def _extension(name: str) -> str:
    return PurePath(name).suffix.lower().removeprefix(".")


def _check_size(data: bytes, most: int) -> None:
    if not data:
        raise UnfitError("is empty. Save it again and choose it anew.")
    if len(data) > most:
        raise UnfitError(
            f"is too large a file: {filesizeformat(most)} is the most. Save it smaller, or split it."
        )


def _is_pdf(data: bytes, extension: str) -> None:
    _seems_right(data, extension, "a PDF", None)
    if b"%PDF-" not in data[:_PDF_BEGINS]:
        raise damaged("PDF")
    if has_archive(data):
        raise UnfitError(
            "is a PDF and an archive in one, as attacks are. Save it anew as a PDF without files in it"
            " and choose it again."
        )


def _is_zip(data: bytes, extension: str) -> None:
    _seems_right(data, extension, _ZIP)
    check_zip(data)


def _is_office(data: bytes, extension: str) -> None:
    if seems(data) == _OLD_OFFICE and is_locked(data):
        raise UnfitError(LOCKED)
    _seems_right(data, extension, _ZIP)
    check_office(data, extension)


def _is_old_office(data: bytes, extension: str) -> None:
    _seems_right(data, extension, _OLD_OFFICE)
    check_ole(data, extension)


def _is_rich_text(data: bytes, extension: str) -> None:
    _seems_right(data, extension, "a rich text document")


def _is_text(data: bytes, extension: str) -> None:
    if data.startswith(_UTF_16):
        raise UnfitError(
            "is text in UTF-16, which not every program reads. Save it as UTF-8 (in Excel: “CSV UTF-8”)"
            " and choose it again."
        )
    _seems_right(data, extension, None)
    if _NO_TEXT.search(data):
        raise damaged("text")


def _is_calendar(data: bytes, extension: str) -> None:
    _is_text(data, extension)
    if not data.removeprefix(b"\xef\xbb\xbf").lstrip().upper().startswith(b"BEGIN:VCALENDAR"):
        raise damaged("calendar")


def _is_picture(data: bytes, extension: str) -> None:
    right = check_picture(data, KEPT)
    if right != SAME.get(extension, extension):
        raise UnfitError(f"is a picture of another kind than its name says: .{right}.")


def _seems_right(data: bytes, extension: str, *right: str | None) -> None:
    kind = seems(data)
    if kind in right:
        return
    if kind in PROGRAMS:
        what_to_do = "Programs are not taken: ask your IT team how to give it to colleagues."
    elif kind in MARKUP:
        what_to_do = "Save it as a PDF, or copy its words into a page."
    elif kind is None:
        raise damaged(f".{extension} file")
    else:
        what_to_do = "Give it the ending of what it is, or save it anew, and choose it again."
    raise UnfitError(f"seems to be {kind}, though its name ends in .{extension}. {what_to_do}")


_PICTURES = frozenset(KEPT.values()) | frozenset(SAME)
_CHECKS: dict[str, Check] = {
    "pdf": _is_pdf,
    "zip": _is_zip,
    "rtf": _is_rich_text,
    "ics": _is_calendar,
    **dict.fromkeys(("csv", "md", "txt"), _is_text),
    **dict.fromkeys(("docx", "odp", "ods", "odt", "pptx", "xlsx"), _is_office),
    **dict.fromkeys(("doc", "ppt", "xls"), _is_old_office),
}
