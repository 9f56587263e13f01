"""The frame, the error pages and the sign-in pages, for everybody who may meet them."""

import re
from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import include, path
from wagtail.models import Page

from tests.factories.accounts import UserFactory
from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsPageFactory,
    PolicyPageFactory,
)

pytestmark = pytest.mark.django_db

ERRORS = {"bad": 400, "forbidden": 403, "missing": 404, "broken": 500}
SIGN_IN = [
    "/accounts/login/",
    "/accounts/password-reset/",
    "/accounts/password-reset/sent/",
    "/accounts/password-reset/x/y/",
    "/accounts/password-reset/done/",
]


def fail(request: HttpRequest, how: str) -> HttpResponse:
    """Fail in the way that the address names."""
    if how == "bad":
        raise BadRequest
    if how == "forbidden":
        raise PermissionDenied
    raise RuntimeError(how)


urlpatterns = [path("fail/<str:how>/", fail), path("", include("config.urls"))]
handler500 = "core.views.server_error"
with_failures = override_settings(ROOT_URLCONF=__name__)


def client_of(who: str) -> Client:
    """A browser of a stranger, a member of staff or somebody who may do everything."""
    client = Client(raise_request_exception=False)
    if who != "stranger":
        client.force_login(UserFactory(superuser=who == "admin"))
    return client


def read(html: Any) -> BeautifulSoup:
    """The page as a browser has it."""
    return BeautifulSoup(getattr(html, "content", html), "html.parser")


def levels(page: BeautifulSoup) -> list[int]:
    """The levels of a page's headings, in order."""
    return [int(heading.name[1]) for heading in page.find_all(re.compile(r"^h[1-6]$"))]


@with_failures
@pytest.mark.parametrize("who", ["staff", "admin"])
@pytest.mark.parametrize(("how", "status"), ERRORS.items())
def test_an_error_has_its_status_and_a_page_of_its_own(who: str, how: str, status: int) -> None:
    address = "/no/such/page/" if how == "missing" else f"/fail/{how}/"
    response = client_of(who).get(address)
    assert response.status_code == status
    page = read(response)
    assert len(page.find_all("h1")) == 1
    assert page.main.find("a", href="/"), "there is no way on"


@with_failures
@pytest.mark.parametrize("how", ERRORS)
def test_a_stranger_meets_the_sign_in_page_instead_of_errors(how: str) -> None:
    response = client_of("stranger").get(f"/fail/{how}/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("who", ["stranger", "staff", "admin"])
def test_a_form_without_its_token_is_refused_in_words(who: str) -> None:
    client = client_of(who)
    client.handler.enforce_csrf_checks = True
    response = client.post("/accounts/logout/" if who != "stranger" else "/accounts/login/")
    assert response.status_code == 403
    assert "open too long" in read(response).h1.text


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_bare_error_pages_ask_nothing(name: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        page = read(render_to_string(name))
    assert page.h1
    assert page.find("link", rel="stylesheet")


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html", "base.html"])
def test_the_frame_stands_without_a_request(name: str) -> None:
    assert read(render_to_string(name)).main


@pytest.mark.parametrize("address", SIGN_IN)
def test_strangers_get_no_navigation_and_no_search(address: str, home: Page) -> None:
    DepartmentPageFactory(title="Secret plans", show_in_menus=True)
    response = client_of("stranger").get(address)
    page = read(response)
    assert response.status_code == 200
    assert len(page.find_all("h1")) == 1
    assert not page.find("nav")
    assert not page.find("search")
    assert "Secret plans" not in page.text


def test_a_wrong_password_is_said_beside_the_form() -> None:
    response = client_of("stranger").post("/accounts/login/", {"username": "x", "password": "y"})
    assert response.status_code == 200
    assert read(response).find(role="alert").text.strip()


def test_signing_in_leads_on_to_where_one_wanted_to_go(home: Page) -> None:
    UserFactory(username="sam")
    client = client_of("stranger")
    form = read(client.get("/accounts/login/?next=/search/")).main.form
    fields = {field["name"]: field.get("value", "") for field in form.find_all("input")}
    fields |= {"username": "sam", "password": "corridor"}
    response = client.post("/accounts/login/", fields)
    assert response["Location"] == "/search/"


@pytest.fixture
def pages(home: Page) -> list[Page]:
    """One of each page type, with next to nothing on it."""
    department = DepartmentPageFactory(show_in_menus=True)
    content = ContentPageFactory(parent=department)
    ContentPageFactory(parent=department)
    story = NewsPageFactory(department=department)
    policy = PolicyPageFactory(department=department)
    return [home, department, content, story.get_parent(), story, policy.get_parent(), policy]


def test_every_page_has_one_first_heading_and_skips_no_level(pages: list[Page]) -> None:
    client = client_of("staff")
    addresses = [page.url for page in pages] + ["/search/", "/search/?q=story", "/search/?q=zzz"]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        found = levels(read(response))
        assert found.count(1) == 1, address
        assert found[0] == 1, address
        for above, level in pairwise(found):
            assert level <= above + 1, address


def test_every_landmark_of_a_kind_has_a_name_of_its_own(pages: list[Page]) -> None:
    client = client_of("staff")
    for each in pages:
        page = read(client.get(each.url))
        names = []
        for nav in page.find_all("nav"):
            labels = page.find(id=nav.get("aria-labelledby", ""))
            names.append(nav.get("aria-label") or (labels.text if labels else ""))
        assert all(names), each.url
        assert len(names) == len(set(names)), each.url
        assert len(page.find_all("search")) == 1, each.url


def test_the_menu_marks_where_one_is(pages: list[Page]) -> None:
    department, content = pages[1], pages[2]
    client = client_of("staff")
    for page, mark in ((department, "page"), (content, "true")):
        menu = read(client.get(page.url)).header.nav
        assert menu.find("a", href=department.url)["aria-current"] == mark


def test_only_those_who_may_edit_are_led_to_the_admin(pages: list[Page]) -> None:
    for who, led in (("staff", False), ("admin", True)):
        header = read(client_of(who).get("/")).header
        assert bool(header.find("a", href="/admin/")) is led


def test_signing_out_is_a_form(home: Page) -> None:
    form = read(client_of("staff").get("/")).header.find("form", action="/accounts/logout/")
    assert form["method"] == "post"
    assert form.find("input", attrs={"name": "csrfmiddlewaretoken"})


def test_results_are_ranked_on_their_titles_alone(pages: list[Page]) -> None:
    for number in range(12):
        ContentPageFactory(parent=pages[1], title=f"Otter {number}")
    client = client_of("staff")
    first, second = (read(client.get(f"/search/?q=otter&page={n}")).main for n in (1, 2))
    ranks = [link["data-rank"] for main in (first, second) for link in main.select("[data-rank]")]
    assert ranks == [str(number) for number in range(1, 13)]
    assert all(link.text.startswith("Otter") for link in first.select("[data-rank]"))
    assert first.find("a", rel="next")["href"] == "?q=otter&page=2"


def test_what_a_reader_types_is_escaped(home: Page) -> None:
    page = read(client_of("staff").get("/search/", {"q": "<b>x</b>\"'><script>alert(1)</script>"}))
    assert not page.main.find("b")
    assert not page.main.find("script")


def test_an_overdue_review_is_said_in_words(pages: list[Page]) -> None:
    policy = PolicyPageFactory(parent=pages[5], effective_from="2020-01-01", review_by="2021-01-01")
    client = client_of("staff")
    assert "Review overdue since 1 January 2021" in read(client.get(policy.url)).main.text
    assert "Review overdue" in read(client.get(pages[5].url)).main.text


def test_a_policy_that_is_yet_to_come_says_so(pages: list[Page]) -> None:
    policy = PolicyPageFactory(parent=pages[5], effective_from="2999-01-01")
    words = read(client_of("staff").get(policy.url)).main.text
    assert "Takes effect on 1 January 2999" in words
    assert "In force" not in words
