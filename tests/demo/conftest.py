"""The demo, brought in once for all tests of this folder and taken out again afterwards.

This folder has an `__init__.py`, and needs it: without one pytest keeps what is of the package's
scope until the session ends, and every test after these would find the demo in its database.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from PIL import Image
from wagtail.models import Page

from access.querysets import readable_by
from accounts.models import User
from demo.services import Outcome, bring_in


@pytest.fixture(scope="package")
def uploads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo's files are."""
    return tmp_path_factory.mktemp("demo-media")


@pytest.fixture(scope="package")
def brought_in(django_db_setup: None, django_db_blocker: Any, uploads: Path) -> Iterator[Outcome]:
    """The demo in the database, within a transaction that is rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEMO=True, MEDIA_ROOT=uploads):
            outcome = bring_in()
        django_db_blocker.block()
        yield outcome
        django_db_blocker.unblock()
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def visited(brought_in: Outcome, django_db_blocker: Any, uploads: Path) -> dict[str, HttpResponse]:
    """What `staff` is answered at every address of the demo, asked once.

    The pictures are shrunk first: to cut and encode them all would take longer than all else here.
    """
    for path in uploads.glob("original_images/*.webp"):
        Image.open(path).resize((160, 100)).save(path)
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=uploads):
        staff = User.objects.get(username="staff")
        pages = readable_by(Page.objects.filter(depth__gte=2), staff)
        addresses = [page.url_path.removeprefix("/home") for page in pages]
        client = Client()
        client.force_login(staff)
        return {address: client.get(address) for address in addresses}


@pytest.fixture
def demo(brought_in: Outcome, db: None, uploads: Path, settings: Any) -> Outcome:
    """What the import of the demo said; its pages, people and files are there."""
    settings.MEDIA_ROOT, settings.DEMO = uploads, True
    assert Path(default_storage.location) == uploads
    return brought_in


@pytest.fixture
def sign_in(demo: Outcome) -> Any:
    """A browser of one of the four who sign in, through the door."""

    def browser(username: str) -> Client:
        client = Client()
        answer = client.post("/accounts/login/", {"username": username, "password": "corridor"})
        assert answer.status_code == 302
        assert User.objects.get(username=username).email.endswith("@coasts.example")
        return client

    return browser
