"""Changing a profile: the same rules, and the same record of it, at every door."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from audit.models import Door
from audit.services import difference, record
from people.enums import Hat
from people.models import FormerPersonAddress, Membership, Person
from people.permissions import refuse_locked
from people.services.staff_photos import discard_unused
from people.slugs import base_of, slug_for
from people.words import in_words


@transaction.atomic
def save_person(
    person: Person, *, hats: Iterable[Hat], actor: Any = None, door: Door = Door.SITE
) -> list[str]:
    """Save a new or changed profile with its rows, if every change is allowed. The names of what changed.

    What changed is found by comparing with the database, so a form cannot leave anything out. Raises
    FieldLockedError for a field that is not to be changed under these hats, and ValidationError for
    what cannot be; nothing is written then. The change log, the history and a revision go with it.
    """
    is_new = person.pk is None
    stored = None if is_new else Person.objects.select_for_update().get(pk=person.pk)
    before = in_words(stored) if stored else {}
    person.normalise()
    person.full_clean(exclude=["slug", "user"])
    _hold_primary(person)
    fields = difference(before, in_words(person))
    if stored is not None:
        refuse_locked(fields, stored, hats)
    if not fields and not is_new:
        return []
    if stored is not None:
        _keep_address(person, stored)
        if "memberships" in fields:
            _make_room(person)
    person.save()
    record(person, fields, actor=actor, door=door)
    log(instance=person, action="wagtail.create" if is_new else "wagtail.edit", user=_known(actor))
    person.save_revision(user=_known(actor), clean=False)
    if stored is not None and "photo" in fields:
        _drop_photo(stored.photo_id)
    return list(fields)


def _hold_primary(person: Person) -> None:
    """Make sure that one membership, if any goes on, is the main one. Raises ValidationError for two."""
    rows = [row for row in person.memberships.all() if row.ended_on is None]
    main = [row for row in rows if row.is_primary]
    if len(main) > 1:
        raise ValidationError(
            f"{person} has one main team, and these are two: {main[0].team} and {main[1].team}. "
            "Untick one of them."
        )
    if rows and not main:
        rows[0].is_primary = True
    for row in person.memberships.all():
        if row.ended_on is not None:
            row.is_primary = False


def _make_room(person: Person) -> None:
    """Let go of the main team that was, since rows are saved one by one and the new one comes first."""
    main = [row.pk for row in person.memberships.all() if row.is_primary]
    were = Membership.objects.filter(person=person, is_primary=True)
    were.exclude(pk__in=[number for number in main if number]).update(is_primary=False)


def _keep_address(person: Person, stored: Person) -> None:
    """After a change of name, a new address; the old one leads there."""
    if base_of(person.name) == base_of(stored.name):
        return
    FormerPersonAddress.objects.get_or_create(slug=stored.slug, defaults={"person": stored})
    person.slug = slug_for(Person, person.name)


def _drop_photo(image_id: int | None) -> None:
    """Once the change holds, delete the photo that was replaced or removed, if nothing else uses it."""
    if image_id is not None:
        transaction.on_commit(lambda: discard_unused(image_id))


def _known(actor: Any) -> Any:
    return actor if getattr(actor, "is_authenticated", False) else None
