"""Talking in a browser, on a phone and on a laptop, with a script and without."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PageAs
from tests.browser.test_accessibility import NO_SIDEWAYS_SCROLL

STORY = "/news/bollard-turns-twelve/"
OPTION = ".talk .suggestions [role=option]"
WIDTHS = [360, 1280]
SCRIPTS = [True, False]


def window(page_as: PageAs, role: str, width: int, has_script: bool = True) -> Page:
    page = page_as(role, viewport={"width": width, "height": 800}, java_script_enabled=has_script)
    response = page.goto(STORY)
    assert response is not None
    assert response.status == 200
    return page


@pytest.mark.parametrize("has_script", SCRIPTS, ids=["with a script", "without"])
@pytest.mark.parametrize("width", WIDTHS)
def test_people_comment_mention_react_reply_report_and_moderators_hide(
    page_as: PageAs, width: int, has_script: bool
) -> None:
    mark = uuid4().hex[:8]
    page = window(page_as, "staff", width, has_script)
    box = page.get_by_label("Your comment")
    if has_script:
        box.press_sequentially(f"Hello {mark} @ines c")
        expect(page.locator(OPTION).first).to_contain_text("Ines Carvalho")
        box.press("Enter")
        expect(box).to_have_value(f"Hello {mark} @Ines Carvalho ")
    else:
        box.fill(f"Hello {mark} @Ines Carvalho")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page).to_have_url(re.compile("#comment-"))
    mine = page.locator(".talk__list > .said").filter(has_text=mark)
    expect(mine.get_by_role("link", name="@Ines Carvalho")).to_have_attribute(
        "href", "/people/ines-carvalho/"
    )

    mine.get_by_role("link", name="React").click()
    page.locator(".picker").get_by_role("button", name="Celebrate").click()
    given = mine.get_by_role("button", name="Celebrate")
    expect(given).to_have_attribute("aria-pressed", "true")
    given.click()
    expect(mine.get_by_role("button", name="Celebrate")).to_have_count(0)

    mine.get_by_role("link", name="Edit").click()
    page.locator("textarea[id^=edit-]").fill(f"Good morning {mark}")
    page.get_by_role("button", name="Save").click()
    expect(mine).to_contain_text("Good morning")
    expect(mine).to_contain_text("edited")

    other = window(page_as, "editor", width, has_script)
    theirs = other.locator(".talk__list > .said").filter(has_text=mark)
    theirs.get_by_role("link", name="Reply").first.click()
    other.get_by_label("Your reply").fill(f"And to you {mark}")
    other.get_by_role("button", name="Reply", exact=True).click()
    expect(theirs.locator(".talk__replies .said__words")).to_contain_text("And to you")

    theirs.get_by_role("link", name="Report").first.click()
    other.get_by_label("It is rude, or hurts somebody").check()
    other.get_by_role("button", name="Report", exact=True).click()
    expect(other.locator("[role=status] .message")).to_contain_text("moderators will look at it")

    moderator = window(page_as, "admin", width)  # the CMS itself needs a script
    moderator.goto("/admin/moderation/")
    moderator.get_by_role("link", name=mark).click()
    moderator.get_by_role("button", name="Hide it").click()
    expect(moderator.locator(".messages")).to_contain_text("hidden from everybody")
    page.goto(STORY)
    expect(page.get_by_text("Your comment is hidden by moderators.").first).to_be_visible()
    expect(page.get_by_text(f"Good morning {mark}")).to_have_count(0)


def test_a_moderator_hides_shows_again_and_makes_read_only(page_as: PageAs) -> None:
    mark = uuid4().hex[:8]
    writer = window(page_as, "staff", 1280)
    writer.get_by_label("Your comment").fill(f"Barnacles {mark}")
    writer.get_by_role("button", name="Comment", exact=True).click()
    page = window(page_as, "admin", 1280)
    page.locator(".said").filter(has_text=mark).get_by_role("link", name="Moderate").click()
    page.get_by_role("button", name="Make read-only").click()
    expect(page.locator(".messages")).to_contain_text("may read but not write")
    writer.goto(STORY)
    expect(writer.get_by_text("You may read but not write until")).to_be_visible()
    page.get_by_role("button", name="Let them write again").click()
    writer.goto(STORY)
    expect(writer.get_by_label("Your comment")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_with_everything_open(
    page_as: PageAs, axe: Callable[[Page], None], width: int, scheme: str
) -> None:
    page = page_as("staff", viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(STORY)
    talk = page.locator(".talk__list > .said").filter(has_text="printer").first
    for name in ("React", "Reply", "Edit"):
        talk.get_by_role("link", name=name).first.click()
        expect(talk.locator("[data-here-form]").first).to_be_visible()
        axe(page)
    page.get_by_role("link", name="Report").first.click()
    expect(page.get_by_text("Only moderators see who reported it.")).to_be_visible()
    page.get_by_label("Your comment").first.press_sequentially("@ines")
    expect(page.locator(OPTION).first).to_be_visible()
    axe(page)
    assert page.evaluate(NO_SIDEWAYS_SCROLL)


def test_the_small_pages_pass_axe_and_fit_the_narrowest_phone(
    page_as: PageAs, axe: Callable[[Page], None]
) -> None:
    page = page_as("staff", viewport={"width": 320, "height": 640})
    page.goto(STORY)
    assert page.evaluate(NO_SIDEWAYS_SCROLL)
    wanted = page.eval_on_selector_all(
        ".talk a[data-here], .reacts__who", "links => links.map(link => link.href)"
    )
    kinds = {address.rstrip("/").rsplit("/", 1)[-1]: address for address in wanted}
    assert {"react", "reply", "edit", "delete", "report", "reactions"} <= set(kinds)
    for address in kinds.values():
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, address
        axe(page)
        assert page.evaluate(NO_SIDEWAYS_SCROLL), address


def test_a_counter_says_how_much_may_still_be_said(page_as: PageAs) -> None:
    page = window(page_as, "staff", 360)
    box = page.get_by_label("Your comment")
    box.fill("x" * 1990)
    expect(page.locator(".composer [role=status]")).to_have_text("10 characters left")
    box.fill("x" * 2010)
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("2,000 characters at most")
    expect(page.get_by_label("Your comment")).to_have_value("x" * 2010)
