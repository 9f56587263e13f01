"""Which stories stand first in a place."""

from collections.abc import Sequence
from datetime import datetime

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from core import epochs
from core.models import hide_closed_departments
from news.models import NewsPage, PinnedStory

STORIES = 5
#: Seconds for which the pins of a place are kept, under the tree's epoch, which each change of theirs raises.
KEPT = 60 * 60


def lead_and_stories(
    request: HttpRequest,
    place: Page | None = None,
    number: int = STORIES,
    pins: Sequence[int] | None = None,
) -> tuple[NewsPage | None, list[NewsPage]]:
    """The story that leads in a place, and those that follow: pinned ones first, then the latest.

    `place` is a department, or None for the home page. Only what the reader may read; where nothing that
    leads is left, the first that is pinned leads, or else the latest. One query, and one where stories are pinned.
    With `pins`, ids of stories, those count as pinned in that order, whatever is pinned: for previews.
    """
    readable = NewsPage.objects.readable_by(request.user).for_listing()
    wanted = list(dict.fromkeys(_pins_now(request, place) if pins is None else pins))
    by_id = readable.in_bulk(wanted) if wanted else {}
    pinned = [by_id[story] for story in wanted if story in by_id][: number + 1]
    stories = pinned
    if len(pinned) <= number:
        latest = readable if place is None else readable.of_department(place)
        taken = {story.pk for story in pinned}
        more = latest.latest_first()[: number + 1 + len(taken)]
        stories = [*pinned, *(story for story in more if story.pk not in taken)][: number + 1]
    shown = hide_closed_departments(stories, request.user)
    return next(iter(shown), None), shown[1:]


def _pins_now(request: HttpRequest, place: Page | None) -> list[int]:
    """The ids of the stories that are pinned in a place now, the lead first, whoever may read them."""
    where = "home" if place is None else place.pk
    key = f"pins:{epochs.current(request).tree}:{where}"
    kept: list[tuple[int, datetime | None]] | None = cache.get(key)
    if kept is None:
        kept = list(PinnedStory.objects.at(place).values_list("story_id", "until"))
        epochs.keep(request, key, kept, KEPT)
    now = timezone.now()
    return [story for story, until in kept if until is None or until > now]
