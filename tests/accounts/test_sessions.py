"""How long a session lasts, and what ends it."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from accounts.models import User

pytestmark = pytest.mark.django_db

SIGN_IN = "/accounts/login/"
NEW = "grey-heron-by-the-harbour"


def sign_in(name: str = "sam") -> Client:
    client = Client()
    answer = client.post(SIGN_IN, {"username": name, "password": "corridor"})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/search/").status_code == 200


def cookie(client: Client) -> str:
    return client.cookies[site.SESSION_COOKIE_NAME].value


# Time.


def test_an_hour_without_a_request_ends_it(staff: User) -> None:
    with travel(timezone.now(), tick=False) as clock:
        client = sign_in()
        clock.shift(timedelta(minutes=59))
        assert is_in(client)
        clock.shift(timedelta(minutes=59))
        assert is_in(client), "each request begins the hour anew"
        clock.shift(timedelta(minutes=60))
        assert not is_in(client)


def test_twelve_hours_end_it_however_busy(staff: User) -> None:
    with travel(timezone.now(), tick=False) as clock:
        client = sign_in()
        for _ in range(23):
            clock.shift(timedelta(minutes=30))
            assert is_in(client)
        clock.shift(timedelta(minutes=30))
        assert not is_in(client)


def test_both_can_be_set(staff: User, settings: Any) -> None:
    settings.SESSION_IDLE, settings.SESSION_HOURS = 5, 1
    with travel(timezone.now(), tick=False) as clock:
        client = sign_in()
        for _ in range(14):
            clock.shift(timedelta(minutes=4))
            assert is_in(client)
        clock.shift(timedelta(minutes=4))
        assert not is_in(client)
        client = sign_in()
        clock.shift(timedelta(minutes=5))
        assert not is_in(client)


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        (1, "You were signed out because nothing happened for 60 minutes."),
        (12, "You were signed out because every sign-in lasts 12 hours."),
    ],
)
def test_the_sign_in_page_says_why_and_leads_back(
    staff: User, hours: int, sentence: str, html_errors: Any
) -> None:
    with travel(timezone.now(), tick=False) as clock:
        client = sign_in()
        clock.shift(timedelta(hours=hours))
        page = client.get("/search/?q=leave&page=2", follow=True)
        assert sentence in page.text
        assert 'name="next" value="/search/?q=leave&amp;page=2"' in page.text
        assert html_errors(page.text) == []
        back = client.post(
            page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"],
            {"username": "sam", "password": "corridor", "next": "/search/?q=leave&page=2"},
        )
        assert back["Location"] == "/search/?q=leave&page=2"
        assert is_in(client)


def test_a_reason_that_is_none_is_not_repeated() -> None:
    page = Client().get(SIGN_IN, {"ended": "<b>Call 0900 12345</b>"})
    assert "0900" not in page.text
    assert 'class="message"' not in page.text


def test_a_form_that_was_sent_too_late_leads_back_to_its_page(admin: User) -> None:
    with travel(timezone.now(), tick=False) as clock:
        client = sign_in("ada")
        clock.shift(timedelta(hours=1))
        headers = {"referer": "http://testserver/admin/pages/3/edit/?x=1"}
        late = client.post("/admin/pages/3/edit/action/", headers=headers)
        assert late["Location"] == f"{SIGN_IN}?ended=idle&next=/admin/pages/3/edit/%3Fx%3D1"


@pytest.mark.parametrize("referer", ["https://evil.example/x/", "//evil.example/", "nonsense:", ""])
def test_no_other_sites_page_is_led_back_to(referer: str) -> None:
    late = Client().post("/search/", headers={"referer": referer} if referer else {})
    assert late["Location"] == f"{SIGN_IN}?next=/search/"


def test_a_script_is_answered_401(staff: User) -> None:
    with travel(timezone.now(), tick=False) as clock:
        client = sign_in()
        clock.shift(timedelta(hours=1))
        answer = client.get("/search/", headers={"accept": "application/json"})
        assert answer.status_code == 401


@pytest.mark.parametrize("address", ["/accounts/password-reset/", "/nothing/", "/admin/nothing/"])
def test_no_page_shows_who_it_was(staff: User, address: str) -> None:
    with travel(timezone.now(), tick=False) as clock:
        client = sign_in()
        clock.shift(timedelta(hours=1))
        assert "Sam" not in client.get(address, follow=True).text


def test_signing_in_again_needs_no_second_try(staff: User) -> None:
    """The page was open already when the session ended."""
    with travel(timezone.now(), tick=False) as clock:
        client = sign_in()
        clock.shift(timedelta(hours=1))
        fields = {"username": "sam", "password": "corridor", "next": "/search/"}
        assert client.post(SIGN_IN, fields)["Location"] == "/search/"
        assert is_in(client)


def test_the_ended_session_is_gone_from_the_server(staff: User) -> None:
    with travel(timezone.now(), tick=False) as clock:
        client = sign_in()
        key = cookie(client)
        clock.shift(timedelta(hours=1))
        assert not is_in(client)
        assert not Session.objects.filter(session_key=key).exists()


def test_a_session_without_its_clocks_is_over(staff: User) -> None:
    """One from before there were any."""
    client = sign_in()
    session = client.session
    del session["began"]
    session.save()
    assert not is_in(client)


def test_what_the_browser_asks_for_by_itself_keeps_nobody_in(admin: User) -> None:
    """A page that is left open in the editor asks every few seconds who else edits it."""
    with travel(timezone.now(), tick=False) as clock:
        client = sign_in("ada")
        for _ in range(3):
            clock.shift(timedelta(minutes=20))
            last = client.post("/admin/editing-sessions/ping/wagtailcore/page/1/1/")
        assert last.status_code == 302
        assert not is_in(client)


# What it costs.


def queries_of(client: Client, address: str = "/search/") -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries if "django_session" in query["sql"]]


def test_the_last_request_is_noted_once_a_minute(staff: User) -> None:
    with travel(timezone.now(), tick=False) as clock:
        client = sign_in()
        clock.shift(timedelta(seconds=59))
        assert len(queries_of(client)) == 1, "the session is read, as ever"
        clock.shift(timedelta(seconds=1))
        assert [sql.split()[0] for sql in queries_of(client) if "SAVEPOINT" not in sql] == [
            "SELECT",
            "UPDATE",
        ]
        clock.shift(timedelta(seconds=59))
        assert len(queries_of(client)) == 1


def test_what_is_open_to_all_asks_for_no_session(staff: User) -> None:
    client = sign_in()
    assert queries_of(client, "/health/live") == []


# What else ends it.


def test_signing_in_gives_a_new_key_and_takes_the_old_one_away(staff: User) -> None:
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies[site.SESSION_COOKIE_NAME] = planted
    client.post(SIGN_IN, {"username": "sam", "password": "corridor"})
    assert cookie(client) != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_it_is_dead_after_signing_out(staff: User) -> None:
    client, thief = sign_in(), Client()
    thief.cookies[site.SESSION_COOKIE_NAME] = cookie(client)
    assert is_in(thief)
    client.post("/accounts/logout/")
    assert not is_in(thief)


def test_a_password_that_is_changed_in_the_cms_ends_the_others(admin: User) -> None:
    client, other = sign_in("ada"), sign_in("ada")
    page = client.get("/admin/account/")
    fields = {
        name: field.value() if field.value() is not None else ""
        for panels in page.context["panels_by_tab"].values()
        for panel in panels
        for name, field in ((bound.html_name, bound) for bound in panel.get_form())
        if field.field.required
    }
    fields |= {
        "password-old_password": "corridor",
        "password-new_password1": NEW,
        "password-new_password2": NEW,
    }
    assert client.post("/admin/account/", fields).status_code == 302
    admin.refresh_from_db()
    assert admin.check_password(NEW)
    assert is_in(client), "who changed it stays"
    assert not is_in(other)


def test_a_password_that_is_chosen_anew_ends_all(staff: User) -> None:
    client = sign_in()
    Client().post("/accounts/password-reset/", {"email": staff.email})
    way = "/" + mail.outbox[0].body.split("http://", 1)[1].split()[0].split("/", 1)[1]
    other = Client()
    form = other.get(way)
    other.post(form["Location"], {"new_password1": NEW, "new_password2": NEW})
    assert not is_in(client)


def test_closing_the_account_ends_it_at_the_next_request(staff: User) -> None:
    client = sign_in()
    User.objects.filter(pk=staff.pk).update(is_active=False)
    assert not is_in(client)
