"""The news desk's calendar."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page

from core import registry
from core.registry import DeskDate
from news.desk.months import Month, beginning
from news.models import Alert, NewsPage
from tests.factories.events import EventIndexPageFactory, EventPageFactory
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
from tests.factories.roles import Company, company
from tests.news.desk_worlds import draft, scheduled

pytestmark = pytest.mark.django_db

CALENDAR = "/admin/news/calendar/"
NOW = datetime(2026, 10, 14, 9, 0, tzinfo=UTC)


@pytest.fixture
def firm(home: Page) -> Company:
    """Two departments, a news list, and a person in each role."""
    return company()


def days(client: Client, query: str = "") -> dict[str, list[str]]:
    """What the table says of each day on which something happens."""
    soup = BeautifulSoup(client.get(f"{CALENDAR}?{query}").content, "html.parser")
    found = {}
    for cell in soup.select(".news-desk__month td"):
        things = [" ".join(li.get_text(" ").split()) for li in cell.select("li")]
        if things:
            found[cell.time["datetime"]] = things
    return found


def test_stories_stand_on_the_days_on_which_they_come_and_go(firm: Company) -> None:
    with time_machine.travel(NOW, tick=False):
        NewsPageFactory(parent=firm.news, title="Out", publication_date=date(2026, 10, 5))
        scheduled(firm.news, "To come", datetime(2026, 10, 20, 8, 30, tzinfo=UTC))
        NewsPageFactory(
            parent=firm.news,
            title="Going",
            publication_date=date(2026, 9, 1),
            expire_at=datetime(2026, 10, 30, 17, 0, tzinfo=UTC),
        )
        planned = draft(firm.news, "Hoped for")
        planned.go_live_at = datetime(2026, 10, 27, 12, 0, tzinfo=UTC)
        planned.save_revision()
        draft(firm.news, "Some time")
        client = firm.client("comms")
        assert days(client) == {
            "2026-10-05": ["Published Out"],
            "2026-10-20": ["09:30 Goes live To come"],
            "2026-10-27": ["12:00 Planned Hoped for"],
            "2026-10-30": ["17:00 Expires Going"],
        }
        # The list for narrow screens says the same of the month's own days.
        soup = BeautifulSoup(client.get(CALENDAR).content, "html.parser")
        listed = soup.select(".news-desk__days time")
        assert [each["datetime"] for each in listed] == list(days(client))
        assert client.get(CALENDAR).context["month"] == Month(2026, 10)


@pytest.mark.parametrize(
    ("at", "day", "clock"),
    [
        # The night in which the clocks go back: 00:30 comes before it, 01:30 comes twice.
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "2026-10-25", "00:30"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25", "01:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25", "01:30"),
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), "2026-10-25", "23:59"),
        # In summer a day begins at 23:00 UTC, and with it a month.
        (datetime(2026, 10, 31, 23, 30, tzinfo=UTC), "2026-10-31", "23:30"),
        (datetime(2027, 3, 31, 22, 59, tzinfo=UTC), "2027-03-31", "23:59"),
        (datetime(2027, 3, 31, 23, 0, tzinfo=UTC), "2027-04-01", "00:00"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "2027-03-28", "02:00"),
    ],
)
def test_a_day_is_a_day_here_whatever_the_clocks_do(
    at: datetime, day: str, clock: str, firm: Company
) -> None:
    with time_machine.travel(NOW, tick=False):
        scheduled(firm.news, "To come", at)
        draft(firm.news, "Hoped for")
        hoped = NewsPage.objects.get(title="Hoped for")
        hoped.go_live_at = at
        hoped.save_revision()
        client = firm.client("comms")
        wanted = {day: [f"{clock} Planned Hoped for", f"{clock} Goes live To come"]}
        assert days(client, f"month={day[:7]}") == wanted


def test_days_of_23_and_of_25_hours_begin_at_midnight() -> None:
    for day, hours in ((date(2027, 3, 28), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)):
        length = beginning(day + timedelta(days=1)).astimezone(UTC) - beginning(day).astimezone(UTC)
        assert length == timedelta(hours=hours)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu"])
def test_another_sites_clock_counts_its_own_days(zone: str, firm: Company, settings: Any) -> None:
    settings.TIME_ZONE = zone
    with time_machine.travel(NOW, tick=False):
        at = datetime(2026, 11, 30, 23, 45, tzinfo=ZoneInfo(zone))
        scheduled(firm.news, "To come", at)
        client = firm.client("comms")
        assert days(client, "month=2026-11") == {"2026-11-30": ["23:45 Goes live To come"]}
        assert zone in client.get(CALENDAR).content.decode()


@pytest.mark.parametrize(
    "month",
    ["", "2026", "2026-13", "2026-00", "0000-01", "9999-12", "abcd-ef", "2026-1", "٢٠٢٦-٠١", "-2026-1", "2026-11-01"],
)  # fmt: skip
def test_a_month_that_is_none_is_this_one(month: str, firm: Company) -> None:
    with time_machine.travel(NOW, tick=False):
        answer = firm.client("comms").get(f"{CALENDAR}?month={month}")
        assert answer.status_code == 200
        assert answer.context["month"] == Month(2026, 10)


def test_months_lead_to_their_neighbours_and_back_to_this_one(firm: Company) -> None:
    with time_machine.travel(NOW, tick=False):
        client = firm.client("comms")
        answer = client.get(f"{CALENDAR}?month=2026-12&q=pay")
        soup = BeautifulSoup(answer.content, "html.parser")
        ways = {a.get_text(): a["href"] for a in soup.select("nav[aria-label=Months] a")}
        assert ways == {
            "November 2026": "?month=2026-11&q=pay",
            "This month": "?month=2026-10&q=pay",
            "January 2027": "?month=2027-01&q=pay",
        }
    assert Month(2026, 1).before == Month(2025, 12)
    assert Month(1990, 1).before is None
    assert Month(2190, 12).after is None


def test_every_month_has_whole_weeks_with_each_of_its_days_once() -> None:
    month = Month(1990, 1)
    while month.after:
        shown = [day for week in month.weeks for day in week]
        assert len(set(shown)) == len(shown)
        assert all(len(week) == 7 for week in month.weeks)
        assert month.has(shown[7])
        month = month.after


def test_others_things_stand_on_each_of_their_days(
    firm: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def fair(user: Any, first: date, last: date) -> list[DeskDate]:
        asked.append((user, first, last))
        return [DeskDate("Event", "Fair", date(2026, 9, 20), date(2026, 12, 2), "/admin/x/")]

    slot = registry.Slot[Any]("desk dates")
    slot.add("fair", fair)
    monkeypatch.setattr(registry, "desk_dates", slot)
    client = firm.client("comms")
    for month, number in (("2026-09", 15), ("2026-10", 35), ("2026-11", 38), ("2027-01", 0)):
        found = days(client, f"month={month}")
        assert len(found) == number
        assert all("Fair" in things[0] for things in found.values())
    assert asked[1] == (firm.people["comms"], date(2026, 9, 28), date(2026, 11, 1))


def test_alerts_and_events_stand_on_their_days_for_those_who_keep_them(firm: Company) -> None:
    Alert.objects.create(
        title="Lifts",
        starts_at=datetime(2026, 10, 24, 6, 0, tzinfo=UTC),
        ends_at=datetime(2026, 10, 26, 0, 0, tzinfo=UTC),  # as that day begins here
    )
    events = EventIndexPageFactory()
    EventPageFactory(
        parent=events, title="Fair", starts_on=date(2026, 10, 30), ends_on=date(2026, 11, 2)
    )
    with time_machine.travel(NOW, tick=False):
        found = days(firm.client("superuser"))
        assert [day for day in found if "Alert" in found[day][0]] == ["2026-10-24", "2026-10-25"]
        assert [day for day in found if "Event" in found[day][0]] == [
            "2026-10-30", "2026-10-31", "2026-11-01",
        ]  # fmt: skip
        assert "Fair" not in str(days(firm.client("comms")))
        assert "Lifts" in str(days(firm.client("comms")))
        NewsIndexPageFactory(parent=firm.own.page)
        assert days(firm.client("department editor")) == {}


def test_an_editor_is_shown_no_other_departments_plans(firm: Company) -> None:
    NewsIndexPageFactory(parent=firm.own.page)
    others = NewsIndexPageFactory(parent=firm.other.page)
    with time_machine.travel(NOW, tick=False):
        scheduled(others, "Their secret", datetime(2026, 10, 20, 8, 30, tzinfo=UTC))
        html = firm.client("department editor").get(CALENDAR).content.decode()
        assert "Their secret" not in html
        assert days(firm.client("superuser"))


def test_a_full_day_unfolds_and_the_queries_do_not_grow(
    firm: Company, django_assert_max_num_queries: Any
) -> None:
    client = firm.client("comms")
    with time_machine.travel(NOW, tick=False):
        NewsPageFactory(parent=firm.news, publication_date=date(2026, 10, 5), title="S")
        client.get(CALENDAR)
        with django_assert_max_num_queries(20) as few:
            client.get(CALENDAR)
        for n in range(30):
            NewsPageFactory(parent=firm.news, publication_date=date(2026, 10, 5), title=f"S{n}")
        client.get(CALENDAR)  # the tree has changed
        with django_assert_max_num_queries(20) as many:
            answer = client.get(CALENDAR)
    assert len(few) == len(many)
    soup = BeautifulSoup(answer.content, "html.parser")
    assert "27 more" in soup.select_one(".news-desk__month summary").get_text()


def test_the_calendars_table_names_its_columns_and_today(firm: Company) -> None:
    with time_machine.travel(NOW, tick=False):
        soup = BeautifulSoup(firm.client("comms").get(CALENDAR).content, "html.parser")
    heads = [th.get_text() for th in soup.select(".news-desk__month thead th[scope=col]")]
    assert heads[0] == "Monday"
    assert len(heads) == 7
    today = soup.select(".news-desk__month td[aria-current=date] time")
    assert [each["datetime"] for each in today] == ["2026-10-14"]
