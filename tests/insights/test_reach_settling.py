"""From readers to figures in the database, and what is forgotten."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from core.registry import worker_round
from insights.models import Reach, Read, Salt, TimeReach
from insights.reach import settling
from insights.reach.models import Cell, TimeBucket
from news.models import NewsPage
from tests.factories.pages import DepartmentPageFactory, NewsPageFactory
from tests.factories.reach import read, reader, readers, team_of

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)


@pytest.fixture
def story(home: object) -> NewsPage:
    """A story that anybody may read."""
    return NewsPageFactory()


def figures() -> dict[int, tuple[int, int]]:
    """Reads and readers by department."""
    return {
        one["department"]: (one["reads"], one["readers"]) for one in Reach.objects.by("department")
    }


def test_a_department_is_told_of_once_five_of_it_have_read(story: NewsPage) -> None:
    harbour, finance = DepartmentPageFactory(), DepartmentPageFactory()
    team, other = team_of(harbour), team_of(finance)
    read(story, *readers(4, team), *readers(6, other))
    settling.settle()
    assert figures() == {finance.pk: (6, 6)}
    read(story, reader(team))
    settling.settle()
    assert figures() == {finance.pk: (6, 6), harbour.pk: (5, 5)}


def test_settling_again_changes_nothing(story: NewsPage) -> None:
    read(story, *readers(7))
    for _again in range(3):
        settling.settle()
        assert figures() == {Cell.NO_DEPARTMENT: (7, 7)}


def test_who_is_left_when_the_day_is_over_is_told_together(story: NewsPage) -> None:
    teams = [team_of(DepartmentPageFactory()) for _n in range(3)]
    with time_machine.travel(MORNING) as clock:
        read(story, *(reader(team) for team in teams for _n in range(2)))
        settling.settle()
        assert figures() == {}
        clock.shift(A_DAY)
        settling.settle()
        assert figures() == {Cell.OTHERS: (6, 6)}
        assert f"{Reach.objects.get().day}" == "2026-06-03"


def test_who_comes_back_is_a_read_and_no_new_reader(story: NewsPage) -> None:
    users = readers(5)
    with time_machine.travel(MORNING) as clock:
        read(story, *users)
        settling.settle()
        clock.shift(timedelta(hours=2))
        read(story, *users[:4])
        settling.settle()
        assert figures() == {0: (5, 5)}  # four came back: they wait
        clock.shift(A_DAY)
        read(story, users[4])
        settling.settle()
        assert figures() == {0: (10, 5)}
    assert {f"{row.day}": row.reads for row in Reach.objects.all()} == {
        "2026-06-03": 5,
        "2026-06-04": 5,
    }


def test_times_are_told_by_five_once_the_read_is_over(story: NewsPage) -> None:
    with time_machine.travel(MORNING) as clock:
        read(story, *readers(5), seconds=70)
        read(story, *readers(4), seconds=400)
        read(story, *readers(3))
        settling.settle()
        assert not TimeReach.objects.exists()
        clock.shift(timedelta(minutes=31))
        settling.settle()
        assert TimeReach.objects.by_page() == {story.pk: {TimeBucket.A_MINUTE: 5}}
        read(story, reader(), seconds=500)
        clock.shift(timedelta(minutes=31))
        for _again in range(2):
            settling.settle()
        assert TimeReach.objects.by_page() == {
            story.pk: {TimeBucket.A_MINUTE: 5, TimeBucket.LONG: 5}
        }


def test_one_reader_on_five_days_is_no_five_readers(story: NewsPage) -> None:
    user = reader()
    with time_machine.travel(MORNING) as clock:
        for _day in range(6):
            read(story, user, seconds=20)
            settling.settle()
            clock.shift(A_DAY)
        settling.settle()
    assert Read.objects.count() == 6
    assert not Reach.objects.exists()
    assert not TimeReach.objects.exists()


@pytest.mark.parametrize(
    ("seconds", "bucket"),
    [(0, 0), (14, 0), (15, 15), (44, 15), (45, 45), (119, 45), (120, 120), (300, 300), (3600, 300)],
)
def test_seconds_fall_into_buckets(seconds: int, bucket: int) -> None:
    assert settling.bucket_of(seconds) == bucket


def test_no_moment_is_kept_once_a_read_is_over(story: NewsPage) -> None:
    with time_machine.travel(MORNING) as clock:
        read(story, reader())
        settling.settle()
        assert Read.objects.filter(until__isnull=False).exists()
        clock.shift(timedelta(minutes=31))
        settling.settle()
        assert not Read.objects.filter(until__isnull=False).exists()


def test_readers_and_salts_go_after_ninety_days_and_sums_stay(story: NewsPage) -> None:
    users = readers(5)
    with time_machine.travel(MORNING) as clock:
        read(story, *users)
        settling.settle()
        before = Salt.objects.get().salt
        clock.shift(89 * A_DAY)
        settling.forget()
        assert (Read.objects.count(), Salt.objects.count()) == (5, 1)
        clock.shift(A_DAY)
        settling.forget()
        assert (Read.objects.count(), Salt.objects.count()) == (0, 0)
        assert figures() == {0: (5, 5)}
        read(story, users[0])
        assert Salt.objects.get().salt != before


def test_rows_newer_than_their_salt_stay_and_cannot_be_told_again(story: NewsPage) -> None:
    user = reader()
    with time_machine.travel(MORNING) as clock:
        read(story, user)
        clock.shift(89 * A_DAY)
        read(story, user)
        clock.shift(A_DAY)
        settling.forget()
        (left,) = Read.objects.all()
        read(story, user)
        assert set(Read.objects.values_list("key", flat=True)) > {left.key}


def test_the_worker_does_both() -> None:
    for name, every in (("Reach", 60), ("Forgetting old readers", 24 * 60 * 60)):
        job = worker_round.get(name)
        assert job is not None
        assert job.every == every
        job.work()


def test_settling_asks_three_queries_when_too_few_wait_however_many_the_stories(
    story: NewsPage, django_assert_num_queries: Any
) -> None:
    for other in (NewsPageFactory(parent=story.get_parent()) for _n in range(3)):
        read(other, *readers(4), seconds=20)
    read(story, *readers(6), seconds=20)
    Read.objects.update(until=timezone.now() - timedelta(hours=1))
    settling.settle()
    with django_assert_num_queries(3):
        settling.settle()


def test_a_department_that_is_deleted_breaks_nothing(story: NewsPage) -> None:
    department = DepartmentPageFactory()
    number = department.pk
    read(story, *readers(5, team_of(department)))
    department.delete()
    settling.settle()
    assert figures() == {number: (5, 5)}
