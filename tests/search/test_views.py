"""The results page: words in, readable things out; and what readers say of what they got."""

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Group
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from core.models import Topic
from insights.models import SearchLog
from search.models import BestBet, BetPhrase
from search.query import HITS_A_PAGE
from tests.factories.blocks import DocumentFactory
from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsPageFactory,
    PolicyPageFactory,
    restrict,
    text,
)
from tests.factories.people import PersonFactory, TeamFactory, member

pytestmark = pytest.mark.django_db

HOSTILE = [
    '"', "'", "''", '"unclosed', "*", "tide*", "***", "-tide", "!", "(", ")(", "a AND", "OR", "NOT",
    "NEAR(a b)", "title:tide", "{title}: tide", "^tide", "tide + wind", "a:b:c", "\\", "%", "_",
    "<script>", "&", "|", "tide & | !", ":*", "a<->b", "😀", "é" * 300, "ﬁ", "½", "ﷺ", "\u202e", " ",
    "", "   ", "\t\n", "…—", "tide " * 1500, "a " * 3900, "x" * 7000, "' OR 1=1 --", "P45", "İstanbul",
    "٣", "²", "x\u200dy", "“quoted”",
]  # fmt: skip


def soup_of(answer: Any) -> BeautifulSoup:
    """The page, which was answered."""
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def page_of(client: Client, query: str, **more: Any) -> BeautifulSoup:
    """The results page for a query."""
    return soup_of(client.get("/search/", {"q": query, **more}))


def hits(client: Client, query: str, **more: Any) -> list[str]:
    """The titles that a search shows, in their order."""
    links = page_of(client, query, **more).select("main a[data-rank]")
    return [" ".join(link.get_text().split()) for link in links]


def words(tag: Tag | None) -> str:
    """What a part of the page says."""
    assert tag is not None
    return " ".join(tag.get_text().split())


def tabs(soup: BeautifulSoup) -> list[str]:
    """The kinds, with their counts."""
    return [words(link) for link in soup.select("nav.kinds a")]


def same(client: Client, link: Any) -> BeautifulSoup:
    """Where a link on the page leads."""
    return soup_of(client.get(f"/search/{link['href']}"))


# Whatever is typed.


@pytest.mark.parametrize("query", HOSTILE)
def test_any_words_are_answered(query: str, staff_client: Client, home: Page) -> None:
    ContentPageFactory(title="Tide tables")
    for more in ({}, {"page": "2"}, {"literal": "1"}, {"kind": "page", "year": "2020"}):
        assert staff_client.get("/search/", {"q": query, **more}).status_code == 200
    assert staff_client.get("/search/suggest/", {"q": query}).status_code == 200


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(query=st.text(max_size=60))
def test_no_text_breaks_the_page_or_the_suggestions(
    query: str, staff_client: Client, home: Page
) -> None:
    for address in ("/search/", "/search/suggest/"):
        status = staff_client.get(address, {"q": query.encode("utf-8", "replace")}).status_code
        assert status in {200, 400}


@pytest.mark.parametrize("query", ["a\x00b", "\x00", "\x1b[0m", "x" * 10_000, "tide " * 2000])
def test_what_cannot_be_a_search_is_refused(query: str, staff_client: Client) -> None:
    assert staff_client.get("/search/", {"q": query}).status_code == 400


@pytest.mark.parametrize("page", ["abc", "0", "-1", "1e30", "9" * 4000, ""])
def test_any_page_of_results_is_answered(page: str, staff_client: Client, home: Page) -> None:
    ContentPageFactory.create_batch(3, body=[text("<p>Tides</p>")])
    assert len(hits(staff_client, "tides", page=page)) == 3


@pytest.mark.parametrize("name", ["kind", "department", "topic", "year", "literal"])
@pytest.mark.parametrize("value", ["x", "-1", "999999999", "9" * 400, "'", "\u202e"])
def test_any_filter_is_answered(name: str, value: str, staff_client: Client, home: Page) -> None:
    ContentPageFactory(title="Tides")
    assert staff_client.get("/search/", {"q": "tides", name: value}).status_code == 200


def test_nothing_asked_is_a_page_that_leads_on(staff_client: Client, home: Page) -> None:
    DepartmentPageFactory(title="Harbour", slug="harbour", show_in_menus=True)
    soup = page_of(staff_client, "")
    assert soup.title is not None
    assert soup.title.get_text().startswith("Search")
    assert soup.select('main a[href="/harbour/"]')
    assert soup.select("a[data-rank]") == []


# What is found, and how it is said.


def test_the_count_is_said_in_the_title_and_in_a_status(staff_client: Client, home: Page) -> None:
    for n in range(12):
        ContentPageFactory(title=f"Tide {n}")
    soup = page_of(staff_client, "tide", page=2)
    assert soup.title is not None
    assert soup.title.get_text().startswith("tide – 12 results, page 2 – search")
    assert "12 results for tide, page 2" in words(soup.select_one("main .finds [role=status]"))
    box = soup.select_one("main input[name=q]")
    assert box is not None
    assert box["value"] == "tide"


def test_ten_a_page_and_ranks_go_on(staff_client: Client, home: Page) -> None:
    for n in range(23):
        ContentPageFactory(title=f"Tide {n}")
    pages = [page_of(staff_client, "tide", page=n).select("a[data-rank]") for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [10, 10, 3]
    ranks = [int(str(link["data-rank"])) for page in pages for link in page]
    assert ranks == list(range(1, 24))
    assert len({link["href"] for page in pages for link in page}) == 23


def test_ways_between_pages_keep_what_is_chosen(staff_client: Client, home: Page) -> None:
    harbour = DepartmentPageFactory(title="Harbour", slug="harbour")
    for n in range(11):
        ContentPageFactory(title=f"Tide {n}", parent=harbour)
    soup = page_of(staff_client, "tide", kind="page", department=harbour.pk)
    (onward,) = soup.select("nav.pagination a[rel=next]")
    assert parse_qs(urlsplit(str(onward["href"])).query) == {
        "q": ["tide"], "kind": ["page"], "department": [str(harbour.pk)], "page": ["2"],
    }  # fmt: skip
    assert len(same(staff_client, onward).select("a[data-rank]")) == 1


def test_a_title_goes_before_a_mention(staff_client: Client, home: Page) -> None:
    ContentPageFactory(title="Mooring", body=[text("<p>See the tide tables. Tide tables.</p>")])
    ContentPageFactory(title="Tide tables")
    assert hits(staff_client, "tide tables") == ["Tide tables", "Mooring"]


def test_each_hit_says_what_it_is_where_it_stands_from_when_and_whose(
    staff_client: Client, home: Page
) -> None:
    owner = PersonFactory(first_name="Ann", last_name="Lee")
    harbour = DepartmentPageFactory(title="Harbour", slug="harbour")
    section = ContentPageFactory(parent=harbour, title="Section")
    guide = ContentPageFactory(parent=section, title="Quokka guide", content_owner=owner)
    guide.save_revision().publish()
    NewsPageFactory(title="Quokka seen", publication_date="2026-03-01")
    PolicyPageFactory(title="Quokka policy", effective_from="2026-04-01")
    DocumentFactory(title="Quokka form")
    found = {
        words(hit.select_one("h3")): words(hit)
        for hit in page_of(staff_client, "quokka").select("li.hit")
    }
    assert "Page" in found["Quokka guide"]
    assert "In Harbour › Section" in found["Quokka guide"]
    assert "Looked after by Ann Lee" in found["Quokka guide"]
    assert "News 1 March 2026" in found["Quokka seen"]
    assert "Policy 1 April 2026" in found["Quokka policy"]
    assert "Document PDF" in found["Quokka form"]


def test_only_the_titles_of_hits_are_ranked(staff_client: Client, home: Page) -> None:
    ContentPageFactory(title="Quokka", content_owner=PersonFactory(first_name="Ann"))
    member(TeamFactory(), first_name="Quokka", last_name="Lee", phone="01632 960000")
    soup = page_of(staff_client, "quokka")
    ranked = soup.select("[data-rank]")
    assert all(link.name == "a" and link.find_parent("h3") for link in ranked)
    assert len(ranked) == len(soup.select("li.hit")) == 2


def test_found_words_are_marked_and_nothing_else_is_markup(
    staff_client: Client, home: Page
) -> None:
    ContentPageFactory(title="Quokka <b>& co", summary="The quokkas <script>eat</script>")
    (hit,) = page_of(staff_client, "quokka").select("li.hit")
    assert [mark.get_text() for mark in hit.select("mark")] == ["Quokka", "quokkas"]
    assert hit.select("script, b") == []
    assert "Quokka <b>& co" in words(hit)


def test_a_closed_page_is_neither_shown_nor_counted(staff_client: Client, home: Page) -> None:
    ContentPageFactory(title="Quokka for all")
    restrict(ContentPageFactory(title="Quokka for few"), Group.objects.create(name="Keepers"))
    soup = page_of(staff_client, "quokka")
    assert [words(link) for link in soup.select("a[data-rank]")] == ["Quokka for all"]
    assert "1 result for quokka" in words(soup.select_one("main .finds [role=status]"))
    assert "for few" not in str(soup)


def test_a_closed_page_is_missing_from_the_trail(staff_client: Client, home: Page) -> None:
    harbour = DepartmentPageFactory(title="Harbour", slug="harbour")
    draft = ContentPageFactory(parent=harbour, title="Hidden", slug="hidden")
    ContentPageFactory(parent=draft, title="Quokka")
    draft.unpublish()
    (hit,) = page_of(staff_client, "quokka").select("li.hit")
    assert "In Harbour" in words(hit)
    assert "Hidden" not in words(hit)


# Kinds and filters.


def test_kinds_are_links_with_counts(staff_client: Client, home: Page) -> None:
    ContentPageFactory.create_batch(2, body=[text("<p>Tides</p>")])
    NewsPageFactory(title="Tides turn")
    soup = page_of(staff_client, "tides")
    assert tabs(soup) == ["All 3 results", "Pages 2 results", "News 1 result"]
    assert [words(link) for link in soup.select("nav.kinds [aria-current=page]")] == [
        "All 3 results"
    ]
    news = same(staff_client, soup.select("nav.kinds a")[2])
    assert [words(link) for link in news.select("a[data-rank]")] == ["Tides turn"]
    assert tabs(news) == ["All 3 results", "Pages 2 results", "News 1 result"]


def test_the_chosen_kind_stays_when_it_has_nothing(staff_client: Client, home: Page) -> None:
    ContentPageFactory(title="Tides")
    soup = page_of(staff_client, "tides", kind="policy")
    assert tabs(soup) == ["All 1 result", "Pages 1 result", "Policies 0 results"]
    (chosen,) = soup.select("nav.kinds [aria-current=page]")
    assert words(chosen) == "Policies 0 results"
    assert "Nothing found for tides among policies" in words(soup.select_one("main"))


def test_a_kind_that_there_is_not_narrows_nothing(staff_client: Client, home: Page) -> None:
    ContentPageFactory(title="Tides")
    assert hits(staff_client, "tides", kind="unicorn") == ["Tides"]


def test_facets_are_one_form_that_narrows(staff_client: Client, home: Page) -> None:
    harbour = DepartmentPageFactory(title="Harbour", slug="harbour")
    estates = DepartmentPageFactory(title="Estates", slug="estates")
    ContentPageFactory(title="Tides here", parent=harbour)
    ContentPageFactory(title="Tides there", parent=estates)
    soup = page_of(staff_client, "tides", kind="page")
    (form,) = soup.select("aside form[method=get]")
    (group,) = form.select("fieldset")
    assert words(group.select_one("legend")) == "Department"
    labels = [words(label) for label in group.select("label")]
    assert labels == ["All departments", "Estates (1)", "Harbour (1)"]
    hidden = {str(box["name"]): box["value"] for box in form.select("input[type=hidden]")}
    assert hidden == {"q": "tides", "kind": "page"}
    assert words(form.select_one("button[type=submit]")) == "Apply"
    assert hits(staff_client, "tides", department=harbour.pk) == ["Tides here"]


def test_each_filter_is_a_chip_that_takes_it_away(staff_client: Client, home: Page) -> None:
    harbour = DepartmentPageFactory(title="Harbour", slug="harbour")
    topic = Topic.objects.create(name="Boats")
    page = NewsPageFactory(title="Tides", department=harbour, publication_date="2025-05-05")
    page.topics.add(topic)
    page.save_revision().publish()
    given = {"kind": "news", "department": harbour.pk, "topic": topic.pk, "year": 2025}
    soup = page_of(staff_client, "tides", **given)
    chips = {words(link): link for link in soup.select("ul.chips a")}
    assert list(chips) == ["Remove Harbour", "Remove Boats", "Remove 2025", "Clear all"]
    rest = parse_qs(urlsplit(str(chips["Remove Boats"]["href"])).query)
    assert set(rest) == {"q", "kind", "department", "year"}
    assert set(parse_qs(urlsplit(str(chips["Clear all"]["href"])).query)) == {"q", "kind"}


def test_a_closed_department_has_no_name_among_the_filters(
    staff_client: Client, home: Page
) -> None:
    closed = DepartmentPageFactory(title="Quokka House", slug="quokka")
    restrict(closed, Group.objects.create(name="Keepers"))
    NewsPageFactory(title="Tides", department=closed)
    NewsPageFactory(title="Tides turn", department=DepartmentPageFactory(title="Harbour"))
    for more in ({}, {"department": closed.pk}):
        assert "Quokka House" not in str(page_of(staff_client, "tides", **more))
    assert "Unknown department" in str(page_of(staff_client, "tides", department=closed.pk))


# What may have been meant.


def test_what_was_meant_is_shown_with_a_way_back(staff_client: Client, home: Page) -> None:
    ContentPageFactory(title="Mooring licences")
    soup = page_of(staff_client, "morring licences")
    assert [words(link) for link in soup.select("a[data-rank]")] == ["Mooring licences"]
    said = words(soup.select_one(".meant"))
    assert said == "Showing results for mooring licences. Search instead for morring licences"
    meant, instead = soup.select(".meant a")
    assert same(staff_client, meant).select(".meant") == []
    literal = same(staff_client, instead)
    assert literal.select(".meant") == []


def test_few_pages_with_all_words_is_said(staff_client: Client, home: Page) -> None:
    ContentPageFactory(title="Tide tables")
    ContentPageFactory(title="Tide")
    said = words(page_of(staff_client, "tide tables").select_one(".finds [role=status]"))
    assert "Hardly anything has all of these words" in said


def test_a_page_full_of_all_words_is_not_said_to_have_hardly_any(
    staff_client: Client, home: Page
) -> None:
    for number in range(HITS_A_PAGE):
        ContentPageFactory(title=f"Tide tables {number}")
    ContentPageFactory(title="Tide")
    soup = page_of(staff_client, "tide tables")
    said = words(soup.select_one(".finds [role=status]"))
    assert "11 results" in said, "which has one that has one of the words"
    assert "Hardly anything" not in said


# Recommended.


def test_what_editors_recommend_stands_first_and_is_not_ranked(
    staff_client: Client, home: Page
) -> None:
    page = ContentPageFactory(title="Book leave")
    ContentPageFactory(title="Leave")
    bet = BestBet.objects.create(page=page, text="How to book.")
    BetPhrase.objects.create(bet=bet, phrase="Leave")
    soup = page_of(staff_client, "leave")
    (link,) = soup.select("[data-best]")
    assert link["href"] == page.get_url()
    assert not link.has_attr("data-rank")
    assert words(soup.select_one(".bets")) == "Recommended Book leave How to book. Page"
    assert len(soup.select("a[data-rank]")) == 2
    assert page_of(staff_client, "leave", page=2).select("[data-best]") == []
    assert page_of(staff_client, "leave", kind="page").select("[data-best]") == []


# Where nothing is found.


def test_nothing_found_leads_on(staff_client: Client, home: Page) -> None:
    owner = PersonFactory(first_name="Ann", last_name="Lee")
    harbour = DepartmentPageFactory(title="Harbour", slug="harbour", show_in_menus=True)
    ContentPageFactory(title="Tides", parent=harbour, content_owner=owner)
    soup = page_of(staff_client, "tides", year=1999)
    (wider,) = soup.select(".nothing .wider a[href^='?']")
    assert [words(link) for link in same(staff_client, wider).select("a[data-rank]")] == ["Tides"]
    assert soup.select(f'.nothing a[href="{owner.get_absolute_url()}"]')
    assert soup.select('.nothing a[href="/harbour/"]')
    assert soup.select('.nothing a[href="/teams/"]')
    assert soup.select("a[data-rank]") == []


def test_nothing_found_does_not_tell_of_what_is_closed(staff_client: Client, home: Page) -> None:
    closed = ContentPageFactory(title="Quokka", content_owner=PersonFactory(first_name="Wombat"))
    restrict(closed, Group.objects.create(name="Keepers"))
    for query in ("quokka", "quokka leave", "qoukka", "quokk"):
        said = str(page_of(staff_client, query, year=1999).select_one("main"))
        assert "Wombat" not in said, query
        assert "1 result" not in said, query
        assert "Quokka" not in said, query


# What it costs.


def test_the_queries_do_not_grow_with_the_results(staff_client: Client, home: Page) -> None:
    ContentPageFactory(title="Quokka", content_owner=PersonFactory())
    PolicyPageFactory(title="Quokka policy")
    DocumentFactory(title="Quokka form")
    counts = []
    for _round in range(2):
        staff_client.get("/search/?q=quokka")
        with CaptureQueriesContext(connection) as queries:
            staff_client.get("/search/?q=quokka")
        counts.append(len([query for query in queries if "PRAGMA" not in query["sql"]]))
        for n in range(15):
            ContentPageFactory(title="Quokka", parent=ContentPageFactory(title=f"P{_round}{n}"))
            NewsPageFactory(title="Quokka news")
    assert counts[1] <= counts[0] <= 15


def test_a_word_on_every_page_is_found_in_good_time(staff_client: Client, home: Page) -> None:
    body = "<p>" + "the tide turns at noon " * 40 + "</p>"
    ContentPageFactory.create_batch(150, parent=home, body=[text(body)])
    start = time.perf_counter()
    assert len(hits(staff_client, "tide")) == 10
    assert time.perf_counter() - start < 1


# What is noted.


def note(client: Client, query: str) -> tuple[SearchLog, str]:
    """What was noted of a search, and its token on the page."""
    soup = page_of(client, query)
    (box,) = soup.select(".answer input[name=token]")
    return SearchLog.objects.get(token=box["value"]), str(box["value"])


def post(client: Client, address: str, **given: Any) -> HttpResponse:
    """Send a form."""
    answer: Any = client.post(address, given)
    return answer


def test_a_search_is_noted_once_and_not_its_further_pages(staff_client: Client, home: Page) -> None:
    for n in range(12):
        ContentPageFactory(title=f"Tide {n}")
    row, _token = note(staff_client, "Tide")
    assert (row.query, row.total, row.kind) == ("tide", 12, "")
    for more in ({"page": 2}, {"year": 2026}):
        assert page_of(staff_client, "tide", **more).select(".answer") == []
    assert SearchLog.objects.count() == 1


def test_a_click_is_noted_by_its_rank(staff_client: Client, home: Page) -> None:
    ContentPageFactory(title="Tides")
    row, token = note(staff_client, "tides")
    for rank in ("x", "0", "-1", "9" * 30, "²", ""):
        assert post(staff_client, "/search/clicked/", token=token, rank=rank).status_code == 204
    row.refresh_from_db()
    assert row.clicked_rank is None
    assert post(staff_client, "/search/clicked/", token=token, rank=3).status_code == 204
    row.refresh_from_db()
    assert row.clicked_rank == 3


def test_a_click_names_the_page_that_was_opened_if_it_may_be_read(
    staff_client: Client, home: Page
) -> None:
    tides, closed = ContentPageFactory(title="Tides"), ContentPageFactory(title="Closed")
    restrict(closed, Group.objects.create(name="Few"))
    link = page_of(staff_client, "tides").select_one("a[data-rank]")
    assert link is not None
    assert link["data-page"] == f"{tides.pk}"
    said = {f"{tides.pk}": tides.pk, f"{closed.pk}": None, "x": None, "9" * 30: None, "": None}
    for number, noted in said.items():
        row, token = note(staff_client, "tides")
        post(staff_client, "/search/clicked/", token=token, rank=1, page=number)
        row.refresh_from_db()
        assert (row.clicked_rank, row.clicked_page_id) == (1, noted), number


def test_an_answer_is_noted_and_thanked_for_on_the_same_results(
    staff_client: Client, home: Page
) -> None:
    ContentPageFactory(title="Tides")
    row, token = note(staff_client, "tides")
    given = {"token": token, "back": "q=tides&kind=page", "found": "no", "comment": " The  times. "}
    answer = post(staff_client, "/search/feedback/", **given)
    assert answer.status_code == 302
    assert answer["Location"] == "/search/?q=tides&kind=page"
    row.refresh_from_db()
    assert (row.found, row.comment) == (False, "The times.")
    assert "Thank you" in words(
        soup_of(staff_client.get(answer["Location"])).select_one(".messages")
    )


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "q=%0d%0aX: y", "\\", ""]
)
def test_an_answer_leads_nowhere_else(back: str, staff_client: Client, home: Page) -> None:
    answer = post(staff_client, "/search/feedback/", token="x", back=back, found="yes")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/search/")
    assert "evil" not in answer["Location"]


def test_a_browser_is_told_how_to_search_here(staff_client: Client, home: Page) -> None:
    link = page_of(staff_client, "").select_one("head link[rel=search]")
    assert link is not None
    answer = staff_client.get(str(link["href"]))
    assert answer["Content-Type"] == "application/opensearchdescription+xml"
    described = ElementTree.fromstring(answer.content)
    (url,) = described.iter("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert url.attrib["template"] == "http://testserver/search/?q={searchTerms}"


def test_whoever_comments_is_told_who_reads_it(staff_client: Client, home: Page) -> None:
    ContentPageFactory(title="Tides")
    for query in ("tides", "xqzzk"):
        note = words(page_of(staff_client, query).select_one(".answer #answer-help"))
        assert "Editors read it together with the words you searched for." in note


def test_names_of_filters_are_always_those_of_now(staff_client: Client, home: Page) -> None:
    harbour = DepartmentPageFactory(title="Harbour", slug="harbour")
    other = DepartmentPageFactory(title="Estates", slug="estates")
    ships, boats = Topic.objects.create(name="Ships"), Topic.objects.create(name="Boats", slug="b")
    for department in (harbour, other):
        page = NewsPageFactory(title="Tide", department=department)
        page.topics.add(ships, boats)
        page.save_revision().publish()
    assert {"Harbour", "Ships"} <= filters_for(staff_client, "tide")
    ships.name = "Vessels"
    ships.save()
    harbour.title = "Port"
    harbour.save_revision().publish()
    assert {"Port", "Vessels"} <= filters_for(staff_client, "tide")
    restrict(harbour, Group.objects.create(name="Masters"))
    NewsPageFactory(title="Tide", department=DepartmentPageFactory(title="Fleet", slug="fleet"))
    shown = filters_for(staff_client, "tide")
    assert "Fleet" in shown
    assert "Port" not in shown


def filters_for(client: Client, query: str) -> set[str]:
    """What results can be narrowed to."""
    labels = page_of(client, query).select(".facet__value > span")
    return {str(next(label.stripped_strings)) for label in labels}


def test_a_topic_asked_for_by_number_is_named_only_to_who_may_see_something_about_it(
    staff_client: Client, admin_client: Client
) -> None:
    topic = Topic.objects.create(name="Quokka merger")
    page = NewsPageFactory(title="Plans")
    page.topics.add(topic)
    page.save()
    given = {"q": "nowhere", "topic": topic.pk}
    assert "Quokka merger" in staff_client.get("/search/", given).content.decode()
    restrict(page, Group.objects.create(name="Board"))
    shown = staff_client.get("/search/", given).content.decode()
    assert "Quokka" not in shown
    assert "Unknown topic" in shown
    assert "Quokka merger" in admin_client.get("/search/", given).content.decode()
