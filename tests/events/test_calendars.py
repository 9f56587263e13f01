"""Events in calendars: files and feeds that any calendar program reads the same."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from accounts import feed_keys
from accounts.models import User
from events import calendars, clock
from events.models import EventPage, Hour
from events.times import Entered
from tests.factories.events import EventIndexPageFactory, EventPageFactory
from tests.factories.pages import restrict

pytestmark = pytest.mark.django_db

HOSTILE = "Tea; cake, \\n & <b>\u202e\x07 games\r\nATTENDEE:mailto:x@example.org"


def parsed(content: bytes) -> list[Any]:
    """The events of a calendar as a program reads them."""
    return list(Calendar.from_ical(content).walk("VEVENT"))


def entry(client: Client, event: EventPage) -> Any:
    answer = client.get(f"/events/{event.pk}.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return parsed(answer.content)[0]


def test_a_file_says_when_and_where(staff_client: Client) -> None:
    event = EventPageFactory(
        title="Harbour day",
        starts_on=date(2026, 7, 1),
        starts_time=time(10),
        ends_time=time(12, 30),
        booking_link="https://book.example/1",
    )
    read = entry(staff_client, event)
    assert read["summary"] == "Harbour day"
    assert read["dtstart"].dt == datetime(2026, 7, 1, 9, tzinfo=UTC)
    assert read["dtend"].dt == datetime(2026, 7, 1, 11, 30, tzinfo=UTC)
    assert read["location"] == "The quay"
    assert read["status"] == "CONFIRMED"
    assert "https://book.example/1" in read["description"]
    assert read["url"].endswith(event.get_url())


def test_a_file_is_named_after_its_event(staff_client: Client) -> None:
    answer = staff_client.get(f"/events/{EventPageFactory(title='Tea & “cake”').pk}.ics")
    assert answer["Content-Disposition"] == 'attachment; filename="tea-cake.ics"'


def test_whole_days_end_before_a_day_that_they_do_not_take(staff_client: Client) -> None:
    event = EventPageFactory(
        whole_days=True, starts_on=date(2026, 3, 28), ends_on=date(2026, 3, 30)
    )
    read = entry(staff_client, event)
    assert (read["dtstart"].dt, read["dtend"].dt) == (date(2026, 3, 28), date(2026, 3, 31))


def test_an_open_end_stays_open(staff_client: Client) -> None:
    assert "dtend" not in entry(staff_client, EventPageFactory(ends_time=None))


def test_a_cancelled_event_says_so(staff_client: Client) -> None:
    event = EventPageFactory(
        title="Tea", cancelled=True, cancelled_note="No tea left.", online_link="https://m.example/"
    )
    read = entry(staff_client, event)
    assert read["status"] == "CANCELLED"
    assert read["summary"] == "Cancelled: Tea"
    assert "No tea left." in read["description"]
    assert "https://m.example/" not in read["description"]


def test_an_event_stays_itself_through_every_change(staff_client: Client) -> None:
    event = EventPageFactory()
    first = entry(staff_client, event)
    event.starts_time = time(9)
    event.title, event.slug = "Another name", "another-name"
    event.save_revision().publish()
    second = entry(staff_client, event)
    assert first["uid"] == second["uid"]
    assert (first["sequence"], second["sequence"]) == (0, 1)
    assert second["last-modified"].dt == EventPage.objects.get().last_published_at.replace(
        microsecond=0
    )


def test_a_copy_is_another_event(staff_client: Client) -> None:
    event = EventPageFactory()
    copy = event.copy(update_attrs={"slug": "copy"})
    assert entry(staff_client, event)["uid"] != entry(staff_client, copy)["uid"]


def test_hostile_words_stay_words(staff_client: Client) -> None:
    event = EventPageFactory(title=HOSTILE, summary=HOSTILE * 20, place="B; 2, \\x")
    content = staff_client.get(f"/events/{event.pk}.ics").content
    read = parsed(content)[0]
    assert read["summary"] == "Tea; cake, \\n & <b> games ATTENDEE:mailto:x@example.org"
    assert read["location"] == "B; 2, \\x"
    assert "attendee" not in read
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(control in content for control in (b"\x07", "\u202e".encode()))


def test_an_event_elsewhere_says_what_clocks_show_there(staff_client: Client) -> None:
    event = EventPageFactory(
        starts_on=date(2026, 3, 20),
        starts_time=time(9),
        ends_time=time(10),
        time_zone="America/New_York",
    )
    read = entry(staff_client, event)
    assert read["dtstart"].dt == datetime(2026, 3, 20, 13, tzinfo=UTC)
    assert (
        "Times are those of New York: Friday 20 March 2026, 09:00 to 10:00." in read["description"]
    )


def test_a_file_is_for_who_may_read_the_event(staff_client: Client) -> None:
    event, draft = EventPageFactory(), EventPageFactory(live=False)
    over = EventPageFactory(expire_at=timezone.now() - timedelta(minutes=1))
    restrict(event, Group.objects.create(name="Insiders"))
    for page in (event, draft, over):
        assert staff_client.get(f"/events/{page.pk}.ics").status_code == 404
    for number in ("0", "99999999999999999999", "9" * 5000):
        assert staff_client.get(f"/events/{number}.ics").status_code == 404


def test_a_file_is_not_for_strangers() -> None:
    assert Client().get(f"/events/{EventPageFactory().pk}.ics").status_code == 302


def feed(user: User) -> set[str]:
    """What a calendar that subscribes is given: the names of the events."""
    content = Client().get(f"/feeds/{feed_keys.renew(user)}/events/site.ics").content
    return {str(read["summary"]) for read in parsed(content)}


def test_a_feed_lists_nothing_unpublished_expired_or_closed(staff: User) -> None:
    lists = EventIndexPageFactory()
    EventPageFactory(parent=lists, title="open")
    EventPageFactory(parent=lists, title="draft", live=False)
    EventPageFactory(parent=lists, title="to come", live=False, go_live_at=timezone.now())
    EventPageFactory(parent=lists, title="expired", expire_at=timezone.now())
    closed = EventPageFactory(parent=lists, title="closed")
    restrict(closed, Group.objects.create(name="Insiders"))
    gone = EventPageFactory(parent=lists, title="gone")
    gone.unpublish()
    assert feed(staff) == {"open"}


def test_a_draft_of_a_published_event_is_not_given_away(staff: User) -> None:
    event = EventPageFactory(title="as published")
    event.title = "as drafted"
    event.save_revision()
    assert feed(staff) == {"as published"}


def test_a_feed_keeps_what_was_on_lately_and_no_more(staff: User) -> None:
    today = timezone.localdate()
    for days in (-400, -91, -89, -1, 0, 400):
        EventPageFactory(title=str(days), whole_days=True, starts_on=today + timedelta(days=days))
    assert feed(staff) == {"-89", "-1", "0", "400"}


def test_a_cancelled_event_stays_in_the_feed(staff: User) -> None:
    EventPageFactory(title="Tea", cancelled=True)
    assert feed(staff) == {"Cancelled: Tea"}


ZONES = st.sampled_from(
    ["Europe/London", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]
)  # fmt: skip
MOMENTS = st.datetimes(datetime(1995, 1, 1), datetime(2037, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
#: Where clocks change, which chance alone would seldom hit.
CHANGES = st.sampled_from(
    [
        datetime(2026, 3, 29, 1),
        datetime(2026, 10, 25, 1),
        datetime(2026, 3, 8, 7),
        datetime(2026, 11, 1, 6),
        datetime(2026, 4, 4, 15),
        datetime(2026, 10, 3, 15, 30),
        datetime(2026, 4, 23, 22),
        datetime(2026, 10, 29, 21),
    ]
)
NEAR_CHANGES = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes), CHANGES, st.integers(-180, 180)
)
INSTANTS = st.one_of(MOMENTS, NEAR_CHANGES).map(lambda moment: moment.replace(tzinfo=UTC))


@given(instant=INSTANTS, zone=ZONES)
def test_an_instant_comes_back_from_the_wall(instant: datetime, zone: str) -> None:
    there = clock.on_the_wall(instant, zone)
    wall = there.replace(tzinfo=None, fold=0)
    assert not clock.is_left_out(wall, zone)
    assert clock.instant(wall, zone, second=there.fold == 1) == instant
    assert clock.comes_twice(wall, zone) == (
        clock.instant(wall, zone) != clock.instant(wall, zone, second=True)
    )


@given(wall=st.one_of(MOMENTS, NEAR_CHANGES), zone=ZONES, second=st.booleans())
def test_a_time_on_the_wall_comes_back_or_is_left_out(
    wall: datetime, zone: str, second: bool
) -> None:
    back = clock.on_the_wall(clock.instant(wall, zone, second=second), zone).replace(tzinfo=None)
    if clock.is_left_out(wall, zone):
        after = clock.after_the_gap(wall, zone)
        assert after > wall
        assert not clock.is_left_out(after, zone)
        assert clock.is_left_out(after - timedelta(minutes=1), zone)
    else:
        assert back.replace(fold=0) == wall


@given(instant=INSTANTS, zone=ZONES, minutes=st.integers(1, 4000), open_end=st.booleans())
def test_an_event_comes_back_from_a_calendar(
    instant: datetime, zone: str, minutes: int, open_end: bool
) -> None:
    starts, ends = (
        clock.on_the_wall(moment, zone)
        for moment in (instant, instant + timedelta(minutes=minutes))
    )
    event = EventPage(
        title="Tea",
        starts_on=starts.date(),
        starts_time=starts.time().replace(fold=0),
        ends_on=None if open_end else ends.date(),
        ends_time=None if open_end else ends.time().replace(fold=0),
        time_zone=zone,
        hour=Hour.SECOND if starts.fold else Hour.FIRST,
    )
    event.settle()
    read = parsed(calendars.drawn("Tea", [event], lambda page: "https://site.example/tea/"))[0]
    assert read["dtstart"].dt == instant
    if open_end:
        assert "dtend" not in read
        return
    ended = read["dtend"].dt
    wall = ended.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    assert wall == ends.replace(tzinfo=None, fold=0)
    assert ended > instant


@given(first=st.dates(date(1995, 1, 1), date(2037, 1, 1)), days=st.integers(0, 100), zone=ZONES)
def test_whole_days_come_back_from_a_calendar(first: date, days: int, zone: str) -> None:
    last = first + timedelta(days=days)
    event = EventPage(title="Tea", starts_on=first, ends_on=last, all_day=True, time_zone=zone)
    event.settle()
    read = parsed(calendars.drawn("Tea", [event], lambda page: "https://site.example/tea/"))[0]
    assert (read["dtstart"].dt, read["dtend"].dt) == (first, last + timedelta(days=1))


@given(
    starts=st.one_of(MOMENTS, NEAR_CHANGES),
    minutes=st.integers(1, 100_000),
    zone=ZONES,
    second=st.booleans(),
)
def test_whatever_is_entered_the_first_day_is_not_after_the_last(
    starts: datetime, minutes: int, zone: str, second: bool
) -> None:
    ends = starts + timedelta(minutes=minutes)
    entered = Entered(
        starts.date(), starts.time(), ends.date(), ends.time(), False, zone, second
    )  # fmt: skip
    assert entered.starts_on <= entered.last_on <= ends.date()


@pytest.mark.parametrize("groups", [(), ("A",), ("B",), ("A", "B")])
def test_a_feed_is_what_its_person_may_read(groups: tuple[str, ...], staff: User) -> None:
    named = {name: Group.objects.create(name=name) for name in ("A", "B")}
    open_list, closed_list = EventIndexPageFactory(), EventIndexPageFactory()
    restrict(closed_list, named["A"])
    for parent, restricted in (
        (open_list, ()),
        (open_list, ("A",)),
        (closed_list, ()),
        (closed_list, ("B",)),
    ):
        event = EventPageFactory(parent=parent)
        if restricted:
            restrict(event, *(named[name] for name in restricted))
    staff.groups.set(named[name] for name in groups)
    staff = User.objects.get(pk=staff.pk)
    readable = EventPage.objects.readable_by(staff)
    assert feed(staff) == set(readable.values_list("title", flat=True))
    assert len(feed(staff)) == {(): 1, ("A",): 3, ("B",): 1, ("A", "B"): 4}[groups]
