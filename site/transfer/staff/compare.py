"""One profile beside its row: what differs, set in the object and not yet written."""

import copy
from dataclasses import dataclass
from datetime import date

from people.enums import Hat
from people.models import Membership, Person
from people.permissions import refuse_locked
from transfer.models import ImportedPerson
from transfer.staff.columns import FED, ID, PERSONAL
from transfer.staff.known import digest
from transfer.staff.locations import Locations
from transfer.staff.moves import Move, move
from transfer.staff.plan import Plan
from transfer.staff.report import Met, StaffReport
from transfer.staff.rows import Row
from transfer.staff.teams import Teams

COMPARED = {
    name: str(Person._meta.get_field(name).attname)  # type: ignore[union-attr]
    for name in (ID, *FED, *PERSONAL, "manager", "is_fed")
}


@dataclass
class Work:
    """What is to be done for one row."""

    row: Row
    #: The profile as the row wants it, and as it was.
    person: Person
    stored: Person | None
    changed: set[str]
    move: Move | None
    memory: ImportedPerson
    #: Whether what is remembered has changed.
    remembers: bool

    @property
    def is_new(self) -> bool:
        """Whether the profile is to be made."""
        return self.stored is None

    @property
    def changes(self) -> bool:
        """Whether anything of a profile that is there changes."""
        return not self.is_new and bool(self.changed or self.move)


class Comparer:
    """Sets profiles to what their rows say."""

    def __init__(
        self, plan: Plan, teams: Teams, locations: Locations, report: StaffReport, today: date
    ) -> None:
        self.plan = plan
        self.teams = teams
        self.locations = locations
        self.report = report
        self.today = today
        #: The numbers of the people made so far, by employee id.
        self.made: dict[str, int] = {}

    def work(
        self,
        row: Row,
        person: Person | None,
        memory: ImportedPerson | None,
        memberships: list[Membership],
    ) -> Work:
        """Set a profile, or a new one, to what a row says of it."""
        stored = copy.copy(person) if person else None
        person = person or Person()
        memory = memory or ImportedPerson(id_digest=digest(row.employee_id))
        before = dict(memory.personal), memory.closed_on
        self._feed(person, row)
        is_back = row.employee_id in self.plan.rejoin
        if is_back:
            person.left_on = memory.closed_on = None
        said = self._fill(person, row, memory)
        person.normalise()
        for name, text in said.items():
            memory.personal[name] = [digest(text), digest(_stored(person, name))]
        changed = _differing(stored or Person(), person)
        if stored:
            refuse_locked(sorted(changed), stored, {Hat.FEED})
        moved = move(
            person, memberships, self.teams.of(row.unit), today=self.today, is_back=is_back
        )
        remembers = memory._state.adding or before != (memory.personal, memory.closed_on)
        return Work(row, person, stored, changed, moved, memory, remembers)

    def _feed(self, person: Person, row: Row) -> None:
        """What the file says, and nobody else."""
        for name in FED:
            if name in row.values:
                setattr(person, name, row.values[name])
        person.employee_id = row.employee_id
        person.is_fed = True
        node = self.plan.node(row.employee_id)
        if node in self.plan.lines.given:
            manager = self.plan.lines.given[node]
            person.manager_id = self.made[manager] if isinstance(manager, str) else manager

    def _fill(self, person: Person, row: Row, memory: ImportedPerson) -> dict[str, str]:
        """What the file says as long as nobody else does. Gives the texts that were taken by their fields.

        A text that the file said the last time too says nothing new: whoever changed or emptied the field
        since then meant it.
        """
        taken = {}
        for name in PERSONAL:
            text = row.values.get(name)
            said, written = memory.personal.get(name, ["", ""])
            if text is None or (digest(text) if text else "") == said:
                continue
            now = _stored(person, name)
            if not now or digest(now) == written or now == self._wanted(name, text):
                self._set(person, name, text)
                taken[name] = text
            elif text:
                message = f"{name} of {row.name} ({row.employee_id}) stays as they wrote it."
                self.report.add(Met.OWN_WORDS, row.line, message)
                memory.personal[name] = [digest(text), written]
            if not text:
                memory.personal.pop(name)
                taken.pop(name, None)
        return taken

    def _wanted(self, name: str, text: str) -> str:
        if name != "location":
            return text
        return str(self.locations.named(text).pk) if text else ""

    def _set(self, person: Person, name: str, text: str) -> None:
        if name == "location":
            person.location = self.locations.named(text) if text else None
        else:
            setattr(person, name, text)


def _stored(person: Person, name: str) -> str:
    """What a field holds, as a text."""
    return str(getattr(person, COMPARED[name]) or "")


def _differing(one: Person, other: Person) -> set[str]:
    return {name for name, held in COMPARED.items() if getattr(one, held) != getattr(other, held)}
