"""Whom the directory knows already, by what a row can name."""

import hashlib
from dataclasses import dataclass, field
from datetime import date

from people.models import Person
from transfer.models import ImportedPerson
from transfer.staff.managers import Node


def digest(text: str) -> str:
    """A text as something to compare."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Profile:
    """What is to be known of a profile before its row is looked at."""

    pk: int
    employee_id: str | None
    left_on: date | None
    erased: bool
    #: Once kept by the file, and not any more: a people admin decided so.
    let_go: bool
    #: Their last day was set because they were not in the file.
    closed_by_file: bool


@dataclass
class Known:
    """Everybody, in small: maps, and nothing else."""

    by_id: dict[str, Profile] = field(default_factory=dict)
    by_email: dict[str, Profile] = field(default_factory=dict)
    #: Who manages whom.
    above: dict[Node, Node | None] = field(default_factory=dict)
    #: The employee ids, as digests, of who was erased.
    erased: frozenset[str] = frozenset()

    @classmethod
    def load(cls) -> "Known":
        """Ask the database: three queries."""
        known = cls()
        imported = dict(ImportedPerson.objects.values_list("person_id", "closed_on"))
        rows = Person.objects.order_by().values_list(
            "pk", "employee_id", "email", "manager_id", "left_on", "is_fed", "erased_at"
        )
        for pk, employee_id, email, manager, left_on, is_fed, erased_at in rows.iterator():
            profile = Profile(
                pk,
                employee_id,
                left_on,
                erased=bool(erased_at),
                let_go=pk in imported and not is_fed,
                closed_by_file=left_on is not None and imported.get(pk) == left_on,
            )
            known.above[pk] = manager
            if employee_id:
                known.by_id[employee_id] = profile
            if email:
                known.by_email[email] = profile
        gone = ImportedPerson.objects.filter(person__erased_at__isnull=False)
        known.erased = frozenset(gone.values_list("id_digest", flat=True))
        return known

    def was_erased(self, employee_id: str) -> bool:
        """Whether somebody with this employee id asked to be forgotten."""
        known = self.by_id.get(employee_id)
        return bool(known and known.erased) or digest(employee_id) in self.erased
