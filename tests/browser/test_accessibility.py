"""Every kind of page, at two widths and in two schemes: nothing for axe, the HTML checker or a ruler."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser import contents
from tests.browser.conftest import STRANGER, PageAs
from tests.conftest import HtmlErrors
from tests.seeds import Seed

WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
OF_EACH_TYPE = 3
TYPES = (
    "homepage",
    "departmentpage",
    "contentpage",
    "newsindexpage",
    "newspage",
    "policyindexpage",
    "policypage",
    "eventindexpage",
    "eventpage",
)
#: What a person who is signed in may meet besides pages, with the status that it answers with.
OTHERS = {
    "/search/": 200,
    "/search/?q=leave": 200,
    "/search/?q=leave&page=2": 200,
    "/search/?q=zzzzqqq": 200,
    "/news/?topic=nothing-such": 200,
    "/policies/?by=department": 200,
    "/events/?past=1": 200,
    "/events/?month=1999-01": 200,
    "/feeds/": 200,
    "/nothing/here/": 404,
    "/admin/": 403,
}
FOR_STRANGERS = (
    "/accounts/login/",
    "/accounts/password-reset/",
    "/accounts/password-reset/sent/",
    "/accounts/password-reset/done/",
    "/accounts/password-reset/x/y-z/",
)

NO_SIDEWAYS_SCROLL = "document.documentElement.scrollWidth <= window.innerWidth"


def every_address(site: Seed) -> dict[str, int]:
    """Three pages of each type, and the rest, each with its status."""
    pages = [page for kind in TYPES for page in contents.addresses(site, kind)[:OF_EACH_TYPE]]
    return dict.fromkeys(pages, 200) | OTHERS


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(
    page_as: PageAs, site: Seed, axe: Callable[[Page], None], width: int, scheme: str
) -> None:
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    page = page_as("staff", **options)
    for address, status in every_address(site).items():
        response = page.goto(address)
        assert response is not None
        assert response.status == status, address
        open_all(page)
        axe(page)
    stranger = page_as(STRANGER, **options)
    for address in FOR_STRANGERS:
        stranger.goto(address)
        axe(stranger)


def test_nothing_scrolls_sideways_on_the_narrowest_phone(page_as: PageAs, site: Seed) -> None:
    page = page_as("staff", viewport={"width": 320, "height": 640})
    for address in every_address(site):
        page.goto(address)
        open_all(page)
        assert page.evaluate(NO_SIDEWAYS_SCROLL), address
    stranger = page_as(STRANGER, viewport={"width": 320, "height": 640})
    for address in FOR_STRANGERS:
        stranger.goto(address)
        assert stranger.evaluate(NO_SIDEWAYS_SCROLL), address


def test_the_html_checker_finds_nothing(
    page_as: PageAs, site: Seed, html_errors: HtmlErrors
) -> None:
    staff, stranger = page_as("staff"), page_as(STRANGER)
    batch = {address: staff.request.get(address).text() for address in every_address(site)}
    batch |= {address: stranger.request.get(address).text() for address in FOR_STRANGERS}
    assert not html_errors(batch)


def test_the_skip_link_is_first_and_leads_to_the_words(page_as: PageAs) -> None:
    page = page_as("staff")
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()").startswith("Skip to")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_everything_is_there_without_javascript(page_as: PageAs, site: Seed) -> None:
    page = page_as("staff", java_script_enabled=False, viewport={"width": 360, "height": 800})
    page.goto("/")
    menu = page.get_by_role("navigation").first
    assert menu.get_by_role("link").first.is_visible()
    page.get_by_role("searchbox").first.fill("leave")
    page.get_by_role("searchbox").first.press("Enter")
    page.wait_for_url("**/search/?q=leave")
    assert page.locator("a[data-rank='1']").is_visible()


def open_all(page: Page) -> None:
    """Open every accordion: what is folded away is checked too."""
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
