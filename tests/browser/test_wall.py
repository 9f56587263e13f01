"""The wall in a browser, on a phone and on a laptop, with a script and without."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PageAs
from tests.browser.test_accessibility import NO_SIDEWAYS_SCROLL

WIDTHS = [360, 1280]
SCRIPTS = [True, False]
OPTION = ".suggestions [role=option]"


def window(page_as: PageAs, role: str, width: int, has_script: bool = True) -> Page:
    page = page_as(role, viewport={"width": width, "height": 800}, java_script_enabled=has_script)
    response = page.goto("/wall/")
    assert response is not None
    assert response.status == 200
    return page


def post(page: Page, kind: str, text: str) -> Locator:
    """Post something, and find it on the wall."""
    page.get_by_role("radio", name=kind).check()
    page.get_by_label("Your words").fill(text)
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page).to_have_url(re.compile("#post-"))
    found = page.locator("article.post").filter(has_text=text)
    expect(found).to_have_count(1)
    return found


@pytest.mark.parametrize("has_script", SCRIPTS, ids=["with a script", "without"])
@pytest.mark.parametrize("width", WIDTHS)
def test_people_thank_mention_ask_reply_react_report_and_mark_as_answered(
    page_as: PageAs, width: int, has_script: bool
) -> None:
    mark = uuid4().hex[:8]
    # Nobody says as much in a minute as this test does four times.
    page = window(page_as, "staff" if has_script else "editor", width, has_script)
    page.get_by_role("radio", name="Thanks").check()
    box = page.get_by_label("Whom do you thank?")
    if has_script:
        box.press_sequentially("@ines c")
        expect(page.locator(OPTION).first).to_contain_text("Ines Carvalho")
        box.press("Enter")
        expect(box).to_have_value("@Ines Carvalho ")
    else:
        box.fill("Ines Carvalho, harvey.pike@coasts.example")
    thanks = post(page, "Thanks", f"For the tide {mark}, and for @Priya Nair")
    expect(thanks.locator(".post__thanked")).to_contain_text("Ines Carvalho")
    expect(thanks.get_by_role("link", name="@Priya Nair")).to_be_visible()
    page.goto("/people/ines-carvalho/")
    expect(page.locator("main")).to_contain_text(f"For the tide {mark}")

    page.goto("/wall/")
    question = post(page, "Question", f"Who knows {mark}?")
    question.get_by_role("link", name="Reply").click()
    page.get_by_role("textbox", name="Your comment").fill(f"I do, {mark}")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page).to_have_url(re.compile("#comment-"))
    page.goto("/wall/")
    question.get_by_role("link", name="React").first.click()
    picker = question if has_script else page
    picker.get_by_role("button", name="Like").first.click()
    if not has_script:
        expect(page).to_have_url(re.compile(r"/wall/posts/\d+/"))
        page.goto("/wall/")
    expect(question.get_by_role("button", name="Like").first).to_have_attribute(
        "aria-pressed", "true"
    )
    question.get_by_label("Which reply answers it").select_option(index=1)
    question.get_by_role("button", name="Mark as answered").click()
    expect(question.locator(".chip")).to_contain_text("Answered")
    question.get_by_role("link", name="See the reply that answers it").click()
    expect(page.locator(".talk__list")).to_contain_text(f"I do, {mark}")

    other = window(page_as, "comms", width, has_script)
    seen = other.locator("article.post").filter(has_text=f"Who knows {mark}?")
    seen.get_by_role("link", name="Report").first.click()
    form = seen if has_script else other.locator("main")
    form.get_by_role("radio").first.check()
    form.get_by_role("button", name="Report", exact=True).click()
    expect(other.locator(".message")).to_contain_text("moderators")


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_new_is_offered_and_shown_without_losing_what_one_writes(
    page_as: PageAs, width: int
) -> None:
    mark = uuid4().hex[:8]
    reader = page_as("staff", viewport={"width": width, "height": 800})
    reader.clock.install()
    reader.goto("/wall/")
    reader.get_by_label("Your words").fill("Half a sentence")
    writer = window(page_as, "comms", width)
    post(writer, "Message", f"Something new {mark}")
    reader.clock.run_for(40_000)
    offer = reader.get_by_role("link", name="Show 1 new message")
    expect(offer).to_be_visible()
    expect(reader.locator("article.post").filter(has_text=mark)).to_have_count(0)
    offer.click()
    expect(reader.locator("article.post").first).to_contain_text(mark)
    expect(reader.locator("article.post").first).to_be_focused()
    expect(reader.get_by_label("Your words")).to_have_value("Half a sentence")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_wall_is_for_everybody_with_all_its_panels_open(
    page_as: PageAs, axe: Callable[[Page], None], width: int, scheme: str
) -> None:
    page = page_as("admin", viewport={"width": width, "height": 800}, color_scheme=scheme)
    for address in ("/wall/", "/wall/all/", "/wall/mine/", "/wall/harbour-licensing/"):
        response = page.goto(address)
        assert response is not None
        assert response.status == 200
        if page.get_by_role("radio", name="Thanks").count():
            page.get_by_role("radio", name="Thanks").check()
            page.get_by_text("Add a picture").click()
        if page.locator("article.post").count():
            first = page.locator("article.post").first
            first.get_by_role("link", name="React").first.click()
            expect(first.locator(".picker")).to_be_visible()
            first.get_by_role("link", name="Reply").first.click()
            expect(first.get_by_role("textbox")).to_be_visible()
        axe(page)
        assert page.evaluate(NO_SIDEWAYS_SCROLL), address
    page.locator("article.post time").first.click()
    page.wait_for_url("**/wall/posts/*/")
    axe(page)
    assert page.evaluate(NO_SIDEWAYS_SCROLL)
