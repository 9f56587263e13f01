"""What the bell costs a page, and what it takes to tell twenty thousand people of a story.

Runs in one process on a database of its own, which it makes and throws away. The page is asked for with nothing
unread and with a hundred in turn, so that a busy machine slows both.

    .venv/bin/python tools/bench/bell.py
"""

import os
import statistics
import sys
import tempfile
import time
from http import HTTPStatus
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PEOPLE, UNREAD, ROUNDS, RUNS = 20_000, 100, 40, 3
#: More queries than none for the bell, and more milliseconds for all that a page needs of it, fail.
MOST_QUERIES, MOST_MS, MOST_SECONDS = 0, 3.0, 10.0
ADDRESS = "/notifications/following/"


def set_up(folder: Path) -> None:
    """Point Django at a database of our own, with every migration."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "ALLOWED_HOSTS": "testserver",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def reader(username: str) -> Any:
    """A signed-in browser."""
    from django.test import Client

    from tests.factories.accounts import UserFactory

    client = Client()
    client.user = UserFactory(username=username)  # type: ignore[attr-defined]
    client.force_login(client.user)  # type: ignore[attr-defined]
    return client


def cpu(client: Any) -> float:
    """Milliseconds of CPU for the page."""
    start = time.process_time()
    assert client.get(ADDRESS).status_code == HTTPStatus.OK
    return (time.process_time() - start) * 1000


def queries(client: Any) -> int:
    """How many queries the page takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        client.get(ADDRESS)
    return len(caught)


def ring() -> bool:
    """Whether the bell holds its budget."""
    from tests.factories.notifications import NotificationFactory, ThingFactory
    from tests.factories.pages import ContentPageFactory

    quiet, busy, page = reader("quiet"), reader("busy"), ContentPageFactory()
    for number in range(UNREAD + 20):
        thing = ThingFactory(source="bench", number=number, page=page)
        NotificationFactory(user=busy.user, thing=thing)
    for client in (quiet, busy):
        queries(client)
    extra = queries(busy) - queries(quiet)
    print(f"Bell with {UNREAD}+ unread: {extra} queries more than without")
    slowest = 0.0
    for _run in range(RUNS):
        pairs = [(cpu(quiet), cpu(busy)) for _ in range(ROUNDS)]
        without, with_all = (statistics.median(side) for side in zip(*pairs, strict=True))
        slowest = max(slowest, with_all - without)
        print(
            f"  CPU {without:.2f} ms without, {with_all:.2f} ms with: {with_all - without:.2f} more"
        )
    return extra <= MOST_QUERIES and slowest <= MOST_MS


def tell_everybody() -> bool:
    """Whether a story with many followers is told of in time, and gathered into letters."""
    from accounts.models import User
    from core.notices import Followed, Notice, NoticeKind, tell
    from notifications.models import Follow, Notification
    from tests.factories.pages import ContentPageFactory

    page = ContentPageFactory()
    users = User.objects.bulk_create(
        User(username=f"crowd{n}", email=f"crowd{n}@example.org") for n in range(PEOPLE)
    )
    Follow.objects.bulk_create(
        (Follow(user=user, kind="topic", number=7) for user in users), batch_size=5_000
    )
    took = []
    for number in range(RUNS):
        start = time.perf_counter()
        followed = [Followed("topic", 7)]
        tell(Notice(NoticeKind.STORY, "page", page.pk, followed=followed, occasion=number))
        took.append(time.perf_counter() - start)
    told = Notification.objects.filter(thing__page=page).count()
    print(f"A story for {told:,} followers: {took[0]:.2f} s, told anew {took[1]:.2f} s")
    return told == PEOPLE and max(took) <= MOST_SECONDS


def main() -> int:
    """Measure and judge."""
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder))
        held = [ring(), tell_everybody()]
    print("The bell holds its budget." if all(held) else "The bell is over its budget.")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
