"""The reports on what staff search for."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from insights.models import SearchLog
from insights.services import note_answer, note_click, note_search
from tests.factories.accounts import UserFactory
from tests.factories.pages import ContentPageFactory, restrict
from tests.search.desk_people import client_of, search_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(home: Page) -> Client:
    """A browser of a search editor."""
    return client_of(search_editor())


def searched(text: str, times: int, total: int = 4, clicks: int = 0) -> list[str]:
    """Searches of one query; their tokens."""
    tokens = [note_search(text, total, "", "sqlite") for _ in range(times)]
    for token in tokens[:clicks]:
        note_click(token, 1)
    return tokens


def listed(client: Client, name: str, **query: str) -> list[dict[str, str]]:
    """The rows of a report, by way of its CSV file."""
    answer = client.get(reverse(f"search_report_{name}"), query | {"export": "csv"})
    assert answer.status_code == 200
    body = b"".join(answer).decode()
    return list(csv.DictReader(io.StringIO(body)))


def test_what_is_searched_counts_searches_clicks_and_answers(editor: Client) -> None:
    tokens = searched("leave", 4, clicks=3)
    searched("pay", 5)
    note_answer(tokens[0], True)
    note_answer(tokens[1], False)
    rows = listed(editor, "searched")
    assert [row["Query"] for row in rows] == ["pay", "leave"]
    assert rows[1]["Searches"] == "4"
    assert rows[1]["Followed a result"] == "75 %"
    assert rows[1]["Found it"] == "1 of 2"
    assert rows[0]["Found it"] == "Nobody said"


def test_queries_that_were_asked_seldom_are_not_listed_and_that_is_said(editor: Client) -> None:
    searched("ann lee", 2)
    searched("leave", 3)
    answer = editor.get(reverse("search_report_searched")).content.decode()
    assert "leave" in answer
    assert "ann lee" not in answer
    assert "it may be somebody’s name" in answer


def test_each_row_can_be_mended(editor: Client) -> None:
    searched("leave & pay", 3)
    answer = editor.get(reverse("search_report_searched")).content.decode()
    for name, key in (
        ("wagtailsnippets_search_bestbet:add", "phrase"),
        ("wagtailsnippets_search_synonym:add", "words"),
        ("search", "q"),
        ("search_why", "q"),
    ):
        assert f'href="{reverse(name)}?{key}=leave%20%26%20pay"' in answer


def test_what_finds_nothing(editor: Client) -> None:
    searched("flexitime", 2, total=0)
    searched("once", 1, total=0)
    searched("leave", 3, total=5)
    for _ in range(2):
        note_search("narrowed", 0, "person", "sqlite")
    assert [row["Query"] for row in listed(editor, "nothing")] == ["flexitime"]


def test_what_is_never_clicked(editor: Client) -> None:
    searched("leave", 3)
    searched("pay", 3, clicks=1)
    searched("nothing", 3, total=0)
    assert [row["Query"] for row in listed(editor, "unclicked")] == ["leave"]


def test_what_staff_say(editor: Client) -> None:
    (token,) = searched("leave", 1)
    note_answer(token, False, "=HYPERLINK(1) I looked for <b>sabbaticals</b>")
    (row,) = listed(editor, "comments")
    assert row["Found it"] == "No"
    assert row["What they said"] == "'=HYPERLINK(1) I looked for <b>sabbaticals</b>"
    shown = editor.get(reverse("search_report_comments")).content.decode()
    assert "&lt;b&gt;sabbaticals" in shown


def test_the_period_can_be_chosen(editor: Client) -> None:
    for query, days in (("new", 1), ("older", 20), ("old", 60)):
        searched(query, 3)
        then = timezone.now() - timedelta(days=days)
        SearchLog.objects.filter(query=query).update(hour=then)
    found = {
        days: sorted(row["Query"] for row in listed(editor, "searched", days=days))
        for days in ("", "7", "90", "junk")
    }
    assert found == {
        "": ["new", "older"], "7": ["new"], "90": ["new", "old", "older"], "junk": ["new", "older"],
    }  # fmt: skip


@pytest.mark.parametrize("name", ["searched", "nothing", "unclicked", "comments"])
def test_every_report_has_a_page_its_rows_and_a_spreadsheet(name: str, editor: Client) -> None:
    tokens = searched("leave", 3)
    searched("flexitime", 3, total=0)
    note_answer(tokens[0], False, "Not there")
    url = reverse(f"search_report_{name}")
    for query in ({}, {"ordering": "-times"}, {"ordering": "x"}, {"p": "99"}):
        assert editor.get(url, query).status_code == 200
    assert editor.get(reverse(f"search_report_{name}_results")).status_code == 200
    assert editor.get(url, {"export": "xlsx"}).status_code == 200
    SearchLog.objects.all().delete()
    assert editor.get(url).status_code == 200


@pytest.mark.parametrize("found_something_open", [False, True])
def test_a_search_that_found_only_what_is_closed_is_told_to_whoever_may_see_that(
    found_something_open: bool, home: Page
) -> None:
    board = Group.objects.create(name="Board")
    restrict(ContentPageFactory(title="Quokka", slug="closed"), board)
    if found_something_open:
        ContentPageFactory(title="Quokka house", slug="open")
    director, vera = UserFactory(username="dora"), search_editor()
    director.groups.add(board)
    searching, editor = client_of(director), client_of(vera)
    for _time in range(3):
        token = searching.get("/search/", {"q": "quokka"}).context["token"]
        note_answer(token, False, "No burrows")
    for name in ("searched", "unclicked", "comments"):
        assert bool(listed(editor, name)) is found_something_open
        address = reverse(f"search_report_{name}")
        assert ("quokka" in editor.get(address).content.decode()) is found_something_open
    form = {"words": "quokka, wallaby", "note": "", "try": "1"}
    trial = editor.post(reverse("wagtailsnippets_search_synonym:add"), form).context["trial"]
    totals = {one.query: one.total_before for one in trial.queries}
    assert totals == {"quokka": int(found_something_open), "wallaby": 0}
    vera.groups.add(board)
    assert [row["Query"] for row in listed(editor, "unclicked")] == ["quokka"]


def test_no_report_says_how_much_others_found(editor: Client) -> None:
    searched("leave", 2, total=4321)
    searched("leave", 1, total=0)
    for name in ("searched", "unclicked"):
        address = reverse(f"search_report_{name}")
        assert "4321" not in editor.get(address).content.decode()
        assert "4321" not in str(listed(editor, name))
    assert listed(editor, "searched")[0]["Found nothing"] == "1"
