"""How addresses find their pages."""

from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from home.models import HomePage
from tests.factories.pages import ContentPageFactory, DepartmentPageFactory, restrict, text

pytestmark = pytest.mark.django_db


def chain(depth: int) -> Page:
    """A page at this depth below the home page."""
    page = DepartmentPageFactory(slug="d")
    for n in range(depth - 1):
        page = ContentPageFactory(parent=page, slug=f"c{n}")
    return page


def test_a_deep_page_takes_no_more_queries_than_a_shallow_one(staff_client: Client) -> None:
    deep = chain(8)
    shallow = deep.get_ancestors()[3]
    counts = []
    for page in (shallow, deep):
        staff_client.get(page.url)
        with CaptureQueriesContext(connection) as queries:
            assert staff_client.get(page.url).status_code == 200
        counts.append(len(queries))
        routing = [q["sql"] for q in queries if '"url_path" =' in q["sql"]]
        assert len(routing) == 1
        assert not any("wagtailcore_site" in q["sql"] for q in queries)
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/harbour/", 200),
        ("/harbour", 301),
        ("/Harbour/", 404),
        ("/harbour//", 404),
        ("/home/harbour/", 404),
        ("/harbour/nothing/", 404),
        ("/harbour/%00/", 404),
        ("/harbour/../harbour/", 404),
        ("/" + "a/" * 200, 404),
        ("/" + "a" * 5000 + "/", 404),
        ("/%F0%9F%8C%8A/", 404),
        ("/%FF%FE/", 404),
    ],
)
def test_addresses(path: str, status: int, staff_client: Client, home: Page) -> None:
    DepartmentPageFactory(slug="harbour")
    answer = staff_client.get(path)
    assert answer.status_code in ({status, 400} if status == 404 else {status})


def test_an_address_may_be_in_any_script(staff_client: Client, home: Page) -> None:
    page = ContentPageFactory(title="Ναύπλιο", slug="ναύπλιο")
    assert staff_client.get(f"/{quote('ναύπλιο')}/").context["page"] == page


def test_an_address_that_is_taken_elsewhere_keeps_its_case(
    staff_client: Client, home: Page
) -> None:
    upper, lower = ContentPageFactory(slug="A-B"), ContentPageFactory(slug="a-b")
    assert staff_client.get("/A-B/").context["page"] == upper
    assert staff_client.get("/a-b/").context["page"] == lower


def test_a_page_outside_the_sites_tree_has_no_address(staff_client: Client, home: Page) -> None:
    outside = home.get_parent().add_child(instance=HomePage(title="Other", slug="other"))
    ContentPageFactory(parent=outside, slug="page")
    for path in ("/page/", "/other/page/", "/other/"):
        assert staff_client.get(path).status_code == 404


def test_each_site_answers_with_its_own_home_page(staff_client: Client, home: Page) -> None:
    other = home.get_parent().add_child(instance=HomePage(title="Other", slug="other"))
    Site.objects.create(hostname="localhost", port=81, root_page=other)
    Site.objects.filter(is_default_site=True).update(hostname="testserver")
    for _visit in range(2):
        assert staff_client.get("/", headers={"host": "testserver"}).context["page"] == home
        assert staff_client.get("/", headers={"host": "localhost:81"}).context["page"] == other


def test_a_draft_preview_shows_the_draft(admin_client: Client, staff_client: Client) -> None:
    page = ContentPageFactory(title="Tides", slug="tides", body=[text("<p>As it is.</p>")])
    page.save_revision().publish()
    assert b"As it is." in staff_client.get(page.url).content
    page.title, page.body = "Tides, new", [text("<p>As it will be.</p>")]
    page.save_revision()

    draft = admin_client.get(f"/admin/pages/{page.pk}/view_draft/").content
    assert b"As it will be." in draft
    assert b"Tides, new" in draft
    assert b"As it is." not in draft
    for client in (staff_client, admin_client):
        live = client.get(page.url).content
        assert b"As it is." in live
        assert b"will be" not in live
        assert b"Tides, new" not in live


def test_a_page_that_was_never_published_can_be_previewed(admin_client: Client, home: Page) -> None:
    page = ContentPageFactory(live=False, body=[text("<p>First words.</p>")])
    page.save_revision()
    assert b"First words." in admin_client.get(f"/admin/pages/{page.pk}/view_draft/").content


def test_the_addresses_of_a_moved_page_and_those_below_lead_to_the_new_ones(
    staff_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    department, other = DepartmentPageFactory(slug="old"), DepartmentPageFactory(slug="new")
    page = ContentPageFactory(parent=department, slug="page")
    ContentPageFactory(parent=page, slug="below")
    with django_capture_on_commit_callbacks(execute=True):
        page.move(other, pos="last-child")
    for old, new in {"/old/page/": "/new/page/", "/old/page/below/": "/new/page/below/"}.items():
        answer = staff_client.get(old)
        assert answer.status_code in {301, 302}
        assert answer["Location"].endswith(new)


def test_a_changed_address_leads_to_the_new_one(
    staff_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = ContentPageFactory(slug="before")
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "after"
        page.save_revision().publish()
    assert staff_client.get("/before/")["Location"].endswith("/after/")


@pytest.mark.parametrize("target", ["page", "/closed/", "http://testserver/closed/"])
def test_a_redirect_never_gives_a_closed_address_away(
    target: str, staff_client: Client, admin_client: Client
) -> None:
    page = ContentPageFactory(slug="closed")
    restrict(page, Group.objects.create(name="Keepers"))
    to = {"redirect_page": page} if target == "page" else {"redirect_link": target}
    Redirect.objects.create(old_path="/old", **to)
    answer = staff_client.get("/old/")
    assert answer.status_code == 404
    assert b"closed" not in answer.content
    assert "closed" not in answer.headers.get("Location", "")
    assert admin_client.get("/old/").status_code in {301, 302}


@pytest.mark.parametrize("target", ["https://example.org/closed/", "/search/?q=tides", "/nowhere/"])
def test_other_redirects_work(target: str, staff_client: Client, home: Page) -> None:
    Redirect.objects.create(old_path="/old", redirect_link=target)
    assert staff_client.get("/old/")["Location"] == target


def test_a_stranger_learns_nothing_of_redirects(client: Client, home: Page) -> None:
    Redirect.objects.create(old_path="/old", redirect_link="https://example.org/")
    assert client.get("/old/")["Location"] == "/accounts/login/?next=/old/"


def test_a_password_form_opens_nothing(client: Client, staff_client: Client) -> None:
    page = ContentPageFactory(title="Kept", slug="kept")
    restriction = restrict(page)
    restriction.restriction_type, restriction.password = "password", "sesame"
    restriction.save()
    staff_client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/",
        {"password": "sesame", "return_url": page.url},
    )
    assert staff_client.get(page.url).status_code == 404
