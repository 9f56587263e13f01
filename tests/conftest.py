"""What all tests share: a database made once, people to sign in as, and the HTML checker."""

import gc
import json
import os
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases

from accounts.models import User
from home.models import HomePage
from tests import needs, seeds
from tests.factories.accounts import UserFactory
from tests.seeds import ROOT

# An agency's files are not part of the project: `make acceptance DATA=folder` names them.
collect_ignore = [] if os.environ.get("ACCEPTANCE_DATA") else ["acceptance"]

# Property tests: `make test` tries 200 examples of each, `make fuzz N=…` as many as it is told.
hypothesis.settings.register_profile("house", deadline=None, max_examples=200)
hypothesis.settings.register_profile(
    "fuzz", deadline=None, max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES") or 5000)
)
hypothesis.settings.load_profile("house")

HtmlErrors = Callable[[str | Mapping[str, str]], list[str]]


#: The files that take longest, the longest first. A worker that begins one of them last is waited for by all.
LONGEST = (
    "access/test_histories.py",
    "search/test_access_histories.py",
    "access/test_url_table.py",
    "browser/test_accessibility.py",
    "home/test_budgets.py",
    "news/test_doors.py",
)


#: Its files share the demo, which is brought in anew whenever another folder's come between.
SHARING = ROOT / "tests" / "demo"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, then with those that hold most tests.

    Beside PostgreSQL, leave out those that ask no database: they have said what they have to say beside SQLite.
    Refuse tests that empty the database: those after them would find neither site nor home page.
    """
    if connection.vendor != "sqlite":
        aside = [item for item in items if not asks_database(item)]
        config.hook.pytest_deselected(items=aside)
        items[:] = [item for item in items if asks_database(item)]
    counts = Counter(item.path for item in items)
    places = {ROOT / "tests" / name: place for place, name in enumerate(LONGEST)}
    together = {path for path in counts if path.parent == SHARING}
    counts |= Counter(dict.fromkeys(together, sum(counts[path] for path in together)))
    items.sort(key=lambda item: (places.get(item.path, len(places)), -counts[item.path], item.path))
    for item in items:
        for mark in item.iter_markers("django_db"):
            if mark.kwargs.get("transaction"):
                raise pytest.UsageError(
                    f"{item.nodeid} asks for transaction=True, which empties the database that all "
                    "tests share. A view's own transaction is a savepoint here, and rolls back as one."
                )


def asks_database(item: pytest.Item) -> bool:
    """Whether a test may say something else beside another database."""
    marks = (item.get_closest_marker(name) for name in ("django_db", "own_database"))
    return "db" in getattr(item, "fixturenames", ()) or any(marks)


def pytest_collection_finish() -> None:
    """Take what is loaded by now for good: to look through all of it for rubbish, again and again, takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Migrate once for each state of the migrations; every worker takes a copy of that file.

    On PostgreSQL, which has no file to copy, each worker migrates a database of its own.
    """
    if connection.vendor != "sqlite":
        request.getfixturevalue("_migrated_server_database")
        return
    with django_db_blocker.unblock():
        mine = seeds.migrated().copy_to(tmp_path_factory.mktemp("database"))
        connection.close()
        name = str(mine.database)
        django_settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def _migrated_server_database(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        name = f"test_{connection.settings_dict['NAME']}_{worker}"
        connection.settings_dict["TEST"]["NAME"] = name
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def _own_files_and_cache(settings: Any, tmp_path: Path) -> Iterator[None]:
    """No test sees another's uploads or cached pages."""
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """A running Elasticsearch node on this machine, which others may use: take a random prefix for every index."""
    with needs.elasticsearch() as url:
        yield url


@pytest.fixture
def home(db: None) -> HomePage:
    """The home page that the migrations made."""
    return HomePage.objects.get()


@pytest.fixture
def staff(db: None) -> User:
    """A member of staff: signed in, in no group."""
    return UserFactory(username="sam", first_name="Sam", last_name="Okafor")


@pytest.fixture
def admin(db: None) -> User:
    """Somebody who may do everything."""
    return UserFactory(username="ada", superuser=True)


@pytest.fixture
def staff_client(staff: User) -> Client:
    """A browser of `staff`."""
    client = Client()
    client.force_login(staff)
    return client


@pytest.fixture
def admin_client(admin: User) -> Client:
    """A browser of `admin`."""
    client = Client()
    client.force_login(admin)
    return client


@pytest.fixture
def html_errors(tmp_path: Path) -> HtmlErrors:
    """What the HTML checker finds wrong; `assert html_errors(page) == []`.

    Starting the checker takes two seconds, whatever it is given: give it a batch, as a mapping of
    names to pages. Each error is a line that starts with the page's name.
    """

    def check(pages: str | Mapping[str, str]) -> list[str]:
        batch = {"page": pages} if isinstance(pages, str) else pages
        files = {}
        for number, (name, html) in enumerate(batch.items()):
            file = tmp_path / f"{number}.html"
            file.write_text(html, encoding="utf-8")
            files[file.resolve().as_uri().removeprefix("file://")] = name
        flags = ["--errors-only", "--exit-zero-always", "--stdout", "--format", "json"]
        command = [*needs.html_checker(), *flags, *(str(Path(file)) for file in files)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return [
            f"{files[message['url'].removeprefix('file:')]}:{message.get('lastLine', '?')}:"
            f" {message['message']} | {message.get('extract', '').strip()!r}"
            for message in json.loads(done.stdout)["messages"]
        ]

    return check
