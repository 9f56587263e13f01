"""Opening a department in the CMS."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from departments.models import DepartmentPage
from tests.factories.pages import ContentPageFactory
from tests.factories.roles import Company, company

pytestmark = pytest.mark.django_db

FORM = "/admin/departments/open/"
MAY = ("site admin", "superuser")


@pytest.fixture
def site(home: Page) -> Company:
    """Two departments and a person in each role."""
    return company()


def send(client: Client, **form: str) -> str:
    response = client.post(FORM, {"name": "Lighthouses", "purpose": "", **form}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("role", MAY)
def test_who_may_finds_it_in_the_menu(site: Company, role: str) -> None:
    client = site.client(role)
    assert FORM in client.get("/admin/").content.decode()
    page = client.get(FORM).content.decode()
    assert "As staff know it" in page
    assert "Open the department" in page


def test_who_may_not_neither_finds_nor_reaches_it(site: Company) -> None:
    opened = reverse("department_opened", args=[site.own.page.pk])
    for role in sorted(set(site.people) - set(MAY)):
        client = site.client(role)
        assert FORM not in client.get("/admin/").content.decode(), role
        answers = (client.get(FORM), client.post(FORM, {"name": "Mine"}), client.get(opened))
        assert {answer.status_code for answer in answers} <= {302, 403}, role
    assert not DepartmentPage.objects.filter(title="Mine").exists()


def test_it_opens_and_tells_what_to_do_next(site: Company) -> None:
    page = send(site.client("superuser"), publish="on")
    department = DepartmentPage.objects.get(title="Lighthouses")
    assert department.live
    assert "Made the page “Lighthouses”, published" in page
    assert reverse("wagtailadmin_pages:edit", args=[department.pk]) in page
    for name in ("Lighthouses editors", "Lighthouses publishers"):
        assert f"{name}: nobody yet" in page
        assert f"?group={Group.objects.get(name=name).pk}" in page
    assert "Lighthouses approval" in page


def test_a_site_admin_is_sent_to_a_people_admin(site: Company) -> None:
    page = send(site.client("site admin"), publish="on")
    assert "Ask a people admin" in page
    assert reverse("wagtailusers_users:index") not in page.split("<main")[-1]


def test_it_waits_as_a_draft_without_the_tick(site: Company) -> None:
    page = send(site.client("site admin"))
    assert not DepartmentPage.objects.get(title="Lighthouses").live
    assert "a draft: staff do not see it until a publisher publishes it" in page


def test_what_was_there_is_said(site: Company) -> None:
    page = send(site.client("site admin"), name="Harbours", publish="on")
    assert "There already, and left as it is: the page “Harbours”" in page
    assert DepartmentPage.objects.filter(title="Harbours").count() == 1


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"name": ""}, "Give the department a name."),
        ({"name": "Search"}, "belongs to the intranet itself"),
        ({"name": "Leave"}, "is taken by the page “How to take leave”"),
        ({"purpose": "x" * 401}, "Say it in a sentence or two"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_cannot_be_is_refused_with_how_to_mend_it(
    site: Company, form: dict[str, str], says: str
) -> None:
    ContentPageFactory(title="How to take leave", slug="leave")
    groups = Group.objects.count()
    page = send(site.client("site admin"), **form)
    assert says in page
    assert Group.objects.count() == groups


def test_it_is_in_the_history(site: Company) -> None:
    send(site.client("site admin"), publish="on")
    me = site.people["site admin"]
    page = DepartmentPage.objects.get(title="Lighthouses")
    actions = set(
        PageLogEntry.objects.filter(page=page.pk, user=me).values_list("action", flat=True)
    )
    assert {"wagtail.create", "wagtail.publish"} <= actions
    group = Group.objects.get(name="Lighthouses editors")
    assert ModelLogEntry.objects.for_instance(group).get().user == me
    assert page.owner == me
