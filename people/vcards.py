"""A person as a vCard 4.0 (RFC 6350), which address books take."""

import uuid
from collections.abc import Iterable, Sequence

from people.models import Membership, Person
from people.numbers import Number

#: A line has at most so many octets, its break not counted.
LONGEST_LINE = 75
#: By which an address book knows the person again, whatever the name and the address become.
_PEOPLE = uuid.UUID("6f0c6f6e-7065-4f70-8c65-636f72726964")


def vcard(person: Person, numbers: Sequence[Number], main: Membership | None, address: str) -> str:
    """The card, with the numbers that are given and no other. `address` is the profile's, in full."""
    name = [person.last_name, person.first_name, "", "", ""]
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:individual",
        f"UID:urn:uuid:{uuid.uuid5(_PEOPLE, str(person.pk))}",
        f"FN:{escaped(person.name)}",
        f"N:{_joined(name)}",
        _line("NICKNAME", person.preferred_name),
        _line("TITLE", person.job_title),
        _line("ORG", main.team.name if main else ""),
        _line("EMAIL;TYPE=work", person.email or ""),
        *(_line(f"TEL;TYPE={_kind(number)}", number.written) for number in numbers),
        _place(person),
        f"URL:{address}",
        "END:VCARD",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines if line)


def escaped(text: str) -> str:
    """Text as a value: with what would end it, or the line, written otherwise."""
    safe = "".join(char for char in text if char.isprintable() or char in "\n\t")
    for char in ("\\", ",", ";"):
        safe = safe.replace(char, f"\\{char}")
    return safe.replace("\n", "\\n")


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, broken between characters and never within one."""
    pieces, piece, size = [], "", 0
    for char in line:
        wide = len(char.encode())
        if size + wide > LONGEST_LINE:
            pieces.append(piece)
            piece, size = " ", 1  # what goes on begins with a blank, which counts
        piece += char
        size += wide
    return "\r\n".join([*pieces, piece])


def _line(name: str, text: str) -> str:
    return f"{name}:{escaped(text)}" if text else ""


def _joined(parts: Iterable[str]) -> str:
    return ";".join(map(escaped, parts))


def _kind(number: Number) -> str:
    return "cell" if number.is_mobile else "work"


def _place(person: Person) -> str:
    """Where they work. The address is one text here, so it stands where a street does."""
    place = person.location
    if place is None:
        return ""
    words = ", ".join(" ".join(part.split()) for part in (place.name, *place.address.splitlines()))
    return f"ADR;TYPE=work:{_joined(['', '', words.strip(', '), '', '', '', ''])}"
