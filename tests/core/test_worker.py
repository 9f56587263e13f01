"""What waits is done on its date, and the worker stops when told."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from core.jobs import A_DAY
from core.management.commands import worker
from core.registry import Job, Slot, worker_round
from tests.factories.pages import ContentPageFactory

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_a_scheduled_page_appears_on_its_date_and_leaves_on_its_last(
    staff: User, staff_client: Client, home: Page
) -> None:
    now = timezone.now()
    page = ContentPageFactory(live=False, slug="tides", show_in_menus=True)
    page.go_live_at, page.expire_at = now + timedelta(hours=1), now + timedelta(hours=2)
    page.save_revision().publish()
    for hours, status in ((0, 404), (1.1, 200), (2.1, 404)):
        with time_machine.travel(now + timedelta(hours=hours)):
            call_command("worker", once=True)
            staff_client.force_login(staff)  # hours later, the session has ended
            assert staff_client.get("/tides/").status_code == status
            shown = b'href="/tides/"' in staff_client.get("/").content
            assert shown is (status == 200)
    assert not Page.objects.get(pk=page.pk).live


@pytest.mark.django_db
def test_sessions_that_are_over_are_deleted() -> None:
    now = timezone.now()
    for key, days in (("over", -1), ("going-on", 1)):
        Session.objects.create(session_key=key, expire_date=now + timedelta(days=days))
    call_command("worker", once=True)
    assert [session.session_key for session in Session.objects.all()] == ["going-on"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The worker's clock: it stands at `clock[0]` and moves while the worker waits."""
    now = [0.0]
    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker.signal, "signal", lambda *_: None)
    return now


@pytest.fixture
def run(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[float]]:
    """Run the worker with these jobs alone for so long; gives how long it waited each time."""

    def run(*jobs: Job, seconds: float, **options: Any) -> list[float]:
        waits: list[float] = []

        def wait(pause: float) -> None:
            waits.append(pause)
            clock[0] += pause

        slot = Slot[Job]("jobs")
        for order, job in enumerate(jobs):
            slot.add(job.name, job, order=order)
        stopped = SimpleNamespace(is_set=lambda: clock[0] >= seconds, wait=wait, set=None)
        monkeypatch.setattr(worker, "worker_round", slot)
        monkeypatch.setattr(worker, "threading", SimpleNamespace(Event=lambda: stopped))
        call_command("worker", **options)
        return waits

    return run


def test_each_job_is_done_as_often_as_it_says_and_in_order(run: Any) -> None:
    done: list[str] = []
    waits = run(
        Job("daily", lambda: done.append("daily"), every=A_DAY),
        Job("second", lambda: done.append("second"), every=1),
        Job("minute", lambda: done.append("minute")),
        seconds=121,
    )
    assert done[:4] == ["daily", "second", "minute", "second"]
    assert Counter(done) == {"daily": 1, "second": 121, "minute": 3}
    assert set(waits) == {1}


def test_what_has_more_to_do_is_not_kept_waiting_and_keeps_nobody_waiting(run: Any) -> None:
    done: list[str] = []
    waits = run(
        Job("much", lambda: done.append("much") or done.count("much") < 3, every=60),
        Job("second", lambda: done.append("second"), every=0),
        seconds=1,
    )
    assert done == ["much", "second"] * 3
    assert waits == [1]


def test_a_number_is_no_wish_for_more(run: Any) -> None:
    assert run(Job("counts", lambda: 1), seconds=2) == [1, 1]


def test_what_fails_each_second_is_tried_ever_later_but_within_a_minute(
    run: Any, clock: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[float] = []

    def work() -> None:
        tried.append(clock[0])
        if clock[0] < 200:
            raise OSError("The disk is away.")

    run(Job("Failing", work, every=1), seconds=245)
    assert tried[:9] == [0, 2, 6, 14, 30, 62, 122, 182, 242]
    assert tried[9:] == [243, 244]
    assert "Failing failed; it is tried again in 60 seconds." in caplog.text


def test_a_daily_job_that_fails_is_tried_again_in_a_minute(run: Any, clock: list[float]) -> None:
    tried: list[float] = []

    def work() -> None:
        tried.append(clock[0])
        raise OSError("The disk is away.")

    run(Job("Daily", work, every=A_DAY), seconds=130)
    assert tried == [0, 60, 120]


def test_connections_are_looked_after_each_minute_and_after_a_failure(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    monkeypatch.setattr(worker, "close_old_connections", lambda: looked.append("x"))
    run(Job("second", lambda: None, every=1), seconds=59)
    assert looked == []
    run(Job("second", lambda: None, every=1), seconds=190)
    assert len(looked) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("error", [DatabaseError, OSError, ValueError, CommandError])
def test_a_job_that_fails_stops_none_of_the_others(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def fail() -> None:
        raise error("The disk is full.")

    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setitem(worker_round._items, "fails", (1, Job("Failing", fail)))
    monkeypatch.setitem(worker_round._items, "works", (2, Job("Working", lambda: done.append("x"))))
    call_command("worker", once=True)
    assert "Failing failed; it is tried again in 60 seconds." in caplog.text
    assert "The disk is full." in caplog.text
    assert done == ["x"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_ends_cleanly_when_it_is_told_to(number: signal.Signals, tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    command = [sys.executable, str(ROOT / "manage.py"), "worker", "--every", "60"]
    worker = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        assert worker.stderr is not None
        # An empty database has no tables: the failed round is logged, and the worker waits on.
        assert any("tried again" in line for line in worker.stderr)
        time.sleep(0.2)
        assert worker.poll() is None
        worker.send_signal(number)
        assert worker.wait(timeout=10) == 0
    finally:
        worker.kill()
