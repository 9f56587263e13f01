"""Forgetting a person for good, on their request. What they wrote stays, by a former member of staff."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.models import ReferenceIndex, Revision

from accounts.erasing import erase_account, erase_invitations, relabel
from accounts.permissions import may_manage
from audit.models import Door
from audit.services import forget, record, reword
from core import registry
from core.models import Image
from people.closing import is_last_superuser
from people.models import Departure, FormerPersonAddress, Person
from people.models.person import FORMER_MEMBER
from people.slugs import slug_for
from people.words import HANDED_ON

RIGHT = "people.erase_person"
#: What is left of the row: that it is there, since when, and which account wrote what they wrote.
KEPT = frozenset({"id", "slug", "user", "erased_at", "created_at"})
#: Comes before who took over, where the change log says what was handed on.
_TAKER = " to "


class ErasureRefusedError(ValueError):
    """A person cannot be erased now; the message says why, and what to do first."""


@transaction.atomic
def erase(person: Person, actor: Any, *, door: Door = Door.CMS) -> bool:
    """Take everything out of a profile that tells whose it was. Whether there was anything to take.

    It cannot be undone. One line in the change log stays: that it was done, when and by whom. Raises
    PermissionDenied, and ErasureRefusedError.
    """
    if not actor.has_perm(RIGHT):
        raise PermissionDenied("You may not erase people.")
    now = Person.objects.select_for_update().get(pk=person.pk)
    if now.erased_at:
        return False
    if reason := why_refused(now, actor):
        raise ErasureRefusedError(reason)
    afterwards = [also(now) for also in registry.erasure]
    account, photos = now.user, photos_of(now)
    erase_invitations({now.email or "", account.email if account else ""}, name=FORMER_MEMBER)
    _drop_rows(now)
    _blank(now)
    if account is not None:
        erase_account(account, name=FORMER_MEMBER)
    for photo in photos:
        if not is_used_elsewhere(photo, now):
            relabel(photo, FORMER_MEMBER)
            photo.delete()  # Wagtail deletes the files once this is saved
    forget(now)
    _forget_in_others(now)
    relabel(now, FORMER_MEMBER)
    for do in filter(None, afterwards):
        do()
    record(now, {"erased": ["", "all personal data"]}, actor=actor, door=door)
    person.refresh_from_db()
    return True


def why_refused(person: Person, actor: Any) -> str:
    """Why this person cannot be erased by `actor`, in a sentence; empty where nothing speaks against it."""
    account = person.user
    if account is None:
        return ""
    if not may_manage(actor, account):
        return (
            "Their account has more rights than you may give or take. Ask a superuser to erase them,"
            " or to take the account's groups away first."
        )
    if is_last_superuser(account):
        return f"{person} is the only administrator. Make somebody else one first."
    return ""


def photos_of(person: Person) -> list[Image]:
    """The photo of a profile, and those that it had before."""
    revisions = Revision.objects.for_instance(person).values_list("content__photo", flat=True)
    return list(Image.objects.filter(pk__in={person.photo_id, *revisions} - {None}))


def is_used_elsewhere(photo: Image, person: Person) -> bool:
    """Whether anything but this person's profile shows a photo."""
    if Person.objects.filter(photo=photo).exclude(pk=person.pk).exists():
        return True
    own = {"base_content_type": person.get_base_content_type(), "object_id": str(person.pk)}
    return ReferenceIndex.get_references_to(photo).exclude(**own).exists()


def _drop_rows(person: Person) -> None:
    """Whatever hangs on a profile: memberships, skills, languages, addresses, revisions."""
    for relation in get_all_child_relations(Person):
        relation.related_model._default_manager.filter(person=person).delete()
    FormerPersonAddress.objects.filter(person=person).delete()
    Departure.objects.filter(person=person).delete()
    Revision.objects.for_instance(person).delete()


def _blank(person: Person) -> None:
    """Every field but those of KEPT: one that is added later goes too, unless it is named there."""
    for field in Person._meta.concrete_fields:
        if field.name not in KEPT:
            setattr(person, field.attname, None if field.null else field.get_default())
    person.erased_at = timezone.now()
    person.slug = slug_for(Person, f"former {person.pk}")
    person.save()


def _forget_in_others(person: Person) -> None:
    """Where the change log names them as somebody's manager or successor, or as who took over."""
    fields = [
        field.name
        for field in Person._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Person
    ]
    number = f"({person.pk})"
    former = f"{FORMER_MEMBER} {number}"

    def name(said: str) -> str:
        return former if said.endswith(f" {number}") else said

    def taker(said: str) -> str:
        what, to, who = said.partition(_TAKER)
        return f"{what}{to}{name(who)}"

    reword(Person, number, fields, name)
    reword(Person, number, [HANDED_ON], taker)
