"""Where photos of people lie, and when one is deleted."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Collection, ReferenceIndex

from core.models import Image
from people.locks import one_at_a_time
from people.models import Person

COLLECTION = "Staff photos"
#: How deep it lies: right below the root.
TOP = 2


def discard_unused(image_id: int) -> bool:
    """Delete a staff photo and its files, unless something still uses it. Whether it was deleted.

    An image of another collection is somebody's who keeps it there, and stays.
    """
    with transaction.atomic():
        image = Image.objects.filter(pk=image_id).select_related("collection").first()
        if image is None or not is_staff_photo(image):
            return False
        if Person.objects.filter(photo=image).exists():
            return False
        people = ContentType.objects.get_for_model(Person)
        if ReferenceIndex.get_references_to(image).exclude(base_content_type=people).exists():
            return False
        image.delete()
    return True


def staff_photos() -> Collection:
    """The collection of staff photos, made if it is missing. Its access rule is that of the root."""
    root = Collection.get_first_root_node()
    there = root.get_children().filter(name=COLLECTION)
    if found := there.first():
        return found
    one_at_a_time("people.staff_photos")
    return there.first() or root.add_child(name=COLLECTION)


def is_staff_photo(image: Any) -> bool:
    """Whether an image was uploaded as somebody's photo, and is in nobody's library."""
    return bool(image.collection.name == COLLECTION and image.collection.depth == TOP)
