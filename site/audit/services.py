"""Writing the change log, in the transaction of the change."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast

from audit.models import Change, Door

#: What the fields of a thing say, in words, by the fields' names.
Words = Mapping[str, str]
Fields = dict[str, list[str]]
BATCH = 500


def difference(before: Words, after: Words) -> Fields:
    """The fields that say something else: `{"job_title": ["Analyst", "Senior analyst"]}`."""
    names = [*before, *(name for name in after if name not in before)]
    return {
        name: [before.get(name, ""), after.get(name, "")]
        for name in names
        if before.get(name, "") != after.get(name, "")
    }


def record(
    instance: models.Model,
    fields: Fields,
    *,
    actor: AbstractBaseUser | AnonymousUser | None,
    door: Door,
) -> Change | None:
    """Write down one change; nothing where no field says anything else."""
    if not fields:
        return None
    change = _change(_kind(type(instance)), instance.pk, fields, actor, door)
    change.save()
    return change


def record_many(
    model: type[models.Model],
    changes: Iterable[tuple[int, Fields]],
    *,
    actor: AbstractBaseUser | AnonymousUser | None,
    door: Door,
) -> int:
    """Write down the changes of many things of one kind, by their ids. Gives how many."""
    kind = _kind(model)
    rows = [_change(kind, number, fields, actor, door) for number, fields in changes if fields]
    Change.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def reword(
    model: type[models.Model], holding: str, names: Collection[str], say: Callable[[str], str]
) -> int:
    """Let changes of things of one kind say something else: each value of the fields of these names.

    Asked of those changes only that hold a text, which is plain ASCII, anywhere. Gives how many changed.
    """
    written = Cast("fields", models.TextField())
    found = Change.objects.filter(content_type=_kind(model)).annotate(written=written)
    changed = []
    for change in found.filter(written__contains=holding):
        fields = {
            name: [say(word) for word in words] if name in names else words
            for name, words in change.fields.items()
        }
        if fields != change.fields:
            change.fields = fields
            changed.append(change)
    Change.objects.bulk_update(changed, ["fields"], batch_size=BATCH)
    return len(changed)


def forget(instance: models.Model) -> None:
    """Drop what is written about a thing, for a person who is to be forgotten."""
    Change.objects.of(instance).delete()


def _kind(model: type[models.Model]) -> ContentType:
    return ContentType.objects.get_for_model(model, for_concrete_model=True)


def _change(kind: ContentType, number: int, fields: Fields, actor: Any, door: Door) -> Change:
    known = actor if getattr(actor, "is_authenticated", False) else None
    return Change(content_type=kind, object_id=number, actor=known, door=door, fields=fields)
