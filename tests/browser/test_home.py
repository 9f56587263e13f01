"""The home page, one's own links and topics in a browser: at any width, in either scheme, with and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PageAs
from tests.browser.test_accessibility import NO_SIDEWAYS_SCROLL, open_all

ADDRESSES = ("/", "/my-links/", "/topics/", "/topics/leave/", "/topics/leave/?kind=policy")
GUIDE = "/harbour-licensing/casework/deciding/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_every_page_is_accessible_at_any_width(
    width: int, scheme: str, page_as: PageAs, axe
) -> None:
    page = page_as("staff", viewport={"width": width, "height": 800}, color_scheme=scheme)
    for address in ADDRESSES:
        response = page.goto(address)
        assert response
        assert response.status == 200, address
        open_all(page)
        axe(page)
        assert page.evaluate(NO_SIDEWAYS_SCROLL), f"{address} at {width} px"


@pytest.mark.parametrize("width", [320, 1280])
def test_every_place_of_the_header_can_be_reached(width: int, page_as: PageAs) -> None:
    page = page_as("staff", viewport={"width": width, "height": 800})
    page.goto("/")
    links = page.locator(".header__nav a")
    assert {"People", "Teams", "Wall", "Topics"} <= set(links.all_inner_texts())
    last = links.last
    last.focus()
    box = last.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["height"] >= 24


def test_what_people_come_for_is_on_the_first_screen_of_a_phone(page_as: PageAs) -> None:
    page = page_as("staff", viewport={"width": 360, "height": 740})
    page.goto("/")
    alerts = page.evaluate("document.querySelector('.alerts')?.offsetHeight ?? 0")
    for part in ("h1", ".search--hero", ".tasks li:last-child"):
        box = page.locator(part).first.bounding_box()
        assert box
        assert box["y"] + box["height"] - alerts <= 740, part


def test_the_columns_stand_side_by_side_on_a_wide_screen_alone(page_as: PageAs) -> None:
    for width, beside in ((1280, True), (360, False)):
        page = page_as("staff", viewport={"width": width, "height": 800})
        page.goto("/")
        main = page.locator(".columns--two > .stack").first.bounding_box()
        side = page.locator(".columns--two > .side").first.bounding_box()
        assert main
        assert side
        assert (side["x"] > main["x"] + main["width"]) is beside
        assert (side["y"] >= main["y"] + main["height"]) is not beside


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_page_becomes_an_own_link_and_goes_again(scripts: bool, page_as: PageAs, axe) -> None:
    page = page_as("editor", java_script_enabled=scripts)
    page.goto(GUIDE)
    title = page.locator("h1").inner_text()
    page.locator(".menu summary", has_text="Rhys").click()
    page.get_by_role("button", name="Add to my links").click()
    expect(page.locator(".messages")).to_contain_text("Added to your links.")
    assert page.url.endswith(GUIDE)

    page.goto("/my-links/")
    page.get_by_label("Address").fill("example.org/tides")
    page.get_by_label("Name", exact=True).fill("Tides")
    page.get_by_role("button", name="Add it").click()
    expect(names(page).nth(1)).to_have_text("Tides")
    page.get_by_role("button", name="Move Tides up").click()
    expect(names(page).nth(0)).to_have_text("Tides")
    page.locator("summary", has_text="Rename Tides").click()
    page.get_by_label("Name", exact=True).first.fill("The tides")
    page.get_by_role("button", name="Save").first.click()
    expect(names(page).nth(0)).to_have_text("The tides")
    if scripts:
        open_all(page)
        axe(page)

    page.goto("/")
    own = page.locator(".own-links a")
    assert own.all_inner_texts() == ["The tides", title]

    page.goto("/my-links/")
    page.get_by_role("button", name="Remove The tides").click()
    page.get_by_role("button", name=f"Remove {title}").click()
    expect(page.locator("main")).to_contain_text("You have no links yet")


def test_a_wrong_address_is_told_where_it_was_typed(page_as: PageAs, axe) -> None:
    page = page_as("comms", viewport={"width": 360, "height": 740})
    page.goto("/my-links/")
    page.get_by_label("Address").fill("javascript:alert(1)")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Give a web address")
    assert page.get_by_label("Address").input_value() == "javascript:alert(1)"
    axe(page)


def names(page: Page):
    """What the links are called, in order."""
    return page.locator(".own-list__name a")
