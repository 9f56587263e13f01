"""A person's photo: a new one, a cut of it, none."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from audit.models import Door
from audit.services import record
from core.models import Image
from people.enums import Hat
from people.models import Person
from people.permissions import refuse_locked
from people.photos import Cut
from people.services.profiles import save_person
from people.services.staff_photos import is_staff_photo, staff_photos


@transaction.atomic
def set_photo(
    person: Person, portrait: bytes, *, hats: Iterable[Hat], actor: Any, door: Door = Door.SITE
) -> Image:
    """Give a person a new photo, a JPEG made by `people.photos.portrait`, cut round where faces are.

    Raises FieldLockedError, before anything is stored.
    """
    refuse_locked(["photo"], person, hats)
    image = Image(
        title=person.name,
        description=person.name,
        collection=staff_photos(),
        uploaded_by_user=actor,
        # A neutral name: addresses of files outlive what people are called.
        file=ContentFile(portrait, "staff-photo.jpg"),
    )
    image.file_size = len(portrait)
    image.file_hash = hashlib.sha1(portrait, usedforsecurity=False).hexdigest()
    image.set_focal_point(Cut().square(image))
    image.save()
    try:
        person.photo = image
        save_person(person, hats=hats, actor=actor, door=door)
    except Exception:
        image.file.delete(save=False)  # the row is rolled back; nothing would name the file
        raise
    return image


@transaction.atomic
def remove_photo(
    person: Person, *, hats: Iterable[Hat], actor: Any, door: Door = Door.SITE
) -> None:
    """Take a person's photo away. Raises FieldLockedError."""
    person.photo = None
    save_person(person, hats=hats, actor=actor, door=door)


@transaction.atomic
def cut_photo(
    person: Person, cut: Cut, *, hats: Iterable[Hat], actor: Any, door: Door = Door.SITE
) -> None:
    """Show this square of a person's photo from now on. Raises FieldLockedError.

    It is the image's focal point, so that every `fill-…-c100` of it is this square. An image from the
    library is not for a person to cut, since it may stand elsewhere too: ValueError.
    """
    refuse_locked(["photo"], person, hats)
    image = person.photo
    if image is None or not is_staff_photo(image):
        raise ValueError("Only an uploaded photo can be cut.")
    before, after = Cut.of(image), cut.square(image)
    image.set_focal_point(after)
    image.save()
    if before != cut:
        record(person, {"photo_cut": [_said(before), _said(cut)]}, actor=actor, door=door)


def _said(cut: Cut) -> str:
    return f"{cut.across}% across, {cut.down}% down, {cut.closer}% close"
