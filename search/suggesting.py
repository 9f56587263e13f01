"""What the search box suggests while one types: people, teams, pages and documents by name and title."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, OuterRef, Subquery, When
from django.db.models.functions import Cast
from django.http import HttpRequest

from core import registry
from search.choice import choose
from search.desk import desk
from search.facets import kinds
from search.models import Entry
from search.readers import scope_of
from search.words import clean, folded_words

MOST = 8
#: So many are asked for: some may be gone by now, or closed.
ASKED = 16
PERSON = "person"


@dataclass(frozen=True)
class Suggestion:
    """One of them: what it is called, what else tells it apart, and where it is."""

    text: str
    detail: str
    address: str


def suggest(request: HttpRequest, typed: str) -> list[Suggestion]:
    """The best that the reader may see, by words of which the last is perhaps only begun. Two queries."""
    words = tuple(folded_words(clean(typed)))
    if not words:
        return []
    numbers = choose("", desk(request).weights).complete(words, scope_of(request.user), ASKED)
    entries = {entry.pk: entry for entry in _placed(request, numbers)}
    names = {kind: one for kind, (one, _several) in kinds().items()}
    found = [
        _suggestion(request, entries[number], names) for number in numbers if number in entries
    ]
    return [one for one in found if one.address][:MOST]


def _placed(request: HttpRequest, numbers: list[int]) -> Any:
    """The entries, if their things may be seen as well, each with the `place` that makes its address."""
    user = request.user
    places = [
        When(
            source=things.name,
            then=Subquery(
                things.openable(user)
                .filter(pk=OuterRef("number"))
                .values(text=Cast("place", CharField()))[:1]
            ),
        )
        for things in registry.findables
    ]
    entries = Entry.objects.readable_by(user).filter(pk__in=numbers)
    placed = entries.annotate(place=Case(*places, output_field=CharField()))
    return placed.filter(place__isnull=False).only("source", "number", "kind", "title", "summary", "trail")  # fmt: skip


def _suggestion(request: HttpRequest, entry: Any, names: dict[str, str]) -> Suggestion:
    things = registry.findables.get(entry.source)
    address = things.address(request, entry.number, entry.place) if things else ""
    detail = names.get(entry.kind, "")
    if entry.kind == PERSON:
        team = entry.trail.partition("\n")[0]
        detail = ", ".join(filter(None, (entry.summary, team))) or detail
    return Suggestion(entry.title, detail, address)
