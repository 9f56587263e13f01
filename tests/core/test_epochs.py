"""What makes a cached menu or body a thing of the past."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Site

from core import epochs
from core.epochs import Epochs
from tests.factories.pages import ContentPageFactory, NewsIndexPageFactory, restrict

pytestmark = pytest.mark.django_db

CHANGES: dict[str, Callable[[Any], Any]] = {
    "publish": lambda page: page.save_revision().publish(),
    "unpublish": lambda page: page.unpublish(),
    "save": lambda page: page.save(),
    "move": lambda page: page.move(ContentPageFactory(), pos="last-child"),
    "copy": lambda page: page.copy(update_attrs={"slug": "copy"}),
    "alias": lambda page: page.create_alias(update_slug="alias"),
    "delete": lambda page: page.delete(),
    "restrict": restrict,
    "open again": lambda page: page.view_restrictions.all()[0].delete(),
    "other groups": lambda page: page.view_restrictions.all()[0].groups.set(
        [Group.objects.create(name="Keepers")]
    ),
    "site": lambda page: Site.objects.get().save(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_readers_see_raises_the_tree(change: str) -> None:
    page = ContentPageFactory()
    if change in {"open again", "other groups"}:
        restrict(page)
    before = epochs.current()
    CHANGES[change](page)
    assert epochs.current().tree > before.tree
    assert epochs.current().files == before.files


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_is_undone_raises_nothing(change: str) -> None:
    page = ContentPageFactory()
    if change in {"open again", "other groups"}:
        restrict(page)
    before = epochs.current()
    with transaction.atomic():
        CHANGES[change](page)
        transaction.set_rollback(True)
    assert epochs.current() == before


def test_a_draft_raises_nothing() -> None:
    page = NewsIndexPageFactory()
    before = epochs.current()
    page.title = "Not yet"
    page.save_revision()
    assert epochs.current() == before


def test_the_first_change_makes_the_row() -> None:
    assert epochs.current() == Epochs(0, 0) or epochs.current().tree > 0
    epochs.raise_files()
    files = epochs.current().files
    epochs.raise_files()
    assert epochs.current().files == files + 1
