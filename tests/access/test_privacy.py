"""The privacy dialog, asked as the CMS asks it."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupPagePermission,
    Page,
    PageLogEntry,
    PageViewRestriction,
)

from accounts.models import User
from tests.access.dialog import address, ask, asked, clause, group, publisher, to_groups, words
from tests.factories.accounts import UserFactory
from tests.factories.pages import ContentPageFactory, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home: Page) -> Page:
    return ContentPageFactory(title="Pay", parent=ContentPageFactory(title="Staff matters"))


def test_the_dialog_offers_anybody_and_groups_and_no_password(
    page: Page, admin_client: Client
) -> None:
    answer = admin_client.get(address(page)).json()
    assert answer["step"] == "set_privacy"
    choices = BeautifulSoup(answer["html"], "html.parser").select("[name=restriction_type]")
    assert [choice["value"] for choice in choices] == ["none", "groups"]
    assert "Anybody who is signed in" in words(answer)
    assert "Only people in these groups" in words(answer)


def test_saving_says_first_how_many_people_lose_it(page: Page, admin_client: Client) -> None:
    hr = group("HR", 3)
    UserFactory.create_batch(5)
    answer = ask(admin_client, page, save=False, **to_groups(hr))
    assert "Now: anybody who is signed in (9 people)." in words(answer)
    assert "Afterwards: people in HR (4 people)." in words(answer)
    assert "5 people lose it, and nobody gains it." in words(answer)
    assert asked(page) == set()
    answer = ask(admin_client, page, **to_groups(hr))
    assert answer == {"step": "set_privacy_done", "is_public": False}
    assert asked(page) == {clause(hr)}


def test_opening_says_first_how_many_people_gain_it(page: Page, admin_client: Client) -> None:
    restrict(page, group("HR", 3))
    UserFactory.create_batch(2)
    answer = ask(admin_client, page, save=False, restriction_type="none")
    assert "Nobody loses it, and 2 people gain it." in words(answer)
    answer = ask(admin_client, page, restriction_type="none")
    assert answer == {"step": "set_privacy_done", "is_public": True}
    assert asked(page) == set()


def test_a_yes_counts_only_for_what_was_shown(page: Page, admin_client: Client) -> None:
    hr, legal = group("HR"), group("Legal")
    shown = ask(admin_client, page, save=False, **to_groups(hr))
    agreed = BeautifulSoup(shown["html"], "html.parser").select_one("[name=agreed]")
    assert agreed is not None
    restrict(page.get_parent(), legal)
    answer = ask(admin_client, page, save=False, agreed=agreed["value"], **to_groups(hr))
    assert answer["step"] == "set_privacy"
    assert asked(page) == {clause(legal)}


def test_back_leads_to_the_form_with_what_was_chosen(page: Page, admin_client: Client) -> None:
    hr = group("HR")
    answer = ask(admin_client, page, save=False, back="1", **to_groups(hr))
    ticked = BeautifulSoup(answer["html"], "html.parser").select("[name=groups][checked]")
    assert [box["value"] for box in ticked] == [str(hr.pk)]


def test_nothing_to_change_needs_no_yes(page: Page, admin_client: Client) -> None:
    assert ask(admin_client, page, save=False, restriction_type="none")["is_public"] is True


def test_a_restriction_without_a_group_is_refused(page: Page, admin_client: Client) -> None:
    answer = ask(admin_client, page, restriction_type="groups")
    assert "Choose at least one group, or “Anybody who is signed in” above." in words(answer)
    assert not PageViewRestriction.objects.exists()


def test_a_shared_password_is_refused_with_what_to_do_instead(
    page: Page, admin_client: Client
) -> None:
    answer = ask(admin_client, page, restriction_type="password", password="open sesame")
    assert "Choose groups instead" in words(answer)
    assert not PageViewRestriction.objects.exists()


def test_a_password_from_an_older_site_becomes_groups(page: Page, admin_client: Client) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    seen = words(admin_client.get(address(page)).json())
    assert "nobody but administrators" in seen
    assert "Nobody gets in by it: choose groups instead." in seen
    hr = group("HR")
    ask(admin_client, page, **to_groups(hr))
    left = PageViewRestriction.objects.get()
    assert (left.restriction_type, left.password, asked(page)) == ("groups", "", {clause(hr)})


def test_a_restriction_to_anybody_signed_in_is_none(page: Page, admin_client: Client) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert "There are" not in words(admin_client.get(address(page)).json())
    assert ask(admin_client, page, restriction_type="login")["is_public"] is True
    assert asked(page) == set()


def test_restrictions_from_above_are_listed_and_add_up(page: Page, admin_client: Client) -> None:
    hr, managers = group("HR"), group("Managers")
    restrict(page.get_parent(), hr)
    answer = admin_client.get(address(page)).json()
    assert "People in HR – set on Staff matters" in words(answer)
    assert "Restrictions add up: a person has to meet every one of them." in words(answer)
    assert f"/admin/pages/{page.get_parent().pk}/edit/" in answer["html"]
    assert "No restriction of its own: people in HR" in words(answer)
    shown = ask(admin_client, page, save=False, **to_groups(managers))
    assert "Afterwards: people in HR and in Managers" in words(shown)
    ask(admin_client, page, **to_groups(managers))
    assert asked(page) == {clause(hr), clause(managers)}
    assert ask(admin_client, page, restriction_type="none")["is_public"] is False


def test_each_of_several_restrictions_can_be_changed_or_taken_away(
    page: Page, admin_client: Client
) -> None:
    hr, managers, legal = group("HR"), group("Managers"), group("Legal")
    first, second = restrict(page, hr), restrict(page, managers)
    assert "There are 2 restrictions of its own here." in words(
        admin_client.get(address(page)).json()
    )
    kept = {f"groups_{second.pk}": managers.pk}
    ask(admin_client, page, **to_groups(hr, legal), **kept)
    assert asked(page) == {clause(hr, legal), clause(managers)}
    ask(admin_client, page, **to_groups(hr), **kept, **{f"remove_{first.pk}": "on"})
    assert asked(page) == {clause(managers)}
    assert list(PageViewRestriction.objects.all()) == [second]


def test_a_group_without_members_is_warned_of(page: Page, admin_client: Client) -> None:
    board = Group.objects.create(name="Board")
    assert "Board (nobody is in it)" in words(admin_client.get(address(page)).json())
    answer = ask(admin_client, page, save=False, **to_groups(board))
    assert "Nobody is in Board yet: only administrators will see it." in words(answer)


def test_an_editor_is_told_before_shutting_themselves_out(page: Page) -> None:
    answer = ask(publisher(page), page, save=False, **to_groups(group("HR")))
    assert "You yourself will no longer see it on the site." in words(answer)


def test_the_page_above_is_a_link_only_for_who_may_edit_it(page: Page) -> None:
    hr = group("HR")
    restrict(page.get_parent(), hr)
    client = publisher(page)
    html = client.get(address(page)).json()["html"]
    assert f"/admin/pages/{page.get_parent().pk}/edit/" not in html
    assert "Staff matters" not in html
    hr.user_set.add(User.objects.get(pk=client.session["_auth_user_id"]))
    html = client.get(address(page)).json()["html"]
    assert f"/admin/pages/{page.get_parent().pk}/edit/" not in html
    assert "“Staff matters”" in html


def test_who_may_not_publish_may_not_restrict(page: Page) -> None:
    client = publisher(page)
    GroupPagePermission.objects.filter(permission__codename="publish_page").delete()
    for response in (client.get(address(page)), client.post(address(page), to_groups(group("A")))):
        assert response.status_code == 302
        assert response["Location"] == "/admin/"
    assert not PageViewRestriction.objects.exists()


def test_the_change_is_in_the_pages_history(page: Page, admin_client: Client, admin: User) -> None:
    ask(admin_client, page, **to_groups(group("HR")))
    entry = PageLogEntry.objects.get(action="wagtail.view_restriction.create")
    assert (entry.page_id, entry.user) == (page.pk, admin)


def test_a_collection_has_the_same_dialog(admin_client: Client) -> None:
    hr, managers = group("HR"), group("Managers")
    outer = Collection.get_first_root_node().add_child(name="Staff files")
    inner = outer.add_child(name="Pay slips")
    assert ask(admin_client, outer, **to_groups(hr))["is_public"] is False
    assert "People in HR – set on Staff files" in words(admin_client.get(address(inner)).json())
    ask(admin_client, inner, **to_groups(managers))
    assert asked(inner) == {clause(hr), clause(managers)}
    assert CollectionViewRestriction.objects.count() == 2
    refused = ask(admin_client, inner, restriction_type="password", password="x")
    assert "Choose groups instead" in words(refused)


def test_only_who_keeps_a_collection_may_restrict_it(page: Page) -> None:
    collection = Collection.get_first_root_node().add_child(name="Staff files")
    client = publisher(page)
    response = client.post(address(collection), to_groups(group("HR")))
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert not CollectionViewRestriction.objects.exists()
