"""The headers of every kind of answer, and hosts that are not ours."""

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from wagtail.images.tests.utils import get_test_image_file

from accounts.models import User
from core.models import Document, Image
from tests.config.test_production import WHOLE
from tests.factories.pages import ContentPageFactory
from tests.needs import ROOT

pytestmark = pytest.mark.django_db


def fail(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [path("fail/", fail), path("", include("config.urls"))]
handler500 = "core.views.server_error"

# Each kind of answer: how it is come by, with which status.

Answer = Callable[[Client], HttpResponse]


def picture(client: Client) -> HttpResponse:
    image = Image.objects.create(title="Harbour", file=get_test_image_file())
    return client.get(image.get_rendition("width-100").url)


def document(client: Client) -> HttpResponse:
    file = ContentFile(b"%PDF-1.4 x", "rota.pdf")
    return client.get(Document.objects.create(title="Rota", file=file).url)


def page(client: Client) -> HttpResponse:
    return client.get(ContentPageFactory(slug="tides").url)


def locked(client: Client) -> HttpResponse:
    stranger = Client()
    for _ in range(5):
        last = stranger.post("/accounts/login/", {"username": "eve", "password": "x"})
    return last


def refused(client: Client) -> HttpResponse:
    stranger = Client(enforce_csrf_checks=True)
    return stranger.post("/accounts/login/", {"username": "eve", "password": "x"})


ANSWERS: dict[str, tuple[int, Answer]] = {
    "home page": (200, lambda client: client.get("/")),
    "page": (200, page),
    "results": (200, lambda client: client.get("/search/?q=tides")),
    "admin": (200, lambda client: client.get("/admin/")),
    "admin list": (200, lambda client: client.get("/admin/users/")),
    "picture": (200, picture),
    "document": (200, document),
    "sign-in": (200, lambda client: Client().get("/accounts/login/")),
    "to sign-in": (302, lambda client: Client().get("/")),
    "invitation": (410, lambda client: Client().get("/accounts/invitation/yours/")),
    "reset": (200, lambda client: Client().get("/accounts/password-reset/")),
    "bad query": (400, lambda client: client.get("/search/?q=%00")),
    "bad host": (400, lambda client: client.get("/", headers={"host": "evil.example"})),
    "script of a stranger": (401, lambda client: Client().get("/", headers=SCRIPT)),
    "refused form": (403, refused),
    "missing page": (404, lambda client: client.get("/nothing/")),
    "missing file": (404, lambda client: client.get("/media/images/nothing.png")),
    "wrong method": (405, lambda client: client.get("/accounts/logout/")),
    "locked": (429, locked),
    "fault": (500, lambda client: client.get("/fail/")),
    "health": (200, lambda client: client.get("/health/live")),
}
SCRIPT = {"accept": "application/json"}

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@pytest.fixture
def answers(admin_client: Client, settings: Any) -> dict[str, HttpResponse]:
    settings.ROOT_URLCONF = __name__
    admin_client.raise_request_exception = False
    return {name: come_by(admin_client) for name, (_, come_by) in ANSWERS.items()}


def test_the_headers_of_every_kind_of_answer(answers: dict[str, HttpResponse]) -> None:
    assert {name: answer.status_code for name, answer in answers.items()} == {
        name: status for name, (status, _) in ANSWERS.items()
    }
    wrong = [
        f"{name}: {header} is {answer.get(header)}"
        for name, answer in answers.items()
        for header, value in ALWAYS.items()
        if answer.get(header) != value
    ]
    for name, answer in answers.items():
        policy = answer.get("Content-Security-Policy", "")
        if "default-src 'none'" not in policy:
            wrong.append(f"{name}: its content policy is {policy!r}")
        if ("'unsafe-inline'" in policy) != name.startswith("admin"):
            wrong.append(f"{name}: what it allows inline: {policy!r}")
        if "unsafe-eval" in policy or "http:" in policy or "*" in policy:
            wrong.append(f"{name}: its content policy is wide: {policy!r}")
        if not {"private", "no-store"} <= set(answer["Cache-Control"].split(", ")):
            wrong.append(f"{name}: Cache-Control is {answer['Cache-Control']}")
        frames = "SAMEORIGIN" if name.startswith("admin") else "DENY"
        if answer.get("X-Frame-Options") != frames:
            wrong.append(f"{name}: X-Frame-Options is {answer.get('X-Frame-Options')}")
        wrong += [f"{name}: tells {h}" for h in ("Server", "X-Powered-By") if h in answer]
    assert wrong == []


def test_an_address_with_a_token_in_it_is_told_to_nobody() -> None:
    answer = Client().get("/accounts/invitation/some-token/")
    assert answer["Referrer-Policy"] == "no-referrer"


def test_static_files_are_taken_for_what_they_are() -> None:
    answer = Client().get("/static/icons.svg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in answer


# Other hosts.


@pytest.mark.parametrize(
    "address",
    ["/", "/accounts/login/", "/accounts/password-reset/", "/admin/login/", "/admin/", "/nothing/"],
)
@pytest.mark.parametrize(
    "host",
    ["evil.example", "testserver.evil.example", "testserver@evil.example", "testserver:80@x"],
)
def test_a_host_that_is_not_ours_is_answered_400(staff: User, address: str, host: str) -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)(address, {"email": staff.email}, headers={"host": host})
        assert answer.status_code == 400
        assert "evil" not in answer.text


@pytest.mark.parametrize("header", ["x-forwarded-host", "x-host", "forwarded", "x-original-url"])
def test_no_header_stands_in_for_the_host(header: str) -> None:
    value = "host=evil.example" if header == "forwarded" else "evil.example"
    answer = Client().get("/search/", headers={header: value})
    assert answer["Location"] == "/accounts/login/?next=/search/"


def test_in_production_there_is_https_and_no_other_host() -> None:
    """As a process of its own, since settings are read when it starts."""
    program = """
import config.wsgi
from django.conf import settings as s
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client
staticfiles_storage.stored_name = lambda name: name  # nothing was collected
ours = {"host": "intranet.example.org"}
live = Client().get("/health/live", secure=True, headers=ours)
print(live.status_code, live["Strict-Transport-Security"])
print(Client().get("/search/", headers=ours)["Location"])
print(Client().get("/", secure=True, headers={"host": "evil.example"}).status_code)
print(Client().get("/", headers={"host": "evil.example"}).status_code)
spoofed = {**ours, "x-forwarded-host": "evil.example"}
print(Client().get("/search/", headers=spoofed)["Location"])
print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE)
print(s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH)
"""
    environment = {**WHOLE, "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}", "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "200 max-age=31536000; includeSubDomains; preload",
        "https://intranet.example.org/search/",
        "400",
        "400",
        "https://intranet.example.org/search/",
        "__Host-session True True Lax",
        "__Host-csrf True None /",
    ]


def test_nothing_trusts_a_header_for_the_host() -> None:
    assert settings.USE_X_FORWARDED_HOST is False
    assert settings.USE_X_FORWARDED_PORT is False
