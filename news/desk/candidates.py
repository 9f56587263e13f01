"""Which stories can be pinned in a place, and how they are told of."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from access.querysets import readable_q
from core.clock import on_the_clock
from core.exits.fields import CLOSED
from core.exits.pages import edited_q, shown_q
from news.desk.narrowing import MOST_WORDS
from news.desk.places import Place
from news.desk.states import with_times
from news.models import NewsPage

#: So many are offered at once; words find the others.
OFFERED = 8


@dataclass(frozen=True)
class Candidate:
    """A story that can be pinned, or is."""

    number: int
    title: str
    #: Where it stands, and what that means for readers.
    state: str
    is_live: bool = False


def offered(user: Any, place: Place, words: str, taken: Collection[int]) -> list[Candidate]:
    """Stories to choose from: those that are out, and those that are scheduled; the latest first."""
    stories = _known_to(user).exclude(pk__in=taken)
    if place.department is not None:
        stories = stories.of_department(place.department)
    for word in words.split()[:MOST_WORDS]:
        stories = stories.filter(Q(title__icontains=word) | Q(draft_title__icontains=word))
    on_its_way = Q(live=True) | Q(goes_live_at__isnull=False)
    over = Q(expire_at__lte=timezone.now())
    found = with_times(stories).filter(on_its_way).exclude(over).latest_first()
    return [_told(story) for story in found.defer("body")[:OFFERED]]


def those(user: Any, numbers: Collection[int]) -> dict[int, Candidate]:
    """Stories that are pinned, by their ids; one that is closed to `user` keeps its place without its name."""
    known = _known_to(user).filter(pk=OuterRef("pk"))
    stories = with_times(NewsPage.objects.filter(pk__in=numbers)).annotate(is_known=Exists(known))
    return {
        story.pk: _told(story) if story.is_known else Candidate(story.pk, CLOSED, "")
        for story in stories.defer("body")
    }


def may_pin(user: Any, numbers: Collection[int], pinned: Collection[int]) -> bool:
    """Whether `user` may pin all of these: those that they know, and those that are pinned there already."""
    fresh = set(numbers) - set(pinned)
    return _known_to(user).filter(pk__in=fresh).count() == len(fresh)


def _known_to(user: Any) -> Any:
    """The stories that `user` reads or edits."""
    return NewsPage.objects.filter(readable_q(user) | edited_q(user)).filter(shown_q(user))


def _told(story: Any) -> Candidate:
    over = story.expire_at is not None and story.expire_at <= timezone.now()
    title = story.title if story.live else story.draft_title or story.title
    if story.live and not over:
        end = f" Goes {on_the_clock(story.expire_at)}." if story.expire_at else ""
        return Candidate(story.pk, title, f"Live.{end}", is_live=True)
    if story.goes_live_at:
        when = on_the_clock(story.goes_live_at)
        return Candidate(story.pk, title, f"Appears when it is published, {when}.")
    said = (
        "Expired: readers do not see it."
        if over or story.expired
        else "A draft: appears when it is published."
    )
    return Candidate(story.pk, title, said)
