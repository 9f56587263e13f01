"""What stands beside a story: the other parts of its series, and related stories. One query for both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models import IntegerField as Number
from wagtail.models import Page

from access.querysets import Reader
from core.models import PageTopic, Topic, hide_closed_departments
from news.enums import SeriesOrder
from news.models import ChosenStory, NewsIndexPage, NewsPage, NewsSeries

#: How many related stories are shown, and among how many of the latest they are looked for.
RELATED, LATEST = 3, 12
#: How many parts of a long series are shown on either side of the story.
AROUND = 4
NOTHING = Q(pk__in=())


@dataclass(frozen=True)
class Part:
    """A part of a series as the reader sees it: its number, and the story."""

    number: int
    story: NewsPage


@dataclass(frozen=True)
class Series:
    """The series of a story: which part it is, of how many that the reader may read, and the parts around it."""

    series: NewsSeries
    number: int
    total: int
    parts: list[Part]
    #: The list of all parts, where not all are shown and the reader may see it.
    whole: Page | None = None


@dataclass(frozen=True)
class Beside:
    """What stands beside a story."""

    series: Series | None
    related: list[NewsPage]


def beside(
    story: NewsPage, user: Reader, topics: Sequence[Topic] = (), *, draft: bool = False
) -> Beside:
    """What `user` is shown beside a story about these topics; of a draft, what the draft says.

    Stories that an editor chose come first, in the editor's order. The rest are the latest about one of
    the topics or of the department, those that are both before the others; parts of the series have their own place.
    """
    readable = NewsPage.objects.readable_by(user).exclude(pk=story.pk)
    alike = Exists(PageTopic.objects.filter(content_object=OuterRef("pk"), tag__in=topics))
    near = Q(alike) if topics else NOTHING
    if story.department_id:
        near |= Q(department=story.department_id)
    latest = readable.filter(near).latest_first().values("pk")[:LATEST]
    parts = Q(series=story.series_id) if story.series_id else NOTHING
    found = readable.annotate(
        chosen=_chosen(story, draft), alike=alike if topics else Value(False, BooleanField())
    )
    found = found.filter(Q(chosen__isnull=False) | parts | Q(pk__in=latest)).latest_first()
    stories = hide_closed_departments(found.for_listing(), user)
    return Beside(_series(story, stories, user), _related(story, stories))


def _chosen(story: NewsPage, draft: bool) -> Any:
    """Where among the chosen ones a story stands; nothing for others."""
    if draft:
        rows = [row.story_id for row in story.chosen_stories.all()]
        places = [When(pk=number, then=Value(place)) for place, number in enumerate(rows)]
        return Case(*places, default=None, output_field=Number(null=True))
    rows = ChosenStory.objects.filter(page=story.pk, story=OuterRef("pk"))
    return Subquery(rows.values("sort_order")[:1])


def _series(story: NewsPage, stories: Sequence[NewsPage], user: Reader) -> Series | None:
    if story.series is None:
        return None
    others = [one for one in stories if one.series_id == story.series_id]
    if not others:
        return None
    by_number = story.series.order == SeriesOrder.CHOSEN
    ordered = sorted([story, *others], key=lambda one: _place(one, by_number))
    parts = [Part(number, one) for number, one in enumerate(ordered, start=1)]
    here = next(part.number for part in parts if part.story is story)
    first = max(0, min(here - 1 - AROUND, len(parts) - 2 * AROUND - 1))
    shown = parts[first : first + 2 * AROUND + 1]
    cut = len(shown) < len(parts)
    whole = NewsIndexPage.objects.above(story, user) if cut else None
    return Series(story.series, here, len(parts), shown, whole)


def _place(story: NewsPage, by_number: bool) -> tuple[Any, ...]:
    """What the parts of a series are ordered by. A draft that has no id yet comes last among equals."""
    date = (story.publication_date, story.pk is None, story.pk or 0)
    return (story.part is None, story.part or 0, *date) if by_number else date


def _related(story: NewsPage, stories: Sequence[Any]) -> list[NewsPage]:
    chosen = [one for one in stories if one.chosen is not None]
    chosen.sort(key=lambda one: one.chosen)
    rest = [
        one
        for one in stories
        if one.chosen is None and (story.series_id is None or one.series_id != story.series_id)
    ]
    # A stable sort: the latest stay first among equals.
    rest.sort(key=lambda one: -(2 * one.alike + (one.department_id == story.department_id)))
    return [*chosen, *rest][: max(RELATED, len(chosen))]
