"""What the staff file left behind of a person who is erased."""

from typing import Any

from transfer.models import ImportedPerson
from transfer.staff.known import digest


def forget_person(person: Any) -> None:
    """Drop what the file said of somebody. That they are not to be brought back is kept, without a name."""
    remembered = ImportedPerson.objects.filter(person=person)
    remembered.update(personal={}, closed_on=None)
    if person.employee_id and not remembered.exists():
        ImportedPerson.objects.create(person=person, id_digest=digest(person.employee_id))
