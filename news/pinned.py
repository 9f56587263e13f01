"""Which stories stand first in a place."""

from collections.abc import Sequence

from django.http import HttpRequest
from wagtail.models import Page

from core.models import hide_closed_departments
from news.models import NewsPage, PinnedStory

STORIES = 5


def lead_and_stories(
    request: HttpRequest,
    place: Page | None = None,
    number: int = STORIES,
    pins: Sequence[int] | None = None,
) -> tuple[NewsPage | None, list[NewsPage]]:
    """The story that leads in a place, and those that follow: pinned ones first, then the latest.

    `place` is a department, or None for the home page. Only what the reader may read; where nothing that
    leads is left, the first that is pinned leads, or else the latest. Two queries at most.
    With `pins`, ids of stories, those count as pinned in that order, whatever is pinned: for previews.
    """
    readable = NewsPage.objects.readable_by(request.user).for_listing()
    if pins is None:
        pinned = list(readable.pinned_in(place)[: number + 1])
    else:
        by_id = readable.in_bulk(pins)
        pinned = [by_id[story] for story in dict.fromkeys(pins) if story in by_id]
    stories = pinned
    if len(pinned) <= number:
        latest = readable if place is None else readable.of_department(place)
        taken = {story.pk for story in pinned}
        more = latest.latest_first()[: number + 1 + len(taken)]
        stories = [*pinned, *(story for story in more if story.pk not in taken)][: number + 1]
    shown = hide_closed_departments(stories, request.user)
    return next(iter(shown), None), shown[1:]


def pins_of(place: Page | None = None) -> list[PinnedStory]:
    """What editors have pinned in a place now, whoever may read it, in order: for the desk."""
    return list(PinnedStory.objects.standing(place).select_related("story"))
