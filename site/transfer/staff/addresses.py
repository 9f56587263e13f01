"""Addresses of new people and new names, without a query for each."""

from people.models import FormerPersonAddress, Person
from people.slugs import base_of, free


class Addresses:
    """All addresses that people have or had, and the next that are free."""

    def __init__(self) -> None:
        self.taken: set[str] = set(Person.objects.order_by().values_list("slug", flat=True))
        self.taken.update(FormerPersonAddress.objects.values_list("slug", flat=True))
        #: The number from which on a name's addresses are looked through: namesakes can be many.
        self._next: dict[str, int] = {}

    def take(self, name: str) -> str:
        """A free address for a name, as `people.slugs.slug_for` would give."""
        base = base_of(name)
        number = self._next.get(base)
        if number is None:
            slug = free(base, self.taken)
            number = int(slug[len(base) + 1 :] or 1)
        else:
            while f"{base}-{number}" in self.taken:
                number += 1
            slug = f"{base}-{number}"
        self._next[base] = number + 1
        self.taken.add(slug)
        return slug
