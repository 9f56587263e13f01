"""What the four sign-ins may and may not do, through the door."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from accounts.models import User
from accounts.roles import PEOPLE_ADMIN, SITE_ADMIN
from core.models import Document, Image
from demo.rights import CLOSED, CLOSED_FILES, close_section
from departments.models import DepartmentPage
from departments.services import open_department
from news.models import NewsIndexPage, NewsPage
from news.roles import NEWS_TEAM
from tests.factories.news import no_rows


def page_at(address):
    return Page.objects.get(url_path=f"/home{address}")


def edit(client, address):
    return client.get(reverse("wagtailadmin_pages:edit", args=[page_at(address).pk])).status_code


def test_staff_read_and_have_no_admin(sign_in):
    staff = sign_in("staff")
    assert staff.get("/").status_code == 200
    for address in ("/admin/", reverse("wagtailadmin_pages:edit", args=[page_at("/news/").pk])):
        assert staff.get(address, follow=True).status_code == 403


@pytest.mark.parametrize(
    "address",
    ["/harbour-licensing/", "/harbour-licensing/licences/mooring/", "/harbour-licensing/notices/"],
)
def test_the_editor_edits_and_publishes_in_one_department(sign_in, address):
    assert edit(sign_in("editor"), address) == 200
    may = page_at(address).permissions_for_user(User.objects.get(username="editor"))
    assert may.can_publish()
    assert may.can_add_subpage()


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/people-and-culture/",
        "/finance-and-commercial/buying/",
        "/news/",
        "/policies/annual-leave/",
    ],
)
def test_the_editor_edits_nothing_else(sign_in, address):
    assert edit(sign_in("editor"), address) in {302, 403}


def test_comms_write_and_publish_a_story(sign_in):
    comms, index = sign_in("comms"), NewsIndexPage.objects.get(slug="news")
    add = reverse("wagtailadmin_pages:add", args=["news", "newspage", index.pk])
    assert comms.get(add).status_code == 200
    form = {
        "title": "The gulls are back",
        "slug": "the-gulls-are-back",
        "standfirst": "And they want your lunch.",
        "author": "Leila Farrokhzad",
        "publication_date": "2026-11-20",
        "lead_image": "",
        "department": "",
        "topics": "",
        "body": streamfield([]),
        **no_rows(),
        "action-publish": "1",
    }
    answer = comms.post(add, nested_form_data(form), follow=True)
    assert answer.status_code == 200
    assert NewsPage.objects.get(slug="the-gulls-are-back").live
    assert sign_in("staff").get("/news/the-gulls-are-back/").status_code == 200


@pytest.mark.parametrize("address", ["/", "/harbour-licensing/", "/policies/annual-leave/"])
def test_comms_edit_nothing_but_news(sign_in, address):
    assert edit(sign_in("comms"), address) in {302, 403}


@pytest.mark.parametrize(
    "address", ["/", "/news/", "/people-and-culture/leave/", "/policies/expenses/"]
)
def test_admin_edits_everything(sign_in, address):
    assert edit(sign_in("admin"), address) == 200


@pytest.mark.parametrize("username", ["editor", "comms"])
def test_who_edits_may_add_pictures_and_use_the_shared_ones(sign_in, username):
    client = sign_in(username)
    assert client.get(reverse("wagtailimages:add_multiple")).status_code == 200
    chooser = client.get(reverse("wagtailimages_chooser:choose"))
    assert chooser.status_code == 200
    assert Image.objects.order_by("-created_at").first().title in chooser.content.decode()


def test_a_department_has_all_that_opening_one_gives(demo):
    department = DepartmentPage.objects.get(slug="harbour-licensing")
    again = open_department(department.title)
    assert again.made == []
    assert again.page == department
    assert again.workflow.tasks.get().specific.groups.get() == again.publishers


def test_every_role_is_there(demo):
    for name in (NEWS_TEAM, PEOPLE_ADMIN, SITE_ADMIN):
        assert Group.objects.filter(name=name).exists()


@pytest.mark.parametrize(
    ("username", "status"), [("staff", 404), ("comms", 404), ("editor", 200), ("admin", 200)]
)
def test_the_closed_section_is_for_its_team(sign_in, username, status):
    client, document = sign_in(username), Document.objects.get(title=CLOSED_FILES[0])
    for address in (CLOSED, f"{CLOSED}visiting/", document.url):
        assert client.get(address).status_code == status
    for address in ("/harbour-licensing/", "/search/?q=enforcement"):
        is_named = b"Enforcement" in client.get(address).content
        assert is_named is (status == 200)


def test_a_section_that_editors_have_opened_stays_open(demo):
    page_at(CLOSED).view_restrictions.all().delete()
    close_section(page_at("/"))
    assert not page_at(CLOSED).view_restrictions.exists()


def test_what_waits_at_the_news_desk_is_approved_by_the_news_team(sign_in):
    workflow = page_at("/news/").get_workflow()
    assert workflow.name == "News approval"
    groups = workflow.tasks.get().specific.groups
    assert list(groups.values_list("name", flat=True)) == [NEWS_TEAM]
    desk = sign_in("comms").get("/admin/news/?tab=approval").content.decode()
    assert "Pilots swap paper" in desk
    assert "Ask for changes" in desk
    assert (
        "Winter opening hours"
        in sign_in("comms").get("/admin/news/?tab=scheduled").content.decode()
    )
