"""The search page: words in, readable pages out."""

import time
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from search.service import clean_query
from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsPageFactory,
    PolicyPageFactory,
    restrict,
    text,
)

pytestmark = pytest.mark.django_db

HOSTILE = [
    '"', "'", "''", '"unclosed', "*", "tide*", "***", "-tide", "!", "(", ")(", "a AND", "OR", "NOT",
    "NEAR(a b)", "title:tide", "{title}: tide", "^tide", "tide + wind", "a:b:c", "\\", "%", "_",
    "<script>", "&", "|", "tide & | !", ":*", "a<->b", "😀", "é" * 300, "ﬁ", "½", "ﷺ", "\u202e", " ",
    "", "   ", "\t\n", "…—", "tide " * 1500, "a " * 3900, "x" * 7000, "' OR 1=1 --", "P45", "İstanbul",
    "٣", "²", "x\u200dy", "“quoted”",
]  # fmt: skip


def hits(client: Client, query: str, **more: Any) -> list[str]:
    """The titles that a search shows."""
    answer = client.get("/search/", {"q": query, **more})
    assert answer.status_code == 200
    return [hit.page.title for hit in answer.context["results"].hits]


@pytest.mark.parametrize("query", HOSTILE)
def test_any_words_are_answered(query: str, staff_client: Client, home: Page) -> None:
    ContentPageFactory(title="Tide tables")
    assert staff_client.get("/search/", {"q": query}).status_code == 200
    assert staff_client.get("/search/", {"q": query, "page": "2"}).status_code == 200


@pytest.mark.parametrize("query", ["a\x00b", "\x00", "\x1b[0m", "x" * 10_000, "tide " * 2000])
def test_what_cannot_be_a_search_is_refused(query: str, staff_client: Client) -> None:
    assert staff_client.get("/search/", {"q": query}).status_code == 400


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("  tide   tables ", "tide tables"),
        ("tide\x00\x07tables\u200b", "tide tables"),
        ('"tide tables"', "tide tables"),
        ("tide - tables *", "tide tables"),
        ("e-mail", "e-mail"),
        ("*", ""),
        ("", ""),
        ("w " * 50, " ".join(["w"] * 32)),
    ],
)
def test_words_are_cleaned(typed: str, words: str) -> None:
    assert clean_query(typed) == words
    assert clean_query(clean_query(typed)) == words


@pytest.mark.parametrize("page", ["abc", "0", "-1", "1e30", "9" * 4000, ""])
def test_any_page_of_results_is_answered(page: str, staff_client: Client, home: Page) -> None:
    ContentPageFactory.create_batch(3, body=[text("<p>Tides</p>")])
    assert len(hits(staff_client, "tides", page=page)) == 3


def test_ten_a_page(staff_client: Client, home: Page) -> None:
    for n in range(23):
        ContentPageFactory(title=f"Tide {n}")
    pages = [hits(staff_client, "tide", page=n) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [10, 10, 3]
    assert len({title for page in pages for title in page}) == 23
    content = staff_client.get("/search/", {"q": "tide", "page": 2}).content.decode()
    assert 'data-rank="11"' in content
    assert "q=tide" in content.partition("<main")[2]


def test_a_title_goes_before_a_mention_and_every_word_must_be_there(
    staff_client: Client, home: Page
) -> None:
    ContentPageFactory(title="Mooring", body=[text("<p>See the tide tables. Tide tables.</p>")])
    ContentPageFactory(title="Tide tables")
    ContentPageFactory(title="Tide alone")
    assert hits(staff_client, "tide tables") == ["Tide tables", "Mooring"]


def test_each_hit_says_what_it_is_where_it_stands_and_from_when(
    staff_client: Client, home: Page
) -> None:
    harbour = DepartmentPageFactory(title="Harbour", slug="harbour")
    section = ContentPageFactory(parent=harbour, title="Section")
    ContentPageFactory(parent=section, title="Quokka guide").save_revision().publish()
    NewsPageFactory(title="Quokka seen", publication_date="2026-03-01")
    PolicyPageFactory(title="Quokka policy", effective_from="2026-04-01")
    found = {
        hit.page.title: hit for hit in staff_client.get("/search/?q=quokka").context["results"].hits
    }
    assert {title: hit.kind for title, hit in found.items()} == {
        "Quokka guide": "Page", "Quokka seen": "News", "Quokka policy": "Policy",
    }  # fmt: skip
    assert [item.title for item in found["Quokka guide"].trail] == ["Home", "Harbour", "Section"]
    assert str(found["Quokka seen"].date) == "2026-03-01"
    assert str(found["Quokka policy"].date) == "2026-04-01"
    assert found["Quokka guide"].date is not None


def test_a_closed_page_is_neither_shown_nor_counted(staff_client: Client, home: Page) -> None:
    ContentPageFactory(title="Quokka for all")
    restrict(ContentPageFactory(title="Quokka for few"), Group.objects.create(name="Keepers"))
    answer = staff_client.get("/search/?q=quokka")
    assert [hit.page.title for hit in answer.context["results"].hits] == ["Quokka for all"]
    assert answer.context["results"].hits.paginator.count == 1
    assert b"1 result" in answer.content


def test_a_closed_page_is_missing_from_the_trail(staff_client: Client, home: Page) -> None:
    draft = ContentPageFactory(title="Hidden", slug="hidden")
    ContentPageFactory(parent=draft, title="Quokka")
    draft.unpublish()
    (hit,) = staff_client.get("/search/?q=quokka").context["results"].hits
    assert [item.title for item in hit.trail] == ["Home"]


def test_the_queries_do_not_grow_with_the_results(staff_client: Client, home: Page) -> None:
    ContentPageFactory(title="Quokka")
    counts = []
    for _round in range(2):
        staff_client.get("/search/?q=quokka")
        with CaptureQueriesContext(connection) as queries:
            staff_client.get("/search/?q=quokka")
        counts.append(len(queries))
        for n in range(15):
            ContentPageFactory(title="Quokka", parent=ContentPageFactory(title=f"P{_round}{n}"))
    assert counts[0] == counts[1] <= 15


def test_a_word_on_every_page_is_found_in_good_time(staff_client: Client, home: Page) -> None:
    words = "<p>" + "the tide turns at noon " * 40 + "</p>"
    ContentPageFactory.create_batch(150, parent=home, body=[text(words)])
    start = time.perf_counter()
    assert len(hits(staff_client, "tide")) == 10
    assert time.perf_counter() - start < 1
