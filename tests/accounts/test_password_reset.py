"""A forgotten password, from the question to the new one."""

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

ASK = "/accounts/password-reset/"
NEW = "grey-heron-by-the-harbour"


@pytest.fixture
def priya() -> User:
    return UserFactory(username="priya", email="priya@example.org")


def link() -> str:
    return re.search(r"https?://\S+", mail.outbox[0].body).group()


def test_the_way_from_the_question_to_the_new_password(priya: User) -> None:
    client = Client()
    sent = client.post(ASK, {"email": "Priya@example.org"}, follow=True)
    assert sent.status_code == 200
    assert mail.outbox[0].to == ["priya@example.org"]

    path = "/" + link().split("/", 3)[3]
    form = client.get(path, follow=True)
    assert form.status_code == 200
    assert form.context["validlink"]
    done = client.post(
        form.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW}, follow=True
    )
    assert done.status_code == 200

    answer = client.post("/accounts/login/", {"username": "priya", "password": NEW})
    assert answer.status_code == 302
    assert not client.get(path, follow=True).context["validlink"], "a link works once"


def test_the_link_names_our_own_address_whatever_host_was_asked(priya: User, settings) -> None:
    settings.BASE_URL = "https://intranet.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    Client().post(ASK, {"email": "priya@example.org"}, headers={"host": "evil.example"})
    assert link().startswith("https://intranet.example.org/accounts/password-reset/")
    assert "evil" not in mail.outbox[0].body + mail.outbox[0].subject


def test_an_unknown_address_is_answered_alike_and_sent_nothing(priya: User) -> None:
    known = Client().post(ASK, {"email": "priya@example.org"})
    unknown = Client().post(ASK, {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mail.outbox) == 1


def test_a_closed_account_is_sent_nothing() -> None:
    UserFactory(username="leaver", email="leaver@example.org", is_active=False)
    Client().post(ASK, {"email": "leaver@example.org"})
    assert mail.outbox == []


@pytest.mark.parametrize("path", ["MQ/set-password/", "MQ/abc-def/", "!!/x/", "MQ/%00/"])
def test_a_link_that_is_no_good_says_so(path: str) -> None:
    response = Client().get(f"{ASK}{path}")
    assert response.status_code in {200, 302, 400}
    if response.status_code == 200:
        assert not response.context["validlink"]


def test_the_mail_is_plain_and_short(priya: User) -> None:
    Client().post(ASK, {"email": "priya@example.org"})
    message = mail.outbox[0]
    assert message.alternatives == []
    assert "\n" not in message.subject
    assert "priya" in message.body
