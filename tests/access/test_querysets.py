"""The one door to pages and files: who may see what."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from access import querysets
from access.models import CollectionRule
from accounts.models import User
from core.models import Document
from tests.factories.accounts import UserFactory
from tests.factories.pages import ContentPageFactory, restrict

pytestmark = pytest.mark.django_db


def sees(user: Any, page: Page) -> bool:
    """Whether the page is shown; the queryset and the question to one page must agree."""
    if isinstance(user, User):
        user = User.objects.get(pk=user.pk)
    page = Page.objects.get(pk=page.pk)
    listed = querysets.readable_by(Page.objects.filter(pk=page.pk), user).exists()
    assert querysets.is_readable(page, user) is listed
    return listed


def member(*groups: Group) -> User:
    """Somebody in these groups."""
    user = UserFactory()
    user.groups.set(groups)
    return user


@pytest.fixture
def keepers() -> Group:
    """A group."""
    return Group.objects.create(name="Keepers")


@pytest.fixture
def page(home: Page) -> Page:
    """A page below another."""
    return ContentPageFactory(parent=ContentPageFactory())


def test_a_page_is_for_everybody_who_is_signed_in(page: Page, staff: User) -> None:
    assert sees(staff, page)
    assert not sees(AnonymousUser(), page)
    assert not sees(UserFactory(is_active=False), page)
    assert not sees(UserFactory(is_active=False, superuser=True), page)


def test_a_restriction_is_for_its_groups_and_all_that_is_below(page: Page, keepers: Group) -> None:
    other = Group.objects.create(name="Others")
    restrict(page.get_parent(), keepers)
    assert sees(member(keepers), page)
    assert sees(member(keepers, other), page)
    assert not sees(member(other), page)
    assert not sees(member(), page)
    assert sees(UserFactory(superuser=True), page)
    assert sees(member(), page.get_parent().get_parent())


def test_one_of_several_groups_is_enough(page: Page, keepers: Group) -> None:
    other = Group.objects.create(name="Others")
    restrict(page, keepers, other)
    assert sees(member(other), page)
    assert sees(member(keepers), page)


def test_restrictions_along_a_path_add_up(page: Page, keepers: Group) -> None:
    other = Group.objects.create(name="Others")
    restrict(page.get_parent(), keepers)
    restrict(page, other)
    assert sees(member(keepers, other), page)
    assert not sees(member(keepers), page)
    assert not sees(member(other), page)


def test_a_restriction_whose_groups_are_gone_lets_in_nobody(page: Page, keepers: Group) -> None:
    restrict(page, keepers)
    keeper = member(keepers)
    keepers.delete()
    assert not sees(keeper, page)


@pytest.mark.parametrize(
    ("kind", "open_to_staff"),
    [
        (PageViewRestriction.LOGIN, True),
        (PageViewRestriction.GROUPS, False),
        (PageViewRestriction.PASSWORD, False),
    ],
)
def test_kinds_of_restriction(kind: str, open_to_staff: bool, page: Page, staff: User) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    assert sees(staff, page) is open_to_staff


def test_an_alias_is_closed_with_what_it_mirrors(page: Page, keepers: Group) -> None:
    parent = page.get_parent().specific
    mirror = parent.create_alias(update_slug="mirror", recursive=True)
    mirror_of_mirror = mirror.specific.create_alias(update_slug="again", recursive=False)
    staff, keeper = member(), member(keepers)
    assert sees(staff, mirror)
    restrict(parent, keepers)
    for alias in (mirror, mirror_of_mirror, mirror.get_children().get()):
        assert not sees(staff, alias)
        assert sees(keeper, alias)


def test_an_alias_of_a_page_in_a_closed_section_is_closed(page: Page, keepers: Group) -> None:
    alias = page.specific.create_alias(parent=page.get_parent().get_parent(), update_slug="alias")
    restrict(page.get_parent(), keepers)
    assert not sees(member(), alias)
    assert sees(member(keepers), alias)


@pytest.mark.parametrize(("minutes", "shown"), [(-1, False), (0, False), (1, True)])
def test_an_expired_page_is_not_shown(minutes: int, shown: bool, page: Page, admin: User) -> None:
    expires = timezone.now() + timedelta(minutes=minutes)
    Page.objects.filter(pk=page.pk).update(expire_at=expires)
    assert sees(admin, page) is shown


def test_a_draft_is_not_shown(page: Page, admin: User) -> None:
    page.unpublish()
    assert not sees(admin, page)


def test_what_a_person_may_see_is_asked_for_once(keepers: Group, staff: User) -> None:
    for n in range(5):
        restrict(ContentPageFactory(title=f"P{n}"), keepers)
    with CaptureQueriesContext(connection) as queries:
        for _n in range(3):
            querysets.visible_to_q(staff)
            querysets.files_visible_to_q(staff)
    assert len(queries) == 1


@pytest.mark.parametrize("sections", [1, 40])
def test_restricted_sections_cost_no_queries(
    sections: int, home: Page, keepers: Group, django_assert_num_queries: Any
) -> None:
    reader = User.objects.get(pk=member(keepers).pk)
    for n in range(sections):
        restrict(ContentPageFactory(), keepers, Group.objects.create(name=f"G{n}"))
    with django_assert_num_queries(1):
        querysets.visible_to_q(reader)
    with django_assert_num_queries(1):
        assert len(querysets.readable_by(Page.objects.all(), reader)[:20]) == min(20, sections + 2)


def test_a_file_is_closed_with_its_collection(keepers: Group) -> None:
    closed = Collection.get_first_root_node().add_child(name="Closed")
    below = closed.add_child(name="Below")
    restriction = CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(keepers)
    document = Document.objects.create(title="Kept", file="kept.txt", collection=below)
    for user, shown in ((member(), False), (member(keepers), True), (AnonymousUser(), False)):
        assert Document.objects.visible_to(user).filter(pk=document.pk).exists() is shown


def test_one_file_is_asked_of_as_many_are(keepers: Group, admin: User) -> None:
    closed = Collection.get_first_root_node().add_child(name="Closed")
    restriction = CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(keepers)
    Document.objects.create(title="Kept", file="kept.txt", collection=closed)
    Document.objects.create(title="Open", file="open.txt")
    CollectionRule.objects.filter(collection=closed.add_child(name="Lost")).delete()
    Document.objects.create(title="Lost", file="lost.txt", collection=closed.get_children().get())
    for user in (member(), member(keepers), admin, AnonymousUser()):
        listed = set(Document.objects.visible_to(user))
        for document in Document.objects.select_related("collection__collection_rule"):
            assert querysets.is_file_visible(document, user) is (document in listed)
