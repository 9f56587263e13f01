"""That a story is read is counted in a browser, with scripts and without, and told in the CMS."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import contents
from tests.browser.conftest import PageAs
from tests.browser.test_accessibility import NO_SIDEWAYS_SCROLL, open_all
from tests.seeds import ROOT, Seed

#: Makes a story that no other test reads, and prints its id and its address.
MAKE = """
from news.models import NewsIndexPage, NewsPage
news = NewsIndexPage.objects.get(slug="news", depth=3)
story = news.add_child(instance=NewsPage(title="Reach {0}", slug="reach-{0}", standfirst="For a test."))
story.save_revision().publish()
print("made", story.pk, story.url)
"""


def make_story(site: Seed, name: str) -> tuple[int, str]:
    """A story in the running site's database: its id and its address."""
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", MAKE.format(name)],
        cwd=ROOT, env={**os.environ, **site.environment}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    _made, number, address = done.stdout.split()[-3:]
    return int(number), address


def counted(site: Seed, story: int) -> list[tuple[Any, ...]]:
    """Reads and seconds of each reader of a story."""
    return contents.rows(
        site, "SELECT reads, seconds FROM insights_read WHERE page_id = ? ORDER BY id", story
    )


def soon(find: Callable[[], bool]) -> bool:
    """Whether it comes true within some seconds."""
    deadline = time.monotonic() + 15
    while not find() and time.monotonic() < deadline:
        time.sleep(0.1)
    return find()


def test_with_scripts_a_read_and_its_time_are_counted(page_as: PageAs, site: Seed) -> None:
    story, address = make_story(site, "with")
    page = page_as("staff")
    with page.expect_response("**/seen/**") as seen:
        page.goto(address)
    assert seen.value.status == 200
    assert counted(site, story) == [(1, None)]
    page.wait_for_timeout(1200)
    page.goto("/")
    assert soon(lambda: counted(site, story)[0][1] is not None)
    ((reads, seconds),) = counted(site, story)
    assert reads == 1
    assert 1 <= seconds <= 60
    page.go_back()
    page.goto("/")
    assert soon(lambda: counted(site, story)[0][0] == 1)


def test_without_scripts_a_read_is_counted_and_no_time(page_as: PageAs, site: Seed) -> None:
    story, address = make_story(site, "without")
    page = page_as("staff", java_script_enabled=False)
    with page.expect_response("**/seen/**") as seen:
        page.goto(address)
    assert seen.value.status == 200
    page.goto("/")
    assert counted(site, story) == [(1, None)]


def test_what_counts_takes_no_room_on_the_page(page_as: PageAs, site: Seed) -> None:
    page = page_as("staff")
    page.goto(contents.addresses(site, "newspage")[0])
    expect(page.locator("img[data-read]")).to_be_hidden()


def reports(page: Page) -> list[str]:
    """The list and the report of the story that reached most."""
    page.goto("/admin/reach/?days=90")
    first = page.locator(".corridor-reach__table tbody th a").first.get_attribute("href")
    assert first is not None
    return ["/admin/reach/?days=90", first]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_reports_are_for_everybody(
    page_as: PageAs, axe: Callable[[Page], None], width: int, scheme: str
) -> None:
    page = page_as("comms", viewport={"width": width, "height": 800}, color_scheme=scheme)
    for address in reports(page):
        response = page.goto(address)
        assert response is not None
        assert response.status == 200
        open_all(page)
        axe(page)
        assert page.evaluate(NO_SIDEWAYS_SCROLL), address


def test_comms_see_what_departments_read_and_take_it_home(page_as: PageAs) -> None:
    page = page_as("comms")
    page.goto("/admin/reach/")
    page.get_by_label("Period").select_option("Last 90 days")
    page.get_by_label("Readers of").select_option("Harbour Licensing")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/admin/reach/?days=90&department=*")
    page.locator(".corridor-reach__table tbody th a").first.click()
    expect(page.get_by_role("heading", name="Readers by department")).to_be_visible()
    expect(page.get_by_role("img", name="Reads by day")).to_be_visible()
    with page.expect_download() as file:
        page.get_by_role("link", name="Download as CSV").click()
    heads = Path(file.value.path()).read_text("utf-8-sig").splitlines()[0]
    assert heads == '"Day","Department","Reads","New readers"'
