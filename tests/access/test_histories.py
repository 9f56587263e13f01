"""Whatever happens to a site, what a person may see is what Wagtail's restrictions say."""

import os
from dataclasses import replace
from functools import partial

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import RequestFactory, override_settings
from hypothesis import HealthCheck, example, given, settings
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from access import querysets
from access.check import differences
from accounts.models import User
from core import navigation
from core.models import Document, Image
from tests.access.histories import Oracle, Step, World, histories

pytestmark = pytest.mark.django_db
#: `make test` tries 200 histories, `make fuzz N=…` as many as it is told. `.ci/run` tries 2,000 in all: nine of
#: ten beside SQLite, where they take half the time.
IN_ALL = int(os.environ.get("ACCESS_HISTORIES") or 0)
SHARE = 0.9 if connection.vendor == "sqlite" else 0.1
TIMES = int(IN_ALL * SHARE) or settings().max_examples

NO_GROUPS: frozenset[int] = frozenset()
#: A page comes out of a closed section to a place below its own alias: neither keeps what the other asked.
BELOW_ITS_ALIAS: list[Step] = [
    ("move", 2, 1, NO_GROUPS),
    ("alias", 2, 0, NO_GROUPS),
    ("move", 1, 0, NO_GROUPS),
    ("move", 1, 4, NO_GROUPS),
]
#: Two pages of a closed section, each moved below an alias of the other.
BELOW_EACH_OTHERS_ALIAS: list[Step] = [
    ("move", 2, 1, NO_GROUPS),
    ("alias", 1, 0, NO_GROUPS),
    ("alias", 2, 0, NO_GROUPS),
    ("move", 1, 6, NO_GROUPS),
    ("move", 1, 4, NO_GROUPS),
]


@pytest.fixture
def begun(home: Page) -> World:
    """The world as every history finds it."""
    return World.begin()


@settings(max_examples=TIMES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
@example(history=BELOW_ITS_ALIAS)
@example(history=BELOW_EACH_OTHERS_ALIAS)
def test_everybody_sees_what_the_restrictions_say(begun: World, history: list[Step]) -> None:
    cache.clear()  # what was cached belongs to another history
    world = replace(begun, groups=list(begun.groups))
    # Neither index knows of rules; keeping them would take a third of the time.
    without_search = override_settings(WAGTAILSEARCH_BACKENDS={})
    with transaction.atomic(), without_search, disable_reference_index_auto_update():
        for step in history:
            world.do(step)
            check(world)
        assert differences() == []
        transaction.set_rollback(True)


def check(world: World) -> None:
    """Compare every exit of the tree with the oracle, for everybody."""
    pages = list(Page.objects.select_related("page_rule"))
    documents = list(Document.objects.select_related("collection"))
    images = list(Image.objects.select_related("collection"))
    known = Oracle()
    for reader in User.objects.filter(pk__in=[person.pk for person in world.people]):
        groups = frozenset(reader.groups.values_list("pk", flat=True))
        sees = partial(known.sees, reader, groups)
        right = {page.pk for page in pages if sees(page)}
        shown = {page.pk for page in pages if page.live and page.pk in right}
        assert ids(querysets.visible_to(Page.objects.all(), reader)) == right
        assert ids(querysets.readable_by(Page.objects.all(), reader)) == shown
        assert querysets.readable_by(Page.objects.all(), reader).count() == len(shown)
        assert {page.pk for page in pages if querysets.is_readable(page, reader)} == shown
        assert ids(Document.objects.visible_to(reader)) == {d.pk for d in documents if sees(d)}
        assert ids(Image.objects.visible_to(reader)) == {i.pk for i in images if sees(i)}
        request = RequestFactory().get("/")
        request.user = reader
        menu = {item.id for item in navigation.main_menu(request)}
        top = world.home.path
        assert menu == {
            page.pk
            for page in pages
            if page.pk in shown and page.show_in_menus and page.path[:-4] == top
        }


def ids(things: object) -> set[int]:
    return set(things.values_list("pk", flat=True))  # type: ignore[attr-defined]
