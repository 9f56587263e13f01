"""A comms editor's morning at the news desk."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import WCAG, PageAs

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
ORDER = "/admin/news/order/home/"


def check_ours(page: Page) -> None:
    """Axe on our part of the page: the CMS's frame is Wagtail's, and the preview is tested as the page it is."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": list(WCAG), "resultTypes": ["violations"], "iframes": False}
    found = Axe().run(page, context=".news-desk", options=options).response["violations"]
    lines = [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
    assert not lines, f"{page.url}\n" + "\n".join(lines)


def pins(page: Page) -> list[str]:
    """The stories of the order, from the top."""
    return page.locator(".news-desk__pin strong").all_inner_texts()


def live(page: Page) -> Locator:
    """The stories to add that readers see already: a scheduled one is in no preview yet."""
    return page.locator(".news-desk__offered li").filter(has_text="Live.")


def front(page: Page) -> list[str]:
    """The headlines of the home page."""
    page.goto("/")
    return page.locator(".story__title").all_inner_texts()


def take_all_out(page: Page) -> None:
    while number := page.locator(".news-desk__pin").count():
        page.locator(".news-desk__pin").first.get_by_role("button", name="Take out").click()
        expect(page.locator(".news-desk__pin")).to_have_count(number - 1)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "360"])
def test_a_comms_editors_morning(viewport: dict[str, int], page_as: PageAs) -> None:
    page = page_as("comms", viewport=viewport)
    page.goto("/admin/news/")
    expect(page.get_by_role("heading", name="News desk")).to_be_visible()
    check_ours(page)
    page.get_by_role("link", name="Awaiting approval").click()
    row = page.get_by_role("row", name="Pilots swap paper")
    expect(row).to_contain_text("Submitted")
    row.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.goto("/admin/news/?tab=scheduled")
    expect(page.get_by_text("Winter opening hours").first).to_be_visible()
    check_ours(page)

    page.goto("/admin/news/calendar/")
    check_ours(page)
    today = page.locator(".news-desk__month td[aria-current=date]")
    assert today.count() == 1
    page.get_by_role("link", name="This month").or_(
        page.locator("nav[aria-label=Months] a").first
    ).first.click()
    expect(page.locator("#month")).to_be_visible()

    page.goto(ORDER)
    take_all_out(page)
    preview = page.frame_locator("[data-desk-preview]")
    add = live(page).get_by_role("button")
    chosen = live(page).locator("strong").all_inner_texts()[2:4]
    add.nth(2).click()
    expect(page.locator(".news-desk__pin")).to_have_count(1)
    add.nth(2).click()
    expect(page.locator(".news-desk__pin")).to_have_count(2)
    assert pins(page) == chosen
    expect(preview.locator(".story__title").first).to_have_text(chosen[0])

    # The keyboard puts the second first; the focus stays with the story.
    up = page.get_by_role("button", name=f"Move {chosen[1]} up")
    up.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".news-desk__pin strong").first).to_have_text(chosen[1])
    expect(page.locator("[data-desk-said]")).to_contain_text(f"1, {chosen[1]}")
    focused: Any = page.evaluate("document.activeElement.id")
    assert focused.startswith("position-")
    expect(preview.locator(".story__title").first).to_have_text(chosen[1])
    check_ours(page)
    page.locator("#width-phone").check()
    assert page.locator("[data-desk-preview]").bounding_box()["width"] <= 362
    check_ours(page)

    # Readers see nothing of it before it is saved, and all of it then.
    reader = page_as("staff", viewport=viewport)
    before = front(reader)
    page.get_by_role("button", name="Save the order").click()
    expect(page.get_by_text("the order is saved")).to_be_visible()
    after = front(reader)
    assert after[:2] == [chosen[1], chosen[0]]
    assert after != before or before[:2] == after[:2]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_order_is_chosen_without_a_script(page_as: PageAs) -> None:
    page = page_as("comms", viewport=WIDE, java_script_enabled=False)
    page.goto(ORDER)
    while page.locator(".news-desk__pin").count():
        page.locator(".news-desk__pin").first.get_by_role("button", name="Take out").click()
    title = live(page).locator("strong").nth(1).inner_text()
    live(page).get_by_role("button").nth(1).click()
    assert pins(page) == [title]
    preview = page.frame_locator("[data-desk-preview]")
    expect(preview.locator(".story__title").first).to_have_text(title)
    page.get_by_role("button", name="Save the order").click()
    assert front(page_as("staff"))[0] == title


def test_the_second_writer_is_told(page_as: PageAs) -> None:
    first, second = page_as("comms", viewport=WIDE), page_as("admin", viewport=WIDE)
    for page in (first, second):
        page.goto(ORDER)
    for page in (first, second):
        number = page.locator(".news-desk__pin").count()
        page.locator(".news-desk__offered button").first.click()
        expect(page.locator(".news-desk__pin")).to_have_count(number + 1)
        page.get_by_role("button", name="Save the order").click()
    expect(second.locator("[data-desk-error]")).to_contain_text("another order meanwhile")
    check_ours(second)
