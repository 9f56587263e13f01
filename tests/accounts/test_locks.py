"""A superuser sees what is locked, and unlocks it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from accounts.roles import PEOPLE_ADMIN, SITE_ADMIN, make_roles
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

LOCKS = "/admin/reports/locked-sign-ins/"
HERE = "192.0.2.1"


def attempt(name: str, password: str = "wrong", address: str = HERE) -> int:
    fields = {"username": name, "password": password}
    return Client().post("/accounts/login/", fields, REMOTE_ADDR=address).status_code


def lines(client: Client) -> list[list[str]]:
    """What the list says of each lock."""
    locks = client.get(LOCKS).context["locks"]
    return [[lock.door, lock.name, lock.address] for lock in locks]


def unlock(client: Client) -> None:
    """Press the first button."""
    (lock, *_) = client.get(LOCKS).context["locks"]
    fields = {"door": lock.door, "name": lock.name, "address": lock.address}
    assert client.post(LOCKS, fields)["Location"] == LOCKS


@pytest.fixture
def ana() -> User:
    return UserFactory(username="Ana", email="ana.lopez@example.org")


def test_a_name_is_listed_and_unlocked(admin_client: Client, ana: User) -> None:
    for name in ("ana", "eve"):
        for _ in range(5):
            attempt(name)
    attempt("ben")
    assert sorted(lines(admin_client)) == [["Signing in", "Ana", HERE], ["Signing in", "eve", HERE]]
    unlock(admin_client)
    unlock(admin_client)
    assert lines(admin_client) == []
    assert attempt("ana", "corridor") == 302


def test_an_account_is_listed_whose_guesses_are_spread_over_its_names(
    admin_client: Client, ana: User
) -> None:
    """It is told it typed a wrong password: only here can one see why."""
    for name in ("ana", "ana.lopez@example.org") * 3:
        attempt(name)
    assert lines(admin_client) == [["Signing in", "Ana", HERE]]
    unlock(admin_client)
    assert attempt("ana", "corridor") == 302


def test_an_address_is_listed_and_unlocked(admin_client: Client, ana: User, settings: Any) -> None:
    settings.AXES_ADDRESS_LIMIT = 8
    for n in range(8):
        attempt(f"person{n}")
    assert lines(admin_client) == [["Signing in", "", HERE]]
    assert "Every name" in admin_client.get(LOCKS).text
    unlock(admin_client)
    assert attempt("ana", "corridor") == 302


def test_asking_for_a_password_is_listed_and_unlocked_apart(admin_client: Client) -> None:
    def ask() -> int:
        client = Client(REMOTE_ADDR=HERE)
        return client.post("/accounts/password-reset/", {"email": "Eve@x.org"}).status_code

    answers = [ask() for _ in range(6)]
    assert answers[-1] == 429
    assert lines(admin_client) == [["Asking for a new password", "eve@x.org", HERE]]
    unlock(admin_client)
    assert ask() == 302


def test_one_from_nowhere_is_unlocked(admin_client: Client) -> None:
    for _ in range(5):
        attempt("eve", address="")
    assert lines(admin_client) == [["Signing in", "eve", ""]]
    unlock(admin_client)
    assert lines(admin_client) == []


def test_unlocking_one_leaves_the_others(admin_client: Client, ana: User) -> None:
    for _ in range(5):
        attempt("ana")
        attempt("ana", address="192.0.2.2")
        attempt("eve")
    fields = {"door": "Signing in", "name": "Ana", "address": HERE}
    admin_client.post(LOCKS, fields)
    left = [["Signing in", "Ana", "192.0.2.2"], ["Signing in", "eve", HERE]]
    assert sorted(lines(admin_client)) == left


def test_an_empty_form_unlocks_nothing(admin_client: Client) -> None:
    for _ in range(5):
        attempt("eve")
        attempt("eve", address="")
    admin_client.post(LOCKS, {})
    assert len(lines(admin_client)) == 2


def test_what_somebody_typed_is_escaped(admin_client: Client) -> None:
    for _ in range(5):
        attempt("<script>alert(1)</script>")
    page = admin_client.get(LOCKS).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_superusers_find_it_among_the_reports(admin_client: Client) -> None:
    assert LOCKS in admin_client.get("/admin/").text
    assert "Nothing is locked" in admin_client.get(LOCKS).text


@pytest.mark.parametrize("role", [None, SITE_ADMIN, PEOPLE_ADMIN])
def test_nobody_else_may(staff: User, staff_client: Client, role: str | None) -> None:
    if role:
        make_roles()
        staff.groups.add(Group.objects.get(name=role))
        assert LOCKS not in staff_client.get("/admin/").text
    for _ in range(5):
        attempt("eve")
    fields = {"door": "Signing in", "name": "eve", "address": HERE}
    page = staff_client.get(LOCKS)
    assert page.status_code in {302, 403}
    assert "eve" not in page.text
    assert staff_client.post(LOCKS, fields).status_code in {302, 403}
    assert attempt("eve") == 429
