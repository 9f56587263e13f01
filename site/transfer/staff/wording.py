"""What an import says of its changes: in the change log, and in the report."""

from collections.abc import Iterable

from people.models import Person
from people.permissions import EDITORS
from people.words import ROWS, word
from transfer.staff.compare import COMPARED, Work

#: The fields in the order in which profiles show them.
ORDER = [name for name in EDITORS if name not in ROWS]
Fields = dict[str, list[str]]


class Wording:
    """Changes in words; managers are called by their names, which are asked for all at once."""

    def __init__(self) -> None:
        self.names: dict[int, str] = {}

    def learn(self, works: Iterable[Work]) -> None:
        """Ask for the names of the managers in these."""
        wanted = {
            person.manager_id
            for work in works
            for person in (work.person, work.stored)
            if person is not None
            and person.manager_id
            and (work.is_new or "manager" in work.changed)
        }
        self.names.update(
            (number, str(person))
            for number, person in Person.objects.in_bulk(wanted - self.names.keys()).items()
        )

    def fields(self, work: Work) -> Fields:
        """Each field that changes with what it said and says, as the change log keeps it."""
        if work.stored is None:
            said = {name: ["", self._word(work.person, name)] for name in ORDER}
            fields = {name: pair for name, pair in said.items() if pair[1]}
        else:
            fields = {
                name: [self._word(work.stored, name), self._word(work.person, name)]
                for name in ORDER
                if name in work.changed
            }
        if work.move:
            fields["memberships"] = [work.move.before, work.move.after]
        return fields

    def shown(self, work: Work) -> dict[str, tuple[str, str]]:
        """The same for the report: the main teams alone, instead of every membership."""
        fields = self.fields(work)
        shown = {
            name: (before, after)
            for name, (before, after) in fields.items()
            if name in COMPARED  # what a new profile says by default is no news
        }
        if work.move:
            shown["main team"] = (work.move.was, work.move.now)
        return shown

    def _word(self, person: Person, name: str) -> str:
        number = {"manager": person.manager_id, "location": person.location_id}.get(name)
        if number is None:
            return word(person, name)
        called = self.names[number] if name == "manager" else str(person.location)
        return f"{called} ({number})" if number > 0 else called  # in a dry run new ones have none
