"""Menus, breadcrumbs and "in this section" follow every change, for each reader."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from core import navigation
from tests.factories.accounts import UserFactory
from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    restrict,
)

pytestmark = pytest.mark.django_db


def asks(user: User) -> HttpRequest:
    """A new request of `user`."""
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=user.pk)
    return request


def menu(user: User) -> list[tuple[str, str]]:
    """What the menu leads to."""
    return [(item.title, item.url) for item in navigation.main_menu(asks(user))]


def trail(user: User, page: Page) -> list[tuple[str, str]]:
    """The breadcrumbs above a page."""
    found = navigation.trail(asks(user), Page.objects.get(pk=page.pk))
    return [(item.title, item.url) for item in found]


def beside(user: User, page: Page) -> list[str]:
    """The neighbours of a page."""
    section = navigation.section(asks(user), Page.objects.get(pk=page.pk).specific)
    return [item.title for item in section.siblings]


@pytest.fixture
def tides(home: Page) -> Page:
    """A page of the Harbour department, which is in the menu, beside another."""
    harbour = DepartmentPageFactory(title="Harbour", slug="harbour", show_in_menus=True)
    tides = ContentPageFactory(parent=harbour, title="Tides", slug="tides")
    ContentPageFactory(parent=harbour, title="Winds", slug="winds")
    ContentPageFactory(parent=tides, title="Springs", slug="springs")
    return tides


def rename(page: Page) -> None:
    page.title = "Port"
    page.save_revision().publish()


def change_address(page: Page) -> None:
    page.slug = "port"
    page.save_revision().publish()


def plain_save(page: Page) -> None:
    page.slug = "port"
    page.save()


def out_of_menu(page: Page) -> None:
    page.show_in_menus = False
    page.save_revision().publish()


def below_another(page: Page) -> None:
    page.move(DepartmentPageFactory(title="Sea", slug="sea"), pos="last-child")


HARBOUR = [("Harbour", "/harbour/")]
CHANGES: dict[str, tuple[Callable[[Any], Any], list[tuple[str, str]], list[tuple[str, str]]]] = {
    "nothing": (lambda page: None, HARBOUR, HARBOUR),
    "renamed": (rename, [("Port", "/harbour/")], [("Port", "/harbour/")]),
    "renamed in a draft": (lambda page: setattr(page, "title", "X") or page.save_revision(), HARBOUR, HARBOUR),
    "another address": (change_address, [("Harbour", "/port/")], [("Harbour", "/port/")]),
    "another address without a revision": (
        plain_save, [("Harbour", "/port/")], [("Harbour", "/port/")],
    ),
    "moved": (below_another, [], [("Sea", "/sea/"), ("Harbour", "/sea/harbour/")]),
    "unpublished": (lambda page: page.unpublish(), [], []),
    "out of the menu": (out_of_menu, [], HARBOUR),
    "closed": (lambda page: restrict(page, Group.objects.create(name="Keepers")), [], []),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_menu_and_breadcrumbs_follow(change: str, tides: Page, staff: User) -> None:
    home = [("Home", "/")]
    assert menu(staff) == HARBOUR
    assert trail(staff, tides) == home + HARBOUR
    make, wanted_menu, wanted_trail = CHANGES[change]
    make(tides.get_parent().specific)
    assert menu(staff) == wanted_menu
    assert trail(staff, tides) == home + wanted_trail


def test_a_deleted_page_leaves_the_menu(tides: Page, staff: User) -> None:
    assert menu(staff) == HARBOUR
    tides.get_parent().delete()
    assert menu(staff) == []


def test_pages_put_in_another_order_are_listed_in_it(tides: Page, staff: User) -> None:
    assert beside(staff, tides) == ["Tides", "Winds"]
    tides.move(tides.get_next_sibling(), pos="right")
    assert beside(staff, tides) == ["Winds", "Tides"]


def test_a_copy_and_an_alias_join_the_section(tides: Page, staff: User) -> None:
    assert beside(staff, tides) == ["Tides", "Winds"]
    tides.copy(update_attrs={"title": "Tides again", "slug": "again"})
    tides.create_alias(update_slug="mirror")
    assert beside(staff, tides) == ["Tides", "Winds", "Tides again", "Tides"]


def test_an_expired_page_leaves_the_menu_before_the_worker_comes(tides: Page, staff: User) -> None:
    harbour = tides.get_parent().specific
    harbour.expire_at = timezone.now() + timedelta(hours=1)
    harbour.save_revision().publish()
    assert menu(staff) == HARBOUR
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert menu(staff) == []
        assert trail(staff, tides) == [("Home", "/")]


def test_one_readers_menu_never_reaches_another(tides: Page, staff: User) -> None:
    keepers = Group.objects.create(name="Keepers")
    restrict(tides.get_parent(), keepers)
    keeper = UserFactory()
    keeper.groups.add(keepers)
    for _round in range(2):
        assert menu(keeper) == HARBOUR
        assert menu(staff) == []
        assert trail(keeper, tides)[1:] == HARBOUR
        assert trail(staff, tides)[1:] == []
        assert beside(keeper, tides) == ["Tides", "Winds"]
        assert beside(staff, tides) == []


def test_stories_are_not_listed_as_a_section(home: Page, staff: User) -> None:
    news = NewsIndexPageFactory()
    story = NewsPageFactory(parent=news)
    older = NewsIndexPageFactory(parent=news, title="Older")
    section = navigation.section(asks(staff), news)
    assert [item.id for item in section.children] == [older.pk]
    assert not navigation.section(asks(staff), story)


def test_a_menu_is_one_query_and_then_none(tides: Page, staff: User) -> None:
    menu(staff)
    request = asks(staff)
    request.user.get_group_permissions()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        navigation.main_menu(request)
        navigation.trail(request, tides)
        navigation.section(request, tides)
    first = len(queries)
    with CaptureQueriesContext(connection) as queries:
        navigation.main_menu(request)
        navigation.trail(request, tides)
        navigation.section(request, tides)
    assert first > 0
    assert len(queries) == 0


def test_many_pages_and_what_stands_above_them_are_one_query(tides: Page, staff: User) -> None:
    pages = list(Page.objects.filter(depth__gt=2))
    request = asks(staff)
    navigation.main_menu(request)
    with CaptureQueriesContext(connection) as queries:
        places = navigation.places(request, {page.pk: page.path for page in pages})
    assert len(queries) == 1
    assert [item.title for item in places[tides.pk].above] == ["Home", "Harbour"]
    assert all(places[page.pk].item.title == page.title for page in pages)
    assert all(places[page.pk].above == navigation.trail(request, page) for page in pages)


def test_a_request_that_writes_keeps_nothing_for_others(tides: Page, staff: User) -> None:
    request = asks(staff)
    request.method = "POST"
    navigation.main_menu(request)
    Page.objects.filter(title="Harbour").update(title="Unsaid")
    assert menu(staff) == [("Unsaid", "/harbour/")]


@pytest.mark.parametrize(
    ("address", "marks"),
    [
        ("/", {}),
        ("/people/", {"People": "page"}),
        ("/people/recent/", {"People": "true"}),
        ("/teams/", {"Teams": "page"}),
        ("/wall/", {"Wall": "page"}),
        ("/topics/", {"Topics": "page"}),
        ("/peoples/", {}),
    ],
)
def test_what_is_no_page_is_in_the_menu_and_knows_its_place(
    staff: User, address: str, marks: dict[str, str], django_assert_num_queries: Any
) -> None:
    request = asks(staff)
    request.path = address
    with django_assert_num_queries(0):
        links = navigation.menu_links(request)
    assert [(link.title, link.url) for link in links] == [
        ("People", "/people/"),
        ("Teams", "/teams/"),
        ("Wall", "/wall/"),
        ("Topics", "/topics/"),
    ]
    assert {link.title: link.current for link in links if link.current} == marks


def test_the_menu_draws_its_links_after_the_pages(tides: Page, staff_client: Any) -> None:
    html = staff_client.get("/people/").text
    assert html.index(">Harbour</a>") < html.index(' aria-current="page">People</a>')
