"""Files as people upload them, good and bad, made of as little as makes them so."""

import io
import struct
import zipfile

from tests.factories.trees import PDF, picture

MAIN = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"
ODF = {
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
}
STREAM = {"doc": "WordDocument", "ppt": "PowerPoint Document", "xls": "Workbook"}
#: The record of a presentation's last user, as a locked one has it.
LOCKED_USER = b"\x00\x00\xf6\x0f\x20\x00\x00\x00\x14\x00\x00\x00\xdf\xc4\xd1\xf3"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><path d="M0 0"/></svg>'


def archive(members: dict[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packed) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return buffer.getvalue()


def ooxml(*kinds: str, encoding: str = "utf-8", **more: bytes) -> bytes:
    """A document of new Office with parts of these content types; `more` are members beside them."""
    parts = "".join(f'<Override PartName="/p{n}" ContentType="{k}"/>' for n, k in enumerate(kinds))
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    types = f'<?xml version="1.0" encoding="{encoding}"?><Types xmlns="{space}">{parts}</Types>'
    return archive({"[Content_Types].xml": types.encode(encoding), **more})


def odf(kind: str, manifest: bytes = b"<manifest/>", **more: bytes) -> bytes:
    """An OpenDocument file."""
    members = {"mimetype": kind.encode(), "META-INF/manifest.xml": manifest, "content.xml": b"<x/>"}
    return archive({**members, **more}, zipfile.ZIP_STORED)


def ole(*names: str, stream: bytes = b"") -> bytes:
    """A document of old Office: a header, a directory with these names, and the first one's stream."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\x00") + struct.pack("<H", 9)
    entries = b"".join(_entry(name) for name in names)
    size = -(-len(entries) // 512) * 512
    # The stream lies right after the directory: its sector's number is the directory's length.
    entries = entries.replace(b"SECT", struct.pack("<I", size // 512))
    return header.ljust(512, b"\x00") + entries.ljust(size, b"\x00") + stream.ljust(512, b"\x00")


def _entry(name: str) -> bytes:
    words = name.encode("utf-16-le") + b"\x00\x00"
    return (words.ljust(64, b"\x00") + struct.pack("<H", len(words))).ljust(116, b"\x00") + (
        b"SECT".ljust(12, b"\x00")
    )


def locked_zip() -> bytes:
    """An archive whose one member has a password."""
    data = bytearray(archive({"a.txt": b"secret"}))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def bomb(size: int = 600 * 1024 * 1024, **members: bytes) -> bytes:
    """An archive that says of a member that it unpacks to `size` bytes."""
    data = bytearray(archive({**members, "a.xml": b"x" * 4096}))
    last = data.rfind(b"PK\x01\x02")
    data[last + 24 : last + 28] = struct.pack("<I", size)
    return bytes(data)


GOOD: dict[str, bytes] = {
    **{f"x.{ending}": ooxml(kind) for ending, kind in MAIN.items()},
    **{f"x.{ending}": odf(kind) for ending, kind in ODF.items()},
    **{f"x.{ending}": ole(name) for ending, name in STREAM.items()},
    "x.pdf": PDF,
    "x.rtf": b"{\\rtf1 Words}",
    "x.txt": "Tides – ebb and flow".encode(),
    "x.md": b"<https://example.org> is where\n\n# Tides\n\n<div>",
    "x.csv": "\ufeffname,tide\nTarn Head,<5 m\n".encode(),
    "x.ics": b"\xef\xbb\xbfBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    "x.zip": archive({"setup.exe": b"MZ", "a.jar": archive({"A.class": b"\xca\xfe\xba\xbe"})}),
}
PNG, GIF = picture(), picture(kind="GIF")
