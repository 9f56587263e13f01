"""Events as people meet them: in the list, in their calendars, and in the CMS."""

import re
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser import contents
from tests.browser.conftest import PageAs
from tests.seeds import Seed

WIDTHS = (360, 1280)
Axe = Callable[[Page], None]


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def fetch(address: str) -> tuple[int, bytes]:
    """What a calendar is answered, which has no session."""
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("width", WIDTHS)
def test_an_event_is_found_and_put_in_a_calendar(
    page_as: PageAs, axe: Axe, width: int, scripts: bool
) -> None:
    page = page_as("staff", viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    assert page.goto("/events/").status == 200
    event = page.get_by_role("link", name="Open harbour days")
    days = page.get_by_role("article").filter(has=event).locator("time")
    expect(days).to_have_count(2)
    if scripts:
        axe(page)
        assert fits(page)
    event.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Open harbour days")
    with page.expect_download() as started:
        page.get_by_role("link", name="Put it in my calendar").click()
    read = next(iter(Calendar.from_ical(started.value.path().read_bytes()).walk("VEVENT")))
    assert read["summary"] == "Open harbour days"
    assert read["dtend"].dt - read["dtstart"].dt == timedelta(days=3)
    if scripts:
        axe(page)
        assert fits(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_months_lead_to_one_another(page_as: PageAs, scripts: bool) -> None:
    page = page_as("staff", java_script_enabled=scripts)
    page.goto("/events/")
    page.get_by_role("link", name="By month").click()
    page.goto("/events/?month=2026-03")
    expect(page.get_by_role("heading", name="March 2026")).to_be_visible()
    page.get_by_role("navigation", name="Months").get_by_role("link", name="April 2026").click()
    expect(page.get_by_role("heading", name="April 2026")).to_be_visible()
    page.get_by_role("link", name="Past").click()
    expect(page.get_by_role("link", name="Beach clean at North Sands")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("width", WIDTHS)
def test_private_addresses_are_made_used_and_renewed(
    page_as: PageAs, axe: Axe, width: int, scripts: bool
) -> None:
    page = page_as("editor", viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    page.goto("/harbour-licensing/")
    page.get_by_role("link", name="Calendar and feeds").click()
    expect(page.get_by_role("heading", name="Addresses for Harbour Licensing")).to_be_visible()
    page.get_by_role("button", name=re.compile("(Make|Renew) my addresses")).click()
    shown = page.locator("code")
    expect(shown).to_have_count(3)
    first = shown.all_inner_texts()
    assert [fetch(address)[0] for address in first] == [200, 200, 200]
    calendar = fetch(first[-1])[1]
    assert [read["summary"] for read in Calendar.from_ical(calendar).walk("VEVENT")] == [
        "Open harbour days"
    ]
    if scripts:
        axe(page)
        assert fits(page)
    page.get_by_role("button", name="Renew my addresses").click()
    expect(page.get_by_text("The old ones have stopped working.")).to_be_visible()
    assert [fetch(address)[0] for address in first] == [404, 404, 404]
    assert [fetch(address)[0] for address in shown.all_inner_texts()] == [200, 200, 200]


def test_comms_plan_an_event_and_are_told_how_to_mend_it(page_as: PageAs, site: Seed) -> None:
    page = page_as("comms", viewport={"width": 1280, "height": 900})
    number = contents.page_id(site, "/events/")
    page.goto(f"/admin/pages/add/events/eventpage/{number}/")
    day = date.today() + timedelta(days=5)
    page.locator("#id_title").fill("Tea with the auditors")
    fill(page, "starts_on", day.isoformat())
    fill(page, "starts_time", "15:00")
    fill(page, "ends_time", "14:00")
    fill(page, "place", "The canteen")
    publish(page)
    expect(page.get_by_text("It ends before it starts. Choose a later time").first).to_be_visible()
    fill(page, "ends_time", "16:00")
    publish(page)
    expect(page.get_by_text("published", exact=False).first).to_be_visible()
    page.goto("/events/")
    tea = page.get_by_role("article").filter(has_text="Tea with the auditors")
    expect(tea).to_contain_text("15:00 to 16:00")


def fill(page: Page, name: str, value: str) -> None:
    field = page.locator(f"input[name={name}]")
    field.fill(value)
    field.press("Tab")  # closes the CMS's pickers
    page.keyboard.press("Escape")


def publish(page: Page) -> None:
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
