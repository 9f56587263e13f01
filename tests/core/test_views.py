"""Error pages that work for everyone, and what a load balancer asks."""

from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from accounts.models import User
from tests.conftest import HtmlErrors

pytestmark = pytest.mark.django_db


def forbid(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("secret words")


def fail(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("secret words")


urlpatterns = [
    path("forbidden/", forbid),
    path("broken/", fail),
    path("", include("config.urls")),
]
handler500 = "core.views.server_error"

ERRORS = {"/forbidden/": 403, "/nothing/": 404, "/broken/": 500, "/search/?q=%00": 400}


@pytest.fixture(params=["staff", "admin"])
def somebody(request: pytest.FixtureRequest, settings: Any, staff: User, admin: User) -> Client:
    """A browser of a person who is signed in, on a site with two addresses that go wrong."""
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    client.force_login(staff if request.param == "staff" else admin)
    return client


@pytest.mark.parametrize(("address", "status"), ERRORS.items())
def test_an_error_page_has_its_status_a_title_and_no_secret(
    somebody: Client, address: str, status: int
) -> None:
    response = somebody.get(address)
    assert response.status_code == status
    html = response.content.decode()
    assert "<h1" in html
    assert "</html>" in html
    assert "secret words" not in html
    assert "Traceback" not in html


def test_error_pages_are_right_html(somebody: Client, html_errors: HtmlErrors) -> None:
    pages = {address: somebody.get(address).content.decode() for address in ERRORS}
    assert html_errors(pages) == []


def test_a_broken_view_is_a_500_for_a_stranger_at_an_open_door(settings: Any) -> None:
    with patch("accounts.views.SignInView.get_context_data", side_effect=ZeroDivisionError):
        response = Client(raise_request_exception=False).get("/accounts/login/")
    assert response.status_code == 500
    assert b"<h1" in response.content


def test_the_500_page_asks_nothing_of_the_database(somebody: Client) -> None:
    with patch.object(connection, "cursor", side_effect=OperationalError("gone")):
        response = somebody.get("/")
    assert response.status_code == 500
    assert b"<h1" in response.content


def test_live_asks_nothing_of_the_database() -> None:
    with patch.object(connection, "cursor", side_effect=OperationalError("gone")):
        response = Client().get("/health/live")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


def test_ready_says_so() -> None:
    response = Client().get("/health/ready")
    assert response.status_code == 200
    assert response.json()["database"] == "ok"


def test_ready_fails_without_a_database() -> None:
    with patch.object(connection, "cursor", side_effect=OperationalError("gone")):
        response = Client().get("/health/ready")
    assert response.status_code == 503
    assert response.json()["database"] == "no answer"


def test_ready_fails_before_the_migrations() -> None:
    MigrationRecorder(connection).record_unapplied("accounts", "0001_user")
    response = Client().get("/health/ready")
    assert response.status_code == 503
    assert response.json()["database"] == "not migrated"


def test_ready_is_cheap_enough_to_be_asked_often(django_assert_max_num_queries: Any) -> None:
    Client().get("/health/ready")
    with django_assert_max_num_queries(3):
        Client().get("/health/ready")
