"""Whether somebody works here, as the CMS's list says and filters it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from people.models import Person
from people.querysets import here_q


class Standing(models.TextChoices):
    """What has become of somebody."""

    HERE = "here", "Works here"
    LEAVING = "leaving", "Is leaving"
    LEFT = "left", "Has left"
    ERASED = "erased", "Erased"


def standing_q(standing: str) -> Q:
    """The people of one standing; those who are leaving still work here."""
    today = timezone.localdate()
    return {
        Standing.HERE.value: here_q(),
        Standing.LEAVING.value: Q(erased_at__isnull=True, left_on__gte=today),
        Standing.LEFT.value: Q(erased_at__isnull=True, left_on__lt=today),
        Standing.ERASED.value: Q(erased_at__isnull=False),
    }[standing]


def standing_of(person: Person) -> str:
    """Somebody's standing in words: “Leaves on 3 December 2026”."""
    if person.erased_at:
        return str(Standing.ERASED.label)
    if person.left_on is None:
        return str(Standing.HERE.label)
    day = date_format(person.left_on, "j F Y")
    return f"Left on {day}" if person.has_left else f"Leaves on {day}"
