"""A day in the CMS: a section is made, a story is written, previewed, scheduled, published and read.

The tests of this file follow one another, as the day does.
"""

import re
import time
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import seeds
from tests.browser import contents
from tests.browser.conftest import PageAs
from tests.seeds import Seed

HEADLINE = "Night ferries start on Monday"
FORM_TEXTS = "[...document.querySelectorAll('input[type=hidden]')].map(i => i.value).join()"
PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 900}


def add_block(page: Page, name: str) -> None:
    """Insert a block at the end of the body."""
    body = page.locator("#panel-child-content-body-section, [id$=body-section]").first
    body.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name=name, exact=True).click()


def write(page: Page, number: int, words: str) -> None:
    """Type into the number-th rich text of the form, from 0."""
    editor = page.locator(".public-DraftEditor-content").nth(number)
    editor.click()
    expect(editor).to_be_focused()
    page.keyboard.type(words)
    expect(editor).to_contain_text(words)
    # The editor writes into the form a quarter of a second later.
    for _try in range(100):
        if words in page.evaluate(FORM_TEXTS):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"The form never held: {words}")


def saved(page: Page) -> None:
    """Wait until the form stands on the page's own address, with nothing left to save."""
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))


def more_actions(page: Page) -> None:
    """Open what the Save button hides."""
    page.get_by_role("button", name="More actions").click()


def test_an_editor_makes_a_section_of_their_department(page_as: PageAs, site: Seed) -> None:
    number, address = contents.department_of(site, "editor")
    page = page_as("editor", viewport=LAPTOP)
    page.goto(f"/admin/pages/add/departments/contentpage/{number}/")
    page.locator("#id_title").fill("Moving desks")
    page.locator("#id_summary").fill("How to move your things, and whom to tell.")
    add_block(page, "Heading")
    page.locator("[name=body-0-value-text]").fill("Before you move")
    add_block(page, "Text")
    write(page, 0, "Label every box with your name.")
    more_actions(page)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("published", exact=False).first).to_be_visible()
    page.goto(f"{address}moving-desks/")
    expect(page.get_by_role("heading", name="Moving desks", level=1)).to_be_visible()
    expect(page.locator("h2#before-you-move")).to_be_visible()
    reader = page_as("staff")
    reader.goto(address)
    expect(reader.get_by_role("main").get_by_role("link", name="Moving desks")).to_be_visible()


def test_an_editor_may_not_edit_another_department(page_as: PageAs, site: Seed) -> None:
    _number, own = contents.department_of(site, "editor")
    other = next(page for page in contents.addresses(site, "departmentpage") if page != own)
    page = page_as("editor")
    page.goto(f"/admin/pages/{contents.page_id(site, other)}/edit/")
    assert "/edit/" not in page.url


def test_comms_write_a_story_with_image_and_call_out(page_as: PageAs, site: Seed) -> None:
    page = page_as("comms", viewport=LAPTOP)
    page.goto(f"/admin/pages/add/news/newspage/{contents.page_id(site, '/news/')}/")
    page.locator("#id_title").fill(HEADLINE)
    page.locator("#id_standfirst").fill("The last boat now leaves at half past eleven.")
    choose_first_image(page, page.locator("#id_lead_image-chooser"))
    add_block(page, "Text")
    write(page, 0, "From Monday, boats run until half past eleven at night.")
    add_block(page, "Call-out")
    page.locator("[name=body-1-value-title]").fill("Bring your pass")
    write(page, 1, "The gates are locked after ten.")
    add_block(page, "Image")
    choose_first_image(page, page.locator("[id^=body-2][id$=chooser]"))
    page.locator("[name=body-2-value-image-alt_text]").fill("A ferry at night")
    page.get_by_role("button", name="Save draft").click()
    saved(page)


def choose_first_image(page: Page, chooser: object) -> None:
    """Choose the newest image in a chooser."""
    chooser.get_by_role("button", name=re.compile("Choose an image", re.I)).click()  # type: ignore[attr-defined]
    modal = page.locator(".modal-content")
    modal.locator("ul.listing a, .listing a[data-chooser-modal-choice]").first.click()
    expect(modal).to_have_count(0)


def story_id(site: Seed) -> int:
    """The primary key of the day's story."""
    return int(
        contents.rows(site, "SELECT id FROM wagtailcore_page WHERE draft_title = ?", HEADLINE)[0][0]
    )


def test_a_draft_is_seen_in_the_preview_and_nowhere_else(page_as: PageAs, site: Seed) -> None:
    page = page_as("comms", viewport=LAPTOP)
    page.goto(f"/admin/pages/{story_id(site)}/edit/")
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("iframe[title=Preview], [data-side-panel=preview] iframe").first
    expect(preview.get_by_role("heading", name=HEADLINE)).to_be_visible()
    expect(preview.get_by_text("until half past eleven at night")).to_be_visible()
    reader = page_as("staff")
    reader.goto("/news/")
    expect(reader.get_by_text(HEADLINE)).to_have_count(0)


def test_a_scheduled_story_appears_when_its_time_has_come(
    page_as: PageAs, site: Seed, axe: Callable[[Page], None]
) -> None:
    page = page_as("comms", viewport=LAPTOP)
    page.goto(f"/admin/pages/{story_id(site)}/edit/")
    soon = timezone.localtime() + timedelta(minutes=1)
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    page.locator("#id_go_live_at").fill(soon.strftime("%Y-%m-%d %H:%M"))
    page.locator("#id_go_live_at").press("Tab")
    page.get_by_role("button", name="Save schedule").press("Enter")
    saved(page)
    more_actions(page)
    page.get_by_role("button", name=re.compile("Schedule to publish", re.I)).click()
    expect(page.get_by_text("scheduled for publishing", exact=False).first).to_be_visible()
    reader = page_as("staff", viewport=PHONE)
    reader.goto("/news/")
    expect(reader.get_by_text(HEADLINE)).to_have_count(0)
    time.sleep(max(0, (soon.replace(second=0) - timezone.localtime()).total_seconds()) + 1)
    seeds.manage(site, "worker", "--once")
    reader.goto("/news/")
    reader.get_by_role("link", name=HEADLINE).first.click()
    expect(reader.get_by_role("heading", name=HEADLINE, level=1)).to_be_visible()
    expect(reader.get_by_text("Bring your pass")).to_be_visible()
    expect(reader.get_by_role("img", name="A ferry at night")).to_be_visible()
    axe(reader)


def test_the_story_is_found_on_a_phone(page_as: PageAs, axe: Callable[[Page], None]) -> None:
    page = page_as("staff", viewport=PHONE)
    page.goto("/search/?q=night+ferries")
    expect(page.locator("a[data-rank='1']")).to_have_text(re.compile(HEADLINE))
    axe(page)
    page.locator("a[data-rank='1']").click()
    expect(page.get_by_role("heading", name=HEADLINE, level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
