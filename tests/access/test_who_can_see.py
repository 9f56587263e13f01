"""“Who can see this”: the rule in words, and the answer about one person."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page

from access.models import PageRule
from access.querysets import is_readable
from access.readers import Change, change, count
from access.rules import ANYBODY, NOBODY, group_term
from accounts.models import User
from tests.access.dialog import group, publisher
from tests.factories.accounts import UserFactory
from tests.factories.pages import ContentPageFactory, restrict

pytestmark = pytest.mark.django_db


def address(node: Any) -> str:
    kind = "" if isinstance(node, Page) else "collection/"
    return f"/admin/who-can-see/{kind}{node.pk}/"


def words(client: Client, node: Any, person: str = "") -> str:
    response = client.get(address(node), {"person": person} if person else {})
    assert response.status_code == 200
    main = BeautifulSoup(response.content, "html.parser").main
    assert main is not None
    return re.sub(r"\s+", " ", main.get_text(" ")).strip()


def member(*groups: Group, **fields: Any) -> User:
    person = UserFactory(**fields)
    person.groups.set(groups)
    return person


@pytest.fixture
def page(home: Page) -> Page:
    """A page in a section."""
    return ContentPageFactory(title="Pay", parent=ContentPageFactory(title="Staff matters"))


def test_an_open_page_is_for_anybody_who_is_signed_in(page: Page, admin_client: Client) -> None:
    UserFactory(is_active=False)
    said = words(admin_client, page)
    assert "Anybody who is signed in 1 person can see this page" in said
    assert "There is no restriction here or above" in said


def test_it_tells_whom_the_rule_lets_in_and_where_it_comes_from(
    page: Page, admin_client: Client
) -> None:
    hr, managers = group("HR", 3), group("Managers", 2)
    member(hr, managers)
    restrict(page.get_parent(), hr)
    restrict(page, managers)
    said = words(admin_client, page)
    assert "People in HR and in Managers 2 people can see this page" in said
    assert "People in HR – set on Staff matters People in Managers – set on Pay" in said
    assert "Restrictions add up" in said
    html = admin_client.get(address(page)).content.decode()
    assert f'href="/admin/pages/{page.get_parent().pk}/edit/"' in html


def test_what_an_alias_mirrors_is_named(page: Page, admin_client: Client) -> None:
    restrict(page.get_parent(), group("HR"))
    alias = page.create_alias(parent=ContentPageFactory(), update_slug="mirror")
    assert "People in HR – set on Staff matters" in words(admin_client, alias)


def test_a_page_whose_groups_are_gone_says_so(page: Page, admin_client: Client) -> None:
    hr = group("HR")
    restrict(page, hr)
    hr.delete()
    said = words(admin_client, page)
    assert "Nobody but administrators" in said
    assert "Choose groups instead." in said


def test_a_page_without_a_rule_says_what_to_do(page: Page, admin_client: Client) -> None:
    PageRule.objects.filter(page=page).delete()
    said = words(admin_client, page, member(username="sam").username)
    assert "run “access_check --repair”" in said
    assert "No : " in said


def test_a_collection_has_the_same_screen(admin_client: Client) -> None:
    outer = Collection.get_first_root_node().add_child(name="Staff files")
    inner = outer.add_child(name="Pay slips")
    hr = group("HR")
    closed = CollectionViewRestriction.objects.create(collection=outer, restriction_type="groups")
    closed.groups.add(hr)
    reader = member(hr)
    said = words(admin_client, inner, reader.username)
    assert "People in HR 3 people can open the files in this collection." in said
    assert "set on Staff files" in said
    assert "Yes : " in said


@pytest.mark.parametrize(
    ("fields", "state", "yes", "sentence"),
    [
        ({}, "", True, "Is in HR. Asked by “Staff matters”."),
        ({"groups": ()}, "", False, "Is not in HR. Asked by “Staff matters”."),
        ({"is_active": False}, "", False, "The account is switched off."),
        ({"is_superuser": True, "groups": ()}, "", True, "administrators see everything"),
        ({}, "draft", False, "The page is not published"),
        ({"is_superuser": True}, "draft", False, "The page is not published"),
        ({}, "expired", False, "The page has come down"),
    ],
)
def test_it_answers_about_a_person_and_says_why(
    page: Page, admin_client: Client, fields: dict[str, Any], state: str, yes: bool, sentence: str
) -> None:
    hr = group("HR")
    restrict(page.get_parent(), hr)
    page.live = state != "draft"
    page.expire_at = timezone.now() - timedelta(hours=1) if state == "expired" else None
    page.save()
    person = member(*({"groups": (hr,)} | fields).pop("groups"), username="sam")
    User.objects.filter(pk=person.pk).update(**{k: v for k, v in fields.items() if k != "groups"})
    said = words(admin_client, page, "sam")
    assert ("Yes : " in said, "No : " in said) == (yes, not yes)
    assert sentence in said
    assert is_readable(Page.objects.get(pk=page.pk), User.objects.get(pk=person.pk)) is yes


def test_each_restriction_is_answered_and_what_would_do_is_named(
    page: Page, admin_client: Client
) -> None:
    hr, legal, managers = group("HR"), group("Legal"), group("Managers")
    restrict(page.get_parent(), managers)
    restrict(page, hr, legal)
    member(managers, username="sam")
    said = words(admin_client, page, "sam")
    assert "Is in Managers. Asked by “Staff matters”." in said
    assert "Is not in HR or Legal; one of them would do. Asked by “Pay”." in said


@pytest.mark.parametrize(
    "asked", ["sokafor", "sam@example.org", "SAM@example.org", "okaf", "Okafor Sam", "kafor sa"]
)
def test_a_person_is_found_by_name_username_or_email(
    page: Page, admin_client: Client, asked: str
) -> None:
    member(username="sokafor", email="sam@example.org", first_name="Sam", last_name="Okafor")
    assert "Yes : Sam Okafor can see it." in words(admin_client, page, asked)


def test_several_people_are_offered_to_choose_from(page: Page, admin_client: Client) -> None:
    for number in range(12):
        member(username=f"sam{number}", first_name="Sam", last_name=f"Okafor {number:02}")
    said = words(admin_client, page, "okafor")
    assert "The first 10 of 12 people." in said
    html = admin_client.get(address(page), {"person": "okafor"}).content.decode()
    assert 'href="?person=sam3"' in html
    assert "Yes : Sam Okafor 03" in words(admin_client, page, "sam3")


def test_nobody_of_that_name_is_said(page: Page, admin_client: Client) -> None:
    said = words(admin_client, page, "<script>")
    assert "Nobody is called “<script>”." in said
    assert b"<script>\xe2" not in admin_client.get(address(page), {"person": "<script>"}).content


def test_who_may_neither_edit_nor_see_is_answered_404(page: Page) -> None:
    elsewhere = ContentPageFactory()
    client = publisher(elsewhere)
    assert client.get(address(page)).status_code == 200
    hr = group("HR")
    restrict(page.get_parent(), hr)
    assert client.get(address(page)).status_code == 404
    assert client.get(address(elsewhere)).status_code == 200
    restrict(elsewhere, hr)
    assert client.get(address(elsewhere)).status_code == 200
    collection = Collection.get_first_root_node().add_child(name="Pay slips")
    assert client.get(address(collection)).status_code == 200
    closed = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="groups"
    )
    closed.groups.add(hr)
    assert client.get(address(collection)).status_code == 404
    assert client.get("/admin/who-can-see/999999/").status_code == 404


def test_staff_without_the_admin_do_not_get_in(page: Page, staff_client: Client) -> None:
    assert staff_client.get(address(page), follow=True).status_code == 403


def test_a_reader_is_given_no_link_to_what_they_may_not_edit(page: Page) -> None:
    client = publisher(ContentPageFactory())
    restrict(page.get_parent(), Group.objects.get(name="Publishers"))
    html = client.get(address(page)).content.decode()
    assert "“Staff matters”" in html
    assert f"/admin/pages/{page.get_parent().pk}/edit/" not in html


def test_the_ways_to_it_stand_where_editors_look(page: Page, admin_client: Client) -> None:
    parent = page.get_parent()
    for view in (f"/admin/pages/{page.pk}/edit/", f"/admin/pages/{parent.pk}/"):
        assert f'href="{address(page)}"' in admin_client.get(view).content.decode(), view
    collection = Collection.get_first_root_node().add_child(name="Pay slips")
    html = admin_client.get(f"/admin/collections/{collection.pk}/").content.decode()
    assert f'href="{address(collection)}"' in html


def test_the_status_panel_says_that_nothing_is_public(page: Page, admin_client: Client) -> None:
    html = admin_client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "Anybody who is signed in" in html
    assert "Not visible to the public" not in html


def test_the_screen_is_good_html(page: Page, admin_client: Client, html_errors: Any) -> None:
    restrict(page, group("HR"))
    UserFactory.create_batch(2, last_name="Okafor")
    asked = ["", "okafor", "nobody", "ada"]
    pages = {
        who: admin_client.get(address(page), {"person": who}).content.decode() for who in asked
    }
    mains = {who: str(BeautifulSoup(html, "html.parser").main) for who, html in pages.items()}
    shell = '<!doctype html><html lang="en"><title>Who</title><body>{}</body></html>'
    assert html_errors({who: shell.format(main) for who, main in mains.items()}) == []


def test_the_screen_asks_few_questions_however_many_people(
    page: Page, admin_client: Client
) -> None:
    restrict(page, group("HR", 2))
    admin_client.get(address(page))
    with CaptureQueriesContext(
        connection,
    ) as few:
        admin_client.get(address(page), {"person": "ada"})
    UserFactory.create_batch(20)
    with CaptureQueriesContext(connection) as many:
        admin_client.get(address(page), {"person": "ada"})
    assert len(many) == len(few)
    assert len(many) <= 25


def clauses(*groups: Group) -> frozenset[frozenset[str]]:
    return frozenset(frozenset([group_term(one.pk)]) for one in groups)


def test_people_are_counted_once_and_only_if_switched_on(db: None) -> None:
    hr, managers = group("HR", 3), group("Managers", 2)
    member(hr, managers)
    member(hr, managers, is_active=False)
    member(hr, is_superuser=True)
    assert count(ANYBODY) == 7
    assert count(NOBODY) == 1
    assert count(clauses(hr)) == 5
    assert count(clauses(hr, managers)) == 2
    assert count(frozenset([frozenset([group_term(hr.pk), group_term(managers.pk)])])) == 7
    assert change(clauses(hr), clauses(managers)) == Change(before=5, after=4, gain=2, lose=3)


def test_counting_a_large_department_takes_no_time(db: None) -> None:
    people = User.objects.bulk_create(
        User(username=f"p{n}", email=f"p{n}@example.org", password="!") for n in range(23_000)
    )
    hr, managers = Group.objects.create(name="HR"), Group.objects.create(name="Managers")
    rows = User.groups.through
    rows.objects.bulk_create(rows(user_id=p.pk, group_id=hr.pk) for p in people[::2])
    rows.objects.bulk_create(rows(user_id=p.pk, group_id=managers.pk) for p in people[::3])
    start = time.perf_counter()
    numbers = change(clauses(hr), clauses(hr, managers))
    assert time.perf_counter() - start < 1
    assert (numbers.before, numbers.after) == (11_500, 3_834)
