"""Nobody who is not signed in is shown anything but what this table names."""

import pytest
from django.test import Client

from accounts.middleware import OPEN_TO_STRANGERS
from tests.config.addresses import Address, every_address

pytestmark = pytest.mark.django_db

#: What a stranger is answered, by name of the address. Everything else leads to sign-in. To open a
#: door, add it here and in accounts.middleware, and say why in the commit.
OPEN_DOORS = {
    "accounts:login": 200,
    "accounts:invitation": 410,  # says that the link is no good
    "accounts:password_reset": 200,
    "accounts:password_reset_done": 200,
    "accounts:password_reset_confirm": 200,  # says that the link is no good
    "accounts:password_reset_complete": 200,
    "wagtailadmin_javascript_catalog": 200,
    "health_live": 200,
    "health_ready": 200,
    "theme": 404,  # of a theme that does not exist
    "brand_logo": 404,
    "feed": 404,  # of a key that is nobody's
    "notifications:unsubscribe": 404,  # of a link that nobody was sent
}
METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
WAGTAILS_METHODS = ("get", "post")


def answers_sign_in(client: Client, address: Address, method: str) -> bool:
    response = getattr(client, method)(address.example)
    return response.status_code == 302 and response["Location"].startswith(
        f"/accounts/login/?next={address.example.split('?')[0][:20]}"
    )


def test_every_address_but_the_open_doors_leads_to_sign_in() -> None:
    client = Client()
    others = [
        f"{method.upper()} {address}"
        for address in every_address()
        if address.name not in OPEN_DOORS
        for method in (METHODS if address.is_ours else WAGTAILS_METHODS)
        if not answers_sign_in(client, address, method)
    ]
    assert others == []


def test_the_open_doors_answer_as_the_table_says() -> None:
    client = Client()
    found = {
        address.name: client.get(address.example).status_code
        for address in every_address()
        if address.name in OPEN_DOORS
    }
    assert found == {name: status for name, status in OPEN_DOORS.items() if name in found}


def test_the_middleware_opens_no_other_door() -> None:
    assert set(OPEN_DOORS) == OPEN_TO_STRANGERS


def test_every_open_door_exists() -> None:
    assert {address.name for address in every_address()} >= OPEN_TO_STRANGERS


def test_the_walk_sees_the_whole_site() -> None:
    names = {address.name for address in every_address()}
    assert len(names) > 200
    assert {"wagtail_serve", "wagtaildocs_serve", "media", "search", "wagtailadmin_home"} <= names


@pytest.mark.parametrize(
    "address",
    [
        "/nothing/here/",
        "/nothing/here",
        "/nothing.html",
        "/.git/config",
        "/.env",
        "/debug/",
        "/api/v2/pages/",
        "/api/v2/documents/",
        "/sitemap.xml",
        "/media/",
        "/media/documents/rota.pdf",
        "/media/original_images/x.png",
        "/media/images/../../corridor.sqlite3",
        "/documents/1/rota.pdf",
        "/admin/nothing/",
        "/accounts/nothing/",
        "//evil.example/",
    ],
)
def test_a_stranger_cannot_tell_what_exists(address: str) -> None:
    response = Client().get(address, follow=False)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=/")


@pytest.mark.parametrize(
    "headers",
    [{"x-requested-with": "XMLHttpRequest"}, {"accept": "application/json"}],
    ids=["XMLHttpRequest", "JSON"],
)
@pytest.mark.parametrize("address", ["/search/?q=leave", "/", "/admin/", "/nothing/"])
def test_a_strangers_script_is_answered_401(address: str, headers: dict[str, str]) -> None:
    response = Client().get(address, headers=headers)
    assert response.status_code == 401
    assert response.json() == {"error": "Sign in first."}


def test_a_browser_is_never_taken_for_a_script() -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert Client().get("/", headers={"accept": accept}).status_code == 302


def test_static_files_are_open_to_strangers() -> None:
    assert Client().get("/static/icons.svg").status_code == 200


def test_a_missing_static_file_is_just_missing() -> None:
    assert Client().get("/static/nothing.css").status_code == 404
