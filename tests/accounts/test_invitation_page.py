"""The page that an invitation's link leads to."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.invitations.services import accept
from accounts.models import Invitation, User
from accounts.querysets import State, digest_of
from tests.conftest import HtmlErrors
from tests.factories.accounts import UserFactory
from tests.factories.invitations import InvitationFactory, link

pytestmark = pytest.mark.django_db

TOKEN = "Xk3-of-a-test_0123456789abcdefghijklmnopqrs"
LINK = link(TOKEN)
HERE = "/accounts/invitation/yours/"
PASSWORD = "grey-heron-by-the-harbour"
FIELDS = {
    "first_name": "Ana",
    "last_name": "López",
    "password1": PASSWORD,
    "password2": PASSWORD,
    "address": "ana@example.org",
}


@pytest.fixture
def invitation() -> Invitation:
    return InvitationFactory(email="ana@example.org", token=TOKEN)


def opened(link: str = LINK) -> Client:
    """A browser that followed the link as far as the form."""
    client = Client()
    page = client.get(link, follow=True)
    assert page.status_code == 200, page.status_code
    return client


def test_the_way_from_the_link_to_the_front_page(invitation: Invitation) -> None:
    client = Client()
    page = client.get(LINK, follow=True)
    assert page.redirect_chain == [(HERE, 302)]
    assert "This invitation is for <strong>ana@example.org</strong>" in page.text
    before = client.session.session_key
    done = client.post(HERE, FIELDS)
    assert (done.status_code, done["Location"]) == (302, "/")
    assert client.session.session_key != before
    assert "invitation" not in client.session
    user = User.objects.get()
    assert client.get("/").context["request"].user == user
    assert Client().post(
        "/accounts/login/", {"username": "Ana@example.org", "password": PASSWORD}
    ).status_code == 302  # fmt: skip


def test_the_token_goes_no_further_than_the_first_answer(invitation: Invitation) -> None:
    client = Client()
    first = client.get(LINK)
    assert first["Referrer-Policy"] == "no-referrer"
    assert "no-store" in first["Cache-Control"]
    page = client.get(first["Location"])
    assert TOKEN not in page.text
    assert TOKEN not in str(dict(client.session))
    assert Client().get(link("never-made"))["Referrer-Policy"] == "no-referrer"


def test_a_browser_that_hides_where_a_form_stood_could_not_send_it(
    invitation: Invitation,
) -> None:
    """Why the page with the form has the site's policy: under `no-referrer` browsers send `null`."""
    client = Client(enforce_csrf_checks=True)
    page = client.get(LINK, follow=True)
    assert page["Referrer-Policy"] == "same-origin"
    fields = {**FIELDS, "csrfmiddlewaretoken": page.context["csrf_token"]}
    assert client.post(HERE, fields, headers={"origin": "null"}).status_code == 403
    assert client.post(HERE, fields, headers={"origin": "http://testserver"}).status_code == 302


def dead(kind: str) -> str:
    """A link that works no longer, of some kind."""
    if kind == "replaced":
        InvitationFactory(token="a-newer-token")
    elif kind not in {"unknown", "malformed", "endless", "digest"}:
        InvitationFactory(token=TOKEN, **{kind: True})
    else:
        InvitationFactory(token="another")
    return {
        "malformed": link("..'%22<é%F0%9F%8E%89"),
        "endless": link("a" * 5000),
        "digest": link(digest_of("another")),
    }.get(kind, LINK)


DEAD = (
    "expired", "accepted", "withdrawn", "replaced", "unknown", "malformed", "endless", "digest",
)  # fmt: skip


def test_every_link_that_is_no_good_is_answered_alike() -> None:
    answers: dict[str, tuple[int, str, int]] = {}
    for kind in DEAD:
        Invitation.objects.all().delete()
        url = dead(kind)
        Client().get(url)
        with CaptureQueriesContext(connection) as queries:
            answer = Client().get(url)
        asked = [q for q in queries.captured_queries if "accounts_" in q["sql"]]
        assert len(asked) == 1, kind
        assert "Set-Cookie" not in answer.headers
        assert not answer.cookies
        answers[kind] = (answer.status_code, answer.text.replace(url, ""), len(queries))
    assert len(set(answers.values())) == 1, {k: (v[0], v[2]) for k, v in answers.items()}
    status, page, _queries = answers["unknown"]
    assert status == 410
    assert "Ask whoever invited you for a new one." in page


def test_an_unsent_invitation_can_be_accepted() -> None:
    """The mail may have arrived although its server said no."""
    InvitationFactory(email="ana@example.org", token=TOKEN, unsent=True)
    assert opened().post(HERE, FIELDS).status_code == 302


@pytest.mark.parametrize("method", ["get", "post", "head", "put"])
def test_without_a_link_there_is_nothing_here(method: str) -> None:
    assert getattr(Client(), method)(HERE).status_code == 410


def test_looking_at_a_link_uses_nothing_up(invitation: Invitation) -> None:
    """As scanners of mail do."""
    for method in ("head", "get", "options", "get"):
        getattr(Client(), method)(LINK)
    assert opened().post(HERE, FIELDS).status_code == 302


EVENTS: dict[str, Callable[[Invitation], Any]] = {
    "withdrawn": lambda one: Invitation.objects.with_state().update(withdrawn_at=one.created_at),
    "replaced": lambda one: Invitation.objects.update(digest=digest_of("newer")),
    "accepted": lambda one: accept(one, first_name="A", last_name="L", password=PASSWORD),
}


@pytest.mark.parametrize("event", EVENTS)
def test_a_form_that_is_sent_too_late_makes_nothing(invitation: Invitation, event: str) -> None:
    client = opened()
    EVENTS[event](invitation)
    count = User.objects.count()
    assert client.post(HERE, FIELDS).status_code == 410
    assert User.objects.count() == count
    assert "_auth_user_id" not in client.session


def test_a_form_that_is_sent_a_week_later_makes_nothing(invitation: Invitation) -> None:
    client = opened()
    with time_machine.travel(invitation.created_at + timedelta(days=7, seconds=1)):
        assert client.post(HERE, FIELDS).status_code == 410
    assert not User.objects.exists()


def test_two_submits_make_one_account(invitation: Invitation) -> None:
    first, second = opened(), opened()
    assert first.post(HERE, FIELDS).status_code == 302
    assert second.post(HERE, FIELDS).status_code == 410
    assert User.objects.count() == 1


def test_two_links_in_one_browser_are_kept_apart(invitation: Invitation) -> None:
    InvitationFactory(email="ben@example.org", token="bens")
    client = opened()
    client.get(link("bens"))
    answer = client.post(HERE, FIELDS)
    assert "Another invitation was opened in this browser meanwhile." in answer.text
    assert not User.objects.exists()


def test_who_is_signed_in_is_told_to_sign_out_first(
    invitation: Invitation, staff_client: Client
) -> None:
    for method in ("get", "post"):
        answer = getattr(staff_client, method)(LINK, FIELDS, follow=True)
        assert answer.redirect_chain[0][0] == HERE
        assert "sign out first" in answer.text
    assert answer.context["request"].user.username == "sam"
    assert staff_client.post(HERE, FIELDS).status_code == 200
    assert User.objects.count() == 1
    staff_client.post("/accounts/logout/")
    assert staff_client.get(LINK, follow=True).context["invitation"] == invitation


@pytest.mark.parametrize(
    ("is_active", "words"),
    [(True, "you need no invitation"), (False, "Ask the people team to open it again")],
)
@pytest.mark.parametrize("when", ["before", "while"])
def test_an_address_with_an_account_is_refused(
    invitation: Invitation, is_active: bool, words: str, when: str
) -> None:
    client = opened() if when == "while" else Client()
    UserFactory(username="ana", email="Ana@example.org", is_active=is_active)
    answer = client.post(HERE, FIELDS) if when == "while" else client.get(LINK, follow=True)
    assert answer.status_code == 409
    assert words in answer.text
    assert User.objects.count() == 1
    assert Invitation.objects.with_state().get().state == State.OPEN
    assert "_auth_user_id" not in client.session


# What is typed.


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"first_name": ""}, "This field is required"),
        ({"last_name": " "}, "This field is required"),
        ({"first_name": "A" * 151}, "at most 150 characters"),
        ({"first_name": "A\x00"}, "Null characters are not allowed"),
        ({"password2": "another-heron"}, "The two passwords are not the same"),
        ({"password1": "x", "password2": "x"}, "too short"),
        ({"password1": "password1234", "password2": "password1234"}, "too common"),
        ({"password1": "ana@example.org", "password2": "ana@example.org"}, "too similar"),
        ({"password1": "a\x00" + PASSWORD, "password2": "a\x00" + PASSWORD}, "Null characters"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_form_with_a_fault_says_which(
    invitation: Invitation, fields: dict[str, str], words: str
) -> None:
    client = opened()
    answer = client.post(HERE, {**FIELDS, **fields})
    assert answer.status_code == 200
    assert words in answer.text
    assert not User.objects.exists()
    assert PASSWORD not in answer.text


def test_nobody_raises_their_rights_by_the_form(invitation: Invitation) -> None:
    extras = {
        "is_superuser": "on", "is_staff": "on", "groups": "1", "username": "root",
        "email": "root@example.org", "user_permissions": "1",
    }  # fmt: skip
    opened().post(HERE, {**FIELDS, **extras})
    user = User.objects.get()
    assert (user.username, user.email) == ("ana@example.org", "ana@example.org")
    assert not user.is_superuser
    assert not user.is_staff
    assert not user.groups.exists()


def test_the_form_needs_its_token(invitation: Invitation) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(LINK)
    assert client.post(HERE, FIELDS).status_code == 403
    assert not User.objects.exists()


def test_what_is_shown_is_sound(
    invitation: Invitation, staff_client: Client, html_errors: HtmlErrors
) -> None:
    client = opened()
    closed = UserFactory(username="cy", email="cy@example.org", is_active=False)
    InvitationFactory(email=closed.email, token="cys")

    def page(answer: HttpResponse) -> str:
        assert answer.text.count("<h1") == 1
        return answer.text

    pages = {
        "form": page(client.get(HERE)),
        "faults": page(client.post(HERE, {})),
        "over": page(Client().get(link("nothing"))),
        "taken": page(Client().get(link("cys"), follow=True)),
        "signed in": page(staff_client.get(LINK, follow=True)),
    }
    assert html_errors(pages) == []
