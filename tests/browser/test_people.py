"""People and teams in a browser: the box that suggests, the chart that unfolds, and names of any length."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PageAs
from tests.browser.test_accessibility import NO_SIDEWAYS_SCROLL, open_all
from tests.seeds import ROOT, Seed

LONG = "Featherstonehaugh-Cholmondeley-Wolfeschlegelsteinhausenbergerdorff"
UNBROKEN = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 2
PAGES = (
    "/people/",
    f"/people/?q={LONG}&profession={UNBROKEN}&letter=F",
    "/people/?q=zzzz",
    "/people/recent/",
    "/people/long-name/",
    "/people/bare/",
    "/people/left/",
    "/teams/",
    "/teams/?open=fourth",
    "/teams/first/",
    "/teams/second/",
    "/teams/shut/",
)
#: Runs in the site's own process and settings; the factories are for tests that have Django themselves.
MAKE = f'''
from datetime import date, timedelta
from django.utils import timezone
from people.models import Language, Location, Membership, Person, PersonLanguage, PersonSkill, Skill, Team
today = timezone.localdate()
first = Team.objects.create(name="First", slug="first", purpose="We hold the rest. " * 9, email="{UNBROKEN[:60]}@example.org")
second = Team.objects.create(name="{UNBROKEN}", slug="second", parent=first)
third = Team.objects.create(name="Third", slug="third", parent=second)
Team.objects.create(name="Fourth", slug="fourth", parent=third)
Team.objects.create(name="Shut", slug="shut", closed_on=date(2020, 1, 1), successor=first)
place = Location.objects.create(name="{UNBROKEN}", address="{UNBROKEN}", directions="{UNBROKEN}")
boss = Person.objects.create(first_name="Rowena", last_name="Chief", job_title="Chief", slug="chief")
Membership.objects.create(person=boss, team=first, is_primary=True, is_lead=True)
long = Person.objects.create(
    first_name="Bartholomew", last_name="{LONG}", slug="long-name", job_title="{UNBROKEN}", email="{UNBROKEN[:60]}@example.org",
    pronunciation="{LONG}", pronouns="she/her", phone="020 7946 0012", mobile="07700 900123", grade="{UNBROKEN[:70]}",
    profession="{UNBROKEN}", manager=boss, location=place, monday="office", hours="{UNBROKEN}", about="{UNBROKEN} {UNBROKEN}",
    start_date=today - timedelta(days=9), confirmed_on=today,
)
Membership.objects.create(person=long, team=second, is_primary=True, is_lead=True, title="{UNBROKEN}")
Membership.objects.create(person=long, team=third, title="{UNBROKEN}")
PersonSkill.objects.create(person=long, skill=Skill.objects.create(name="{UNBROKEN[:80]}"))
PersonLanguage.objects.create(person=long, language=Language.objects.create(name="{UNBROKEN[:80]}"))
Person.objects.create(last_name="Bare", slug="bare")
Person.objects.create(last_name="Left", slug="left", left_on=today - timedelta(days=9), successor=long)
for number in range(60):
    person = Person.objects.create(first_name="Ann", last_name=f"Report {{number:02}} {LONG}", manager=long)
    Membership.objects.create(person=person, team=first, is_primary=True)
'''


@pytest.fixture(scope="module", autouse=True)
def people(site: Seed, site_url: str) -> None:
    """People and teams with the longest names there are, put into the running site's database once."""
    command = [sys.executable, str(ROOT / "manage.py"), "shell", "--verbosity=0", "-c", MAKE]
    environment = {**os.environ, **site.environment}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(
    page_as: PageAs, axe: Callable[[Page], None], width: int, scheme: str
) -> None:
    page = page_as("staff", viewport={"width": width, "height": 800}, color_scheme=scheme)
    for address in PAGES:
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, address
        axe(page)


def test_no_name_makes_the_narrowest_phone_scroll_sideways(page_as: PageAs) -> None:
    page = page_as("staff", viewport={"width": 320, "height": 640})
    for address in PAGES:
        page.goto(address)
        open_all(page)
        assert page.evaluate(NO_SIDEWAYS_SCROLL), address


def test_a_person_is_found_by_the_keyboard(page_as: PageAs, axe: Callable[[Page], None]) -> None:
    page = page_as("staff")
    page.goto("/people/")
    box = page.get_by_role("combobox", name="Find a person")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("report 0")
    options = page.locator(".suggestions").get_by_role("option")
    expect(options).to_have_count(8)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="8 suggestions")).to_be_attached()
    axe(page)
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id") or "")
    box.press("ArrowUp")
    box.press("ArrowUp")
    expect(options.nth(7)).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(page.locator(".suggestions")).to_be_hidden()
    expect(box).to_have_value("report 0")
    box.press_sequentially("7")
    expect(options).to_have_count(1)
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/people/ann-report-07-*/")


def test_enter_searches_when_nothing_is_chosen(page_as: PageAs) -> None:
    page = page_as("staff")
    page.goto("/people/")
    box = page.get_by_role("combobox", name="Find a person")
    box.fill("rowena")
    expect(page.locator(".suggestions").get_by_role("option")).to_have_count(1)
    box.press("Enter")
    page.wait_for_url("**/people/?q=rowena*")
    expect(page.get_by_role("link", name="Rowena Chief")).to_be_visible()


def test_a_suggestion_can_be_pressed_and_goes_away_with_the_focus(page_as: PageAs) -> None:
    page = page_as("staff")
    page.goto("/people/")
    box = page.get_by_role("combobox", name="Find a person")
    box.fill("rowena")
    expect(page.locator(".suggestions").get_by_role("option")).to_be_visible()
    box.press("Tab")
    expect(page.locator(".suggestions")).to_be_hidden()
    box.fill("rowena chief")
    page.locator(".suggestions").get_by_role("option").click()
    page.wait_for_url("**/people/chief/")


def test_the_chart_fetches_a_branch_when_it_is_opened(
    page_as: PageAs, axe: Callable[[Page], None]
) -> None:
    page = page_as("staff")
    page.goto("/teams/")
    page.locator("#team-first > details > summary").click()
    page.locator("#team-second > details > summary").click()
    expect(page.locator("#team-third")).to_be_visible()
    page.locator("#team-third > details > summary").press("Enter")
    expect(page.get_by_role("link", name="Fourth")).to_be_visible()
    axe(page)


def test_everything_is_there_without_a_script(page_as: PageAs) -> None:
    page = page_as("staff", java_script_enabled=False)
    page.goto("/teams/")
    page.locator("#team-first > details > summary").click()
    page.locator("#team-second > details > summary").click()
    page.locator("#team-second > details a").click()
    expect(page.locator("#team-third")).to_be_visible()
    page.goto("/people/")
    page.get_by_role("searchbox", name="Find a person").fill("rowena")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_role("link", name="Rowena Chief")).to_be_visible()


def test_paper_has_all_that_the_page_has(page_as: PageAs) -> None:
    page = page_as("staff")
    page.goto("/teams/")
    page.emulate_media(media="print")
    expect(page.locator("#team-second .branch__name").first).to_be_visible()
    expect(page.locator("summary").first).to_be_hidden()
