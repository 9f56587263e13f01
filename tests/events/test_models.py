"""What an event may be, and what it says of itself."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page

from events.models import EventPage, Hour
from tests.factories.events import EventIndexPageFactory, EventPageFactory
from tests.factories.pages import NewsIndexPageFactory
from tests.factories.people import LocationFactory

pytestmark = pytest.mark.django_db


def mistakes(**fields: Any) -> dict[str, list[str]]:
    """What is said of an event that cannot be."""
    with pytest.raises(ValidationError) as caught:
        EventPageFactory(**fields)
    return caught.value.message_dict


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"ends_time": time(9)}, "ends_time", "It ends before it starts. Choose a later time"),
        ({"ends_time": time(10)}, "ends_time", "It ends as it starts."),
        (
            {"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1)},
            "ends_on",
            "It ends before it starts. Choose a later day",
        ),
        (
            {"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1), "all_day": True},
            "ends_on",
            "It ends before it starts. Choose a later day",
        ),
        ({"starts_time": None, "ends_time": None}, "starts_time", "or tick “All day”"),
        (
            {"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 3), "ends_time": None},
            "ends_time",
            "Give the time at which it ends on its last day",
        ),
        ({"place": " "}, "place", "give a place, choose a location, or give a link"),
        ({"online_link": "http://meet.example/"}, "online_link", "beginning with https://"),
        ({"online_link": "javascript:alert(1)"}, "online_link", "beginning with https://"),
        ({"booking_link": "http://book.example/"}, "booking_link", "beginning with https://"),
        ({"time_zone": "Mars/Phobos"}, "time_zone", "is not a valid choice"),
        ({"time_zone": "../../etc/passwd"}, "time_zone", "is not a valid choice"),
        ({"starts_on": date(1, 1, 1)}, "starts_on", "Choose a later year."),
        ({"starts_on": date(9999, 12, 31)}, "starts_on", "Choose an earlier year."),
        (
            {"starts_on": date(2026, 3, 29), "starts_time": time(1, 30), "ends_time": time(4)},
            "starts_time",
            "The clocks in London go forward on 29 March 2026, and 01:30 does not exist. Choose 02:00 or later",
        ),
        (
            {"starts_on": date(2026, 3, 29), "starts_time": time(0, 30), "ends_time": time(1)},
            "ends_time",
            "01:00 does not exist. Choose 02:00",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_way_out(
    fields: dict[str, Any], field: str, said: str
) -> None:
    found = mistakes(**fields)
    assert list(found) == [field]
    assert said in " ".join(found[field])


@pytest.mark.parametrize(
    "fields",
    [
        {"place": "", "online_link": "https://meet.example/quay"},
        {"ends_time": None},
        {"all_day": True},
        {"all_day": True, "starts_time": None, "ends_time": None, "ends_on": date(2090, 1, 1)},
        {"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 3), "ends_time": time(1)},
    ],
)
def test_what_can_be_is_taken(fields: dict[str, Any]) -> None:
    assert EventPageFactory(**fields).pk


def test_one_of_our_locations_is_a_place() -> None:
    event = EventPageFactory(place="", location=LocationFactory())
    assert event.place == ""


@pytest.mark.parametrize(
    ("day", "clock", "zone", "hour", "instant"),
    [
        # Before, in and after summer time in London.
        (date(2026, 3, 28), time(10), "Europe/London", Hour.FIRST, datetime(2026, 3, 28, 10)),
        (date(2026, 3, 29), time(10), "Europe/London", Hour.FIRST, datetime(2026, 3, 29, 9)),
        (date(2026, 10, 24), time(10), "Europe/London", Hour.FIRST, datetime(2026, 10, 24, 9)),
        (date(2026, 10, 25), time(10), "Europe/London", Hour.FIRST, datetime(2026, 10, 25, 10)),
        # The hour that comes twice.
        (date(2026, 10, 25), time(1, 30), "Europe/London", Hour.FIRST, datetime(2026, 10, 25, 0, 30)),
        (date(2026, 10, 25), time(1, 30), "Europe/London", Hour.SECOND, datetime(2026, 10, 25, 1, 30)),
        # New York changes its clocks two weeks before London, and a week after it.
        (date(2026, 3, 7), time(10), "America/New_York", Hour.FIRST, datetime(2026, 3, 7, 15)),
        (date(2026, 3, 20), time(10), "America/New_York", Hour.FIRST, datetime(2026, 3, 20, 14)),
        (date(2026, 10, 28), time(10), "America/New_York", Hour.FIRST, datetime(2026, 10, 28, 14)),
        (date(2026, 11, 2), time(10), "America/New_York", Hour.FIRST, datetime(2026, 11, 2, 15)),
        (date(2026, 7, 1), time(10), "Asia/Kathmandu", Hour.FIRST, datetime(2026, 7, 1, 4, 15)),
    ],
)  # fmt: skip
def test_an_event_begins_when_clocks_in_its_zone_say_so(
    day: date, clock: time, zone: str, hour: Hour, instant: datetime
) -> None:
    made = EventPageFactory(
        starts_on=day, starts_time=clock, ends_time=None, time_zone=zone, hour=hour
    )
    event = EventPage.objects.get(pk=made.pk)
    assert event.starts_at == instant.replace(tzinfo=UTC)
    assert (event.starts_on, event.starts_time) == (day, clock)


def test_an_event_may_go_on_through_the_hour_that_comes_twice() -> None:
    event = EventPageFactory(
        starts_on=date(2026, 10, 25), starts_time=time(1, 50), ends_time=time(1, 20)
    )
    assert (event.ends_at - event.starts_at).total_seconds() == 30 * 60


def test_whole_days_end_when_the_last_is_over() -> None:
    event = EventPageFactory(
        whole_days=True,
        starts_on=date(2026, 3, 28),
        ends_on=date(2026, 3, 29),
        time_zone="Europe/London",
    )
    assert event.starts_at == datetime(2026, 3, 28, tzinfo=UTC)
    assert event.ends_at == datetime(2026, 3, 29, 23, tzinfo=UTC)  # midnight in summer time
    assert event.last_on == date(2026, 3, 29)


def test_an_event_that_ends_at_midnight_does_not_reach_the_next_day() -> None:
    event = EventPageFactory(
        starts_on=date(2026, 5, 31), ends_on=date(2026, 6, 1), ends_time=time()
    )
    assert event.last_on == date(2026, 5, 31)


def test_an_event_with_an_open_end_is_over_when_its_day_is() -> None:
    event = EventPageFactory(starts_on=date(2026, 5, 31), ends_time=None)
    assert event.end_is_open
    assert event.ends_at == datetime(2026, 5, 31, 23, tzinfo=UTC)


def test_calendars_are_told_only_of_what_concerns_them() -> None:
    event = EventPageFactory()
    sequences = [event.sequence]
    for change in (
        {"title": "Another name"},
        {"starts_time": time(9, 30)},
        {"place": "The pier"},
        {"cancelled": True},
        {"summary": "In other words."},
    ):
        for name, value in change.items():
            setattr(event, name, value)
        event.save_revision().publish()
        event = EventPage.objects.get(pk=event.pk)
        sequences.append(event.sequence)
    assert sequences == [0, 0, 1, 2, 3, 3]


def shown(client: Client, event: EventPage) -> str:
    answer = client.get(event.url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_an_event_in_summer_time_is_printed_in_summer_time(
    home: Page, staff_client: Client
) -> None:
    page = shown(staff_client, EventPageFactory(starts_on=date(2026, 7, 1), starts_time=time(10)))
    assert '<time datetime="2026-07-01T10:00+01:00">Wednesday 1 July 2026, 10:00</time>' in page
    assert '<time datetime="2026-07-01T11:00+01:00">11:00</time>' in page
    assert "London time" not in page


def test_an_event_elsewhere_is_printed_in_both_zones(home: Page, staff_client: Client) -> None:
    event = EventPageFactory(
        starts_on=date(2026, 3, 20),
        starts_time=time(21),
        ends_time=time(22),
        time_zone="America/New_York",
    )
    page = shown(staff_client, event)
    assert '<time datetime="2026-03-20T21:00-04:00">Friday 20 March 2026, 21:00</time>' in page
    assert "New York time" in page
    assert '<time datetime="2026-03-21T01:00+00:00">Saturday 21 March 2026, 01:00</time>' in page
    assert "London time" in page


def test_the_hour_that_comes_twice_is_named(home: Page, staff_client: Client) -> None:
    night = {"starts_on": date(2026, 10, 25), "starts_time": time(1, 30), "ends_time": time(3)}
    lists = EventIndexPageFactory()
    assert "01:30 BST" in shown(staff_client, EventPageFactory(parent=lists, **night))
    second = EventPageFactory(parent=lists, hour=Hour.SECOND, **night)
    assert "01:30 GMT" in shown(staff_client, second)


def test_a_cancelled_event_says_so_and_why(home: Page, staff_client: Client) -> None:
    event = EventPageFactory(
        cancelled=True,
        cancelled_note="The pier is <b>closed</b>.",
        online_link="https://meet.example/",
    )
    page = shown(staff_client, event)
    assert "Cancelled" in page
    assert "The pier is &lt;b&gt;closed&lt;/b&gt;." in page
    assert "https://meet.example/" not in page


def test_a_new_event_can_be_looked_at_before_it_is_saved(home: Page) -> None:
    event = EventPage(
        title="Tea", slug="tea", starts_on=date(2026, 7, 1), starts_time=time(15), place="The quay"
    )
    EventIndexPageFactory()
    event.depth, event.path = 4, ""
    event.settle()
    page = event.make_preview_request().content.decode()
    assert "Wednesday 1 July 2026, 15:00" in page
    assert "Put it in my calendar" not in page


def test_a_draft_shows_its_own_day_and_the_page_the_published_one(
    home: Page, admin_client: Client
) -> None:
    event = EventPageFactory(starts_on=date(2026, 7, 1))
    event.starts_on = date(2026, 8, 1)
    event.save_revision()
    assert "1 July 2026" in shown(admin_client, event)
    draft = admin_client.get(f"/admin/pages/{event.pk}/view_draft/").content.decode()
    assert "1 August 2026" in draft


@pytest.mark.parametrize("address", ["/events/", "/feeds/", "/events/quay/", "/news/"])
def test_pages_of_events_are_valid_html(
    address: str, home: Page, admin_client: Client, html_errors: Any
) -> None:
    lists = EventIndexPageFactory(slug="events")
    NewsIndexPageFactory(slug="news")
    EventPageFactory(
        parent=lists,
        slug="quay",
        time_zone="Asia/Tokyo",
        location=LocationFactory(address="1 Quay\nWexmouth"),
        cancelled=True,
        booking_link="https://book.example/?a=1&b=2",
    )
    page = admin_client.post("/feeds/renew/", follow=True) if address == "/feeds/" else None
    page = page or admin_client.get(address)
    assert page.status_code == 200
    assert html_errors(page.content.decode()) == []
