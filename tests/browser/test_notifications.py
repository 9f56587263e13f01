"""Following and the bell in a browser: on a phone and a laptop, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PageAs
from tests.browser.test_accessibility import NO_SIDEWAYS_SCROLL

PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
PAGES = ("/notifications/", "/notifications/following/", "/notifications/choices/")
WAYS = pytest.mark.parametrize(
    ("viewport", "java_script_enabled"),
    [(PHONE, True), (PHONE, False), (LAPTOP, True), (LAPTOP, False)],
    ids=["phone", "phone without scripts", "laptop", "laptop without scripts"],
)


@WAYS
def test_one_follows_a_department_and_no_longer(
    page_as: PageAs, viewport, java_script_enabled
) -> None:
    page = page_as("comms", viewport=viewport, java_script_enabled=java_script_enabled)
    page.goto("/harbour-licensing/")
    page.get_by_role("button", name="Follow Harbour Licensing").click()
    expect(page.locator(".messages")).to_contain_text("You follow Harbour Licensing")
    page.goto("/notifications/following/")
    main = page.get_by_role("main")
    expect(main.get_by_role("link", name="Harbour Licensing")).to_be_visible()
    page.get_by_role("button", name=re.compile("Following")).click()
    expect(main).to_contain_text("You follow nothing yet.")


@WAYS
def test_choices_are_kept(page_as: PageAs, viewport, java_script_enabled) -> None:
    page = page_as("comms", viewport=viewport, java_script_enabled=java_script_enabled)
    page.goto("/notifications/choices/")
    group = page.get_by_role("group", name="Somebody thanks me")
    group.get_by_label("By e-mail").select_option("never")
    group.get_by_label("In the bell").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messages")).to_contain_text("Your choices are saved.")
    expect(group.get_by_label("By e-mail")).to_have_value("never")
    expect(group.get_by_label("In the bell")).not_to_be_checked()
    group.get_by_label("By e-mail").select_option("daily")
    group.get_by_label("In the bell").check()
    page.get_by_role("button", name="Save").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_pages_are_accessible_and_fit(page_as: PageAs, axe, width, scheme) -> None:
    page = page_as("staff", viewport={"width": width, "height": 800}, color_scheme=scheme)
    for address in PAGES:
        response = page.goto(address)
        assert response is not None
        assert response.status == 200
        axe(page)
        assert page.evaluate(NO_SIDEWAYS_SCROLL), address


def test_what_one_was_told_is_new_until_it_is_opened_or_marked(page_as: PageAs) -> None:
    page = page_as("staff", viewport=PHONE)
    page.goto("/notifications/")
    bell = page.get_by_role("banner").get_by_role("link", name=re.compile("unread notification"))
    unread = int((bell.text_content() or "").split()[0])
    new = page.locator(".tell--new")
    expect(new).to_have_count(unread)
    new.first.get_by_role("link").click()
    page.wait_for_url(re.compile(r"^(?!.*/notifications/)"))
    page.goto("/notifications/")
    expect(page.locator(".tell--new")).to_have_count(unread - 1)
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.locator(".tell--new")).to_have_count(0)
    expect(page.get_by_role("banner").get_by_role("link", name="Notifications")).to_be_visible()
