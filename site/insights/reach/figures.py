"""What reports say of stories: sums of batches, never of readers (`insights.reach.batches`)."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wagtail.models import Page

from access.rules import Reader
from core import registry
from core.exits.pages import shown_q
from insights.models import SearchLog
from insights.reach.models import Cell, Reach, TimeBucket, TimeReach

#: What was searched for more seldom may be somebody's name (as at the desk of search).
SELDOM = 3
MOST_TERMS = 20
#: A minute, in seconds.
MINUTE = 60
UNNAMED = "Another department"


@dataclass(frozen=True)
class StoryFigures:
    """One story in the list."""

    number: int
    title: str
    published: date | None
    reads: int
    readers: int
    #: Seconds; None where too few were told.
    median: int | None
    reactions: int

    @property
    def time(self) -> str:
        """The median in words."""
        return in_words(self.median)


@dataclass(frozen=True)
class Line:
    """One group of a figure: how many, and its share of the largest in per cent, for a bar."""

    label: str
    amount: int
    reads: int = 0
    share: int = 0


@dataclass(frozen=True)
class Day:
    """The reads of one day."""

    day: date
    reads: int
    readers: int


@dataclass
class StoryReport:
    """All that is told of one story in some days."""

    reads: int
    readers: int
    median: int | None
    days: list[Day]
    departments: list[Line] = field(default_factory=list)
    times: list[Line] = field(default_factory=list)
    reactions: list[Line] = field(default_factory=list)
    terms: list[Line] = field(default_factory=list)

    @property
    def time(self) -> str:
        """The median in words."""
        return in_words(self.median)

    @property
    def reacted(self) -> int:
        """How many reactions there are."""
        return sum(line.amount for line in self.reactions)


def of_stories(stories: Any, days: int, department: int | None = None) -> list[StoryFigures]:
    """A row for each of these pages; of a department's readers alone, if one is given. Four queries, and those of the slots."""
    reach = Reach.objects.since(days)
    if department is not None:
        reach = reach.filter(department=department)
    sums = {row["page_id"]: row for row in reach.by("page_id")}
    times = TimeReach.objects.since(days).by_page()
    pages = list(stories.values_list("pk", "title", "shown_date"))
    reactions = reactions_to([number for number, _title, _published in pages])
    return [
        StoryFigures(
            number=number,
            title=title,
            published=published,
            reads=sums.get(number, {}).get("reads", 0),
            readers=sums.get(number, {}).get("readers", 0),
            median=median(times.get(number, {})),
            reactions=sum(reactions.get(number, {}).values()),
        )
        for number, title, published in pages
    ]


def of_story(page: Page, days: int, user: Reader) -> StoryReport:
    """What `user` is told of a story."""
    reach = Reach.objects.filter(page=page).since(days)
    by_day, by_department = reach.by("day"), reach.by("department")
    times = TimeReach.objects.since(days).by_page([page.pk]).get(page.pk, {})
    return StoryReport(
        reads=sum(row["reads"] for row in by_day),
        readers=sum(row["readers"] for row in by_day),
        median=median(times),
        days=[Day(**row) for row in by_day],
        departments=_departments(by_department, user),
        times=_lines({bucket.label: times.get(bucket, 0) for bucket in TimeBucket}),
        reactions=_lines(reactions_to([page.pk]).get(page.pk, {})),
        terms=_terms(page, days, user),
    )


def departments_told_of(days: int, user: Reader) -> list[tuple[int, str]]:
    """The departments that readers came from, which `user` may see, by name."""
    numbers = Reach.objects.since(days).order_by().values_list("department", flat=True)
    names = names_of(set(numbers.distinct()), user)
    return sorted(names.items(), key=lambda item: (item[0] <= 0, item[1]))


def names_of(departments: Collection[int], user: Reader) -> dict[int, str]:
    """What departments are called, those of them that `user` may see."""
    found = Page.objects.filter(shown_q(user), pk__in=[d for d in departments if d > 0])
    others = {cell.value: cell.label for cell in Cell if cell in departments}
    return {**dict(found.values_list("pk", "title")), **others}


def reactions_to(pages: Collection[int]) -> dict[int, dict[str, int]]:
    """How people reacted to pages."""
    found: dict[int, Counter[str]] = {}
    for count in registry.reactions_to:
        for number, kinds in count(pages).items():
            found.setdefault(number, Counter()).update(kinds)
    return {number: dict(kinds) for number, kinds in found.items()}


def median(buckets: Mapping[int, int]) -> int | None:
    """The time in seconds that half of the readers stayed longer than, as near as buckets tell; the last begins it."""
    total = sum(buckets.values())
    if not total:
        return None
    below, starts = 0, sorted(TimeBucket.values)
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        within = buckets.get(start, 0)
        if within and below + within >= total / 2:
            return (
                start
                if end is None
                else round(start + (end - start) * (total / 2 - below) / within)
            )
        below += within
    return None


def in_words(seconds: int | None) -> str:
    """A median as one says it: “about 1 min 20 s”; nothing for none."""
    if seconds is None:
        return ""
    if seconds >= TimeBucket.LONG:
        return f"{TimeBucket.LONG // MINUTE} min or more"
    minutes, rest = divmod(round(seconds, -1) if seconds > MINUTE else seconds, MINUTE)
    if not minutes:
        return f"{rest} s"
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def _departments(rows: list[dict[str, Any]], user: Reader) -> list[Line]:
    names = names_of({row["department"] for row in rows}, user)
    rows = sorted(rows, key=lambda row: (row["department"] <= 0, -row["readers"], -row["reads"]))
    most = max((row["readers"] for row in rows), default=0)
    return [
        Line(
            names.get(row["department"], UNNAMED),
            row["readers"],
            row["reads"],
            _share(row["readers"], most),
        )
        for row in rows
    ]


def _lines(amounts: Mapping[str, int]) -> list[Line]:
    most = max(amounts.values(), default=0)
    if not most:
        return []
    return [Line(label, amount, 0, _share(amount, most)) for label, amount in amounts.items()]


def _terms(page: Page, days: int, user: Reader) -> list[Line]:
    """What was searched for when this was the first result that was followed."""
    logs = SearchLog.objects.filter(clicked_page=page).since(days).told_to(user)
    rows = logs.by_query(at_least=SELDOM)[:MOST_TERMS]
    return _lines({row["query"]: row["times"] for row in rows})


def _share(part: int, most: int) -> int:
    return round(100 * part / most) if most else 0
