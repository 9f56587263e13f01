"""Addresses that the site itself answers."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from core.reserved import is_reserved
from departments.models import ContentPage
from tests.factories.pages import ContentPageFactory


@pytest.mark.parametrize(
    ("slug", "reserved"),
    [
        ("people", True),
        ("teams", True),
        ("search", True),
        ("admin", True),
        ("pay", False),
        ("", False),
    ],
)
def test_sections_of_the_site_are_reserved(slug: str, reserved: bool) -> None:
    assert is_reserved(slug) is reserved


@pytest.mark.django_db
def test_an_editor_is_told_that_an_address_is_the_sites_own(
    home: Any, admin_client: Client
) -> None:
    section = ContentPageFactory(title="Pay", slug="pay")
    form = nested_form_data(
        {"title": "People", "slug": "people", "summary": "", "keywords": "", "body": streamfield([]),
         "action-publish": "1"}
    )  # fmt: skip
    for parent, is_made in ((home, False), (section, True)):
        add = reverse("wagtailadmin_pages:add", args=["departments", "contentpage", parent.pk])
        answer = admin_client.post(add, form, follow=True)
        said = "The site itself uses the address /people/."
        assert (said in answer.content.decode()) is not is_made
        assert ContentPage.objects.child_of(parent).filter(slug="people").exists() is is_made
