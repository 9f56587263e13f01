"""What waits is done on its date, and the worker stops when told."""

import itertools
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
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


def test_a_round_does_its_jobs_in_order_and_a_daily_one_once_a_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    clock = itertools.count()
    now = [0.0]

    def wait(_seconds: float) -> None:
        now[0] = next(clock) * A_DAY / 2

    jobs = Slot[Job]("jobs")
    jobs.add("b", Job("each", lambda: done.append("each")), order=20)
    jobs.add("a", Job("daily", lambda: done.append("daily"), every=A_DAY), order=10)
    stopped = SimpleNamespace(is_set=lambda: len(done) > 5, wait=wait, set=None)
    monkeypatch.setattr(worker, "worker_round", jobs)
    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(worker, "threading", SimpleNamespace(Event=lambda: stopped))
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker.signal, "signal", lambda *_: None)
    call_command("worker", every=0)
    assert done == ["daily", "each", "each", "each", "daily", "each"]


@pytest.mark.django_db
def test_a_job_that_fails_stops_none_of_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def fail() -> None:
        raise DatabaseError("The disk is full.")

    monkeypatch.setitem(worker_round._items, "fails", (1, Job("Failing", fail)))
    monkeypatch.setitem(worker_round._items, "works", (2, Job("Working", lambda: done.append("x"))))
    call_command("worker", once=True)
    assert "Failing failed; it is tried again next round." in caplog.text
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
