"""Who owns a page, and what becomes of it when they go."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from core import owners
from tests.factories.blocks import DocumentFactory
from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsPageFactory,
    PolicyPageFactory,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def test_the_pages_that_somebody_owns_are_one_query_whatever_their_types(
    home: Any, django_assert_num_queries: Any
) -> None:
    ann, bob = PersonFactory(), PersonFactory()
    mine = [
        factory(content_owner=ann)
        for factory in (
            ContentPageFactory,
            DepartmentPageFactory,
            NewsPageFactory,
            PolicyPageFactory,
        )
    ]
    ContentPageFactory(content_owner=bob)
    with django_assert_num_queries(1):
        found = {page.pk for page in owners.owned_by(ann)}
    assert found == {page.pk for page in mine}


def test_pages_and_drafts_go_to_who_takes_over(home: Any) -> None:
    ann, bob = PersonFactory(first_name="Ann"), PersonFactory(first_name="Bob", last_name="Lee")
    page, draft = ContentPageFactory(content_owner=ann), ContentPageFactory()
    page.title = "Edited"
    page.save_revision()
    draft.content_owner = ann
    draft.save_revision()
    assert owners.hand_on(ann, bob) == "1 page"
    for one in (page, draft):
        one.refresh_from_db()
        assert one.get_latest_revision_as_object().content_owner == bob
    assert page.content_owner == bob
    entry = PageLogEntry.objects.get(action=owners.HANDED_ON)
    assert (entry.page_id, entry.data) == (page.pk, {"to": bob.pk})
    assert owners.hand_on(ann, bob) == ""


def test_documents_go_from_account_to_account(home: Any) -> None:
    ann, bob, cat = (PersonFactory(signs_in=signs_in) for signs_in in (True, True, False))
    document = DocumentFactory(owner=ann.user)
    assert owners.hand_on_documents(ann, cat) == ""
    assert owners.hand_on_documents(ann, bob) == "1 document"
    document.refresh_from_db()
    assert document.owner == bob.user
    assert owners.hand_on_documents(ann, bob) == ""


def test_without_a_successor_pages_stay_and_say_so(home: Any, staff_client: Client) -> None:
    gone = PersonFactory(
        first_name="Ann", last_name="Lee", left_on=timezone.localdate() - timedelta(days=1)
    )
    page = ContentPageFactory(content_owner=gone)
    assert owners.hand_on(gone, None) == ""
    said = staff_client.get(page.get_url()).content.decode()
    assert "Looked after by Ann Lee, who has left" in said
    assert gone.get_absolute_url() not in said


def test_who_is_forgotten_owns_nothing(home: Any) -> None:
    ann = PersonFactory()
    page = ContentPageFactory(content_owner=ann)
    page.save_revision()
    owners.disown(ann)
    page.refresh_from_db()
    assert page.content_owner is None
    assert page.get_latest_revision_as_object().content_owner is None
    assert not ModelLogEntry.objects.exists()


@pytest.mark.parametrize("factory", [ContentPageFactory, DepartmentPageFactory, PolicyPageFactory])
def test_readers_are_led_to_the_owner(home: Any, staff_client: Client, factory: Any) -> None:
    ann = PersonFactory(first_name="Ann", last_name="Lee")
    page = factory(content_owner=ann)
    said = staff_client.get(page.get_url()).content.decode()
    assert f'<a href="{ann.get_absolute_url()}">Ann Lee</a>' in said
