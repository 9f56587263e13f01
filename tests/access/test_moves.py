"""Moves and copies: what changes for readers is said first."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import GroupPagePermission, Page, get_page_models

from access.cms.viewsets import RulePageViewSet
from tests.access.dialog import asked, clause, group
from tests.factories.accounts import UserFactory
from tests.factories.pages import ContentPageFactory, restrict

pytestmark = pytest.mark.django_db
CHANGES = "The move changes who can see it."


def words(html: bytes) -> str:
    main = BeautifulSoup(html, "html.parser").main
    assert main is not None
    return re.sub(r"\s+", " ", main.get_text(" ")).strip()


def move(page: Page, destination: Page) -> str:
    return f"/admin/pages/{page.pk}/move/{destination.pk}/confirm/"


@pytest.fixture
def hr() -> Group:
    return group("HR", 2)


@pytest.fixture
def closed(home: Page, hr: Group) -> Page:
    """A section for HR."""
    section = ContentPageFactory(title="HR matters")
    restrict(section, hr)
    return section


@pytest.fixture
def section(home: Page) -> Page:
    """A section for everybody."""
    return ContentPageFactory(title="Handbook")


def test_a_move_that_narrows_says_how_many_lose_it(
    section: Page, closed: Page, admin_client: Client
) -> None:
    UserFactory.create_batch(3)
    page = ContentPageFactory(parent=section)
    said = words(admin_client.get(move(page, closed)).content)
    assert CHANGES in said
    assert "Now: anybody who is signed in (6 people). Afterwards: people in HR (3 people)." in said
    assert "3 people lose it, and nobody gains it." in said


def test_a_move_that_widens_says_how_many_gain_it(
    section: Page, closed: Page, admin_client: Client
) -> None:
    UserFactory.create_batch(3)
    page = ContentPageFactory(parent=closed)
    said = words(admin_client.get(move(page, section)).content)
    assert "Nobody loses it, and 3 people gain it." in said
    assert admin_client.post(move(page, section)).status_code == 302
    assert asked(page) == set()


def test_a_move_between_places_that_ask_the_same_says_nothing(
    section: Page, closed: Page, hr: Group, admin_client: Client
) -> None:
    other = ContentPageFactory()
    restrict(other, hr)
    for page, destination in (
        (ContentPageFactory(parent=closed), other),
        (ContentPageFactory(parent=section), ContentPageFactory()),
    ):
        said = words(admin_client.get(move(page, destination)).content)
        assert "Are you sure you want to move this page" in said
        assert CHANGES not in said


def test_a_pages_own_restriction_goes_with_it(
    section: Page, closed: Page, hr: Group, admin_client: Client
) -> None:
    page = ContentPageFactory(parent=closed)
    restrict(page, hr)
    assert CHANGES not in words(admin_client.get(move(page, section)).content)
    admin_client.post(move(page, section))
    assert asked(page) == {clause(hr)}


def test_an_alias_takes_along_what_its_source_asks(
    section: Page, closed: Page, hr: Group, admin_client: Client
) -> None:
    page = ContentPageFactory(parent=closed)
    alias = page.create_alias(parent=section, update_slug="mirror")
    other = ContentPageFactory()
    assert CHANGES not in words(admin_client.get(move(alias, other)).content)
    admin_client.post(move(alias, other))
    assert asked(alias) == {clause(hr)}


def test_nothing_is_said_about_a_move_that_is_not_the_editors(section: Page, closed: Page) -> None:
    editor = UserFactory()
    team = Group.objects.create(name="Handbook editors")
    editor.groups.add(team)
    team.permissions.add(Permission.objects.get(codename="access_admin"))
    right = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=team, page=section, permission=right)
    client = Client()
    client.force_login(editor)
    for page, destination in ((ContentPageFactory(parent=closed), section), (section, closed)):
        response = client.get(move(page, destination))
        assert response.status_code in {302, 404}
        assert "people in HR" not in response.content.decode()


def test_a_move_of_several_stops_once_to_say_it(
    section: Page, closed: Page, hr: Group, admin_client: Client
) -> None:
    pages = [ContentPageFactory(title=title, parent=section) for title in ("Pay", "Leave")]
    restrict(pages[1], hr)
    url = f"/admin/bulk/wagtailcore/page/move/?id={pages[0].pk}&id={pages[1].pk}"
    shown = admin_client.post(url, {"chooser": closed.pk})
    assert "“Pay”: the move changes who can see it." in words(shown.content)
    assert "“Leave”: the move" not in words(shown.content)
    assert asked(pages[0]) == set()
    form = BeautifulSoup(shown.content, "html.parser").find("input", {"name": "told"})
    assert form is not None
    assert admin_client.post(url, {"chooser": closed.pk, "told": form["value"]}).status_code == 302
    assert asked(pages[0]) == {clause(hr)}


def test_a_move_of_several_that_changes_nothing_is_made_at_once(
    section: Page, admin_client: Client
) -> None:
    page, other = ContentPageFactory(parent=section), ContentPageFactory()
    url = f"/admin/bulk/wagtailcore/page/move/?id={page.pk}"
    assert admin_client.post(url, {"chooser": other.pk}).status_code == 302
    assert Page.objects.get(pk=page.pk).is_child_of(other)


def test_what_was_told_counts_for_one_destination(
    section: Page, closed: Page, admin_client: Client
) -> None:
    page, other = ContentPageFactory(parent=section), ContentPageFactory()
    restrict(other, group("Legal"))
    url = f"/admin/bulk/wagtailcore/page/move/?id={page.pk}"
    shown = admin_client.post(url, {"chooser": closed.pk}).content
    told = BeautifulSoup(shown, "html.parser").find("input", {"name": "told"})
    assert told is not None
    answer = admin_client.post(url, {"chooser": other.pk, "told": told["value"]})
    assert "people in Legal" in words(answer.content)
    assert asked(page) == set()


def test_the_copy_form_says_that_the_restriction_is_kept(
    closed: Page, section: Page, admin_client: Client
) -> None:
    page = ContentPageFactory(parent=closed)
    said = words(admin_client.get(f"/admin/pages/{page.pk}/copy/").content)
    assert "The copy keeps its restriction: people in HR." in said
    assert "an alias" in said
    said = words(admin_client.get(f"/admin/pages/{section.pk}/copy/").content)
    assert "keeps its restriction" not in said


@pytest.mark.parametrize("model", [Page, *get_page_models()])
def test_every_type_of_page_has_these_views(model: type[Page]) -> None:
    assert isinstance(page_viewset_registry.get_by_type(model), RulePageViewSet)
