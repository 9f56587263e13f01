"""What the search box suggests while one types."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page

from tests.factories.blocks import DocumentFactory
from tests.factories.pages import ContentPageFactory, NewsPageFactory, PolicyPageFactory, restrict
from tests.factories.people import PersonFactory, TeamFactory, member

pytestmark = pytest.mark.django_db


def suggested(client: Client, typed: str) -> list[dict[str, str]]:
    answer = client.get("/search/suggest/", {"q": typed})
    assert answer.status_code == 200
    found: list[dict[str, str]] = answer.json()["suggestions"]
    return found


def test_people_teams_pages_and_documents_are_suggested(staff_client: Client, home: Page) -> None:
    team = TeamFactory(name="Quokka keepers")
    ann = member(team, first_name="Quokka", last_name="Lee", job_title="Keeper")
    page = ContentPageFactory(title="Care of quokkas")
    document = DocumentFactory(title="Quokka form")
    found = {
        one["text"]: (one["detail"], one["address"]) for one in suggested(staff_client, "quok")
    }
    assert found == {
        "Quokka keepers": ("Team", team.get_absolute_url()),
        "Quokka Lee": ("Keeper, Quokka keepers", ann.get_absolute_url()),
        "Care of quokkas": ("Page", page.get_url()),
        "Quokka form": ("Document", document.url),
    }
    for one in found.values():
        assert staff_client.get(one[1]).status_code == 200


def test_the_last_word_may_be_begun_and_all_must_be_there(staff_client: Client, home: Page) -> None:
    ContentPageFactory(title="Tide tables")
    ContentPageFactory(title="Tide clocks")
    assert [one["text"] for one in suggested(staff_client, "Tide tab")] == ["Tide tables"]
    assert suggested(staff_client, "tid tables") == []
    assert suggested(staff_client, "") == suggested(staff_client, "?") == []


def test_at_most_eight_are_suggested_and_kept_nowhere(staff_client: Client, home: Page) -> None:
    for n in range(12):
        ContentPageFactory(title=f"Tide {n}")
    answer = staff_client.get("/search/suggest/?q=tide")
    assert len(answer.json()["suggestions"]) == 8
    assert answer["Cache-Control"] == "private, no-store"


def test_what_is_closed_gone_or_left_is_not_suggested(staff_client: Client, home: Page) -> None:
    keepers = Group.objects.create(name="Keepers")
    restrict(ContentPageFactory(title="Quokka closed"), keepers)
    ContentPageFactory(title="Quokka draft").unpublish()
    ContentPageFactory(title="Quokka deleted").delete()
    PersonFactory(first_name="Quokka", left_on=timezone.localdate() - timedelta(days=1))
    TeamFactory(name="Quokka closed team", closed_on=timezone.localdate())
    collection = Collection.get_first_root_node().add_child(name="Files")
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.set([keepers])
    DocumentFactory(title="Quokka minutes", collection=collection)
    assert suggested(staff_client, "quok") == []


def test_a_suggestion_costs_six_queries_whatever_is_found(staff_client: Client, home: Page) -> None:
    member(TeamFactory(name="Quokka keepers"), first_name="Quokka")
    for make in (ContentPageFactory, NewsPageFactory, PolicyPageFactory, DocumentFactory):
        make(title="Quokka")
    staff_client.get("/search/suggest/?q=quok")
    with CaptureQueriesContext(connection) as queries:
        found: Any = staff_client.get("/search/suggest/?q=quok").json()
    assert len(found["suggestions"]) == 6
    assert len(queries) <= 6
