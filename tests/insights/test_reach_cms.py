"""What the CMS tells of reach, and to whom."""

import csv
import re
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission

from accounts.models import User
from core import registry
from departments.models import DepartmentPage
from insights.models import Reach, SearchLog, TimeReach
from insights.reach.figures import in_words, median
from insights.reach.plots import days_plot
from insights.reach.settling import settle
from insights.services import note_click, note_search
from news.models import NewsIndexPage, NewsPage
from tests.conftest import HtmlErrors
from tests.factories.accounts import UserFactory
from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    restrict,
)
from tests.factories.reach import read, readers, team_of

pytestmark = pytest.mark.django_db


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def member(*rights: str, edits: Any = None) -> User:
    """Somebody in a group of their own that enters the admin."""
    user = UserFactory()
    group = Group.objects.create(name=f"Group of {user.username}")
    for codename in ("access_admin", *rights):
        group.permissions.add(Permission.objects.get(codename=codename))
    if edits is not None:
        right = Permission.objects.get(codename="change_page")
        GroupPagePermission.objects.create(group=group, page=edits, permission=right)
    user.groups.add(group)
    return user


@pytest.fixture
def news(home: Any) -> NewsIndexPage:
    return NewsIndexPageFactory(slug="news")


@pytest.fixture
def story(news: NewsIndexPage) -> NewsPage:
    return NewsPageFactory(parent=news, title="Tides turn", slug="tides")


@pytest.fixture
def comms(news: NewsIndexPage) -> Client:
    return browser(member("view_reach"))


@pytest.fixture
def harbour(home: Any) -> DepartmentPage:
    return DepartmentPageFactory(title="Harbour")


def rows(client: Client, query: str = "") -> dict[str, list[str]]:
    """The cells of the list, by title."""
    soup = BeautifulSoup(client.get(f"/admin/reach/{query}").content, "html.parser")
    found = {}
    for row in soup.select(".corridor-reach__table tbody tr"):
        head, *cells = [" ".join(cell.get_text().split()) for cell in row.select("th, td")]
        found[head] = cells
    return found


def tell(story: NewsPage, department: int, readers: int, reads: int = 0, ago: int = 0) -> None:
    day = timezone.localdate() - timedelta(days=ago)
    Reach.objects.create(
        page=story, day=day, department=department, readers=readers, reads=reads or readers
    )


def test_the_list_has_each_story_with_its_figures(
    comms: Client, story: NewsPage, news: NewsIndexPage, harbour: DepartmentPage
) -> None:
    NewsPageFactory(parent=news, title="Not read")
    ContentPageFactory(title="No story")
    NewsPageFactory(parent=news, title="Draft", live=False, first_published_at=None)
    read(story, *readers(6, team_of(harbour)), *readers(3))
    settle()
    found = rows(comms)
    assert set(found) == {"Tides turn", "Not read"}
    assert found["Tides turn"][1:3] == ["6", "6"]
    assert found["Not read"][1:] == ["Fewer than 5", "Fewer than 5", "–", "–"]


def test_the_list_is_of_a_period_and_of_a_departments_readers(
    comms: Client, story: NewsPage, harbour: DepartmentPage
) -> None:
    tell(story, harbour.pk, 10, 12)
    tell(story, 0, 7, ago=6)
    tell(story, 0, 20, ago=29)
    tell(story, 0, 100, ago=89)
    tell(story, 0, 500, ago=90)
    assert rows(comms, "?days=7")["Tides turn"][1:3] == ["19", "17"]
    assert rows(comms)["Tides turn"][1:3] == ["39", "37"]
    assert rows(comms, "?days=90")["Tides turn"][1:3] == ["139", "137"]
    assert rows(comms, f"?department={harbour.pk}")["Tides turn"][1:] == ["12", "10"]


@pytest.mark.parametrize(
    ("order", "first"), [("-reads", "B"), ("reads", "A"), ("title", "A"), ("-title", "B")]
)
def test_the_list_is_ordered_by_its_columns(
    comms: Client, news: NewsIndexPage, order: str, first: str
) -> None:
    tell(NewsPageFactory(parent=news, title="A"), 0, 5)
    tell(NewsPageFactory(parent=news, title="B"), 0, 9)
    assert next(iter(rows(comms, f"?order={order}"))) == first
    soup = BeautifulSoup(comms.get(f"/admin/reach/?order={order}").content, "html.parser")
    (head,) = soup.select("th[aria-sort]")
    assert head["aria-sort"] == ("descending" if order.startswith("-") else "ascending")


@pytest.mark.parametrize(
    "query",
    ["?days=abc", "?days=31", "?department=abc", "?department=-", "?department=999999999999",
     "?department=%D9%A3", "?order=password", "?order=--reads", "?p=abc", "?p=99", "?export=exe", "?department=--1"],
)  # fmt: skip
def test_what_the_list_does_not_know_is_left_out(
    comms: Client, story: NewsPage, query: str
) -> None:
    assert set(rows(comms, query)) == {"Tides turn"}
    assert comms.get(f"/admin/reach/{story.pk}/{query}").status_code == 200


def test_an_editor_is_told_of_their_own_stories_alone(home: Any, story: NewsPage) -> None:
    own_list = NewsIndexPageFactory(slug="own")
    own = NewsPageFactory(parent=own_list, title="Own")
    client = browser(member(edits=own_list))
    assert set(rows(client)) == {"Own"}
    assert client.get(f"/admin/reach/{own.pk}/").status_code == 200
    assert client.get(f"/admin/reach/{story.pk}/").status_code == 404
    assert client.get(f"/admin/reach/{story.pk}/?export=csv").status_code == 404


def test_who_sees_all_sees_no_story_that_is_closed_to_them(
    comms: Client, story: NewsPage, admin_client: Client
) -> None:
    restrict(story, Group.objects.create(name="Few"))
    assert rows(comms) == {}
    assert comms.get(f"/admin/reach/{story.pk}/").status_code == 404
    assert admin_client.get(f"/admin/reach/{story.pk}/").status_code == 200


def test_others_are_not_told(story: NewsPage, staff_client: Client) -> None:
    client = browser(member())
    assert client.get("/admin/reach/").status_code == 302
    assert client.get(f"/admin/reach/{story.pk}/").status_code == 404
    assert "/admin/reach/" not in client.get("/admin/").content.decode()
    for address in ("/admin/reach/", f"/admin/reach/{story.pk}/"):
        assert staff_client.get(address).status_code in {302, 403}


def test_a_story_in_the_bin_is_not_told_of(
    comms: Client, admin_client: Client, story: NewsPage
) -> None:
    admin_client.post(f"/admin/pages/{story.pk}/delete/")
    assert rows(comms) == {}
    assert admin_client.get(f"/admin/reach/{story.pk}/").status_code == 404


def report(client: Client, story: NewsPage, query: str = "") -> BeautifulSoup:
    answer = client.get(f"/admin/reach/{story.pk}/{query}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def lines(soup: BeautifulSoup, name: str) -> list[list[str]]:
    found = soup.select(f"table[aria-labelledby={name}] tbody tr")
    return [[" ".join(cell.get_text().split()) for cell in row.select("th, td")] for row in found]


def test_a_report_has_everything(
    comms: Client, story: NewsPage, harbour: DepartmentPage, reactions: dict[str, int]
) -> None:
    tell(story, harbour.pk, 10, 14)
    tell(story, -1, 5, 6, ago=2)
    tell(story, 0, 6, 6, ago=2)
    for bucket, number in ((15, 5), (45, 10), (300, 5)):
        TimeReach.objects.create(
            page=story, day=timezone.localdate(), bucket=bucket, readers=number
        )
    for _n in range(3):
        note_click(note_search("tide tables", 4, "", "sqlite"), 1, story.pk)
    note_click(note_search("my payslip", 4, "", "sqlite"), 1, story.pk)
    reactions["Like"] = 4
    soup = report(comms, story)
    sums = [dd.get_text() for dd in soup.select(".corridor-reach__sums dd")]
    assert sums == ["26", "21", "1 min 20 s", "4"]
    assert lines(soup, "by-department") == [
        ["Harbour", "10", "14"],
        ["No department", "6", "6"],
        ["Other departments", "5", "6"],
    ]
    assert [row[1] for row in lines(soup, "by-time")] == ["0", "5", "10", "0", "5"]
    assert lines(soup, "terms") == [["tide tables", "3"]]
    assert lines(soup, "reactions") == [["Like", "4"]]
    plot = soup.select_one("svg[role=img]")
    assert plot is not None
    assert len(plot.select("rect")) == 2
    days = [
        [cell.get_text() for cell in row.select("td")]
        for row in soup.select("details.corridor-reach__table tbody tr")
    ]
    assert days == [["12", "11"], ["14", "10"]]


@pytest.fixture
def reactions() -> Iterator[dict[str, int]]:
    """How people react to every page, as another app would say."""
    said: dict[str, int] = {}
    kept = dict(registry.reactions_to._items)
    registry.reactions_to._items.clear()
    registry.reactions_to.add("test", lambda ids: dict.fromkeys(ids, said))
    yield said
    registry.reactions_to._items.clear()
    registry.reactions_to._items.update(kept)


def test_reactions_are_those_of_the_conversation(
    comms: Client, story: NewsPage, staff_client: Client
) -> None:
    for client in (staff_client, browser(UserFactory())):
        answer = client.post(f"/talk/page/{story.pk}/react/", {"kind": "celebrate"})
        assert answer.status_code in {200, 302}
    assert lines(report(comms, story), "reactions") == [["Celebrate", "2"]]
    assert rows(comms)["Tides turn"][4] == "2"


def test_a_report_says_when_there_is_nothing(comms: Client, story: NewsPage) -> None:
    soup = report(comms, story)
    assert "Fewer than 5 readers were counted in the last 30 days." in soup.get_text()
    assert soup.select("svg[role=img]") == []


def test_a_group_under_five_is_nowhere(
    comms: Client, story: NewsPage, harbour: DepartmentPage
) -> None:
    finance = DepartmentPageFactory(title="Finance")
    read(story, *readers(9, team_of(harbour)), *readers(3, team_of(finance)))
    settle()
    for address in ("/admin/reach/", f"/admin/reach/{story.pk}/"):
        for query in ("", "?export=csv"):
            answer = comms.get(address + query)
            said = b"".join(answer).decode() if answer.streaming else answer.content.decode()
            assert "Finance" not in said
            assert not re.search(r">\s*(12|3)\s*<|\"(12|3)\"", said), address + query
    assert rows(comms)["Tides turn"][1:3] == ["9", "9"]


def test_a_department_that_is_closed_is_not_named(
    comms: Client, story: NewsPage, harbour: DepartmentPage, admin_client: Client
) -> None:
    restrict(harbour, Group.objects.create(name="Harbour"))
    tell(story, harbour.pk, 10)
    tell(story, 987654, 6)
    soup = report(comms, story)
    assert [row[0] for row in lines(soup, "by-department")] == ["Another department"] * 2
    assert "Harbour" not in comms.get("/admin/reach/").content.decode()
    assert lines(report(admin_client, story), "by-department")[0][0] == "Harbour"


def test_terms_are_told_by_the_rules_of_the_query_log(
    comms: Client, story: NewsPage, admin_client: Client
) -> None:
    closed = NewsPageFactory(parent=story.get_parent())
    restrict(closed, Group.objects.create(name="Few"))
    rule = closed.page_rule.rule_id
    for _n in range(3):
        note_click(note_search("merger", 1, "", "sqlite", rule), 1, story.pk)
        note_click(note_search("old", 1, "", "sqlite"), 1, story.pk)
    SearchLog.objects.filter(query="old").update(hour=timezone.now() - timedelta(days=31))
    assert lines(report(comms, story), "terms") == []
    assert lines(report(admin_client, story), "terms") == [["merger", "3"]]


def table(answer: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(b"".join(answer).decode("utf-8-sig"))))


def test_files_hold_the_same_and_no_formula(
    comms: Client, news: NewsIndexPage, harbour: DepartmentPage
) -> None:
    harbour.title = "@Harbour"
    harbour.save()
    story = NewsPageFactory(parent=news, title='=HYPERLINK("http://x")', slug="sly")
    tell(story, harbour.pk, 10, 14)
    heads, row = table(comms.get("/admin/reach/?export=csv"))
    assert heads == [
        "Story",
        "Date",
        "Reads",
        "Readers",
        "Median time in seconds",
        "Reactions",
    ]
    assert row[0] == '\'=HYPERLINK("http://x")'
    assert row[2:] == ["14", "10", "", "0"]
    heads, row = table(comms.get(f"/admin/reach/{story.pk}/?export=csv"))
    assert heads == ["Day", "Department", "Reads", "New readers"]
    assert row == [f"{timezone.localdate()}", "'@Harbour", "14", "10"]


def test_titles_are_escaped(comms: Client, news: NewsIndexPage) -> None:
    story = NewsPageFactory(parent=news, title="<script>alert(1)</script>", slug="hostile")
    tell(story, 0, 10)
    for address in ("/admin/reach/", f"/admin/reach/{story.pk}/"):
        assert "<script>alert(1)" not in comms.get(address).content.decode()


def test_the_page_and_the_menu_lead_there(
    comms: Client, story: NewsPage, news: NewsIndexPage, admin_client: Client
) -> None:
    address = f"/admin/reach/{story.pk}/"
    assert address in admin_client.get(f"/admin/pages/{story.pk}/edit/").content.decode()
    assert address in admin_client.get(f"/admin/pages/{news.pk}/").content.decode()
    assert (
        f"/admin/reach/{news.pk}/"
        not in admin_client.get(f"/admin/pages/{news.pk}/edit/").content.decode()
    )
    assert "/admin/reach/" in comms.get("/admin/").content.decode()


def test_queries_do_not_grow_with_stories_or_departments(
    comms: Client, news: NewsIndexPage, story: NewsPage
) -> None:
    def counts() -> list[int]:
        found = []
        for address in ("/admin/reach/", f"/admin/reach/{story.pk}/"):
            comms.get(address)
            with CaptureQueriesContext(connection) as queries:
                comms.get(address)
            found.append(len(queries))
        return found

    tell(story, DepartmentPageFactory().pk, 5)
    before = counts()
    for n in range(12):
        tell(NewsPageFactory(parent=news), DepartmentPageFactory().pk, 5 + n)
        tell(story, DepartmentPageFactory().pk, 5 + n)
    assert counts() == before
    assert max(before) <= 25


def test_the_html_checker_finds_nothing_in_what_we_draw(
    comms: Client, story: NewsPage, html_errors: HtmlErrors
) -> None:
    tell(story, 0, 10, 14)
    TimeReach.objects.create(page=story, day=timezone.localdate(), bucket=15, readers=5)
    pages = {}
    for address in ("/admin/reach/", f"/admin/reach/{story.pk}/"):
        soup = BeautifulSoup(comms.get(address).content, "html.parser")
        ours = soup.select_one(".corridor-reach")
        pages[address] = (
            "<!doctype html><html lang=en><head><title>Reach</title></head><body><h1>Reach</h1>"
            f"{ours}</body></html>"
        )
    assert html_errors(pages) == []


@pytest.mark.parametrize(
    ("buckets", "seconds", "words"),
    [
        ({}, None, ""),
        ({0: 6}, 8, "8 s"),
        ({15: 10}, 30, "30 s"),
        ({0: 5, 45: 15}, 70, "1 min 10 s"),
        ({120: 10, 0: 5}, 165, "2 min 40 s"),
        ({300: 5}, 300, "5 min or more"),
        ({0: 5, 300: 5}, 15, "15 s"),
    ],
)
def test_the_median_is_as_near_as_buckets_tell(
    buckets: dict[int, int], seconds: int | None, words: str
) -> None:
    assert median(buckets) == seconds
    assert in_words(seconds) == words


def test_a_plot_has_a_place_for_every_day() -> None:
    today = timezone.localdate()
    plot = days_plot([], today, 7)
    assert (plot.bars, plot.top, plot.width) == ([], 0, 70)
