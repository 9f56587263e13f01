"""Files that only a restricted page uses, and the collections that they are moved to."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Collection, Page

from core.models import Document
from tests.access.dialog import ask, asked, clause, group, publisher, to_groups, words
from tests.factories.blocks import DocumentFactory, ImageFactory
from tests.factories.pages import ContentPageFactory, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home: Page) -> Page:
    """A page in a section."""
    return ContentPageFactory(title="Pay", parent=ContentPageFactory(title="Staff matters"))


def a_document(title: str = "Pay scale") -> Document:
    """A document that stands in the outermost collection."""
    return DocumentFactory(title=title, collection=Collection.get_first_root_node())


def with_file(page: Page, document: Any) -> None:
    """Let a page use a document, by a link in its text."""
    page.body = [text(f'<p><a linktype="document" id="{document.pk}">The scale</a></p>')]
    page.save()


def test_files_used_only_here_are_offered_and_moved(page: Page, admin_client: Client) -> None:
    hr = group("HR")
    document = a_document()
    with_file(page, document)
    section = page.get_parent()
    answer = ask(admin_client, section, save=False, **to_groups(hr))
    assert "Pay scale – in “Root”" in words(answer)
    assert "Move it to the new collection “Staff matters”" in words(answer)
    ask(admin_client, section, **to_groups(hr))
    document.refresh_from_db()
    assert document.collection.name == "Staff matters"
    assert asked(document.collection) == {clause(hr)}


def test_a_collection_with_the_same_restriction_is_used_again(
    page: Page, admin_client: Client
) -> None:
    hr = group("HR")
    existing = Collection.get_first_root_node().add_child(name="HR files")
    ask(admin_client, existing, **to_groups(hr))
    document = a_document()
    with_file(page, document)
    assert "the collection “HR files”" in words(
        ask(admin_client, page, save=False, **to_groups(hr))
    )
    ask(admin_client, page, **to_groups(hr))
    document.refresh_from_db()
    assert document.collection == existing


def test_files_stay_where_they_are_without_the_tick(page: Page, admin_client: Client) -> None:
    hr, document = group("HR"), a_document()
    with_file(page, document)
    shown = ask(admin_client, page, save=False, **to_groups(hr))
    agreed = BeautifulSoup(shown["html"], "html.parser").select_one("[name=agreed]")
    assert agreed is not None
    ask(admin_client, page, save=False, agreed=agreed["value"], **to_groups(hr))
    document.refresh_from_db()
    assert asked(page) == {clause(hr)}
    assert document.collection.is_root()


def test_files_used_elsewhere_or_closed_already_are_left_alone(
    page: Page, admin_client: Client
) -> None:
    hr = group("HR")
    shared, closed = a_document("Shared"), a_document("Closed")
    with_file(ContentPageFactory(), shared)
    closed.collection = Collection.get_first_root_node().add_child(name="HR files")
    closed.save()
    ask(admin_client, closed.collection, **to_groups(hr))
    page.body = [text(f'<p><a linktype="document" id="{d.pk}">x</a></p>') for d in (shared, closed)]
    page.save()
    answer = ask(admin_client, page, save=False, **to_groups(hr))
    assert "Shared" not in words(answer)
    assert "Closed" not in words(answer)


def test_files_that_are_not_the_editors_are_named_and_stay(page: Page) -> None:
    document = a_document()
    with_file(page, document)
    client = publisher(page)
    hr = group("HR")
    answer = ask(client, page, save=False, **to_groups(hr))
    assert "These are not yours to move. Ask those who keep them: Pay scale" in words(answer)
    agreed = BeautifulSoup(answer["html"], "html.parser").select_one("[name=agreed]")
    assert agreed is not None
    sent = {**to_groups(hr), "agreed": agreed["value"], "move_files": "on"}
    assert ask(client, page, **sent)["step"] == "set_privacy_done"
    document.refresh_from_db()
    assert document.collection.is_root()


def test_pictures_are_moved_too(page: Page, admin_client: Client) -> None:
    hr = group("HR")
    picture = ImageFactory(title="Plan", collection=Collection.get_first_root_node())
    page.body = [text(f'<embed embedtype="image" id="{picture.pk}" alt="A" format="left"/>')]
    page.save()
    ask(admin_client, page, **to_groups(hr))
    picture.refresh_from_db()
    assert asked(picture.collection) == {clause(hr)}


def test_a_new_collection_stands_where_its_keepers_can_reach_it(
    page: Page, admin_client: Client
) -> None:
    keepers = Collection.get_first_root_node().add_child(name="Estates files")
    document = DocumentFactory(collection=keepers)
    with_file(page, document)
    ask(admin_client, page, **to_groups(group("HR")))
    document.refresh_from_db()
    assert document.collection.get_parent() == keepers
