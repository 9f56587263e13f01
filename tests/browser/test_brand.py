"""Whatever colour a customer has, everything can be read: seen in a browser, on real pages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import contents
from tests.browser.conftest import PageAs
from tests.seeds import Seed

HARD = ("#ffdd00", "#ffffff", "#000000", "#c8102e", "#7fd1ff", "#808080", "#ff69b4")


def choose(page: Page, colour: str, header: str) -> None:
    """Set the brand's colours in the CMS, as an admin would."""
    page.goto("/admin/settings/branding/brand/")
    page.locator("input[name=colour]").fill(colour)
    page.locator("input[name=accent]").fill(colour)
    page.locator(
        f"[name=header] option[value={header}], [name=header][value={header}]"
    ).first.evaluate(
        "one => { if (one.tagName === 'OPTION') one.selected = true; else one.checked = true }"
    )
    page.get_by_role("button", name="Save").first.click()
    page.wait_for_load_state()


@pytest.mark.parametrize("colour", HARD)
def test_a_hard_colour_is_readable_on_every_kind_of_page(
    page_as: PageAs, site: Seed, axe: Callable[[Page], None], colour: str
) -> None:
    admin = page_as("admin")
    choose(admin, colour, "filled" if HARD.index(colour) % 2 else "light")
    expect(admin.get_by_text(colour, exact=False).first).to_be_attached()
    for scheme in ("light", "dark"):
        page = page_as("staff", color_scheme=scheme)
        for kind in ("homepage", "departmentpage", "contentpage", "newspage", "policypage"):
            page.goto(contents.addresses(site, kind)[0])
            axe(page)
