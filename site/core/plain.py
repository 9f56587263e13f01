"""Text without what nobody types: controls, invisible characters and those that turn the order of others.

A name with a right-to-left override in it reads as another name, and turns what stands after it.
"""

import re

#: Line breaks that are none on a keyboard.
_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
#: Joiners stay, since some scripts and many small pictures are written with them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff\ufff9-\ufffb]"
)
_MANY_BREAKS = re.compile("\n{3,}")


def plain_line(text: str) -> str:
    """One line: its words one space apart."""
    return " ".join(_without(text).split())


def plain_text(text: str) -> str:
    """Lines as typed, with one kind of line break, at most one line empty, and nothing round them."""
    lines = "\n".join(line.rstrip() for line in _without(text).split("\n"))
    return _MANY_BREAKS.sub("\n\n", lines).strip()


def _without(text: str) -> str:
    return _UNWANTED.sub("", _BREAKS.sub("\n", text))
