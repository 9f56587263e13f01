"""Alerts: from one minute to another, for those they are for, until each dismisses them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from news.enums import Audience, Tone
from news.models import Alert, AlertDepartment, Dismissal
from tests.factories.accounts import UserFactory
from tests.factories.news import AlertFactory
from tests.factories.pages import ContentPageFactory, DepartmentPageFactory, restrict
from tests.factories.people import MembershipFactory, PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db


def shown(client: Client, address: str = "/") -> list[str]:
    """The titles of the alerts on a page."""
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    for hidden in soup.select(".alert .visually-hidden"):
        hidden.decompose()
    return [one.get_text(strip=True) for one in soup.select(".alert__title")]


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_alert_stands_on_every_page_the_most_pressing_first(
    home: Any, staff_client: Client
) -> None:
    for tone in (Tone.INFO, Tone.URGENT, Tone.WARNING):
        AlertFactory(title=tone.value, tone=tone)
    ContentPageFactory(slug="tides")
    for address in ("/", "/tides/", "/people/", "/search/?q=x", "/no-such-page/"):
        assert shown(staff_client, address) == ["urgent", "warning", "info"], address
    soup = BeautifulSoup(staff_client.get("/").content, "html.parser")
    assert "Act now:" in soup.select_one(".alert--urgent .alert__title").get_text()


def test_strangers_see_none(home: Any, client: Client) -> None:
    AlertFactory(title="Quokka")
    assert b"Quokka" not in client.get("/accounts/login/").content


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (datetime(2037, 6, 1, 8, tzinfo=UTC), datetime(2037, 6, 1, 9, tzinfo=UTC)),
        # Over the hour that comes twice: an hour by the wall clock, two in truth.
        (datetime(2037, 10, 24, 23, 59, tzinfo=UTC), datetime(2037, 10, 25, 2, tzinfo=UTC)),
    ],
)
def test_it_stands_from_its_minute_to_its_minute(
    home: Any, staff: User, starts: datetime, ends: datetime
) -> None:
    AlertFactory(title="Quokka", starts_at=starts, ends_at=ends)
    for moment, there in (
        (starts - timedelta(seconds=1), False),
        (starts, True),
        (ends - timedelta(seconds=1), True),
        (ends, False),
    ):
        with time_machine.travel(moment, tick=False):
            assert (shown(client_of(staff)) == ["Quokka"]) is there, moment


def in_department(department: Any) -> Client:
    """Somebody whose team is the department's."""
    person = PersonFactory(signs_in=True)
    MembershipFactory(person=person, team=TeamFactory(department=department))
    return client_of(person.user)


def test_an_alert_for_departments_is_shown_to_those_in_them_and_below(home: Any) -> None:
    harbour = DepartmentPageFactory()
    pilots, ferries = DepartmentPageFactory(parent=harbour), DepartmentPageFactory()
    alert = AlertFactory(title="Quokka", audience=Audience.DEPARTMENTS)
    AlertDepartment.objects.create(alert=alert, department=harbour)
    assert shown(in_department(harbour)) == ["Quokka"]
    assert shown(in_department(pilots)) == ["Quokka"]
    assert shown(in_department(ferries)) == []
    assert shown(client_of(UserFactory())) == []


def test_an_alert_whose_departments_are_gone_is_shown_to_nobody(home: Any) -> None:
    harbour = DepartmentPageFactory()
    alert = AlertFactory(audience=Audience.DEPARTMENTS)
    AlertDepartment.objects.create(alert=alert, department=harbour)
    client = in_department(harbour)
    harbour.delete()
    assert shown(client) == []


def test_each_dismisses_for_themselves_and_comes_back_to_the_page(home: Any, staff: User) -> None:
    alert, other = AlertFactory(title="Quokka"), client_of(UserFactory())
    ContentPageFactory(slug="tides")
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    page = BeautifulSoup(client.get("/tides/?a=b").content, "html.parser")
    form = page.select_one(".alert form")
    data = {field["name"]: field["value"] for field in form.select("input")}
    for _twice in range(2):
        answer = client.post(form["action"], data)
        assert (answer.status_code, answer["Location"]) == (302, "/tides/?a=b")
    assert shown(client) == []
    cache.clear()
    assert shown(client) == []  # as another process would have it
    assert shown(client_of(staff)) == []  # on another device too
    assert shown(other) == ["Quokka"]
    assert Dismissal.objects.get().alert == alert


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_dismissing_leads_nowhere_else(home: Any, staff_client: Client, elsewhere: str) -> None:
    alert = AlertFactory()
    answer = staff_client.post(f"/alerts/{alert.pk}/dismiss/", {"next": elsewhere})
    assert answer["Location"] == "/"


def test_what_is_not_there_or_must_stay_cannot_be_dismissed(home: Any, staff: User) -> None:
    client = client_of(staff)
    stays = AlertFactory(title="Stays", is_dismissable=False)
    over = AlertFactory(ends_at=timezone.now() - timedelta(minutes=1))
    for number in (stays.pk, over.pk, 0, 10**18, 10**30):
        assert client.post(f"/alerts/{number}/dismiss/").status_code == 404
    assert client.get(f"/alerts/{stays.pk}/dismiss/").status_code == 405
    soup = BeautifulSoup(client.get("/").content, "html.parser")
    assert shown(client) == ["Stays"]
    assert not soup.select(".alert form")


def test_a_form_without_its_token_dismisses_nothing(home: Any, staff: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    assert client.post(f"/alerts/{AlertFactory().pk}/dismiss/").status_code == 403


def test_a_change_is_seen_at_once(home: Any, staff_client: Client) -> None:
    alert = AlertFactory(title="Before")
    assert shown(staff_client) == ["Before"]
    alert.title = "After"
    alert.save()
    assert shown(staff_client) == ["After"]
    alert.delete()
    assert shown(staff_client) == []


def link(client: Client) -> str | None:
    found = BeautifulSoup(client.get("/people/").content, "html.parser").select_one(".alert a")
    return found["href"] if found else None


def test_it_leads_to_a_page_for_those_who_may_see_it(
    home: Any, staff_client: Client, admin_client: Client
) -> None:
    page = ContentPageFactory(slug="tides")
    AlertFactory(link_page=page)
    assert link(staff_client) == "/tides/"
    restrict(page, Group.objects.create(name="Keepers"))
    assert (link(staff_client), link(admin_client)) == (None, "/tides/")
    page.unpublish()
    assert link(admin_client) is None
    page.delete()
    assert shown(staff_client)


def test_markup_in_an_alert_is_words(home: Any, staff_client: Client) -> None:
    AlertFactory(title="<script>alert(1)</script>", text="<b>x</b> \u202e")
    html = staff_client.get("/").content.decode()
    assert "<script>alert(1)" not in html
    assert "<b>x</b>" not in html


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ends_at": datetime(2020, 1, 1, tzinfo=UTC)}, "end before it starts"),
        ({"link_address": "https://example.org/", "link_page": True}, "Choose one: a page or"),
        ({"link_address": "javascript:alert(1)"}, "valid URL"),
    ],
)
def test_what_cannot_be_is_refused_with_a_word(
    home: Any, fields: dict[str, Any], words: str
) -> None:
    if fields.get("link_page"):
        fields = {**fields, "link_page": ContentPageFactory()}
    now = timezone.now()
    given = {"title": "x", "starts_at": now, "ends_at": now + timedelta(hours=1), **fields}
    with pytest.raises(ValidationError, match=words):
        Alert(**given).full_clean()


def test_the_database_keeps_the_end_after_the_start(home: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AlertFactory(ends_at=datetime(2020, 1, 1, tzinfo=UTC))


@pytest.fixture
def queries(home: Any, staff: User) -> Callable[[], int]:
    """How many queries a page takes on the second visit."""
    client = client_of(staff)

    def count() -> int:
        client.get("/people/")
        with CaptureQueriesContext(connection) as found:
            client.get("/people/")
        return len(found)

    return count


def test_a_page_that_was_read_before_pays_nothing_for_alerts(queries: Callable[[], int]) -> None:
    none = queries()
    AlertFactory(
        starts_at=timezone.now() + timedelta(days=1), ends_at=timezone.now() + timedelta(2)
    )
    assert queries() == none
    AlertFactory(is_dismissable=False)
    assert queries() == none
    AlertFactory()
    assert queries() == none
    for _n in range(5):
        alert = AlertFactory(audience=Audience.DEPARTMENTS)
        AlertDepartment.objects.create(alert=alert, department=DepartmentPageFactory())
    assert queries() == none
