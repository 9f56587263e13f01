"""The guide for editors, and what else the CMS shows round it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import guide
from core.models import Topic
from tests.factories.pages import NewsPageFactory

pytestmark = pytest.mark.django_db


class TestGuide:
    """Read in the CMS."""

    def test_it_starts_at_the_beginning(self, admin_client: Client) -> None:
        html = admin_client.get("/admin/guide/").content.decode()
        assert "<h2>Open a page for editing</h2>" in html
        assert "<table>" in html

    @pytest.mark.parametrize("name", guide.FIRST)
    def test_every_link_in_it_leads_somewhere(self, admin_client: Client, name: str) -> None:
        for target in re.findall(r'href="\.\./([^/"]+)/', guide.chapters()[name].html):
            assert admin_client.get(f"/admin/guide/{target}/").status_code == 200

    def test_a_chapter_that_is_not_there_is_not_found(self, admin_client: Client) -> None:
        assert admin_client.get("/admin/guide/nothing/").status_code == 404

    def test_it_is_for_editors(self, staff_client: Client) -> None:
        response = staff_client.get("/admin/guide/")
        assert response.status_code in {302, 403}

    def test_the_dashboard_and_the_menu_lead_to_it_and_to_no_other_host(
        self, admin_client: Client
    ) -> None:
        html = admin_client.get(reverse("wagtailadmin_home")).content.decode()
        assert html.count(reverse("editors_guide_start")) == 2
        elsewhere = re.findall(r'(?:href|src)="(https?://[^"]*)', html)
        assert elsewhere in (
            [],
            ["https://www.enable-javascript.com/"],
        )  # in a <noscript> of Wagtail's
        assert "guide.wagtail.org" not in html
        assert "docs.wagtail.org" not in html


class TestTopics:
    """One list of topics."""

    def test_the_list_tells_how_many_pages_each_has(self, admin_client: Client) -> None:
        pay = Topic.objects.create(name="Pay")
        Topic.objects.create(name="Travel")
        for _ in range(2):
            story = NewsPageFactory()
            story.topics.add(pay)
            story.save()
        response = admin_client.get(
            reverse("wagtailsnippets_core_topic:list"), {"ordering": "-pages"}
        )
        assert [(t.name, t.pages) for t in response.context["page_obj"]] == [
            ("Pay", 2),
            ("Travel", 0),
        ]

    def test_it_is_searched_by_name(self, admin_client: Client) -> None:
        Topic.objects.create(name="Pay")
        Topic.objects.create(name="Travel")
        response = admin_client.get(reverse("wagtailsnippets_core_topic:list"), {"q": "trav"})
        assert [topic.name for topic in response.context["page_obj"]] == ["Travel"]

    def test_a_name_is_enough(self, admin_client: Client) -> None:
        response = admin_client.post(
            reverse("wagtailsnippets_core_topic:add"), {"name": "Parental  leave"}
        )
        assert response.status_code == 302
        assert Topic.objects.get().slug == "parental-leave"
        assert Topic.objects.get().name == "Parental leave"

    def test_a_twin_in_other_letters_is_refused(self, admin_client: Client) -> None:
        Topic.objects.create(name="Pay")
        response = admin_client.post(reverse("wagtailsnippets_core_topic:add"), {"name": "PAY"})
        assert "There is a topic “Pay” already" in response.content.decode()
        assert Topic.objects.count() == 1

    def test_usage_names_the_pages(
        self, admin_client: Client, django_capture_on_commit_callbacks: Any
    ) -> None:
        pay, story = Topic.objects.create(name="Pay"), NewsPageFactory(title="New rates")
        with django_capture_on_commit_callbacks(execute=True):
            story.topics.add(pay)
            story.save()
        html = admin_client.get(reverse("wagtailsnippets_core_topic:usage", args=[pay.pk]))
        assert "New rates" in html.content.decode()
