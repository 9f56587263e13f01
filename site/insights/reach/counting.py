"""Counting that a story is read. It goes straight into the database, so that nothing waits to be lost.

A reader never notices: nothing here raises what a database raises, or waits for another's write for long.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import (
    Case,
    ExpressionWrapper,
    F,
    IntegerField,
    PositiveSmallIntegerField,
    Q,
    When,
)
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from wagtail.models import Page

from access.querysets import readable_by
from access.rules import Reader
from core import registry
from insights.patience import never_in_the_way
from insights.reach.keys import key_of
from insights.reach.models import Cell, Read

#: Opening a story again within this time is the same read.
SAME_READ = timedelta(minutes=30)
#: The most seconds that are believed of one reader and day.
MOST_SECONDS = 3600
#: Reads of one story by one reader on one day that are counted.
MOST_READS = 48
#: What one account may count in a minute.
MOST_A_MINUTE = 60
A_MINUTE = 60
A_READ = "That a story was read"
#: So many milliseconds a count waits for another's write, where there is one writer at a time.
PATIENCE = 2000


def count(user: Reader, page: int, seconds: int | None = None) -> None:
    """Count that `user` reads a page, if its type is counted and they may read it; or that they did, for so long."""
    if not _is_within_rate(user):
        return
    with never_in_the_way(A_READ, PATIENCE):
        if _is_counted(user, page):
            with transaction.atomic():
                _count(user, page, seconds)


def _count(user: Reader, page: int, seconds: int | None) -> None:
    key, now = key_of(user, page), timezone.now()
    last = Read.objects.filter(page=page, key=key).order_by("-day").values("day", "until").first()
    day = timezone.localdate()
    if last and _goes_on(last, now, is_ending=seconds is not None):
        day = last["day"]
    if last is None or last["day"] != day:
        _begin(user, page, key, day, is_first=last is None)
    _add(page, key, day, now, seconds)


def _goes_on(last: Mapping[str, Any], now: datetime, *, is_ending: bool) -> bool:
    """Whether it is the same read as before, perhaps past midnight. One that ends has begun at some time."""
    if is_ending and last["day"] >= timezone.localdate() - timedelta(days=1):
        return True
    return bool(last["until"] and last["until"] > now)


def _begin(user: Reader, page: int, key: str, day: date, *, is_first: bool) -> None:
    """The row that counts; another request may have been quicker."""
    row = Read(page_id=page, key=key, day=day, is_first=is_first, department=_department(user))
    Read.objects.bulk_create([row], ignore_conflicts=True)


def _add(page: int, key: str, day: date, now: datetime, seconds: int | None) -> None:
    """One statement, so that of two requests at once the second sees what the first wrote.

    Seconds belong to the read that ends, which may have begun longer ago than half an hour.
    """
    rows = Read.objects.filter(page=page, key=key, day=day)
    is_over = Q(until__isnull=True) | Q(until__lte=now)
    if seconds is not None:
        is_over &= Q(reads=0)
    is_new = Q(is_over, reads__lt=MOST_READS)
    one_more = ExpressionWrapper(F("reads") + 1, PositiveSmallIntegerField())
    changed: dict[str, Any] = {
        "reads": Case(When(is_new, then=one_more), default=F("reads")),
        "waits": Case(When(is_new, then=True), default=F("waits")),
        "until": now + SAME_READ,
    }
    if seconds is not None:
        told = max(0, min(seconds, MOST_SECONDS))
        so_far = Coalesce(F("seconds"), 0, output_field=IntegerField())
        changed["seconds"] = Least(so_far + told, MOST_SECONDS)
        changed["time_waits"] = Case(When(seconds=None, then=True), default=F("time_waits"))
    rows.update(**changed)


def _is_counted(user: Reader, page: int) -> bool:
    """Whether it is there, may be read by `user`, and is of a type that is counted."""
    types = tuple(registry.counted_pages)
    return bool(types) and readable_by(Page.objects.type(*types), user).filter(pk=page).exists()


def _department(user: Reader) -> int:
    found = (find(user) for find in registry.reader_departments)
    return next((number for number in found if number), Cell.NO_DEPARTMENT)


def _is_within_rate(user: Reader) -> bool:
    """Whether this account may count more just now. The cache knows how much it counted, not what."""
    name = f"reach:{user.pk}"
    cache.add(name, 0, A_MINUTE)
    try:
        return bool(cache.incr(name) <= MOST_A_MINUTE)
    except ValueError:  # it ran out in between
        return True
