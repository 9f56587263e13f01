"""Wagtail's reference index of people, many rows at a time: as `rebuild_references_index` would write it."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import ReferenceIndex

from people.models import Location, Membership, Person, Team

#: The fields of a person that an import changes and that point to something.
FIELDS: dict[str, type[models.Model]] = {"manager": Person, "location": Location}
MEMBERSHIP = "memberships.item.team"


#: A person and the fields that point to something else now.
Pointing = tuple[Person, set[str]]


def point(
    made: Iterable[Person], changed: Iterable[Pointing], memberships: Iterable[Membership]
) -> None:
    """Write down whom and what new and changed people point to, and their new memberships.

    Wagtail's own way asks each person for their rows; this asks nothing, since all of it is known.
    """
    if not ReferenceIndex.is_indexed(Person):
        return
    pointing = [(person, names & FIELDS.keys()) for person, names in changed]
    _forget(pointing)
    pointing += [(person, set(FIELDS)) for person in made]
    rows = [_of_field(person, name) for person, names in pointing for name in names]
    rows += [_of_membership(row) for row in memberships]
    ReferenceIndex.objects.bulk_create([row for row in rows if row], ignore_conflicts=True)


def _forget(pointing: list[Pointing]) -> None:
    for name in FIELDS:
        ids = [str(person.pk) for person, names in pointing if name in names]
        if ids:
            stale = ReferenceIndex.objects.filter(model_path=name, object_id__in=ids)
            stale.filter(base_content_type=_kind(Person)).delete()


def _of_field(person: Person, name: str) -> ReferenceIndex | None:
    number = getattr(person, f"{name}_id")
    return _row(person.pk, FIELDS[name], number, name, name) if number else None


def _of_membership(row: Membership) -> ReferenceIndex:
    path = f"memberships.{row.pk}.team"
    return _row(row.person_id, Team, row.team_id, MEMBERSHIP, path)


def _row(
    person: int,
    to: type[models.Model],
    number: int,
    model_path: str,
    content_path: str,
) -> ReferenceIndex:
    return ReferenceIndex(
        content_type=_kind(Person),
        base_content_type=_kind(Person),
        object_id=str(person),
        to_content_type=_kind(to),
        to_object_id=str(number),
        model_path=model_path,
        content_path=content_path,
        content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
    )


def _kind(model: type[models.Model]) -> ContentType:
    return ContentType.objects.get_for_model(model, for_concrete_model=False)
