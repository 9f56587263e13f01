"""Lists of events: what is on next, by month, what is over, and what is on other pages."""

import re
from datetime import date, datetime, time, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from core.models import PageTopic, Topic
from events.front import upcoming_for
from events.models import EventIndexPage, EventPage
from tests.factories.events import EventIndexPageFactory, EventPageFactory
from tests.factories.pages import DepartmentPageFactory, restrict
from tests.factories.people import LocationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def events(home: Page) -> EventIndexPage:
    """A list at /events/."""
    return EventIndexPageFactory(title="Events", slug="events")


def months(client: Client, query: str = "") -> dict[str, list[str]]:
    """What a list shows: the names of the events, by month."""
    answer = client.get(f"/events/{query}")
    assert answer.status_code == 200
    page = unescape(answer.content.decode())
    shown = {
        f"{first:%Y-%m}": [event.title for event in group]
        for first, group in answer.context["groups"]
    }
    # What the template was given, it shows.
    for month, titles in shown.items():
        assert f'id="month-{month}"' in page
        assert all(title in page for title in titles)
    return shown


def test_an_event_over_three_months_appears_in_each(events: Page, staff_client: Client) -> None:
    EventPageFactory(parent=events, title="Regatta", three_months=True)
    found = {
        month: months(staff_client, f"?month={month}")
        for month in ("2025-12", "2026-01", "2026-02", "2026-03", "2026-04")
    }
    assert found == {
        "2025-12": {},
        "2026-01": {"2026-01": ["Regatta"]},
        "2026-02": {"2026-02": ["Regatta"]},
        "2026-03": {"2026-03": ["Regatta"]},
        "2026-04": {},
    }


@pytest.mark.parametrize(
    ("fields", "month"),
    [
        # In London it is still March, or April already.
        ({"starts_on": date(2026, 4, 1), "time_zone": "Asia/Tokyo", "starts_time": time(1)}, "2026-04"),
        (
            {
                "starts_on": date(2026, 3, 31),
                "time_zone": "America/New_York",
                "starts_time": time(22),
                "ends_time": time(23),
            },
            "2026-03",
        ),
        ({"starts_on": date(2026, 3, 31), "time_zone": "Pacific/Auckland", "all_day": True}, "2026-03"),
        ({"starts_on": date(2026, 3, 31), "time_zone": "America/New_York", "all_day": True}, "2026-03"),
        (
            {"starts_on": date(2026, 3, 31), "ends_on": date(2026, 4, 1), "ends_time": time(0)},
            "2026-03",
        ),
    ],
)  # fmt: skip
def test_an_event_is_in_the_month_of_its_own_zone_alone(
    fields: dict[str, Any], month: str, events: Page, staff_client: Client
) -> None:
    EventPageFactory(parent=events, title="Tea", **fields)
    assert months(staff_client, f"?month={month}") == {month: ["Tea"]}
    other = {"2026-03": "2026-04", "2026-04": "2026-03"}[month]
    assert months(staff_client, f"?month={other}") == {}


def test_what_is_to_come_is_shown_first_and_the_past_when_asked(
    events: Page, staff_client: Client
) -> None:
    with time_machine.travel(datetime(2026, 7, 1, 12), tick=False):
        for title, day in (("later", date(2026, 9, 1)), ("sooner", date(2026, 7, 2))):
            EventPageFactory(parent=events, title=title, starts_on=day)
        EventPageFactory(parent=events, title="this morning", starts_on=date(2026, 7, 1))
        EventPageFactory(parent=events, title="long ago", starts_on=date(2025, 7, 1))
        EventPageFactory(
            parent=events,
            title="under way",
            starts_on=date(2026, 5, 1),
            ends_on=date(2026, 8, 1),
            ends_time=time(9),
        )
        EventPageFactory(parent=events, title="today", starts_on=date(2026, 7, 1), ends_time=None)
        assert months(staff_client) == {
            "2026-07": ["under way", "today", "sooner"],
            "2026-09": ["later"],
        }
        assert list(months(staff_client, "?past=1").items()) == [
            ("2026-07", ["this morning"]),
            ("2025-07", ["long ago"]),
        ]


@pytest.mark.parametrize(
    ("clock", "upcoming"),
    [(datetime(2026, 7, 1, 9, 59), True), (datetime(2026, 7, 1, 10, 1), False)],
)
def test_an_event_is_over_by_the_clock_of_summer_time(
    clock: datetime, upcoming: bool, events: Page, staff_client: Client
) -> None:
    """It ends at 11:00 in London, which is 10:00 UTC."""
    EventPageFactory(parent=events, title="Tea", starts_on=date(2026, 7, 1))
    with time_machine.travel(clock, tick=False):
        assert bool(months(staff_client)) == upcoming
        assert bool(months(staff_client, "?past=1")) != upcoming


def test_filters_combine(events: Page, staff_client: Client) -> None:
    harbour = DepartmentPageFactory(title="Harbour", slug="harbour")
    pay = Topic.objects.create(name="Pay", slug="pay")
    for title, department, topic in (
        ("both", harbour, pay),
        ("another topic", harbour, None),
        ("nobody's", None, pay),
    ):
        event = EventPageFactory(parent=events, title=title, department=department)
        if topic:
            PageTopic.objects.create(content_object=event, tag=topic)
    month = f"{timezone.localdate() + timedelta(days=7):%Y-%m}"

    def shown(query: str) -> set[str]:
        return {title for group in months(staff_client, query).values() for title in group}

    assert shown("?topic=pay&department=harbour") == {"both"}
    assert shown("?topic=pay") == {"both", "nobody's"}
    assert shown(f"?department=harbour&month={month}") == {"both", "another topic"}
    assert shown("?topic=nothing") == set()


def test_nobody_finds_by_filters_what_is_closed(events: Page, staff_client: Client) -> None:
    secret = DepartmentPageFactory(title="Takeover", slug="takeover")
    restrict(secret, Group.objects.create(name="Insiders"))
    EventPageFactory(parent=events, title="open", department=secret)
    restrict(EventPageFactory(parent=events, title="closed"), Group.objects.get(name="Insiders"))
    page = staff_client.get("/events/").content.decode()
    assert "open" in page
    assert "Takeover" not in page
    assert months(staff_client, "?department=takeover") == {}
    assert "closed" not in page


@pytest.mark.parametrize(
    "query",
    [
        "?month=", "?month=abc", "?month=2026-13", "?month=2026-00", "?month=0000-01", "?month=9999-12",
        "?month=2026-3", "?month=٢٠٢٦-٠٣", "?month=2026-03-01", "?month=-1", "?page=abc", "?page=-1", "?page=0",
        "?page=99999999999999999999", "?past=2", "?past=1&month=2026-03&page=7", "?topic=%E2%80%AE", "?topic=a'--",
        "?department=" + "9" * 400, "?month[]=1", "?month=1990-01", "?month=2199-12", "?month=1989-12",
    ],
)  # fmt: skip
def test_no_address_of_a_list_breaks_it(query: str, events: Page, staff_client: Client) -> None:
    EventPageFactory(parent=events)
    months(staff_client, query)


def test_the_first_and_the_last_month_lead_no_further(events: Page, staff_client: Client) -> None:
    first = staff_client.get("/events/?month=1990-01").content.decode()
    last = staff_client.get("/events/?month=2199-12").content.decode()
    assert 'rel="prev"' not in first
    assert "month=1990-02" in first
    assert 'rel="next"' not in last


def test_a_list_is_paged(events: Page, staff_client: Client) -> None:
    for number in range(21):
        EventPageFactory(parent=events, title=f"Event {number}")
    assert sum(map(len, months(staff_client).values())) == 20
    assert sum(map(len, months(staff_client, "?page=2").values())) == 1


def grow(events: Page, department: Page, topic: Topic, number: int) -> EventPage:
    """So many more events, with all that one can have."""
    for _ in range(number):
        event = EventPageFactory(
            parent=events, department=department, location=LocationFactory(), three_months=True
        )
        PageTopic.objects.create(content_object=event, tag=topic)
        EventPageFactory(parent=events, department=department, location=LocationFactory())
    return event


def test_pages_take_as_many_queries_however_many_events_there_are(
    events: Page, staff_client: Client, django_assert_max_num_queries: Any
) -> None:
    department = DepartmentPageFactory(slug="harbour")
    topic = Topic.objects.create(name="Pay", slug="pay")
    event = grow(events, department, topic, 2)
    addresses = ("/events/", "/events/?month=2026-02", "/events/?past=1", event.url, "/harbour/")

    def counted() -> list[int]:
        numbers = []
        for address in addresses:
            staff_client.get(address)
            with django_assert_max_num_queries(15) as asked:
                assert staff_client.get(address).status_code == 200
            numbers.append(len(asked))
        return numbers

    few = counted()
    grow(events, department, topic, 8)
    assert counted() == few


def test_a_department_shows_its_next_events(events: Page, staff_client: Client) -> None:
    department = DepartmentPageFactory(title="Harbour", slug="harbour")
    own_list = EventIndexPageFactory(parent=department)
    EventPageFactory(parent=events, title="names it", department=department)
    EventPageFactory(parent=own_list, title="stands in it")
    EventPageFactory(parent=events, title="is over", department=department, over=True)
    EventPageFactory(parent=events, title="is another's")
    EventPageFactory(parent=events, title="is a draft", department=department, live=False)
    restrict(
        EventPageFactory(parent=events, title="is closed", department=department),
        Group.objects.create(name="Insiders"),
    )
    page = staff_client.get("/harbour/").content.decode()
    panel = page.partition(">Events</h2>")[2].partition("</section>")[0]
    found = re.findall(r'directory__link" href="[^"]+">([^<]+)<', panel)
    assert sorted(found) == ["names it", "stands in it"]


def test_an_event_in_a_departments_site_is_that_departments(events: Page) -> None:
    department = DepartmentPageFactory()
    event = EventPageFactory(parent=EventIndexPageFactory(parent=department))
    assert event.department == department


def test_the_home_page_is_given_what_is_next(events: Page, staff: User) -> None:
    request = RequestFactory().get("/")
    request.user = staff
    for days in (9, 3, 5, 7):
        day = timezone.localdate() + timedelta(days=days)
        EventPageFactory(parent=events, title=str(days), starts_on=day)
    EventPageFactory(parent=events, title="over", over=True)
    EventPageFactory(parent=events, title="draft", live=False)
    closed = DepartmentPageFactory()
    restrict(closed, Group.objects.create(name="Insiders"))
    EventPageFactory(
        parent=events,
        title="now",
        starts_on=timezone.localdate(),
        ends_time=None,
        department=closed,
    )
    found = upcoming_for(request, 3)
    assert [event.title for event in found] == ["now", "3", "5"]
    assert found[0].department is None


def test_an_event_is_found_by_search_as_an_event(events: Page, staff_client: Client) -> None:
    EventPageFactory(parent=events, title="Regatta rehearsal", place="Old Customs House")
    answer = staff_client.get("/search/?q=rehearsal&kind=event").content.decode()
    assert "Regatta" in answer
    assert "Event" in answer
