"""The first issue's promises, kept on an agency's real handbook and news.

Run by `make acceptance DATA=folder`; `make test` leaves this folder out, since it has no such files.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page

from accounts.models import User
from tests.acceptance import source
from tests.acceptance.conftest import Import, run_import
from tests.browser import contents
from tests.browser.conftest import PageAs
from tests.browser.test_accessibility import NO_SIDEWAYS_SCROLL, open_all
from tests.conftest import HtmlErrors
from tests.seeds import Seed

CHOSEN = 40
MOST_QUERIES = 15
MOST_SECONDS = 90
FEWEST_PAGES = 246
#: One story's description stands among its tags; the import leaves it out and says so.
LONGEST_TOPIC = 100


def imported(site: Seed, at: str) -> list[str]:
    """The addresses of the live pages below one, in an order nobody chose."""
    sql = "SELECT url_path FROM wagtailcore_page WHERE live = 1 AND url_path LIKE ?"
    found = contents.rows(site, sql, f"/home{at}%")
    return contents.by_hash(path.removeprefix("/home") for (path,) in found)


def chosen(site: Seed) -> list[str]:
    """Forty of the imported pages, by hash."""
    return contents.by_hash([*imported(site, "/handbook/"), *imported(site, "/agency-news/")])[
        :CHOSEN
    ]


def page_links(site: Seed, table: str, at: str) -> dict[str, int]:
    """How many links to pages each body below an address holds, by the page's own address."""
    sql = (
        f"SELECT url_path, body FROM {table}"  # noqa: S608
        " JOIN wagtailcore_page AS page ON page.id = page_ptr_id WHERE url_path LIKE ?"
    )
    return {
        path.removeprefix(f"/home{at}").strip("/"): body.count('linktype=\\"page\\"')
        for path, body in contents.rows(site, sql, f"/home{at}%")
    }


def test_the_handbook_comes_in_whole_and_in_time(handbook: Import, data: Path) -> None:
    print(f"\nhandbook: {handbook.count('pages made')} pages in {handbook.seconds:.0f} s")
    assert handbook.count("pages made") >= FEWEST_PAGES
    assert handbook.count("files read") == len(source.read(data / "handbook"))
    assert handbook.seconds < MOST_SECONDS


def test_the_news_comes_in_whole(news: Import, data: Path) -> None:
    print(f"\nnews: {news.count('pages made')} pages in {news.seconds:.0f} s")
    assert news.count("pages made") >= len(source.read(data / "news"))


@pytest.mark.parametrize(
    ("folder", "at", "table"),
    [
        ("handbook", "/handbook/", "departments_contentpage"),
        ("news", "/agency-news/", "news_newspage"),
    ],
)
def test_links_between_pages_are_page_links(
    handbook: Import, news: Import, site: Seed, data: Path, folder: str, at: str, table: str
) -> None:
    files = source.read(data / folder)
    known = source.names(files)
    wanted = {file.address: source.links_between(file, known) for file in files}
    held = page_links(site, table, at)
    kept = sum(
        min(links, held.get(address.replace(".", "-"), held.get(address, 0)))
        for address, links in wanted.items()
    )
    print(f"\n{folder}: {kept} of {sum(wanted.values())} links between files are page links")
    assert sum(wanted.values()) > 0
    assert kept >= 0.95 * sum(wanted.values())


def test_stories_keep_their_titles_dates_authors_and_topics(
    news: Import, site: Seed, data: Path
) -> None:
    sql = (
        "SELECT page.slug, page.title, publication_date, author,"
        " (SELECT json_group_array(name) FROM core_pagetopic JOIN core_topic AS topic"
        "  ON topic.id = tag_id WHERE content_object_id = page.id)"
        " FROM news_newspage JOIN wagtailcore_page AS page ON page.id = page_ptr_id"
        " WHERE url_path LIKE '/home/agency-news/%'"
    )
    kept = {slug: row for slug, *row in contents.rows(site, sql)}
    for file in source.read(data / "news"):
        slug = file.path.removesuffix(".md")
        if slug not in kept:
            slug = slug.replace(".", "-")
        _title, when, author, topics = kept[slug]
        if named := file.front.get("date"):
            assert when == str(named)[:10], file.path
        else:
            year, month, day = file.path.split("-")[:3]
            assert when == f"{year}-{int(month):02}-{int(day):02}", file.path
        for name in file.front["authors"]:
            assert name.casefold().split("-")[0] in author.casefold(), file.path
        tags = (str(tag).strip().casefold() for tag in file.front["tags"] or ())
        wanted = {tag for tag in tags if 0 < len(tag) <= LONGEST_TOPIC}
        assert {topic.casefold() for topic in json.loads(topics)} == wanted, file.path


@pytest.mark.parametrize(
    ("folder", "at", "kind"),
    [("handbook", "/handbook/", "content"), ("news", "/agency-news/", "news")],
)
def test_a_second_run_changes_nothing(
    handbook: Import, news: Import, site: Seed, data: Path, folder: str, at: str, kind: str
) -> None:
    again = run_import(site, data / folder, at, kind)
    assert (again.count("pages made"), again.count("changed")) == (0, 0)


def test_every_imported_page_answers_in_few_queries(
    handbook: Import, news: Import, site: Seed, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = str(site.database)
        cache.clear()
        client = Client()
        client.force_login(User.objects.get(username="staff"))
        most = 0
        for address in [*imported(site, "/handbook/"), *imported(site, "/agency-news/")]:
            assert client.get(address).status_code == 200, address
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(address)
            assert len(queries) <= MOST_QUERIES, address
            most = max(most, len(queries))
        connection.close()
    print(f"\nat most {most} queries on a second visit")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_forty_imported_pages(
    handbook: Import,
    news: Import,
    site: Seed,
    page_as: PageAs,
    axe: Callable[[Page], None],
    width: int,
    scheme: str,
) -> None:
    page = page_as("staff", viewport={"width": width, "height": 800}, color_scheme=scheme)
    for address in chosen(site):
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, address
        open_all(page)
        axe(page)


def test_no_imported_page_scrolls_sideways(
    handbook: Import, news: Import, site: Seed, page_as: PageAs
) -> None:
    page = page_as("staff", viewport={"width": 320, "height": 640})
    for address in chosen(site):
        page.goto(address)
        open_all(page)
        assert page.evaluate(NO_SIDEWAYS_SCROLL), address


def test_the_html_checker_finds_nothing_on_imported_pages(
    handbook: Import, news: Import, site: Seed, page_as: PageAs, html_errors: HtmlErrors
) -> None:
    staff = page_as("staff")
    addresses = [*imported(site, "/handbook/"), *imported(site, "/agency-news/")]
    assert not html_errors({one: staff.request.get(one).text() for one in addresses})
