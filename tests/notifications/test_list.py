"""One's notifications: newest first, by day, each leading to its thing, read once it was opened."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from core.notices import NoticeKind
from notifications.models import Notification
from notifications.sentences import SENTENCES, sentence
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NotificationFactory, ThingFactory
from tests.factories.pages import ContentPageFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")


def page_of(client: Client, address: str = "/notifications/") -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def about(title: str, user, **fields) -> Notification:
    return NotificationFactory(
        user=user, thing=ThingFactory(page=ContentPageFactory(title=title)), **fields
    )


def test_the_newest_stands_first_and_days_have_headings(home, staff, staff_client) -> None:
    now = datetime(2026, 6, 3, 0, 30, tzinfo=LONDON)  # still 2 June in UTC
    with time_machine.travel(now, tick=False):
        about("Older", staff, told_at=now - timedelta(hours=2))
        about("Newer", staff, told_at=now - timedelta(minutes=2))
        staff_client.force_login(staff)
        page = page_of(staff_client)
    assert [link.text for link in page.select(".tell__what a")] == [
        "Newer has changed",
        "Older has changed",
    ]
    assert [heading.text for heading in page.select(".told__day")] == [
        "Today",
        "Tuesday 2 June 2026",
    ]
    assert page.select_one(".tell__when").text == "00:28"


def test_nobody_sees_anothers(home, staff_client) -> None:
    other = about("Private", UserFactory())
    assert "Private" not in page_of(staff_client).text
    assert staff_client.get(f"/notifications/{other.pk}/").status_code == 404
    assert Notification.objects.unread().count() == 1


def test_opening_one_leads_to_the_thing_and_marks_it_read(home, staff, staff_client) -> None:
    one, other = about("Travel", staff), about("Pay", staff)
    response = staff_client.get(f"/notifications/{one.pk}/")
    assert response["Location"] == one.thing.page.get_url()
    assert list(Notification.objects.unread()) == [other]
    first = Notification.objects.get(pk=one.pk).read_at
    staff_client.get(f"/notifications/{one.pk}/")
    assert Notification.objects.get(pk=one.pk).read_at == first


@pytest.mark.parametrize(
    "headers",
    [{"sec-purpose": "prefetch;prerender"}, {"purpose": "prefetch"}, {"x-moz": "prefetch"}],
)
def test_fetching_ahead_marks_nothing_read(home, staff, staff_client, headers) -> None:
    one = about("Travel", staff)
    assert staff_client.get(f"/notifications/{one.pk}/", headers=headers).status_code == 302
    assert staff_client.head(f"/notifications/{one.pk}/").status_code == 302
    assert Notification.objects.unread().count() == 1


def test_all_are_marked_read_but_what_came_after_the_page(home, staff, staff_client) -> None:
    about("Travel", staff)
    page = page_of(staff_client)
    late = about("Pay", staff)
    other = about("Other", UserFactory())
    until = page.select_one("[name=until]")["value"]
    staff_client.post("/notifications/read/", {"until": until})
    assert set(Notification.objects.unread()) == {late, other}
    staff_client.post("/notifications/read/", {"until": until})  # sent again
    assert Notification.objects.unread().count() == 2


@pytest.mark.parametrize(
    "until", ["", "soon", "2026-13-45T99:99", "2026-01-01T00:00:00", "9" * 500]
)
def test_a_bad_moment_marks_all_of_ones_own(home, staff, staff_client, until) -> None:
    about("Travel", staff)
    assert staff_client.post("/notifications/read/", {"until": until}).status_code == 302
    assert Notification.objects.unread().count() == 0


@pytest.mark.parametrize("query", ["abc", "-1", "0", "9999999", "1e9"])
def test_an_unknown_page_is_a_page(home, staff, staff_client, query) -> None:
    about("Travel", staff)
    assert "Travel" in page_of(staff_client, f"/notifications/?page={query}").text


def test_an_impossible_number_is_not_there(home, staff_client) -> None:
    assert staff_client.get(f"/notifications/{10**30}/").status_code == 404


def test_a_page_costs_the_same_queries_with_a_hundred_as_with_one(
    home, staff, staff_client
) -> None:
    actor = UserFactory()
    about("First", staff, actor=actor)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            page_of(staff_client)
        return len(caught)

    queries()
    with_one = queries()
    for number in range(99):
        about(f"Page {number}", staff, actor=UserFactory())
    queries()
    assert queries() == with_one <= 12


def test_titles_are_words_and_no_markup(home, staff, staff_client, html_errors) -> None:
    about("<script>alert(1)</script> {actor} {title.__class__} & co", staff, actor=UserFactory())
    response = staff_client.get("/notifications/")
    assert b"<script>alert" not in response.content
    assert b"{actor} {title.__class__}" in response.content
    assert html_errors(response.content.decode()) == []


def test_every_kind_has_its_sentences() -> None:
    assert set(SENTENCES) == set(NoticeKind)
    for kind in NoticeKind:
        assert "Pay" in sentence(kind, "Pay")


def test_who_reports_stays_unnamed_and_who_is_gone_too() -> None:
    assert sentence(NoticeKind.MENTIONED, "Pay", "Sam Okafor") == "Sam Okafor mentioned you in Pay"
    assert "Sam" not in sentence(NoticeKind.REPORTED, "Pay", "Sam Okafor")
    assert sentence(NoticeKind.MENTIONED, "Pay") == "You are mentioned in Pay"


def test_who_did_it_is_named_as_on_their_profile_while_their_account_is_on(
    home, staff, staff_client
) -> None:
    ana = PersonFactory(
        first_name="Ana",
        last_name="Duarte",
        preferred_name="Nita",
        user=UserFactory(first_name="Anabela"),
    )
    account = UserFactory(first_name="Bo", last_name="Lind")
    for title, actor in (("Pay", ana.user), ("Travel", account)):
        about(title, staff, kind=NoticeKind.MENTIONED, actor=actor)

    def said() -> set[str]:
        return {link.text for link in page_of(staff_client).select(".tell__what a")}

    assert said() == {"Nita Duarte mentioned you in Pay", "Bo Lind mentioned you in Travel"}
    User.objects.filter(pk__in=[ana.user_id, account.pk]).update(is_active=False)
    assert said() == {"You are mentioned in Pay", "You are mentioned in Travel"}


def test_an_empty_list_says_what_will_stand_there(home, staff_client, html_errors) -> None:
    pages = {
        address: staff_client.get(address).content.decode()
        for address in ("/notifications/", "/notifications/following/", "/notifications/choices/")
    }
    assert "Nothing yet." in pages["/notifications/"]
    assert "You follow nothing yet." in pages["/notifications/following/"]
    assert html_errors(pages) == []


def test_what_was_read_is_not_called_new(home, staff, staff_client) -> None:
    about("Travel", staff, read_at=timezone.now())
    page = page_of(staff_client)
    assert page.select(".tell--new") == []
    assert page.select("[action='/notifications/read/']") == []
