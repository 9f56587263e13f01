"""Things by source and id, as a reader is shown them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from core import registry
from core.findable import Shown
from search.models import Entry

Key = tuple[str, int]


def shown_of(request: HttpRequest, keys: Iterable[Key]) -> dict[Key, Shown]:
    """What the reader may see of these things, each by its source and id. One query, and one for each source."""
    where = Q(pk__in=())
    for source, number in keys:
        where |= Q(source=source, number=number)
    entries: list[Any] = list(Entry.objects.readable_by(request.user).filter(where).defer("body"))
    found: dict[Key, Shown] = {}
    for things in registry.findables:
        theirs = [entry for entry in entries if entry.source == things.name]
        if theirs:
            shown = things.show(request, theirs)
            found |= {(things.name, number): one for number, one in shown.items()}
    return found
