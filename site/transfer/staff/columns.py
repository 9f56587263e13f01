"""The columns of a staff file: ours by name, and where a file has them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from transfer.services import WrongUseError
from transfer.staff.mapping import Mapping

ID = "employee_id"
MANAGER = "manager_employee_id"
ORGANISATION = "organisation"
UNIT = "unit"
NAMES = ("first_name", "last_name")
DATES = ("start_date", "left_on")
#: What the file says of somebody, and nobody else while it keeps the profile.
FED = (*NAMES, "email", "job_title", "grade", "profession", *DATES)
#: What the file says as long as nobody else does.
PERSONAL = ("preferred_name", "pronouns", "phone", "mobile", "location", "about")
ALL = (ID, *FED, ORGANISATION, UNIT, MANAGER, *PERSONAL)


@dataclass(frozen=True)
class Columns:
    """Where each of our columns stands in a file, and what is said of everybody alike."""

    places: dict[str, int]
    values: dict[str, str]
    width: int

    @property
    def said(self) -> frozenset[str]:
        """The columns that a row has something to say in."""
        return frozenset(self.places) | frozenset(self.values)

    def texts(self, cells: Sequence[str]) -> dict[str, str]:
        """A row's cells by our names for them."""
        return self.values | {name: cells[place] for name, place in self.places.items()}


def find(header: Sequence[str], mapping: Mapping) -> Columns:
    """Find our columns in a file's header. Raises WrongUseError where it is not a staff file's."""
    names = [cell.strip() for cell in header]
    _refuse_unnamed(names)
    ours = _ours(names, mapping)
    unknown = [name for place, name in enumerate(names) if place not in ours.values()]
    unknown = [name for name in unknown if name.casefold() not in mapping.ignored]
    if unknown:
        raise WrongUseError(
            f"Nothing is known of {_listed(unknown)}. The columns are called "
            f"{', '.join(ALL)}; a mapping file (--mapping) gives others their names, and says which to ignore."
        )
    if both := sorted(ours.keys() & mapping.values):
        raise WrongUseError(
            f"The mapping file gives {_listed(both)} a value for everybody, and the file has a column of it."
        )
    columns = Columns(ours, mapping.values, len(names))
    _refuse_too_few(columns.said)
    return columns


def _ours(names: list[str], mapping: Mapping) -> dict[str, int]:
    there = {name.casefold(): place for place, name in enumerate(names)}
    ours = {}
    for name in ALL:
        theirs = mapping.columns.get(name)
        if theirs is not None and theirs.strip().casefold() not in there:
            raise WrongUseError(
                f"The mapping file says that {name} is in the column “{theirs}”, and the file has none "
                f"of that name. It has {_listed(names)}."
            )
        wanted = (theirs or name).strip().casefold()
        if wanted in there and (theirs is not None or wanted not in mapping.ignored):
            ours[name] = there[wanted]
    return ours


def _refuse_unnamed(names: list[str]) -> None:
    if any("\x00" in name for name in names):
        raise WrongUseError("The file looks like UTF-16 without its mark: save it as UTF-8.")
    for name, count in Counter(name.casefold() for name in names).items():
        if not name:
            raise WrongUseError(
                "The first line must name every column, and one of its cells is empty."
            )
        if count > 1:
            raise WrongUseError(f"Two columns are called “{name}”: rename or remove one of them.")


def _refuse_too_few(said: frozenset[str]) -> None:
    if ID not in said or not said & set(NAMES):
        missing = ID if ID not in said else "first_name or last_name"
        raise WrongUseError(
            f"There is no column {missing}. A staff file needs employee_id and at least one of first_name "
            "and last_name; a mapping file (--mapping) can say what they are called."
        )


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{name[:60]}”" for name in names[:12])
