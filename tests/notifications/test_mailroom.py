"""Letters through a mail server that fails, by workers that are killed, and by two of them at once.

Each worker is a process of its own on a database of its own: a copy of the tests' seed, or on PostgreSQL a fresh one.
"""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from notifications.choices import Mail
from notifications.letters.gathering import gather
from notifications.letters.sending import send
from tests import seeds
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NotificationFactory
from tests.smtp_server import Fault, SmtpServer

pytestmark = pytest.mark.own_database

#: So many people are told of so much.
PEOPLE, THINGS = 25, 2
SET_UP = f"""
from datetime import timedelta
from django.utils import timezone
from accounts.models import User
from core.notices import NoticeKind
from home.models import HomePage
from notifications.models import Notification, Thing
User.objects.all().delete()
Thing.objects.all().delete()
page = HomePage.objects.get()
things = [Thing.objects.create(source="page", number=page.pk, page=page)]
ago = timezone.now() - timedelta(minutes=5)
for number in range({PEOPLE}):
    user = User.objects.create(username=f"p{{number}}", email=f"p{{number}}@example.org")
    for kind in list(NoticeKind)[:{THINGS}]:
        Notification.objects.create(user=user, kind=kind, thing=things[0], told_at=ago, mail="at-once")
"""
WORK = """
from notifications.letters.gathering import gather
from notifications.letters.sending import send
gather()
while send():
    pass
"""
#: Killed while the third letter is written, or right after the server has taken it.
DIE = """
import os, signal
from django.core.mail import EmailMultiAlternatives
from notifications.letters import sending
done = []
{0} = {1}
def dying(*args, **kwargs):
    result = real(*args, **kwargs)
    done.append(1)
    if len(done) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return result
real = {0}
{0} = dying
""".replace("{0} = {1}\n", "")
WHILE_WRITING, AFTER_SENDING = "sending.write", "EmailMultiAlternatives.send"
LATER = """
from datetime import timedelta
from django.utils import timezone
from notifications.models import Letter
Letter.objects.filter(finished_at=None).update(due_at=timezone.now() - timedelta(minutes=1))
"""

Run = Callable[[str], "subprocess.Popen[bytes]"]


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a database that nobody else uses."""
    with _database(tmp_path_factory.mktemp("mailroom")) as environment:
        yield environment


@pytest.fixture
def run(database: dict[str, str], server: SmtpServer) -> Run:
    """Start a process that runs some code, where people were told of things and nothing was mailed yet."""
    environment = {**database, "EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}

    def start(code: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        return subprocess.Popen(command, cwd=seeds.ROOT, env={**os.environ, **environment})

    assert start(SET_UP).wait() == 0
    return start


class _database:  # noqa: N801 - a context
    """The environment of a database that nobody else uses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> dict[str, str]:
        if connection.vendor == "sqlite":
            return seeds.migrated().copy_to(self.folder / "seed").environment
        self.url = os.environ["DATABASE_URL"]
        self.name = f"mailroom_{os.getpid()}"
        with psycopg.connect(self.url, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{self.name}"')
            server.execute(f'CREATE DATABASE "{self.name}"')
        environment = {
            "DATABASE_URL": f"{self.url.rsplit('/', 1)[0]}/{self.name}",
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DEMO": "0",
            "DEBUG": "0",
        }
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=seeds.ROOT, env={**os.environ, **environment}, check=True)
        return environment

    def __exit__(self, *_: object) -> None:
        if connection.vendor != "sqlite":
            with psycopg.connect(self.url, autocommit=True) as server:
                server.execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')


def letters(server: SmtpServer) -> Counter[str]:
    """How many letters came to whom."""
    lines = (line for mail in server.taken for line in mail.split(b"\r\n"))
    return Counter(line[4:].decode() for line in lines if line.startswith(b"To: "))


def each_once(people: range = range(PEOPLE)) -> dict[str, int]:
    return {f"p{number}@example.org": 1 for number in people}


def test_two_workers_at_once_send_nothing_twice_and_leave_nothing_out(run: Run, server) -> None:
    workers = [run(WORK) for _ in range(3)]
    assert [worker.wait() for worker in workers] == [0, 0, 0]
    assert letters(server) == each_once()


@pytest.mark.django_db
@pytest.mark.parametrize("fault", list(Fault)[1:], ids=lambda fault: fault.name)
def test_what_a_server_did_not_take_it_takes_once_when_it_is_back(
    home, server, settings, fault
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    users = [UserFactory() for _ in range(3)]
    for user in users:
        NotificationFactory(user=user, mail=Mail.AT_ONCE)
    start, expected = timezone.now(), {user.email: 1 for user in users}
    server.turn(fault)
    for minutes in (2, 5, 60, 200):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            gather()
            with suppress(ConnectionRefusedError):
                send()
        if minutes == 2:
            assert server.taken == []
            server.turn(Fault.NONE)
        else:
            assert letters(server) == expected


@pytest.mark.parametrize("moment", [WHILE_WRITING, AFTER_SENDING])
def test_a_killed_worker_leaves_nothing_out_and_sends_nothing_twice(
    run: Run, server, moment
) -> None:
    assert run(DIE.replace("{0}", moment) + WORK).wait() == -signal.SIGKILL
    assert sum(letters(server).values()) == (2 if moment == WHILE_WRITING else 3)
    assert run(LATER + WORK).wait() == 0
    assert letters(server) == each_once()
