"""What waits is done on its date, and the worker stops when told."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
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
