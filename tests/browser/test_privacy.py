"""The privacy dialog, pressed by hand: its steps are forms that Wagtail's script sends."""

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import PageAs

pytestmark = pytest.mark.browser


def open_dialog(page: Page, editor: str) -> Locator:
    """Open the privacy dialog of the page that is edited at `editor`."""
    page.goto(editor)
    change = page.get_by_role("button", name="Change privacy")
    page.wait_for_load_state("networkidle")  # the CMS opens the panel that was open last
    panel = page.locator('[data-side-panel-toggle="status"]')
    if panel.get_attribute("aria-expanded") != "true":
        panel.click()
    change.click()
    return page.locator(".corridor-privacy")


def test_an_administrator_restricts_a_page_and_reads_first_what_it_means(page_as: PageAs) -> None:
    page = page_as("admin")
    page.goto("/about-us/history/")
    editor = page.locator("a[href*='/admin/pages/'][href$='/edit/']").first.get_attribute("href")
    assert editor
    dialog = open_dialog(page, editor)
    dialog.get_by_label("Only people in these groups").check()
    dialog.get_by_role("button", name="Go on").click()
    dialog.get_by_text("Nothing is saved yet.").wait_for()
    dialog.get_by_label("News team").check()
    dialog.get_by_role("button", name="Go on").click()
    dialog.get_by_text("lose it, and nobody gains it.").wait_for()
    dialog.get_by_role("button", name="Back").click()
    assert dialog.get_by_label("News team").is_checked()
    dialog.get_by_role("button", name="Go on").click()
    dialog.get_by_role("button", name="Save").wait_for()
    for box in dialog.locator("[name=move_files]").all():
        box.uncheck()
    dialog.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="Only people in certain groups").wait_for()
    page.get_by_role("link", name="Who can see this").last.click()
    page.get_by_text("People in News team").first.wait_for()
    page.get_by_label("Name, username or e-mail address").fill("staff")
    page.get_by_role("button", name="Ask").click()
    page.get_by_text("Is not in News team.").wait_for()
    # The other tests read the same site.
    dialog = open_dialog(page, editor)
    dialog.get_by_label("Anybody who is signed in").check()
    dialog.get_by_role("button", name="Go on").click()
    dialog.get_by_text("Nobody loses it").wait_for()
    dialog.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="Anybody who is signed in").wait_for()
