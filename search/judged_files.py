"""Files of judged queries: `set TAB query TAB address address…`, the best address first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

FIELDS = 3
HOW = "is not “set, tab, query, tab, addresses”"


@dataclass(frozen=True)
class Judged:
    """A query, and the paths that answer it, best first."""

    set_name: str
    query: str
    answers: tuple[str, ...]


@dataclass
class JudgedFile:
    """What a file holds: its queries, and what is wrong with the other lines, by their numbers."""

    queries: list[Judged] = field(default_factory=list)
    problems: dict[int, str] = field(default_factory=dict)


def path_of(address: str, at: str = "") -> str:
    """An address as answers are compared: without host, query and slashes at the ends; the case stays.

    `at` is put before it.
    """
    try:
        path = urlsplit(address).path
    except ValueError:
        path = address
    return "/".join(filter(None, (at.strip("/"), unquote(path).strip("/"))))


def read(path: Path, at: str = "") -> JudgedFile:
    """The queries of a file. Raises OSError or UnicodeDecodeError where it cannot be read."""
    return of_lines(path.read_text("utf-8-sig").splitlines(), at)


def of_lines(lines: Iterable[str], at: str = "") -> JudgedFile:
    """The queries of lines; blank ones and those that begin with `#` are passed over."""
    found = JudgedFile()
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        parts = [part.strip() for part in line.split("\t", FIELDS - 1)]
        if len(parts) < FIELDS or not all(parts):
            found.problems[number] = HOW
            continue
        set_name, query, addresses = parts
        answers = dict.fromkeys(path_of(address, at) for address in addresses.split())
        found.queries.append(Judged(set_name, query, tuple(answers)))
    return found
