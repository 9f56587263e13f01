"""What a file seems to be, whatever its name says: told by how it begins."""

import re

_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\x7fELF", "a program"),
    (b"MZ", "a program for Windows"),
    (b"\xfe\xed\xfa\xce", "a program for macOS"),
    (b"\xfe\xed\xfa\xcf", "a program for macOS"),
    (b"\xce\xfa\xed\xfe", "a program for macOS"),
    (b"\xcf\xfa\xed\xfe", "a program for macOS"),
    (b"\xca\xfe\xba\xbe", "a program for Java or macOS"),
    (b"\xca\xfe\xba\xbf", "a program for macOS"),
    (b"\xca\xfe\xd0\x0d", "a program for Java"),
    (b"dex\n", "a program for Android"),
    (b"\x00asm", "a program for browsers"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "a Windows shortcut"),
    (b"ITSF", "a Windows help file"),
    (b"!<arch>", "a program's parts"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "a rich text document"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b\x08", "a GZIP archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
)
PROGRAMS = frozenset(
    kind for _start, kind in _BEGINNINGS if kind.startswith(("a program", "a Windows"))
) | {"a script"}
MARKUP = frozenset({"a web page (HTML)", "a drawing (SVG)", "XML"})

#: What browsers and editors step over before they look.
_SPACE = re.compile(
    rb"(?:[\x00-\x20\x7f]|\xc2[\x85\xa0]|\xef\xbb\xbf|\xff\xfe|\xfe\xff|\xe2\x80[\x80-\x8f\xa8-\xaf])*"
)
_TAG = re.compile(rb"<(?:[!?/%]|[a-z][a-z0-9-]*(?::[a-z][\w.-]*)?(?:[\s/>]|\Z))")
_LOOKED_AT = 4096


def seems(data: bytes) -> str | None:
    """What a file is by its first bytes, with its article; None for what could be anything, as text is."""
    start = data[:_LOOKED_AT]
    for beginning, kind in _BEGINNINGS:
        if start.startswith(beginning):
            return kind
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "a WebP picture"
    if start[4:12] in {b"ftypavif", b"ftypavis"}:
        return "an AVIF picture"
    return _seems_to_read(data)


def _seems_to_read(data: bytes) -> str | None:
    """Scripts and markup, which may begin after space; also in UTF-16, where every other byte is 0."""
    space = _SPACE.match(data)
    at = space.end() if space else 0
    words = data[at : at + _LOOKED_AT].replace(b"\x00", b"").lower()
    if words.startswith((b"#!", b"<?php", b"<?=", b"<%")):
        return "a script"
    if not _TAG.match(words):
        return None
    if b"<svg" in words or b":svg" in words:
        return "a drawing (SVG)"
    return "XML" if words.startswith(b"<?xml") and b"<html" not in words else "a web page (HTML)"
