"""Reading a file that somebody else wrote: bytes to clean text, whatever the bytes."""

import re
from dataclasses import dataclass, field

#: What no text may hold: it is invisible, and databases refuse some of it.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_STRAY_BYTE = re.compile(r"[\udc80-\udcff]")


@dataclass
class Decoded:
    """A file's text with Unix line ends, and what was wrong with it (line and words)."""

    text: str
    faults: list[tuple[int, str]] = field(default_factory=list)


def decode(data: bytes) -> Decoded:
    """The text of a file. A stray byte is read as Windows would; control characters go."""
    faults: list[tuple[int, str]] = []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="surrogateescape")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    stray = _STRAY_BYTE.search(text)
    if stray:
        count = len(_STRAY_BYTE.findall(text))
        faults.append(
            (line_at(text, stray.start()), f"{count} bytes are not UTF-8; read as Windows-1252.")
        )
        text = _STRAY_BYTE.sub(_as_windows, text)
    control = _CONTROLS.search(text)
    if control:
        count = len(_CONTROLS.findall(text))
        faults.append(
            (line_at(text, control.start()), f"{count} control characters were taken out.")
        )
        text = _CONTROLS.sub("", text)
    return Decoded(text, faults)


def line_at(text: str, offset: int) -> int:
    """The number of the line at an offset, from 1."""
    return text.count("\n", 0, offset) + 1


def one_line(text: str) -> str:
    """The text with every run of white space made one space, and without control characters."""
    return " ".join(_CONTROLS.sub("", text).split())


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words and then ending in an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut
    return at_word.rstrip(" ,;:–-") + "…"


def _as_windows(match: re.Match[str]) -> str:
    byte = bytes([ord(match[0]) - 0xDC00])
    return byte.decode("cp1252", errors="replace")
