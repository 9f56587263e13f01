"""A mapping file: what the columns of somebody else's staff file are called, in TOML."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from transfer.services import WrongUseError

KEYS = {"columns": dict, "values": dict, "ignore": list, "delimiter": str, "date_format": str}


@dataclass(frozen=True)
class Mapping:
    """How a file differs from ours."""

    #: Our column → theirs.
    columns: dict[str, str] = field(default_factory=dict)
    #: Our column → what it says in every row.
    values: dict[str, str] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    delimiter: str = ""
    date_format: str = "%Y-%m-%d"

    def date(self, text: str) -> date:
        """A date as the file writes it. Raises ValueError for what is none."""
        return datetime.strptime(text, self.date_format).date()  # noqa: DTZ007 - a day has no zone


def load(path: Path, known: tuple[str, ...]) -> Mapping:
    """Read a mapping file. Raises WrongUseError, with a sentence, for one that cannot be used."""
    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise WrongUseError(f"The mapping file cannot be read: {error}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUseError(f"The mapping file {path} is not TOML: {error}.") from error
    for key, value in data.items():
        if key not in KEYS or not isinstance(value, KEYS[key]):
            raise WrongUseError(
                f"“{key}” in the mapping file is none of: columns and values (tables), ignore (a list), "
                "delimiter and date_format (texts)."
            )
    for table in ("columns", "values"):
        _check_table(table, data.get(table, {}), known)
    return _made(data)


def _check_table(table: str, pairs: dict[str, Any], known: tuple[str, ...]) -> None:
    for name, value in pairs.items():
        if name not in known:
            raise WrongUseError(
                f"“{name}” under [{table}] in the mapping file is no column of ours: {', '.join(known)}."
            )
        if not isinstance(value, str):
            raise WrongUseError(
                f"“{name}” under [{table}] in the mapping file must be a text in quotation marks."
            )


def _made(data: dict[str, Any]) -> Mapping:
    delimiter = data.get("delimiter", "")
    if "delimiter" in data and (len(delimiter) != 1 or delimiter in '"\r\n\x00'):
        raise WrongUseError("The delimiter in the mapping file must be one character, such as “;”.")
    return Mapping(
        columns=data.get("columns", {}),
        values=data.get("values", {}),
        ignored=frozenset(str(name).strip().casefold() for name in data.get("ignore", ())),
        delimiter=delimiter,
        date_format=data.get("date_format", Mapping.date_format),
    )
