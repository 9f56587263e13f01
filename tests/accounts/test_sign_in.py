"""Signing in and out."""

from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.test import Client

from accounts.backends import UsernameOrEmailBackend
from accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

SIGN_IN = "/accounts/login/"


def sign_in(client: Client, name: str, password: str = "corridor", **data: str):
    return client.post(SIGN_IN, {"username": name, "password": password, **data})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def priya() -> User:
    return UserFactory(username="priya", email="Priya.Nair@example.org")


@pytest.mark.parametrize(
    "name",
    ["priya", "Priya", " priya ", "priya.nair@example.org", "PRIYA.NAIR@EXAMPLE.ORG"],
)
def test_the_username_and_the_email_address_both_open(priya: User, name: str) -> None:
    client = Client()
    response = sign_in(client, name)
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(priya.pk)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("priya", "wrong"),
        ("priya", "Corridor"),
        ("nobody", "corridor"),
        ("nobody@example.org", "corridor"),
        ("priya.nair", "corridor"),
        ("", "corridor"),
        ("priya", ""),
        ("pri\x00ya", "corridor"),
        ("priya\u200b", "corridor"),
        ("x" * 10_000, "corridor"),
        ("%", "corridor"),
    ],
)
def test_anything_else_does_not(priya: User, name: str, password: str) -> None:
    client = Client()
    response = sign_in(client, name, password)
    assert response.status_code == 200
    assert not is_signed_in(client)


def test_a_wrong_password_and_a_wrong_name_are_answered_alike(priya: User) -> None:
    wrong_password = sign_in(Client(), "priya", "wrong")
    wrong_name = sign_in(Client(), "someone", "wrong")
    errors = [answer.context["form"].non_field_errors() for answer in (wrong_password, wrong_name)]
    assert errors[0] == errors[1]
    assert errors[0]


def test_a_closed_account_does_not_open() -> None:
    UserFactory(username="leaver", is_active=False)
    client = Client()
    sign_in(client, "leaver")
    assert not is_signed_in(client)


def test_closing_an_account_ends_its_sessions(staff: User, staff_client: Client) -> None:
    assert staff_client.get("/search/").status_code == 200
    staff.is_active = False
    staff.save()
    assert staff_client.get("/search/").status_code == 302


def test_a_new_password_ends_the_sessions_of_the_old_one(staff: User, staff_client: Client) -> None:
    staff.set_password("another long password")
    staff.save()
    assert staff_client.get("/search/").status_code == 302


def test_a_name_that_two_accounts_answer_to_opens_neither() -> None:
    UserFactory(username="Lee", email="lee@example.org")
    UserFactory(username="LEE", email="lee2@example.org")
    client = Client()
    sign_in(client, "lee")
    assert not is_signed_in(client)


def test_a_username_as_written_comes_before_somebodys_address() -> None:
    UserFactory(username="ann", email="shared@example.org")
    owner = UserFactory(username="shared@example.org", email="other@example.org")
    client = Client()
    sign_in(client, "shared@example.org")
    assert client.session["_auth_user_id"] == str(owner.pk)


def test_signing_in_gives_a_new_session(priya: User) -> None:
    client = Client()
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    sign_in(client, "priya")
    assert client.session.session_key != session.session_key


@pytest.mark.parametrize(
    "target", ["/search/?q=leave&page=2", "/admin/", "/people/jos%C3%A9/", "/wall/#post-12"]
)
def test_signing_in_leads_to_where_one_was_going(priya: User, target: str) -> None:
    assert sign_in(Client(), "priya", next=target)["Location"] == target


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "///evil.example/",
        "https:evil.example",
        "https:///evil.example",
        "javascript:alert(1)",
        " https://evil.example/",
        "http://testserver.evil.example/",
        "http://testserver@evil.example/",
        "\thttps://evil.example/",
    ],
)
def test_signing_in_never_leads_off_the_site(priya: User, target: str) -> None:
    client = Client()
    assert sign_in(client, "priya", next=target)["Location"] == "/"
    assert client.get(SIGN_IN, {"next": target})["Location"] == "/"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example/",
        "/\r\n/evil.example/",
        "https:evil.example",
        "https:/evil.example",
        "HTTPS://evil.example",
        "////evil.example/",
        "%2F%2Fevil.example/",
        "/%2Fevil.example/",
        "/%5Cevil.example/",
        "%68ttps://evil.example/",
        "/accounts/login/?next=//evil.example/",
        "/accounts/login/?next=/accounts/login/%3Fnext=https:evil.example",
        "/admin/login/?next=//evil.example/",
    ],
)
@pytest.mark.parametrize("door", [SIGN_IN, "/admin/login/"])
def test_no_way_of_writing_it_leads_off_the_site(priya: User, target: str, door: str) -> None:
    """Read as a browser does, from the question to where it all ends."""
    client = Client()
    address = urljoin("http://testserver", f"{door}?{urlencode({'next': target})}")
    for _ in range(8):
        answer = client.get(address)
        if answer.status_code == 200 and answer.request["PATH_INFO"] == SIGN_IN:
            way = answer.context["next"]
            answer = sign_in(client, "priya", **({"next": way} if way else {}))
        if answer.status_code not in {301, 302}:
            break
        address = urljoin(address, answer["Location"].replace("\\", "/"))
        assert urlsplit(address).netloc == "testserver"
    assert is_signed_in(client)


def test_signing_out_does_not_lead_off_the_site(staff_client: Client) -> None:
    answer = staff_client.post("/accounts/logout/", {"next": "//evil.example/"})
    assert "evil" not in answer["Location"]


def test_who_is_signed_in_is_sent_on(staff_client: Client) -> None:
    assert staff_client.get(SIGN_IN)["Location"] == "/"
    assert staff_client.get(SIGN_IN, {"next": "/search/"})["Location"] == "/search/"


def test_staff_without_editing_rights_are_told_so(staff_client: Client) -> None:
    """They would otherwise be sent to sign-in, from there to the admin, and round again."""
    response = staff_client.get("/admin/", follow=True)
    assert response.status_code == 403


def test_wagtails_own_sign_in_address_leads_to_ours() -> None:
    response = Client().get("/admin/login/?next=/admin/pages/", follow=True)
    assert response.request["PATH_INFO"] == SIGN_IN
    assert response.status_code == 200


def test_signing_out_needs_a_press_of_a_button(staff_client: Client) -> None:
    assert staff_client.get("/accounts/logout/").status_code == 405
    assert is_signed_in(staff_client)
    staff_client.post("/accounts/logout/")
    assert not is_signed_in(staff_client)


def test_a_form_that_was_open_too_long_says_so() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(SIGN_IN, {"username": "priya", "password": "corridor"})
    assert response.status_code == 403
    assert response.templates[0].name == "403_csrf.html"


def test_the_session_cookie_is_out_of_scripts_reach(priya: User) -> None:
    client = Client()
    sign_in(client, "priya")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("switched_off", [False, True])
def test_permissions_are_djangos_own_and_asked_for_once(
    priya: User, switched_off: bool, django_assert_num_queries: Any
) -> None:
    one, two, *_others = Permission.objects.order_by("pk")
    priya.user_permissions.add(one)
    for name in ("Harbour", "Estates"):
        group = Group.objects.create(name=name)
        group.permissions.add(one, two)
        priya.groups.add(group)
    priya.is_active = not switched_off
    theirs = ModelBackend().get_all_permissions(priya)
    again = User.objects.get(pk=priya.pk)
    again.is_active = priya.is_active
    with django_assert_num_queries(0 if switched_off else 1):
        assert again.get_all_permissions() == theirs
        assert again.has_perm("no.such_thing") is False
    assert len(theirs) == (0 if switched_off else 2)
    assert len(UserFactory(superuser=True).get_all_permissions()) == Permission.objects.count()


@pytest.mark.parametrize("switched_off", [False, True])
@pytest.mark.parametrize("given", ["nothing", "own", "group", "superuser"])
def test_whether_a_signed_in_person_enters_the_cms_takes_no_query(
    priya: User, given: str, switched_off: bool, django_assert_num_queries: Any
) -> None:
    right = Permission.objects.get(codename="access_admin")
    group = Group.objects.create(name="Harbour")
    priya.groups.add(group)
    if given == "own":
        priya.user_permissions.add(right)
    elif given == "group":
        group.permissions.add(right)
    User.objects.filter(pk=priya.pk).update(is_superuser=given == "superuser")
    theirs = User.objects.get(pk=priya.pk)
    of_session = UsernameOrEmailBackend().get_user(priya.pk)
    assert of_session is not None
    theirs.is_active = of_session.is_active = not switched_off
    with django_assert_num_queries(0):
        may = of_session.has_perm("wagtailadmin.access_admin")
    assert may == ModelBackend().has_perm(theirs, "wagtailadmin.access_admin")
    assert may == (given != "nothing" and not switched_off)
