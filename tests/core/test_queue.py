"""What is put into the queue is done by the worker, once, and forgotten in the end."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from core import queue

pytestmark = pytest.mark.django_db
done: list[int] = []


@task()
def note(number: int) -> None:
    done.append(number)


@task(queue_name="default", priority=5)
def fail() -> None:
    raise RuntimeError("The tide is out.")


@task()
def leave() -> None:
    raise SystemExit(3)


@pytest.fixture(autouse=True)
def _queued(settings: Any) -> None:
    settings.TASKS = settings.TASKS_QUEUED
    done.clear()


def states() -> list[str]:
    return sorted(DBTaskResult.objects.values_list("status", flat=True))


def test_one_round_does_all_that_waits_and_each_once() -> None:
    for number in range(5):
        note.enqueue(number)
    assert done == []
    call_command("worker", once=True)
    call_command("worker", once=True)
    assert done == [0, 1, 2, 3, 4]
    assert set(states()) == {"SUCCESSFUL"}


def test_a_task_of_a_later_hour_waits() -> None:
    note.using(run_after=timezone.now() + timedelta(hours=1)).enqueue(1)
    queue.work()
    assert done == []
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1)):
        queue.work()
    assert done == [1]


def test_a_task_that_fails_is_logged_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    fail.enqueue()
    leave.enqueue()
    note.enqueue(1)
    assert queue.work() is False
    assert done == [1]
    assert states() == ["FAILED", "FAILED", "SUCCESSFUL"]
    assert "The tide is out." in caplog.text


def test_a_task_whose_code_is_gone_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    note.enqueue(1)
    DBTaskResult.objects.update(task_path="core.tasks.gone")
    note.enqueue(2)
    queue.work()
    assert done == [2]
    assert states() == ["FAILED", "SUCCESSFUL"]


def test_a_long_queue_gives_other_jobs_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "A_TURN", -1)
    for number in range(2):
        note.enqueue(number)
    assert queue.work() is True
    assert done == [0]
    call_command("worker", once=True)
    assert done == [0, 1]


def test_an_idle_queue_costs_one_query() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        queue.work()
    assert len(queries) == 1


def test_where_tasks_are_done_at_once_there_is_no_queue(settings: Any) -> None:
    note.enqueue(1)
    settings.TASKS = settings.TASKS_AT_ONCE
    with CaptureQueriesContext(connection) as queries:
        queue.work()
        queue.prune()
    assert (done, len(queries)) == ([], 0)
    note.enqueue(2)
    assert done == [2]


def test_a_task_whose_worker_was_killed_is_taken_up_after_an_hour() -> None:
    for number, minutes, workers in ((1, 61, 1), (2, 59, 1), (3, 61, 3)):
        note.enqueue(number)
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(
            status=TaskResultStatus.RUNNING,
            started_at=timezone.now() - timedelta(minutes=minutes),
            worker_ids=["w"] * workers,
        )
    queue.take_up()
    queue.work()
    assert done == [1]


def test_tasks_are_forgotten_after_a_day_and_failed_ones_after_two_weeks() -> None:
    note.enqueue(1)
    fail.enqueue()
    queue.work()
    for days, left in ((0.9, 2), (1.1, 1), (13, 1), (15, 0)):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            queue.prune()
        assert len(states()) == left, days
