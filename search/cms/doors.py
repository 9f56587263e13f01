"""Which entries the CMS shows to a person: those of what they may find, and of what they may edit."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page
from wagtail.permissions import policy_registry

from core import registry
from core.exits.pages import editable_q
from core.found import documents, pages
from core.models import Document
from people.found import PEOPLE, TEAMS
from people.models import Person, Team
from search.models import Entry
from search.results import Scope

MODELS: dict[str, Any] = {
    pages.NAME: Page,
    documents.NAME: Document,
    PEOPLE: Person,
    TEAMS: Team,
}


def source_of(thing: Any) -> str:
    """Under which source a thing is found; empty for what search does not know."""
    names = (name for name, model in MODELS.items() if isinstance(thing, model))
    return next((name for name in names if registry.findables.get(name)), "")


def entry_for(user: Any, source: str, number: int) -> tuple[Entry | None, Any]:
    """The entry of a thing and the thing itself, if `user` may find or edit it; otherwise two Nones.

    A thing that they may edit and that cannot be found now has no entry, or a tombstone.
    """
    model = MODELS.get(source)
    thing = model._default_manager.filter(pk=number).first() if model else None
    if thing is None:
        return None, None
    entry = Entry.objects.filter(source=source, number=number).first()
    is_found = entry is not None and Entry.objects.readable_by(user).filter(pk=entry.pk).exists()
    if is_found or may_edit(user, thing):
        return entry, thing
    return None, None


def may_edit(user: Any, thing: Any) -> bool:
    """Whether `user` may change a thing in the CMS."""
    if isinstance(thing, Page):
        return Page.objects.filter(editable_q(user), pk=thing.pk).exists() or user.is_superuser
    policy = policy_registry.get_by_type(type(thing))
    return bool(policy.user_has_permission_for_instance(user, "change", thing))


def is_readable(user: Any, entry: Entry) -> bool:
    """Whether `user` may find it."""
    return bool(Entry.objects.readable_by(user).filter(pk=entry.pk).exists())


def narrowed(scope: Scope, other: Scope) -> Scope:
    """What both may look at."""
    if scope.rules is None or other.rules is None:
        return Scope(other.rules if scope.rules is None else scope.rules)
    return Scope(scope.rules & other.rules)


def readable(user: Any, numbers: Iterable[int]) -> set[int]:
    """Of some ids of entries those that `user` may find."""
    found = Entry.objects.readable_by(user).filter(pk__in=list(numbers))
    return set(found.values_list("pk", flat=True))
