"""Stories and alerts in a browser: at two widths, light and dark, with scripts and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PageAs
from tests.browser.test_accessibility import NO_SIDEWAYS_SCROLL, open_all

#: A part of a series, a story with a correction, a story on behalf of others, and a narrowed list.
PAGES = (
    "/news/last-paper-licence/",
    "/news/pay-in-december/",
    "/news/storm-desk-opens/",
    "/news/?series=licensing-without-paper",
)
ALERT = "Capstan is away on Saturday morning"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_stories_with_all_their_parts_break_no_rule(
    page_as: PageAs, axe: Callable[[Page], None], width: int, scheme: str
) -> None:
    page = page_as("staff", viewport={"width": width, "height": 800}, color_scheme=scheme)
    for address in PAGES:
        page.goto(address)
        expect(page.locator(".alert")).to_contain_text(ALERT)
        open_all(page)
        axe(page)


def test_nothing_scrolls_sideways_on_the_narrowest_phone(page_as: PageAs) -> None:
    page = page_as("staff", viewport={"width": 320, "height": 640})
    for address in PAGES:
        page.goto(address)
        open_all(page)
        assert page.evaluate(NO_SIDEWAYS_SCROLL), address


def test_one_reads_a_series_from_part_to_part(page_as: PageAs) -> None:
    page = page_as("staff")
    page.goto("/news/last-paper-licence/")
    series = page.get_by_role("navigation", name="Part 1 of 2 Licensing without paper")
    series.get_by_role("link").click()
    expect(
        page.get_by_role("navigation", name="Part 2 of 2 Licensing without paper")
    ).to_be_visible()
    expect(page.locator("h1")).to_have_text("Nine in ten licences now decided within eight weeks")


def test_the_head_of_a_corrected_story_leads_to_what_was_put_right(page_as: PageAs) -> None:
    page = page_as("staff", viewport={"width": 360, "height": 640})
    page.goto("/news/pay-in-december/")
    page.locator(".byline").get_by_role("link", name="Updated 6 November 2026, 12:00").click()
    expect(page.get_by_text("It is Friday 29 January.")).to_be_in_viewport()


@pytest.mark.parametrize(("role", "scripts"), [("editor", False), ("admin", True)])
def test_an_alert_is_dismissed_for_good_with_scripts_and_without(
    page_as: PageAs, role: str, scripts: bool
) -> None:
    page = page_as(role, java_script_enabled=scripts)
    page.goto("/news/pay-in-december/")
    button = page.get_by_role("button", name=f"Dismiss “{ALERT}”")
    expect(button).to_be_visible()
    button.click()
    expect(page).to_have_url("/news/pay-in-december/")
    for address in ("/news/pay-in-december/", "/", "/people/"):
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".alert")).to_have_count(0)
    other = page_as("staff")
    other.goto("/")
    expect(other.locator(".alert")).to_contain_text(ALERT)


def test_the_alert_leads_where_help_is(page_as: PageAs) -> None:
    page = page_as("staff")
    page.goto("/")
    page.get_by_role("complementary", name="Alerts").get_by_role(
        "link", name="Where to get help"
    ).click()
    expect(page).to_have_url("/digital-data-technology/get-help/")
