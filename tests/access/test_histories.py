"""Whatever happens to a site, what a person may see is what Wagtail's restrictions say."""

import os

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import RequestFactory
from hypothesis import given, settings
from wagtail.models import Page

from access import querysets
from access.check import differences
from accounts.models import User
from core import navigation
from core.models import Document, Image
from tests.access.histories import Step, World, histories, oracle

pytestmark = pytest.mark.django_db
#: `make test` tries 200 histories, `.ci/run` 2,000, `make fuzz N=…` as many as it is told.
TIMES = int(os.environ.get("ACCESS_HISTORIES") or settings().max_examples)


@settings(max_examples=TIMES)
@given(histories)
def test_everybody_sees_what_the_restrictions_say(history: list[Step]) -> None:
    cache.clear()  # what was cached belongs to another history
    with transaction.atomic():
        world = World.begin()
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
    for person in world.people:
        sees, reader = oracle(person), User.objects.get(pk=person.pk)
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
