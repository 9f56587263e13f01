"""How far the demo's stories reached in the weeks before it came in: made up, and always the same."""

from datetime import date, timedelta
from random import Random
from typing import Any

from django.db.models import Count
from django.utils import timezone

from departments.models import DepartmentPage
from insights.models import Reach, TimeReach
from insights.reach.batches import FEWEST
from insights.reach.models import Cell, TimeBucket
from insights.services import note_click, note_search
from news.models import NewsPage
from people.models import Membership

#: The latest stories, and how many days lie between them.
STORIES, BETWEEN = 10, 5
#: Days after the first on which some read it once more.
AGAIN = (1, 2, 3, 5, 8)
#: What was searched for before stories with such a word in their address were opened.
SEARCHED = {
    "storm": ("storm rota", "storm"),
    "leave": ("leave", "annual leave"),
    "tide": ("tide gauges",),
    "laptop": ("laptop",),
    "pay": ("payslip",),
    "harbour": ("harbour visit",),
}


def dress_reach() -> None:
    """Tell of readers, where nobody has been counted yet: once, then it is what is counted."""
    if Reach.objects.exists():
        return
    sizes = _sizes()
    today = timezone.localdate()
    stories = NewsPage.objects.live().order_by("-publication_date", "-pk")[:STORIES]
    for place, story in enumerate(stories):
        at_least = today - timedelta(days=BETWEEN * (place + 1))
        first = min(max(story.publication_date, at_least), today)
        _read(story, first, sizes, Random(story.slug))  # noqa: S311 - a picture, no secret
        _search(story)


def _sizes() -> dict[int, int]:
    """How many people each department has; who has none is of `Cell.NO_DEPARTMENT`."""
    sites = DepartmentPage.objects.values_list("pk", flat=True)
    main = Membership.objects.going_on().filter(is_primary=True).order_by()
    rows = main.values_list("team__department").annotate(people=Count("pk"))
    return {site if site in sites else Cell.NO_DEPARTMENT.value: people for site, people in rows}


def _read(story: Any, first: date, sizes: dict[int, int], chance: Random) -> None:
    """Each department's readers, five or more at once, as the worker would have told them."""
    left = total = 0
    for department, people in sorted(sizes.items()):
        came = round(people * chance.uniform(0.55, 1))
        if came < FEWEST:
            left += came
            continue
        total += came
        soon = came if came < 2 * FEWEST else came - FEWEST
        _tell(story, department, first, soon, chance.randint(0, soon // 3))
        if soon < came:
            _tell(story, department, first + timedelta(days=chance.randint(1, 4)), FEWEST, 0)
    if left >= FEWEST:
        total += left
        _tell(story, Cell.OTHERS, first + timedelta(days=1), left, 0)
    for days in AGAIN:
        back = chance.randint(0, max(sizes.values()) // 2)
        if back >= FEWEST:
            _tell(story, max(sizes, key=sizes.__getitem__), first + timedelta(days=days), 0, back)
    _stay(story, first, total, chance)


def _stay(story: Any, first: date, total: int, chance: Random) -> None:
    """How long they stayed: on a long story longer."""
    parts = {bucket: chance.randint(1, 6) for bucket in TimeBucket}
    for bucket, part in parts.items():
        stayed = round(total * part / sum(parts.values()))
        if stayed >= FEWEST:
            TimeReach.objects.create(page_id=story.pk, day=first, bucket=bucket, readers=stayed)


def _tell(story: Any, department: int, day: date, readers: int, again: int) -> None:
    figure, _is_new = Reach.objects.get_or_create(
        page_id=story.pk, day=min(day, timezone.localdate()), department=department
    )
    figure.readers += readers
    figure.reads += readers + again
    figure.save()


def _search(story: Any) -> None:
    for word, terms in SEARCHED.items():
        if word in story.slug:
            for times, words in enumerate(terms, start=3):
                for _time in range(times):
                    note_click(note_search(words, 4, "", "sqlite"), 1, story.pk)
