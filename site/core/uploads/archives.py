"""ZIP archives and the Office documents that are some, looked into without unpacking them."""

import io
import lzma
import zipfile
import zlib
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from core.uploads.reasons import LOCKED, MACROS, UnfitError, damaged

MOST_MEMBERS = 10_000
#: Bytes when unpacked. Above the second, only if it is not packed more tightly than documents are.
MOST_UNPACKED = 500 * 1024 * 1024
UNSUSPICIOUS = 50 * 1024 * 1024
TIGHTEST = 200
#: Bytes of a member that says what the others are.
LONGEST_LIST = 1024 * 1024

_OOXML = {
    "docx": ("Word", "wordprocessingml.document.main+xml"),
    "pptx": ("PowerPoint", "presentationml.presentation.main+xml"),
    "xlsx": ("Excel", "spreadsheetml.sheet.main+xml"),
}
_ODF = {
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
}
#: What begins a member's line in an archive's list, and how far from the end the list's own end may be.
_MEMBER = b"PK\x01\x02"
_LONGEST_END = 66_000
_CONTENTS = "[Content_Types].xml"
#: What a broken archive makes `zipfile` raise.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    ValueError,
    KeyError,
    EOFError,
    OSError,
    RuntimeError,
)


def check_zip(data: bytes) -> None:
    """See that an archive is whole, bounded, open and no Office document with macros. Else UnfitError."""
    _opened(data, "ZIP archive")


def check_office(data: bytes, extension: str) -> None:
    """See that a document is of the kind that its extension says. Raises UnfitError."""
    archive = _opened(data, "Office document")
    if extension in _OOXML:
        _check_ooxml(archive, extension)
    else:
        _check_odf(archive, extension)


def has_archive(data: bytes) -> bool:
    """Whether something else can also be opened as a ZIP archive: a picture that is a program too."""
    if b"PK\x05\x06" not in data[-_LONGEST_END:]:
        return False
    if data.count(_MEMBER) > MOST_MEMBERS:
        return True
    try:
        return bool(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except _BROKEN:
        return False


def _opened(data: bytes, kind: str) -> zipfile.ZipFile:
    """The archive, once it is known that looking into it is cheap."""
    if data.count(_MEMBER) > MOST_MEMBERS:
        raise UnfitError(f"holds more than {MOST_MEMBERS:,} files. Pack fewer and choose it again.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise damaged(kind) from error
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED or unpacked > max(UNSUSPICIOUS, TIGHTEST * len(data)):
        raise UnfitError(
            f"would take {unpacked // 1024**2:,} MB when unpacked, which is too much to be safe. Split"
            " it and choose the parts."
        )
    if any(member.flag_bits & 0x1 for member in members):
        raise UnfitError(LOCKED)
    if any(name.lower().endswith("vbaproject.bin") for name in archive.namelist()):
        raise UnfitError(MACROS)
    return archive


def _check_ooxml(archive: zipfile.ZipFile, extension: str) -> None:
    program, main = _OOXML[extension]
    types = [
        element.get("ContentType", "").lower()
        for element in _xml(archive, _CONTENTS, f"{program} document").iter()
    ]
    if any("macro" in kind or "vbaproject" in kind for kind in types):
        raise UnfitError(MACROS)
    if any(kind.endswith(main) for kind in types):
        return
    for other, (its_program, its_main) in _OOXML.items():
        if any(kind.endswith(its_main) for kind in types):
            raise UnfitError(
                f"is made by {its_program}, though its name ends in .{extension}. Let its name end"
                f" in .{other} and choose it again."
            )
    raise damaged(f"{program} document")


def _check_odf(archive: zipfile.ZipFile, extension: str) -> None:
    kind = "OpenDocument file"
    said = _member(archive, "mimetype", kind).strip().decode("ascii", "replace")
    if said != _ODF[extension]:
        for other, its in _ODF.items():
            if said == its:
                raise UnfitError(
                    f"is another OpenDocument file than its name says. Let its name end in .{other} and"
                    " choose it again."
                )
        raise damaged(kind)
    names = archive.namelist()
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise UnfitError(MACROS)
    manifest = _xml(archive, "META-INF/manifest.xml", kind)
    if "encrypted-package" in names or any(
        element.tag.endswith("encryption-data") for element in manifest.iter()
    ):
        raise UnfitError(LOCKED)


def _member(archive: zipfile.ZipFile, name: str, kind: str) -> bytes:
    """A member's bytes, no more of them than a list of contents may have."""
    try:
        with archive.open(name) as member:
            data = member.read(LONGEST_LIST + 1)
    except _BROKEN as error:
        raise damaged(kind) from error
    if len(data) > LONGEST_LIST:
        raise damaged(kind)
    return data


def _xml(archive: zipfile.ZipFile, name: str, kind: str) -> Element:
    try:
        return fromstring(_member(archive, name, kind))
    except (DefusedXmlException, ParseError, ValueError, LookupError) as error:
        raise damaged(kind) from error
