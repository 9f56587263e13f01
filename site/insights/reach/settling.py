"""What the worker does of reach: telling what may be told, and forgetting."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, F, Q, Value, When
from django.utils import timezone

from insights.reach.batches import FEWEST, Batch, Waiting, batches
from insights.reach.keys import KEPT_DAYS, drop_old_salts
from insights.reach.models import Cell, Reach, Read, TimeBucket, TimeReach

#: Rows that one statement names.
AT_ONCE = 500


def settle() -> None:
    """Add what waits and may be told to the figures, story by story; it may be done again at any time."""
    for page in _with_reads():
        with transaction.atomic():
            _tell_reads(page, timezone.localdate())
    for page in _with_times(timezone.now()):
        with transaction.atomic():
            _tell_times(page, timezone.now())
    Read.objects.filter(until__lte=timezone.now()).update(until=None)


def forget() -> int:
    """Delete the readers of ninety days ago and the salts that are as old; how many rows of readers."""
    drop_old_salts()
    before = timezone.localdate() - timedelta(days=KEPT_DAYS)
    deleted, _by_model = Read.objects.filter(day__lte=before).delete()
    return deleted


def _with_reads() -> set[int]:
    """The stories of which enough waits to make a batch, perhaps. One query, without any lock."""
    is_new = Case(When(is_first=True, told=0, then=Value(1)), default=Value(0))
    groups = Read.objects.filter(waits=True).order_by().values("page_id", new=is_new)
    return _enough(groups)


def _with_times(now: datetime) -> set[int]:
    """The stories of which enough readers stayed for about as long."""
    long_ones = sorted(TimeBucket.values, reverse=True)
    bucket = Case(*(When(seconds__gte=least, then=Value(least)) for least in long_ones))
    over = Read.objects.filter(_is_over(now), time_waits=True)
    return _enough(over.order_by().values("page_id", bucket=bucket))


def _enough(groups: Any) -> set[int]:
    found = groups.annotate(people=Count("key", distinct=True)).filter(people__gte=FEWEST)
    return set(found.values_list("page_id", flat=True))


def _is_over(now: datetime) -> Q:
    return Q(until__isnull=True) | Q(until__lte=now)


def _tell_reads(page: int, today: date) -> None:
    """Two workers at once: the second waits for the rows, and finds them told."""
    rows = Read.objects.select_for_update().filter(page=page, waits=True)
    waiting = [
        Waiting(
            number=row.pk,
            key=row.key,
            day=row.day,
            department=row.department,
            reads=row.reads - row.told,
            is_first=row.is_first and not row.told,
        )
        for row in rows.order_by("pk")
    ]
    for batch in batches(waiting, today, Cell.OTHERS):
        _add(page, batch)
        for numbers in _some(row.number for row in batch.rows):
            Read.objects.filter(pk__in=numbers).update(told=F("reads"), waits=False)


def _add(page: int, batch: Batch) -> None:
    figure, _is_new = Reach.objects.get_or_create(
        page_id=page, day=batch.day, department=batch.department
    )
    Reach.objects.filter(pk=figure.pk).update(
        reads=F("reads") + batch.reads, readers=F("readers") + batch.readers
    )


def _tell_times(page: int, now: datetime) -> None:
    """Times of reads that are over, by bucket, each once it has five."""
    rows = Read.objects.select_for_update().filter(_is_over(now), page=page, time_waits=True)
    by_bucket: dict[int, list[Read]] = defaultdict(list)
    for row in rows.order_by("pk"):
        by_bucket[bucket_of(row.seconds or 0)].append(row)
    for bucket, found in by_bucket.items():
        if len({row.key for row in found}) < FEWEST:
            continue
        figure, _is_new = TimeReach.objects.get_or_create(
            page_id=page, day=max(row.day for row in found), bucket=bucket
        )
        TimeReach.objects.filter(pk=figure.pk).update(readers=F("readers") + len(found))
        for numbers in _some(row.pk for row in found):
            Read.objects.filter(pk__in=numbers).update(time_waits=False)


def bucket_of(seconds: int) -> TimeBucket:
    """The bucket that so many seconds fall into."""
    return max(bucket for bucket in TimeBucket if bucket <= seconds)


def _some(numbers: Iterable[int]) -> Iterable[list[int]]:
    known = list(numbers)
    return (known[start : start + AT_ONCE] for start in range(0, len(known), AT_ONCE))
