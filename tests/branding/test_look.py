"""`brand` in templates: cheap, current, and there on every page whatever has failed."""

from unittest.mock import patch

import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from branding import look
from branding.context_processors import brand
from branding.models import Brand
from core import epochs
from core.models.epoch import Epoch
from tests.factories.branding import BrandFactory, drawing

pytestmark = pytest.mark.django_db

TEMPLATE = "{{ brand.name }} {{ brand.theme_url }} {{ brand.header }} {{ brand.logo_light_url }}"


def shown(request: HttpRequest) -> str:
    return Template(TEMPLATE).render(Context(brand(request)))


def test_templates_see_the_brand_of_the_site() -> None:
    made = BrandFactory(name="Tide House", header="light", logo_light=drawing())
    words = shown(RequestFactory().get("/"))
    assert words.startswith("Tide House /theme/")
    assert " light /brand/" in words
    assert words.split()[2] == look.of(made).theme_url


def test_a_site_without_a_brand_is_called_corridor() -> None:
    assert shown(RequestFactory().get("/")).startswith("Corridor /theme/")
    assert not Brand.objects.exists()  # reading writes nothing


def test_it_costs_no_query_of_its_own_once_it_is_cached() -> None:
    BrandFactory()
    shown(RequestFactory().get("/"))
    request = RequestFactory().get("/")
    epochs.current(request)
    with CaptureQueriesContext(connection) as queries:
        shown(request)
    assert len(queries) == 0


def test_it_costs_nothing_where_it_is_not_used() -> None:
    with CaptureQueriesContext(connection) as queries:
        brand(RequestFactory().get("/"))
    assert len(queries) == 0


def test_a_saved_brand_is_seen_at_once() -> None:
    made = BrandFactory(colour="#c8102e")
    before = shown(RequestFactory().get("/"))
    made.colour = "#0b5394"
    made.save()
    assert shown(RequestFactory().get("/")) != before
    made.delete()
    assert shown(RequestFactory().get("/")).startswith("Corridor ")


def test_saving_raises_the_epoch_in_its_own_transaction() -> None:
    made = BrandFactory()
    before = Epoch.objects.get(pk=1).tree
    with transaction.atomic():
        made.save()
        assert Epoch.objects.get(pk=1).tree == before + 1
        transaction.set_rollback(True)
    assert Epoch.objects.get(pk=1).tree == before


def test_each_site_has_its_own() -> None:
    BrandFactory(name="Tide House")
    second = Site.objects.create(
        hostname="localhost", port=8001, root_page=Site.objects.get().root_page
    )
    BrandFactory(site=second, name="Harbour House")
    assert shown(RequestFactory().get("/", SERVER_NAME="localhost")).startswith("Tide House")
    other = RequestFactory().get("/", SERVER_NAME="localhost", SERVER_PORT="8001")
    assert shown(other).startswith("Harbour House")


def test_without_any_site_there_is_the_default() -> None:
    Site.objects.all().delete()
    assert shown(RequestFactory().get("/")).startswith("Corridor ")


@pytest.mark.parametrize("broken", ["core.epochs.current", "wagtail.models.Site.find_for_request"])
def test_a_database_that_fails_gives_the_default(broken: str) -> None:
    with patch(broken, side_effect=OperationalError("gone")):
        assert shown(RequestFactory().get("/")).startswith("Corridor /theme/")


def test_pages_for_strangers_and_for_staff_link_the_theme(staff_client: Client) -> None:
    url = look.of(BrandFactory(name="Tide House", colour="#c8102e")).theme_url
    for client, address in (
        (Client(), "/accounts/login/"),
        (staff_client, "/"),
        (staff_client, "/x/"),
    ):
        page = client.get(address).content.decode()
        assert f'<link rel="stylesheet" href="{url}">' in page
