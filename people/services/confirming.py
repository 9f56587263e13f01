"""Saying that one's own details are right."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.models import Door
from audit.services import record
from people.models import Person


@transaction.atomic
def confirm(person: Person, actor: Any, *, door: Door = Door.SITE) -> bool:
    """Write down that a profile was looked through today, once a day. Whether it was not before.

    It changes nothing that the profile says, so it goes into the change log and makes no revision.
    """
    today = timezone.localdate()
    before = Person.objects.select_for_update().values_list("confirmed_on", flat=True)
    last = before.get(pk=person.pk)
    person.confirmed_on = today
    if last == today:
        return False
    Person.objects.filter(pk=person.pk).update(confirmed_on=today)
    fields = {"confirmed_on": [last.isoformat() if last else "", today.isoformat()]}
    record(person, fields, actor=actor, door=door)
    return True
