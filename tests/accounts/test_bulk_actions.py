"""What the list of people does to many at once, under the same rules as one by one."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page

from accounts.models import User
from accounts.roles import PEOPLE_ADMIN, SITE_ADMIN
from tests.factories.roles import Company, company

pytestmark = pytest.mark.django_db

EDITORS = "Harbours editors"
EVERYBODY = ("staff", "department publisher", "people admin", "site admin", "superuser")


@pytest.fixture
def site(home: Page) -> Company:
    """Two departments and a person in each role."""
    return company()


def do(
    site: Company, who: str, action: str, *, to: tuple[str, ...] = EVERYBODY, **form: Any
) -> Any:
    """Send a bulk action on the accounts of these roles."""
    address = reverse("wagtail_bulk_action", args=["accounts", "user", action])
    people = urlencode([("id", site.people[role].pk) for role in to])
    return site.client(who).post(f"{address}?{people}", form)


def members(site: Company, name: str) -> set[str]:
    there = set(Group.objects.get(name=name).user_set.values_list("pk", flat=True))
    return {role for role, person in site.people.items() if person.pk in there}


def test_others_are_put_into_a_local_group_and_nobody_else(site: Company) -> None:
    do(site, "people admin", "assign_role", role=Group.objects.get(name=EDITORS).pk)
    assert members(site, EDITORS) == {"department editor", "staff", "department publisher"}


def test_it_is_in_the_history(site: Company) -> None:
    do(site, "people admin", "assign_role", role=Group.objects.get(name=EDITORS).pk)
    do(site, "people admin", "set_active_state", to=("staff",), mark_as_active="False")
    entries = ModelLogEntry.objects.for_instance(site.people["staff"])
    assert [entry.user for entry in entries] == [site.people["people admin"]] * 2


@pytest.mark.parametrize("wide", [SITE_ADMIN, PEOPLE_ADMIN])
def test_a_group_over_the_whole_site_is_neither_offered_nor_taken(site: Company, wide: str) -> None:
    before = members(site, wide)
    answer = do(site, "people admin", "assign_role", role=Group.objects.get(name=wide).pk)
    assert members(site, wide) == before
    page = answer.content.decode()
    assert "Only a superuser may put people into such a group" in page
    assert f">{wide}</option>" not in page
    assert f">{EDITORS}</option>" in page


def test_a_superuser_assigns_any_group(site: Company) -> None:
    do(site, "superuser", "assign_role", role=Group.objects.get(name=SITE_ADMIN).pk)
    assert members(site, SITE_ADMIN) == set(EVERYBODY)


def test_accounts_that_may_do_more_are_not_closed(site: Company) -> None:
    do(site, "people admin", "set_active_state", mark_as_active="False")
    closed = {role for role, p in site.people.items() if not User.objects.get(pk=p.pk).is_active}
    assert closed == {"staff", "department publisher"}


def test_accounts_that_may_do_more_are_not_deleted(site: Company) -> None:
    right = Permission.objects.get(content_type__app_label="accounts", codename="delete_user")
    Group.objects.get(name=PEOPLE_ADMIN).permissions.add(right)
    do(site, "people admin", "delete")
    gone = {role for role, p in site.people.items() if not User.objects.filter(pk=p.pk).exists()}
    assert gone == {"staff", "department publisher"}
    deleted = ModelLogEntry.objects.filter(action="wagtail.delete", deleted=True)
    assert deleted.count() == len(gone)


@pytest.mark.parametrize("action", ["delete", "set_active_state"])
def test_the_last_superuser_stays(site: Company, action: str) -> None:
    do(site, "superuser", action, mark_as_active="False")
    me = User.objects.get(pk=site.people["superuser"].pk)
    assert me.is_active
    assert not User.objects.filter(pk=site.people["staff"].pk, is_active=True).exists()


@pytest.mark.parametrize("role", ["staff", "department publisher", "comms", "site admin"])
@pytest.mark.parametrize("action", ["delete", "set_active_state", "assign_role"])
def test_who_manages_no_accounts_does_none_of_it(site: Company, role: str, action: str) -> None:
    group = Group.objects.get(name=EDITORS)
    do(site, role, action, mark_as_active="False", role=group.pk)
    assert User.objects.filter(is_active=True).count() == len(site.people)
    assert members(site, EDITORS) == {"department editor"}
