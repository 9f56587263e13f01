"""Places of work by their names; those that are missing are made."""

from typing import Any

from audit.models import Door
from audit.services import record
from people.models import Location


class Locations:
    """The register of locations, as an import uses it."""

    def __init__(self, actor: Any, *, dry_run: bool) -> None:
        self.actor = actor
        self.dry_run = dry_run
        self._by_name = {row.name.casefold(): row for row in Location.objects.all()}

    def named(self, name: str) -> Location:
        """The location of this name, whatever its capitals. In a dry run a new one has a number below 0."""
        known = self._by_name.get(name.casefold())
        if known is None:
            known = Location(name=name)
            if self.dry_run:
                known.pk = -len(self._by_name) - 1
            else:
                known.save()
                record(known, {"name": ["", name]}, actor=self.actor, door=Door.FEED)
            self._by_name[name.casefold()] = known
        return known
