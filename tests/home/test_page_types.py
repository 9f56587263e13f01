"""Which page may stand where, and what every type can say of itself."""

import pytest
from django.test import Client
from wagtail.models import Page, get_page_models

from core.models import BasePage
from departments.models import ContentPage, DepartmentPage
from events.models import EventIndexPage, EventPage
from home.models import HomePage
from news.models import NewsIndexPage, NewsPage
from policies.models import PolicyIndexPage, PolicyPage

BELOW: dict[type[Page], set[type[Page]]] = {
    Page: {HomePage},
    HomePage: {DepartmentPage, ContentPage, NewsIndexPage, PolicyIndexPage, EventIndexPage},
    DepartmentPage: {DepartmentPage, ContentPage, NewsIndexPage, PolicyIndexPage, EventIndexPage},
    ContentPage: {ContentPage},
    NewsIndexPage: {NewsPage, NewsIndexPage},
    NewsPage: set(),
    PolicyIndexPage: {PolicyPage, PolicyIndexPage},
    PolicyPage: set(),
    EventIndexPage: {EventPage},
    EventPage: set(),
}
OURS = [model for model in BELOW if model is not Page]


@pytest.mark.parametrize("parent", BELOW)
def test_a_page_takes_these_types_below_it(parent: type[Page]) -> None:
    assert {model for model in parent.allowed_subpage_models() if model is not Page} == BELOW[
        parent
    ]


def test_every_page_type_has_its_place() -> None:
    assert {model for model in get_page_models() if issubclass(model, BasePage)} == set(OURS)


@pytest.mark.django_db
def test_there_is_one_home_page(home: Page) -> None:
    assert not HomePage.can_create_at(home.get_parent())


@pytest.mark.parametrize("model", OURS)
def test_every_type_says_what_it_is_in_plain_words(model: type[BasePage]) -> None:
    assert model.get_page_description()
    assert model.kind
    assert model.kind_label
    ours = [field for field in model._meta.local_fields if not field.primary_key]
    silent = [f.name for f in ours if f.editable and not f.help_text and f.name != "body"]
    assert not silent


@pytest.mark.parametrize("model", OURS)
def test_every_type_has_a_teaser_and_a_date_even_when_empty(model: type[BasePage]) -> None:
    page = model(title="New")
    assert isinstance(page.teaser, str)
    assert page.shown_date is None or page.shown_date.year > 2000
    assert page.contents == []


@pytest.mark.django_db
@pytest.mark.parametrize("model", [model for model in OURS if model is not HomePage])
def test_an_editor_can_open_the_form_for_a_new_page(
    model: type[Page], admin_client: Client, home: Page
) -> None:
    parents = {NewsPage: NewsIndexPage, PolicyPage: PolicyIndexPage, EventPage: EventIndexPage}
    parent = home
    if model in parents:
        parent = home.add_child(instance=parents[model](title="List", slug="list"))
    address = f"/admin/pages/add/{model._meta.app_label}/{model._meta.model_name}/{parent.pk}/"
    assert admin_client.get(address).status_code == 200
