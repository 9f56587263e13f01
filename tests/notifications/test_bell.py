"""The bell: it counts what is unread and may be seen now, and costs a page no query of its own."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from access.rules import ANYBODY, NOBODY, ids_of
from notifications.models import Notification, Thing
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NotificationFactory, ThingFactory
from tests.factories.pages import ContentPageFactory, DepartmentPageFactory, restrict

pytestmark = pytest.mark.django_db


def bell(client: Client, address: str = "/people/") -> str:
    """What the bell says."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    link = page.select_one(".header__tools a[href='/notifications/']")
    return link.get_text(" ", strip=True)


@pytest.fixture
def travel(home):
    return ContentPageFactory(title="Travel")


@pytest.fixture
def one(travel, staff):
    return NotificationFactory(user=staff, thing=ThingFactory(page=travel))


def test_it_counts_what_is_unread(one, staff, staff_client) -> None:
    NotificationFactory(user=staff)
    NotificationFactory()  # somebody else's
    NotificationFactory(user=staff, read_at=timezone.now())
    NotificationFactory(user=staff, in_bell=False)
    assert bell(staff_client) == "2 unread notifications"


def test_it_says_no_number_where_nothing_is_unread(home, staff_client) -> None:
    assert bell(staff_client) == "Notifications"


def test_strangers_have_none(client) -> None:
    assert b"/notifications/" not in client.get("/accounts/login/").content


def test_more_than_it_looks_at_is_ninety_nine_and_more(travel, staff, staff_client) -> None:
    for number in range(101):
        NotificationFactory(user=staff, thing=ThingFactory(page=travel, source="t", number=number))
    assert bell(staff_client) == "99+ unread notifications"


def test_what_is_hidden_among_many_is_not_counted(travel, staff, staff_client) -> None:
    for number in range(60):
        thing = ThingFactory(page=travel, source="t", number=number)
        NotificationFactory(user=staff, thing=thing)
    for number in range(60, 120):
        thing = ThingFactory(page=None, source="t", number=number, rule_id=ids_of([NOBODY])[NOBODY])
        NotificationFactory(user=staff, thing=thing, told_at=timezone.now() - timedelta(days=1))
    assert bell(staff_client) == "60+ unread notifications"


def unpublish(page):
    page.unpublish()


def close(page):
    restrict(page, Group.objects.create(name="Inside"))


def expire(page):
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save()


def delete(page):
    page.delete()


def withdraw(page):
    Thing.objects.update(withdrawn_at=timezone.now())


def ask_for_a_rule(page):
    Thing.objects.update(rule=ids_of([NOBODY])[NOBODY])


def move_below_a_closed_department(page):
    department = DepartmentPageFactory()
    restrict(department, Group.objects.create(name="Inside"))
    page.move(department, pos="last-child")


LOSSES = [
    unpublish, close, expire, delete, withdraw, ask_for_a_rule, move_below_a_closed_department,
]  # fmt: skip


@pytest.mark.parametrize("lose", LOSSES, ids=lambda lose: lose.__name__)
def test_what_may_be_seen_no_longer_is_neither_counted_nor_listed(one, staff_client, lose) -> None:
    assert bell(staff_client) == "1 unread notification"
    lose(one.thing.page)
    assert bell(staff_client) == "Notifications"
    assert b"Travel" not in staff_client.get("/notifications/").content
    assert staff_client.get(f"/notifications/{one.pk}/").status_code == 404


def test_who_loses_access_is_told_nothing_and_who_keeps_it_still_is(
    travel, staff, staff_client
) -> None:
    inside = Group.objects.create(name="Inside")
    other = UserFactory()
    other.groups.add(inside)
    for user in (staff, other):
        NotificationFactory(user=user, thing=ThingFactory(page=travel))
    restrict(travel, inside)
    other_client = Client()
    other_client.force_login(other)
    assert (bell(staff_client), bell(other_client)) == ("Notifications", "1 unread notification")
    other.groups.clear()
    assert bell(other_client) == "Notifications"


def test_a_rule_that_is_met_is_no_hindrance(travel, staff, staff_client) -> None:
    rule = ids_of([ANYBODY])[ANYBODY]
    NotificationFactory(user=staff, thing=ThingFactory(page=travel, rule_id=rule))
    assert bell(staff_client) == "1 unread notification"


def test_a_superuser_sees_what_has_a_rule_but_not_what_has_ended(
    travel, admin, admin_client
) -> None:
    restrict(travel, Group.objects.create(name="Inside"))
    NotificationFactory(user=admin, thing=ThingFactory(page=travel))
    assert bell(admin_client) == "1 unread notification"
    expire(travel)
    assert bell(admin_client) == "Notifications"


def test_a_page_that_ends_later_is_counted_until_then(one, staff_client) -> None:
    page = one.thing.page
    page.expire_at = timezone.now() + timedelta(minutes=10)
    page.save()
    assert bell(staff_client) == "1 unread notification"
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert bell(staff_client) == "Notifications"


def test_it_costs_a_page_no_query(one, staff, staff_client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            staff_client.get("/people/")
        return len(caught)

    queries()
    with_one = queries()
    for _ in range(20):
        NotificationFactory(user=staff)
    queries()
    with_many = queries()
    Notification.objects.all().delete()
    assert with_one == with_many == queries()
