"""The site stands, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, ROLES, PageAs, sign_in


@pytest.mark.parametrize("address", ["/", "/search/?q=leave", "/nothing/here/", "/admin/"])
def test_a_stranger_is_sent_to_sign_in(page: Page, address: str) -> None:
    page.goto(address)
    assert "/accounts/login/?next=" in page.url
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_signing_in_leads_to_where_one_was_going(page: Page, axe: Callable[[Page], None]) -> None:
    page.goto("/search/?q=leave")
    axe(page)
    page.get_by_label("Username").fill("staff")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/search/?q=leave")


def test_a_wrong_password_is_said_in_words(page: Page, axe: Callable[[Page], None]) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill("staff")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("do not belong together").first).to_be_visible()
    assert "/accounts/login/" in page.url
    axe(page)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_the_home_page(
    page_as: PageAs, axe: Callable[[Page], None], role: str
) -> None:
    page = page_as(role)
    response = page.goto("/")
    assert response is not None
    assert response.status == 200
    expect(page.get_by_role("main")).to_be_visible()
    axe(page)


def test_signing_out_closes_the_door(page: Page) -> None:
    sign_in(page, "staff")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    page.goto("/")
    assert "/accounts/login/?next=" in page.url
