"""Searching in a browser: the box that suggests, the page of results, and what it is like without a script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import contents
from tests.browser.conftest import PageAs
from tests.browser.test_accessibility import NO_SIDEWAYS_SCROLL, open_all
from tests.conftest import HtmlErrors
from tests.seeds import Seed

#: Many results, further ones, people, a document, narrowed, put right, nothing, nothing with filters, nothing asked.
PAGES = (
    "/search/?q=leave",
    "/search/?q=leave&page=2",
    "/search/?q=payroll",
    "/search/?q=checklist&kind=document",
    "/search/?q=leave&kind=policy&year=2026",
    "/search/?q=anual+leve",
    "/search/?q=zzzzqqq",
    "/search/?q=storm&kind=document&year=2020",
    "/search/",
)
OPTION = ".suggestions [role=option]"


@pytest.fixture
def staff_page(page_as: PageAs) -> Page:
    """A window of a member of staff."""
    return page_as("staff")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(
    page_as: PageAs, axe: Callable[[Page], None], width: int, scheme: str
) -> None:
    page = page_as("staff", viewport={"width": width, "height": 800}, color_scheme=scheme)
    for address in PAGES:
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, address
        open_all(page)
        axe(page)
    for address in ("/", "/news/", "/search/?q=leave"):
        page.goto(address)
        page.locator("input[data-suggest]").first.fill("lea")
        expect(page.locator(OPTION).first).to_be_visible()
        axe(page)


def test_nothing_scrolls_sideways_on_the_narrowest_phone(page_as: PageAs) -> None:
    page = page_as("staff", viewport={"width": 320, "height": 640})
    for address in PAGES:
        page.goto(address)
        open_all(page)
        assert page.evaluate(NO_SIDEWAYS_SCROLL), address


def test_the_html_checker_finds_nothing(staff_page: Page, html_errors: HtmlErrors) -> None:
    assert not html_errors({one: staff_page.request.get(one).text() for one in PAGES})


def test_the_chosen_kind_is_in_view_on_a_phone(page_as: PageAs) -> None:
    page = page_as("staff", viewport={"width": 360, "height": 740})
    page.goto("/search/?q=leave&kind=document")
    expect(page.locator(".kinds [aria-current]")).to_be_in_viewport(ratio=1)


def test_everything_works_without_a_script(page_as: PageAs, site: Seed) -> None:
    page = page_as("staff", java_script_enabled=False, viewport={"width": 360, "height": 800})
    page.goto("/search/?q=leave")
    page.get_by_role("link", name="Policies").last.click()
    expect(page.locator(".kinds [aria-current]")).to_contain_text("Policies")
    page.get_by_role("link", name="Narrow these results").click()
    page.get_by_role("radio", name="2026").check()
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**/search/?*year=2026*")
    expect(page.get_by_role("status").first).to_contain_text(re.compile("result"))
    page.get_by_role("link", name="Remove 2026").click()
    page.wait_for_url("**/search/?q=leave&kind=policy")
    page.goto("/search/?q=leave")
    page.locator(".answer summary").click()
    page.get_by_label("What were you looking for?").fill("Leave to remain")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/search/?q=leave")
    expect(page.get_by_text("Thank you for saying so.")).to_be_visible()
    said = contents.rows(
        site, "SELECT found FROM insights_searchlog WHERE comment LIKE 'Leave to%'"
    )
    assert said == [(0,)]


def test_what_is_opened_is_noted_and_the_link_is_true(page_as: PageAs, site: Seed) -> None:
    page = page_as("staff")
    page.goto("/search/?q=bollard")
    token = page.locator(".answer input[name=token]").input_value()
    link = page.locator("a[data-rank='2']")
    address = link.get_attribute("href")
    with page.expect_response("**/search/clicked/") as noted:
        link.click()
    assert noted.value.status == 204
    page.wait_for_url(f"**{address}")
    assert contents.rows(
        site, "SELECT clicked_rank FROM insights_searchlog WHERE token = ?", token
    ) == [(2,)]


def test_something_is_found_by_the_keyboard_from_any_page(staff_page: Page) -> None:
    staff_page.goto("/news/")
    box = staff_page.get_by_role("combobox", name="Search this site")
    box.press_sequentially("annual lea")
    options = staff_page.locator(OPTION)
    expect(options.filter(has_text="Annual leave").first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("Escape")
    expect(staff_page.locator(".suggestions")).to_be_hidden()
    expect(box).to_have_value("annual lea")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    staff_page.wait_for_url(lambda url: "/news/" not in url and "/search/" not in url)


def test_enter_searches_when_nothing_is_chosen(staff_page: Page) -> None:
    staff_page.goto("/")
    box = staff_page.get_by_role("combobox", name="Search this site")
    box.fill("leave")
    expect(staff_page.locator(OPTION).first).to_be_visible()
    box.press("Enter")
    staff_page.wait_for_url("**/search/?q=leave")
    expect(staff_page.locator("a[data-rank='1']")).to_be_visible()


def test_recent_searches_are_offered_in_an_empty_box_until_they_are_forgotten(
    staff_page: Page,
) -> None:
    page = staff_page
    for words in ("tide tables", "leave"):
        page.goto("/news/")
        page.locator("input[data-suggest]").fill(words)
        page.locator("input[data-suggest]").press("Enter")
        page.wait_for_url("**/search/?q=*")
    page.goto("/news/")
    box, options = page.locator("input[data-suggest]"), page.locator(OPTION)
    box.focus()
    expect(options).to_have_text(
        ["leave Recent search", "tide tables Recent search", "Forget recent searches"]
    )
    box.press_sequentially("tid")
    expect(options.first).to_have_text("tide tables Recent search")
    box.fill("")
    expect(options.last).to_have_text("Forget recent searches")
    options.last.click()
    expect(page.locator(".suggestions")).to_be_hidden()
    page.reload()
    box.focus()
    expect(page.locator(".suggestions")).to_be_hidden()


def test_recent_searches_are_forgotten_at_sign_out(page_as: PageAs) -> None:
    page = page_as("")
    for _time in range(2):
        page.goto("/accounts/login/?next=/news/")
        page.fill("input[name=username]", "comms")
        page.fill("input[name=password]", "corridor")
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/news/")
        page.locator("input[data-suggest]").focus()
        expect(page.locator(".suggestions")).to_be_hidden()
        page.locator("input[data-suggest]").fill("tides")
        page.locator("input[data-suggest]").press("Enter")
        page.wait_for_url("**/search/?q=tides")
        page.locator("details.menu summary").click()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/accounts/login/**")


def test_paper_has_the_results_and_no_controls(staff_page: Page) -> None:
    staff_page.goto("/search/?q=leave")
    staff_page.emulate_media(media="print")
    expect(staff_page.locator("a[data-rank='1']")).to_be_visible()
    for part in (".kinds", ".narrow", ".answer", ".search"):
        expect(staff_page.locator(part).first).to_be_hidden()
