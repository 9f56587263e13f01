"""Who looks after things that were found, by name."""

from collections.abc import Collection

from access.rules import Reader
from people.models import Person


def names_of(user: Reader, numbers: Collection[int]) -> dict[int, str]:
    """The names of the people with these ids who are here. One query, or none."""
    if not numbers:
        return {}
    people = Person.objects.listed_for(user).filter(pk__in=numbers)
    return {one.pk: one.name for one in people.only(*NAME)}


NAME = ("first_name", "last_name", "preferred_name", "erased_at")
