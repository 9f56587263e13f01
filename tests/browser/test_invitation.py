"""An invitation, from the link in the mail to the front page, as a browser does it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.querysets import digest_of
from tests.browser.conftest import STRANGER, PageAs
from tests.browser.test_accessibility import NO_SIDEWAYS_SCROLL
from tests.seeds import Seed

PASSWORD = "grey-heron-by-the-harbour"


def invite(site: Seed, email: str, token: str) -> str:
    """Write an invitation behind the server's back; the address in its mail."""
    now = datetime.now(UTC).replace(tzinfo=None)
    with closing(sqlite3.connect(site.database, timeout=30)) as database, database:
        database.execute(
            "INSERT INTO accounts_invitation (email, digest, created_at, expires_at, sent_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (email, digest_of(token), str(now), str(now + timedelta(days=7)), str(now)),
        )
    return f"/accounts/invitation/{token}/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_who_is_invited_makes_an_account(
    page_as: PageAs, site: Seed, axe: Callable[[Page], None], width: int, scheme: str
) -> None:
    email = f"a-rather-long-name-of-somebody.{width}.{scheme}@harbours.example.org"
    link = invite(site, email, f"{width}-{scheme}")
    page = page_as(STRANGER, viewport={"width": width, "height": 700}, color_scheme=scheme)
    page.goto(link)
    assert page.url.endswith("/accounts/invitation/yours/")
    expect(page.get_by_text(email)).to_be_visible()
    axe(page)
    assert page.evaluate(NO_SIDEWAYS_SCROLL)
    page.get_by_label("First name").fill("Ana")
    page.get_by_label("Last name").fill("López")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill("another one")
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_text("The two passwords are not the same")).to_be_visible()
    axe(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    page.wait_for_url("**/")
    expect(page.get_by_text("Ana López").first).to_be_attached()
    page.goto(link)
    expect(page.get_by_role("heading", name="You are signed in already")).to_be_visible()
    axe(page)
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    answer = page.goto(link)
    assert answer is not None
    assert answer.status == 410
    expect(page.get_by_role("heading", name="This link works no longer")).to_be_visible()
    axe(page)


def test_no_other_address_is_told_the_token(page_as: PageAs, site: Seed) -> None:
    link = invite(site, "ben@harbours.example.org", "bens-secret-token")
    page = page_as(STRANGER)
    told: list[str] = []
    page.on("request", lambda request: told.append(request.headers.get("referer", "")))
    for address in (link, "/accounts/invitation/never-made/"):
        page.goto(address)
        page.get_by_role("link").last.hover()
    assert len(told) > 4
    assert [referer for referer in told if "secret" in referer or "never-made" in referer] == []


def test_somebody_is_invited_and_withdrawn(page_as: PageAs, axe: Callable[[Page], None]) -> None:
    page = page_as("admin")
    page.goto("/admin/invitations/")
    page.get_by_role("link", name="Invite people").click()
    page.get_by_label("E-mail addresses").fill("Okafor, Sam <sam.okafor@harbours.example.org>; who")
    page.get_by_role("button", name="Only check the list").click()
    expect(page.get_by_role("heading", name="Nothing was sent yet")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Send invitations").click()
    expect(page.get_by_role("row", name="Okafor").get_by_text("Sent")).to_be_visible()
    expect(page.get_by_text("Is not an e-mail address")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="See all invitations").click()
    axe(page)
    row = page.get_by_role("row", name="sam.okafor@harbours.example.org")
    row.get_by_role("button", name="Withdraw").click()
    expect(row.get_by_text("Withdrawn")).to_be_visible()
