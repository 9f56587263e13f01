"""E-mail addresses as people paste them."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST = 254
#: What stands between commas and semicolons, but for those within quotes, where names have them.
PARTS = re.compile(r'(?:"[^"]*"|[^",;]|")+')
BRACKETED = re.compile(r"[^<>]*<([^<>]*)>\s*")


def split(text: str) -> list[str]:
    """The entries of a text: one a line, or separated by commas or semicolons.

    A name may stand before its address in angle brackets, written "Okafor, Sam" too.
    """
    return [entry for line in text.splitlines() for entry in _entries(line)]


def normalised(entry: str) -> str:
    """The address of an entry as accounts keep it, or "" if it is none.

    Spellings that one mailbox answers to are one: case, full-width letters, spaces around. What
    only looks like a letter is none.
    """
    bracketed = BRACKETED.fullmatch(entry)
    address = unicodedata.normalize("NFKC", bracketed[1] if bracketed else entry).strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    name = address.rpartition("@")[0]
    is_plain = name.isascii() and '"' not in name and len(address) <= LONGEST
    return address if is_plain else ""


def _entries(line: str) -> list[str]:
    entries: list[str] = []
    name = ""  # a part without an address, which may belong to the next
    for part in filter(None, map(str.strip, PARTS.findall(line))):
        if name and "<" in part:
            entry = f"{name}, {part}"
        else:
            entries += [name] if name else []
            entry = part
        name = "" if "@" in entry else entry
        entries += [] if name else [entry]
    return [*entries, name] if name else entries
