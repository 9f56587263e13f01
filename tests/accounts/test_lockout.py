"""Guessing passwords soon comes to an end, and teaches nothing."""

import itertools
import re
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from accounts.lockout import address_of, key
from accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

SIGN_IN = "/accounts/login/"
RESET = "/accounts/password-reset/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


def attempt(name: str, password: str = "wrong", address: str = HERE, **data: str) -> HttpResponse:
    """One attempt by a browser of its own, which calls itself differently each time."""
    headers = {"user-agent": f"Browser {next(numbers)}"}
    fields = {"username": name, "password": password, **data}
    return Client(headers=headers).post(SIGN_IN, fields, REMOTE_ADDR=address)


def ask(email: str, address: str = HERE) -> HttpResponse:
    return Client().post(RESET, {"email": email}, REMOTE_ADDR=address)


def is_in(response: HttpResponse) -> bool:
    return response.status_code == 302


def statuses(*names: str, **data: str) -> list[int]:
    return [attempt(name, **data).status_code for name in names]


numbers = itertools.count()


@pytest.fixture
def ana() -> User:
    return UserFactory(username="ana", email="Ana.Lopez@example.org")


# Signing in.


def test_the_fifth_failure_locks_the_name_from_that_address(ana: User) -> None:
    assert statuses(*["ana"] * 7) == [200, 200, 200, 200, 429, 429, 429]
    assert attempt("ana", "corridor").status_code == 429, "the right password comes too late"
    assert is_in(attempt("ana", "corridor", ELSEWHERE)), "she is let in from her own address"


def test_another_name_from_that_address_stays_open(ana: User) -> None:
    UserFactory(username="ben")
    statuses(*["ana"] * 5)
    assert is_in(attempt("ben", "corridor"))


def test_it_opens_after_a_quarter_of_an_hour_however_often_one_tries(ana: User) -> None:
    with travel(timezone.now(), tick=False) as clock:
        statuses(*["ana"] * 5)
        clock.shift(timedelta(minutes=14))
        assert attempt("ana", "corridor").status_code == 429
        clock.shift(timedelta(minutes=1, seconds=1))
        assert is_in(attempt("ana", "corridor"))


def test_failures_that_are_long_past_do_not_count(ana: User) -> None:
    with travel(timezone.now(), tick=False) as clock:
        statuses(*["ana"] * 4)
        clock.shift(timedelta(minutes=16))
        assert statuses(*["ana"] * 4) == [200] * 4


def test_signing_in_gives_the_guesses_back(ana: User) -> None:
    statuses(*["ana"] * 3, "ana.lopez@example.org")
    assert is_in(attempt("ana", "corridor"))
    assert statuses(*["ana"] * 4) == [200] * 4


@pytest.mark.parametrize(
    "names",
    [
        ["ana", "Ana", "ANA", " ana ", "aNa"],
        ["ana.lopez@example.org", "Ana.Lopez@example.org", "ANA.LOPEZ@EXAMPLE.ORG"] * 2,
        ["ana", "ana.lopez@example.org"] * 3,
        ["\uff41na", "ana", "Ana.Lopez@example.org", "an\uff41", "ana"],
    ],
    ids=["case", "case of the address", "both", "wide letters"],
)
def test_no_way_of_writing_the_name_gives_more_guesses(ana: User, names: list[str]) -> None:
    statuses(*names[:5])
    for name in ("ana", "ana.lopez@example.org"):
        assert not is_in(attempt(name, "corridor")), name


def test_letters_that_a_database_takes_for_others_are_counted_with_them() -> None:
    """PostgreSQL's upper case of the dotless i, and of the long s, is that of the common ones."""
    assert key("\u0131an") == key("IAN") == key("ian")
    assert key("\u017fam") == key("Sam")


def test_a_locked_door_does_not_tell_which_accounts_exist(ana: User) -> None:
    known = [attempt("ana") for _ in range(6)]
    unknown = [attempt("eve") for _ in range(6)]
    assert [page.status_code for page in known] == [page.status_code for page in unknown]
    for one, other in zip(known, unknown, strict=True):
        texts = [TOKEN.sub("", page.text).replace("eve", "ana") for page in (one, other)]
        assert texts[0] == texts[1]


def test_nor_which_address_belongs_to_which_name(ana: User) -> None:
    """Four failures of the name and one of the address would otherwise show that they are one."""
    theirs = statuses(*["ana"] * 4, *["ana.lopez@example.org"] * 4)
    strangers = statuses(*["eve"] * 4, *["eve.lopez@example.org"] * 4)
    assert theirs == strangers == [200] * 8
    assert not is_in(attempt("ana.lopez@example.org", "corridor")), "though no guess counts now"


def test_the_page_says_how_long_to_wait_and_keeps_the_way(ana: User, html_errors: Any) -> None:
    with travel(timezone.now(), tick=False) as clock:
        statuses(*["ana"] * 5)
        clock.shift(timedelta(minutes=5, seconds=30))
        page = attempt("ana", next="/search/?q=leave&page=2")
    assert "accounts/locked_out.html" in [template.name for template in page.templates]
    assert "You can try again in 10 minutes" in page.text
    assert page["Retry-After"] == "600"
    assert 'href="/accounts/login/?next=%2Fsearch%2F%3Fq%3Dleave%26page%3D2"' in page.text
    assert "ana" not in re.sub(r"<[^>]*>", "", page.text).lower().split()
    assert html_errors(page.text) == []


def test_many_names_lock_the_address(ana: User, settings: Any) -> None:
    settings.AXES_ADDRESS_LIMIT = 8
    assert statuses(*[f"person{n}" for n in range(9)]) == [200] * 7 + [429, 429]
    assert attempt("ana", "corridor").status_code == 429
    assert is_in(attempt("ana", "corridor", ELSEWHERE))


def test_an_account_of_ones_own_does_not_reset_the_address(ana: User, settings: Any) -> None:
    settings.AXES_ADDRESS_LIMIT = 8
    for n in range(7):
        attempt(f"person{n}")
        is_right = is_in(attempt("ana", "corridor"))
        assert is_right
    assert attempt("person8").status_code == 429


def test_an_unknown_address_never_locks_everybody(ana: User, settings: Any) -> None:
    """Behind a socket, without a proxy's word, everybody comes from nowhere."""
    settings.AXES_ADDRESS_LIMIT = 8
    statuses(*[f"person{n}" for n in range(12)], address="")
    assert is_in(attempt("ana", "corridor", ""))


def test_an_address_is_told_when_it_opens(settings: Any) -> None:
    settings.AXES_ADDRESS_LIMIT = 3
    with travel(timezone.now(), tick=False) as clock:
        for name in ("one", "two", "three", "four"):
            page = attempt(name)
            clock.shift(timedelta(minutes=2))
        assert "try again in 9 minutes" in page.text
        clock.shift(timedelta(minutes=7, seconds=1))
        assert attempt("five").status_code == 429, "the third failure within a quarter of an hour"


def test_the_door_in_the_admin_is_the_same(ana: User) -> None:
    statuses(*["ana"] * 5)
    client = Client(REMOTE_ADDR=HERE)
    fields = {"username": "ana", "password": "corridor"}
    posted = client.post("/admin/login/?next=/admin/pages/", fields)
    assert posted["Location"].startswith("/accounts/login/?next=/admin/login/")
    assert client.post(posted["Location"], fields).status_code == 429
    assert "_auth_user_id" not in client.session


def test_a_name_of_any_length_is_counted(ana: User) -> None:
    assert statuses(*["x" * 10_000] * 5)[-1] == 429
    assert statuses(*["\ufb03" * 240] * 5)[-1] == 429


def test_no_password_is_kept(ana: User) -> None:
    attempt("ana", "hunter2", next="/search/?q=secret")
    kept = AccessAttempt.objects.values().get()
    assert kept["username"] == "ana"
    assert "hunter2" not in str(kept)
    assert "secret" not in str(kept)


def test_a_failure_is_counted_though_the_answer_breaks(
    ana: User, settings: Any, tmp_path: Path
) -> None:
    """No transaction round the view takes it back."""
    left = tmp_path / "templates"
    shutil.copytree(settings.ROOT / "templates", left)
    (left / "accounts" / "login.html").unlink()
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [left]}]
    client = Client(raise_request_exception=False)
    assert client.post(SIGN_IN, {"username": "ana", "password": "wrong"}).status_code == 500
    assert AccessAttempt.objects.get().failures_since_start == 1


def test_no_lock_is_held_while_a_password_is_hashed(ana: User, settings: Any) -> None:
    """On SQLite everybody who writes would wait for it."""
    settings.PASSWORD_HASHERS = ["tests.accounts.test_lockout.Watching"]
    Watching.depths.clear()
    before = len(connection.savepoint_ids)
    attempt("ana", "corridor")
    assert Watching.depths
    assert set(Watching.depths) == {before}


@pytest.mark.parametrize("command", [["axes_reset"], ["axes_reset_username", "ana"]])
def test_a_command_unlocks(ana: User, command: list[str]) -> None:
    statuses(*["ana"] * 5)
    call_command(*command)
    assert is_in(attempt("ana", "corridor"))


# Every way of failing takes as long.


class Watching(MD5PasswordHasher):
    """Notes how often passwords are hashed, and inside how many savepoints."""

    depths: list[int] = []

    def encode(self, password: str, salt: str) -> str:
        self.depths.append(len(connection.savepoint_ids))
        return super().encode(password, salt)


@pytest.mark.parametrize(
    "name", ["ana", "ANA.LOPEZ@example.org", "leaver", "imported", "eve", "e@x.org"]
)
def test_a_password_is_hashed_once_whether_the_account_exists_or_not(
    ana: User, settings: Any, name: str
) -> None:
    UserFactory(username="leaver", is_active=False)
    UserFactory(username="imported", password="!")
    settings.PASSWORD_HASHERS = ["tests.accounts.test_lockout.Watching"]
    Watching.depths.clear()
    attempt(name)
    assert len(Watching.depths) == 1


def test_so_is_it_when_the_accounts_guesses_are_used_up(ana: User, settings: Any) -> None:
    statuses(*["ana"] * 4, "ana.lopez@example.org")
    settings.PASSWORD_HASHERS = ["tests.accounts.test_lockout.Watching"]
    Watching.depths.clear()
    assert attempt("ana.lopez@example.org", "corridor").status_code == 200
    assert len(Watching.depths) == 1


# Asking for a new password.


def test_links_are_sent_five_times_and_then_the_door_is_locked(ana: User) -> None:
    answers = [ask("ana.lopez@example.org").status_code for _ in range(7)]
    assert answers == [302] * 5 + [429] * 2
    assert len(mail.outbox) == 5
    assert is_in(attempt("ana", "corridor")), "signing in is another door"


def test_that_door_too_tells_nothing(ana: User) -> None:
    known = [ask("ana.lopez@example.org") for _ in range(6)]
    unknown = [ask("eve@example.org") for _ in range(6)]
    assert [page.status_code for page in known] == [page.status_code for page in unknown]
    texts = [TOKEN.sub("", pages[-1].text) for pages in (known, unknown)]
    assert texts[0] == texts[1]
    assert "You can ask again in 15 minutes" in texts[0]


def test_a_mailbox_is_not_flooded_from_many_addresses(ana: User) -> None:
    answers = [ask("ana.lopez@example.org", f"198.51.100.{n}") for n in range(8)]
    assert {answer.status_code for answer in answers} == {302}
    assert len(mail.outbox) == 5


def test_many_mailboxes_lock_the_address_for_asking_alone(ana: User, settings: Any) -> None:
    settings.AXES_ADDRESS_LIMIT = 8
    answers = [ask(f"person{n}@example.org").status_code for n in range(10)]
    assert answers == [302] * 8 + [429] * 2
    assert is_in(attempt("ana", "corridor"))


def test_one_may_ask_again_after_a_quarter_of_an_hour(ana: User) -> None:
    with travel(timezone.now(), tick=False) as clock:
        for _ in range(6):
            ask("ana.lopez@example.org")
        clock.shift(timedelta(minutes=15, seconds=1))
        assert [ask("ana.lopez@example.org").status_code for _ in range(5)] == [302] * 5
    assert len(mail.outbox) == 10


def test_the_account_is_looked_for_once_the_answer_is_out(ana: User, rf: RequestFactory) -> None:
    """Mail takes time, which would tell that there is somebody to write to."""
    request = rf.post(RESET, {"email": "ana.lopez@example.org"})
    request._dont_enforce_csrf_checks = True
    handler = ClientHandler()
    handler.load_middleware()
    with CaptureQueriesContext(connection) as queries:
        response = handler.get_response(request)
    assert response.status_code == 302
    assert not any("accounts_user" in query["sql"] for query in queries)
    response.close()
    assert len(mail.outbox) == 1


def test_a_mail_server_that_fails_fails_nobody(ana: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.accounts.test_lockout.Failing"
    assert ask("ana.lopez@example.org").status_code == 302


def Failing(*args: Any, **kwargs: Any) -> None:
    """A mail server that is not there."""
    raise ConnectionRefusedError


def test_a_new_password_opens_the_door_at_once(ana: User) -> None:
    statuses(*["ana"] * 5, *["ana.lopez@example.org"] * 5)
    ask("ana.lopez@example.org")
    client = Client()
    form = client.get("/" + re.search(r"https?://\S+", mail.outbox[0].body)[0].split("/", 3)[3])
    new = "grey-heron-by-the-harbour"
    client.post(form["Location"], {"new_password1": new, "new_password2": new})
    assert is_in(attempt("ana", new))


# Where a request comes from.


@pytest.mark.parametrize(
    ("proxies", "forwarded", "peer", "address"),
    [
        (0, "203.0.113.9", "10.0.0.1", "10.0.0.1"),
        (0, "", "10.0.0.1", "10.0.0.1"),
        (1, "203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.2", "10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1", "10.0.0.1"),
        (1, "nonsense", "10.0.0.1", "10.0.0.1"),
        (1, "", "10.0.0.1", "10.0.0.1"),
        (1, "203.0.113.9", "", "203.0.113.9"),
        (0, "203.0.113.9", "", None),
        (0, "", "::ffff:192.0.2.1", "192.0.2.1"),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "2001:db8:1:2:ffff::1", "", "2001:db8:1:2::"),
    ],
)
def test_only_our_own_proxies_are_believed(
    settings: Any, proxies: int, forwarded: str, peer: str, address: str | None
) -> None:
    settings.PROXIES = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer)
    assert address_of(request) == address


def test_a_header_that_anybody_can_write_buys_no_guesses(ana: User) -> None:
    for n in range(5):
        headers = {"x-forwarded-for": f"198.51.100.{n}"}
        Client().post(SIGN_IN, {"username": "ana", "password": "wrong"}, headers=headers)
    last = Client().post(SIGN_IN, {"username": "ana", "password": "corridor"})
    assert last.status_code == 429
