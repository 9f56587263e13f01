"""What lists of people show beside a name, brought for all of them at once: the main team and the photo."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.images.models import Filter, SourceImageIOError

from access.querysets import Reader, is_file_visible
from core.models import Rendition
from people.models import Membership, Person

#: How photos are cut, for cards and for the profile: twice the size that they are shown in.
SMALL, LARGE = "fill-112x128|format-webp", "fill-320x368|format-webp"


def for_cards(people: Iterable[Person], user: Reader) -> list[Person]:
    """The people with all that `components/person_card.html` shows, as `user` may see it."""
    return with_photos(with_teams(people), user)


def with_teams(people: Iterable[Person]) -> list[Person]:
    """The people, each with `primary`: the membership of the main team with its team, or None. One query."""
    found = list(people)
    rows = Membership.objects.going_on().filter(person__in=found).select_related("team")
    main: dict[int, Membership] = {}
    for row in rows:
        main.setdefault(row.person_id, row)
    for person in found:
        person.primary = main.get(person.pk)
    return found


def with_photos(people: Iterable[Person], user: Reader, cut: str = SMALL) -> list[Person]:
    """The people, each with `picture`: their photo cut to size, or None where `user` is shown none.

    No query for people who came by `PersonQuerySet.for_cards` and whose photos are in the cache; one
    for all photos that are not, and three for people who came without theirs.
    """
    found = list(people)
    pictured = [person for person in found if person.photo_id]
    prefetch_related_objects(pictured, "photo__collection__collection_rule")
    seen = [person.photo for person in pictured if is_file_visible(person.photo, user)]
    pictures = _cut_all(seen, Filter(cut))
    for person in found:
        person.picture = pictures.get(person.photo_id)
    return found


def _cut_all(images: Sequence[Any], cut: Filter) -> dict[int | None, Rendition]:
    """Each image, by its id, cut in one way: from the cache, else from the database, else made now."""
    keys = {
        Rendition.construct_cache_key(image, cut.get_cache_key(image), cut.spec): image
        for image in images
    }
    cached = Rendition.cache_backend.get_many(keys)
    made = Prefetch(
        "renditions",
        Rendition.objects.filter(filter_spec=cut.spec),
        to_attr="prefetched_renditions",
    )
    prefetch_related_objects([image for key, image in keys.items() if key not in cached], made)
    pictures = {}
    for image in images:
        try:
            pictures[image.pk] = image.get_rendition(cut)
        except SourceImageIOError:  # the file is gone: initials are shown
            continue
    return pictures
