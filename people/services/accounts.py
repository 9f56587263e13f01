"""Which account is whose profile: by a verified address or an employee id, never by a name."""

from typing import Any

from django.db import transaction

from audit.models import Door
from audit.services import record
from people.models import Person


@transaction.atomic
def link_by_address(user: Any, email: str) -> Person | None:
    """Give an account the profile with an address that it has shown to be its own.

    None where there is no such profile, where it has another account, or where the account has another
    profile already.
    """
    wanted = email.strip().lower()
    return _link(user, Person.objects.filter(email=wanted)) if wanted else None


@transaction.atomic
def link_by_employee_id(user: Any, employee_id: str) -> Person | None:
    """The same by an employee id that a trusted directory says of the account."""
    wanted = employee_id.strip()
    return _link(user, Person.objects.filter(employee_id=wanted)) if wanted else None


def _link(user: Any, found: Any) -> Person | None:
    if Person.objects.filter(user=user).exists():
        return None
    person = found.here().filter(user__isnull=True).select_for_update().first()
    if person is None:
        return None
    Person.objects.filter(pk=person.pk).update(user=user)
    person.user = user
    fields = {"account": ["", user.get_username()]}
    record(person, fields, actor=user, door=Door.SYSTEM)
    return person
