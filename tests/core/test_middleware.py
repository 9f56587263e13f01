"""What holds for every request."""

from collections.abc import Iterator
from typing import Any

import pytest
from csp.constants import NONE
from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from core.models import Topic
from home.models import HomePage
from tests.factories.pages import ContentPageFactory

pytestmark = pytest.mark.django_db


def policy(response: HttpResponse) -> dict[str, list[str]]:
    """The content policy, by directive."""
    clauses = response["Content-Security-Policy"].split(";")
    return {words[0]: words[1:] for clause in clauses if (words := clause.split())}


# The headers.


@pytest.mark.parametrize(
    "address", ["/", "/search/?q=leave", "/nothing/", "/accounts/login/", "/health/live"]
)
@pytest.mark.parametrize("who", ["stranger", "staff"])
def test_the_reading_side_allows_nothing_inline_and_nobody_else(
    staff_client: Client, address: str, who: str
) -> None:
    client = staff_client if who == "staff" else Client()
    response = client.get(address)
    found = policy(response)
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert "unsafe-eval" not in response["Content-Security-Policy"]
    assert found["default-src"] == found["object-src"] == found["base-uri"] == [NONE]
    assert found["script-src"] == found["style-src"] == ["'self'"]
    assert found["frame-ancestors"] == [NONE]
    assert response["X-Frame-Options"] == "DENY"


def test_the_admin_has_a_policy_of_its_own_which_knows_no_other_host(admin_client: Client) -> None:
    response = admin_client.get("/admin/")
    assert response.status_code == 200
    found = policy(response)
    assert found["script-src"] == ["'self'", "'unsafe-inline'"]
    assert found["frame-ancestors"] == ["'self'"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert not any("http" in word or "*" in word for words in found.values() for word in words)


@pytest.mark.parametrize("address", ["/administration/", "/search/?q=/admin/", "/x/admin/"])
def test_the_admins_policy_stays_in_the_admin(admin_client: Client, address: str) -> None:
    assert "unsafe-inline" not in admin_client.get(address)["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/", "/admin/", "/accounts/login/", "/nothing/"])
def test_every_answer_carries_the_other_headers(admin_client: Client, address: str) -> None:
    response = admin_client.get(address)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("address", ["/", "/search/?q=leave", "/nothing/", "/admin/"])
def test_a_page_for_one_person_is_kept_by_nobody(admin_client: Client, address: str) -> None:
    cache_control = admin_client.get(address)["Cache-Control"]
    assert "no-store" in cache_control
    assert "private" in cache_control


def test_a_video_host_that_is_listed_may_be_framed() -> None:
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"] == [NONE]


# Queries that no view can use.


@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=a%00",
        "/search/?q=%00",
        "/search/?q=a%1b[31m",
        "/search/?q=a%7f",
        "/search/?q=a%c2%80",
        "/search/?a%00=b",
        "/admin/pages/?q=a%00",
        "/admin/images/?q=a%00&p=2",
        "/nothing%00/",
        "/?" + "q=x&" * 2_100,
    ],
    ids=lambda address: address[:24],
)
def test_what_no_view_can_use_is_refused_at_the_edge(admin_client: Client, address: str) -> None:
    response = admin_client.get(address)
    assert response.status_code == 400
    assert "400.html" in [template.name for template in response.templates]


@pytest.mark.parametrize("words", ["a\tb", "a\r\nb", "caf\u00e9", "\u200d", "\U0001f600", "%F0%28"])
def test_what_people_type_passes(staff_client: Client, words: str) -> None:
    assert staff_client.get("/search/", {"q": words}).status_code == 200


@pytest.mark.parametrize(
    "number", ["-1", "0", "abc", "1e30", "99999999999999999999", "", "1;--", "\u0661"]
)
def test_an_absurd_page_number_is_no_fault_of_ours(staff_client: Client, number: str) -> None:
    for address in ("/search/?q=page&page=", "/?page=", "/search/?page="):
        assert staff_client.get(f"{address}{number}").status_code in {200, 404}, address


@pytest.mark.parametrize("number", ["-1", "abc", "1e30", "99999999999999999999"])
def test_nor_in_the_admin(admin_client: Client, number: str) -> None:
    for address in ("/admin/images/?p=", "/admin/pages/?p=", "/admin/reports/aging-pages/?p="):
        assert admin_client.get(f"{address}{number}", follow=True).status_code in {200, 404}


# Whole writes.


def write_and_fail(request: HttpRequest) -> HttpResponse:
    Topic.objects.create(name="half", slug="half")
    raise ZeroDivisionError


def write_and_miss(request: HttpRequest) -> HttpResponse:
    Topic.objects.create(name="half", slug="half")
    raise Http404


def write(request: HttpRequest) -> HttpResponse:
    Topic.objects.create(name="whole", slug="whole")
    return HttpResponse("done")


urlpatterns = [
    path("fail/", write_and_fail),
    path("miss/", write_and_miss),
    path("write/", write),
    path("", include("config.urls")),
]


@pytest.fixture
def own_addresses(settings: Any) -> Iterator[None]:
    settings.ROOT_URLCONF = __name__
    return


@pytest.mark.usefixtures("own_addresses")
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(("address", "status"), [("/fail/", 500), ("/miss/", 404)])
def test_a_write_that_fails_leaves_nothing(
    staff_client: Client, method: str, address: str, status: int
) -> None:
    staff_client.raise_request_exception = False
    assert getattr(staff_client, method)(address).status_code == status
    assert not Topic.objects.exists()


@pytest.mark.usefixtures("own_addresses")
def test_a_write_that_succeeds_stays(staff_client: Client) -> None:
    assert staff_client.post("/write/").status_code == 200
    assert Topic.objects.filter(name="whole").exists()


@pytest.mark.usefixtures("own_addresses")
def test_reading_takes_no_transaction(staff_client: Client) -> None:
    """On SQLite each reader would otherwise wait for the writers' lock."""
    ContentPageFactory(slug="tides")
    marks = {}
    for method, address in (("get", "/tides/"), ("post", "/write/")):
        with CaptureQueriesContext(connection) as queries:
            assert getattr(staff_client, method)(address).status_code == 200
        marks[method] = [q for q in queries if q["sql"].startswith(("SAVEPOINT", "BEGIN"))]
    assert marks["get"] == []
    assert marks["post"]


def test_a_form_without_its_fields_is_refused(admin_client: Client, home: HomePage) -> None:
    response = admin_client.post(f"/admin/pages/{home.pk}/edit/")
    assert response.status_code == 400
    assert b"We could not read that" in response.content
