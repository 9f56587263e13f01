"""What each role may do: the table of docs/running/roles.md against the site, through the door."""

from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from accounts.models import User
from accounts.roles import PEOPLE_ADMIN, SITE_ADMIN
from branding.models import Brand
from conversations.models import Comment
from core.models import Document
from departments.models import DepartmentPage
from news.models import NewsPage
from news.roles import NEWS_TEAM
from search.models import BestBet
from tests.factories.conversations import CommentFactory
from tests.factories.news import no_rows
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
from tests.factories.roles import ROLES, Company, company
from wall.models import Post

pytestmark = pytest.mark.django_db

CHANGES = count(1)
TABLE = Path(__file__).resolve().parents[2] / "docs" / "running" / "roles.md"


def table() -> dict[tuple[str, str], bool]:
    """Whether a role may do something, by role and act, as the document says."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("| may |"))
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    head, _rule, *body = rows
    said = {"yes": True, "no": False}
    return {
        (role, row[0]): said[cell]
        for row in body
        for role, cell in zip(head[1:], row[1:], strict=True)
    }


def save_page(client: Client, page: Page, action: str = "") -> str:
    """Give a page a new title, by the form; the title."""
    title = f"{page.title}, change {next(CHANGES)}"
    form = {
        "title": title,
        "slug": page.slug,
        "purpose": "We look after it.",
        "keywords": "",
        **{name: streamfield([]) for name in ("services", "contacts", "quick_links", "body")},
        **no_rows(),
    }
    if action:
        form[action] = "1"
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(form))
    return title


def edits(client: Client, page: Page) -> bool:
    title = save_page(client, page)
    return DepartmentPage.objects.get(pk=page.pk).get_latest_revision_as_object().title == title


def reads(client: Client, site: Company) -> bool:
    return client.get(site.own.page.url).status_code == 200


def opens_admin(client: Client, site: Company) -> bool:
    return client.get("/admin/").status_code == 200


def edits_own(client: Client, site: Company) -> bool:
    return edits(client, site.own.page)


def publishes(client: Client, site: Company) -> bool:
    title = save_page(client, site.own.page, "action-publish")
    return DepartmentPage.objects.get(pk=site.own.page.pk).title == title


def submits(client: Client, site: Company) -> bool:
    save_page(client, site.own.page, "action-submit")
    state = DepartmentPage.objects.get(pk=site.own.page.pk).current_workflow_state
    return state is not None and state.workflow == site.own.workflow


def edits_another(client: Client, site: Company) -> bool:
    return edits(client, site.other.page)


def publishes_news(client: Client, site: Company) -> bool:
    form = {
        "title": "The gulls are back",
        "slug": "gulls",
        "standfirst": "And they want your lunch.",
        "author": "Leila Farrokhzad",
        "publication_date": "2026-11-20",
        "lead_image": "",
        "department": "",
        "topics": "",
        "keywords": "",
        "comments": "open",
        "body": streamfield([]),
        **no_rows(),
        "action-publish": "1",
    }
    client.post(
        reverse("wagtailadmin_pages:add", args=["news", "newspage", site.news.pk]),
        nested_form_data(form),
    )
    return NewsPage.objects.live().filter(slug="gulls").exists()


def uploads(client: Client, site: Company) -> bool:
    own = site.own.collection  # whoever has no collection of their own tries the department's
    if client.session["_auth_user_id"] == str(site.people["comms"].pk):
        own = own.get_parent().get_children().get(name="News")
    client.post(
        reverse("wagtaildocs:add"),
        {
            "title": "Rota",
            "file": SimpleUploadedFile("rota.txt", b"Monday: nobody\n"),
            "collection": own.pk,
            "tags": "",
        },
    )
    return Document.objects.filter(title="Rota", collection=own).exists()


def changes_brand(client: Client, site: Company) -> bool:
    values = {
        "name": "Tide House",
        "colour": "#ffdd00",
        "accent": "#c8102e",
        "header": "light",
        "font": "atkinson",
        "corners": "round",
    }
    client.post(f"/admin/settings/branding/brand/{Site.objects.get().pk}/", values)
    return Brand.objects.filter(name="Tide House").exists()


def adds_best_bet(client: Client, site: Company) -> bool:
    before = BestBet.objects.count()
    form = {
        "page": site.own.page.pk, "document": "", "person": "", "url": "", "title": "", "text": "",
        "starts_on": "", "ends_on": "", "order": "100", "phrases": inline_formset([{"phrase": "tides"}]),
    }  # fmt: skip
    client.post(reverse("wagtailsnippets_search_bestbet:add"), nested_form_data(form))
    return BestBet.objects.count() > before


def hides_comment(client: Client, site: Company) -> bool:
    said = CommentFactory(page=NewsPageFactory(parent=site.news))
    client.post(reverse("conversations_moderate", args=[said.kind, said.pk]), {"do": "hide"})
    return Comment.objects.hidden().filter(pk=said.pk).exists()


def announces(client: Client, site: Company) -> bool:
    words = f"The ferry is late, notice {next(CHANGES)}"
    form = {"purpose": "announcement", "text": words, "token": str(uuid4())}
    client.post(reverse("wall:everybody"), form)
    return Post.objects.filter(text=words, purpose="announcement").exists()


def opens_department(client: Client, site: Company) -> bool:
    client.post(reverse("open_department"), {"name": "Lighthouses", "publish": "on"})
    return DepartmentPage.objects.live().filter(title="Lighthouses").exists()


def account(**values: Any) -> dict[str, Any]:
    """What the form to add somebody sends."""
    return {
        "username": "newcomer",
        "email": "newcomer@example.org",
        "first_name": "New",
        "last_name": "Comer",
        "password1": "three random words",
        "password2": "three random words",
        **values,
    }


def adds_user(client: Client, site: Company) -> bool:
    client.post(reverse("wagtailusers_users:add"), account())
    return User.objects.filter(username="newcomer", is_superuser=False).exists()


def makes_superuser(client: Client, site: Company) -> bool:
    client.post(reverse("wagtailusers_users:add"), account(is_superuser="on"))
    return User.objects.filter(username="newcomer", is_superuser=True).exists()


ACTS = {
    "read a page": reads,
    "open the admin": opens_admin,
    "edit own department's page": edits_own,
    "publish it": publishes,
    "submit it for approval": submits,
    "edit another department's page": edits_another,
    "publish news": publishes_news,
    "upload a file to own collection": uploads,
    "change the brand": changes_brand,
    "add a best bet to search": adds_best_bet,
    "hide a comment": hides_comment,
    "announce on everybody's wall": announces,
    "open a department": opens_department,
    "add a user": adds_user,
    "make a superuser": makes_superuser,
}


def test_the_table_has_every_role_and_every_act() -> None:
    assert {role for role, _act in table()} == set(ROLES)
    assert {act for _role, act in table()} == set(ACTS)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_says(role: str, home: Page) -> None:
    site, said = company(), table()
    found = {}
    for act, tries in ACTS.items():
        found[act] = tries(site.client(role), site)
        forget(site)
    assert found == {act: said[role, act] for act in ACTS}


def forget(site: Company) -> None:
    """Let the next act find the site as it was."""
    User.objects.filter(username="newcomer").delete()
    for opening in (site.own, site.other):
        page = DepartmentPage.objects.get(pk=opening.page.pk)
        if page.current_workflow_state:
            page.current_workflow_state.cancel()


class TestMakeRoles:
    """`manage.py make_roles`."""

    def run(self) -> str:
        out = StringIO()
        call_command("make_roles", stdout=out)
        return out.getvalue()

    def test_it_says_what_it_made(self, home: Page) -> None:
        NewsIndexPageFactory(title="News")
        said = self.run()
        for name in (PEOPLE_ADMIN, SITE_ADMIN, NEWS_TEAM):
            assert f"{name}: made" in said

    def test_a_second_run_changes_nothing(self, home: Page) -> None:
        NewsIndexPageFactory(title="News")
        self.run()
        before = Group.objects.count(), GroupPagePermission.objects.count()
        assert self.run().count("was there, and is left as it is") == 5
        assert (Group.objects.count(), GroupPagePermission.objects.count()) == before

    def test_rights_that_were_taken_away_stay_away(self, home: Page) -> None:
        self.run()
        Group.objects.get(name=SITE_ADMIN).page_permissions.all().delete()
        self.run()
        assert not Group.objects.get(name=SITE_ADMIN).page_permissions.exists()

    def test_without_a_news_list_it_says_what_to_do(self, home: Page) -> None:
        assert f"{NEWS_TEAM}: waits for a news list below the home page: make one" in self.run()
        assert not Group.objects.filter(name=NEWS_TEAM).exists()
        NewsIndexPageFactory(title="News")
        assert f"{NEWS_TEAM}: made" in self.run()

    def test_a_people_admin_has_no_rights_on_pages_or_files(self, home: Page) -> None:
        self.run()
        group = Group.objects.get(name=PEOPLE_ADMIN)
        assert not group.page_permissions.exists()
        assert not group.collection_permissions.exists()
