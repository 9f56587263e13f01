"""Editing one's own profile in a browser: with and without scripts, wide and narrow, light and dark."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import seeds
from tests.browser.conftest import PageAs
from tests.factories.trees import picture
from tests.seeds import Seed

NARROW = {"width": 320, "height": 740}
LAPTOP = {"width": 1280, "height": 900}
NO_SIDEWAYS_SCROLL = "document.documentElement.scrollWidth <= window.innerWidth"
SECTIONS = ("name", "photo", "contact", "week", "about", "skills", "languages")
#: Gives `staff` a profile, unless the demo has, and tells its address.
GIVE = """
from accounts.models import User
from people.models import Person
user = User.objects.get(username="staff")
person, _ = Person.objects.get_or_create(
    user=user, defaults={"first_name": "Elizabeth", "last_name": "Featherstonehaugh-Cholmondeley"}
)
print(person.slug)
"""


@pytest.fixture(scope="module")
def profile(site: Seed) -> str:
    """The address of the profile of `staff`."""
    command = [sys.executable, str(seeds.ROOT / "manage.py"), "shell", "--no-imports", "-c", GIVE]
    done = subprocess.run(
        command, env={**os.environ, **site.environment}, capture_output=True, text=True, check=True
    )
    return f"/people/{done.stdout.split()[-1]}/"


def upload(page: Page, profile: str) -> None:
    """Choose a picture and send it."""
    page.goto(f"{profile}edit/photo/")
    data = picture("teal", (1200, 900), "JPEG")
    file = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": data}
    page.get_by_label("A picture from your device").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("button", name="Use this photo")).to_be_visible()


def slide(page: Page, label: str, value: int) -> None:
    """Move a slider."""
    page.get_by_label(label).fill(str(value))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [NARROW, LAPTOP], ids=["narrow", "laptop"])
def test_every_section_is_open_to_everybody(
    page_as: PageAs,
    axe: Callable[[Page], None],
    profile: str,
    size: dict[str, int],
    scheme: str,
) -> None:
    page = page_as("staff", viewport=size, color_scheme=scheme)
    for path in ("edit/", *(f"edit/{name}/" for name in SECTIONS), "changes/"):
        response = page.goto(profile + path)
        assert response.status == 200, path
        axe(page)
        assert page.evaluate(NO_SIDEWAYS_SCROLL), path


def test_what_is_wrong_has_the_focus_and_leads_to_its_field(
    page_as: PageAs, axe: Callable[[Page], None], profile: str
) -> None:
    page = page_as("staff", viewport=NARROW)
    page.goto(f"{profile}edit/about/")
    about = page.get_by_label("About", exact=True)
    about.evaluate("field => field.removeAttribute('maxlength')")
    about.fill("x" * 2001)
    page.get_by_role("button", name="Save").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    axe(page)
    summary.get_by_role("link").click()
    expect(page.get_by_label("About", exact=True)).to_be_focused()


def test_the_sliders_show_the_square_at_once(page_as: PageAs, profile: str) -> None:
    page = page_as("staff", viewport=LAPTOP)
    upload(page, profile)
    square = page.get_by_role("img", name="The photo as it would be shown")
    expect(square).to_be_visible()
    expect(page.get_by_role("button", name="Preview")).to_be_hidden()
    pixel = "canvas => [...canvas.getContext('2d').getImageData(9, 9, 1, 1).data].join()"
    red, green, blue, seen = map(int, square.evaluate(pixel).split(","))
    assert (red < 30, green > 100, blue > 100, seen) == (True, True, True, 255)
    slide(page, "Further away or nearer", 200)
    page.get_by_role("button", name="Use this photo").click()
    page.goto(f"{profile}changes/")
    expect(page.get_by_text("50% across, 33% down, 200% close")).to_be_visible()


def test_without_scripts_all_of_it_works_too(page_as: PageAs, profile: str) -> None:
    page = page_as("staff", viewport=NARROW, java_script_enabled=False)
    upload(page, profile)
    slide(page, "Left or right", 10)
    page.get_by_role("button", name="Preview").click()
    shown = page.get_by_role("img", name="The photo as it would be shown")
    assert shown.get_attribute("src").startswith("data:image/jpeg")
    expect(page.get_by_label("Left or right")).to_have_value("10")
    page.get_by_role("button", name="Use this photo").click()

    page.goto(f"{profile}edit/skills/")
    page.get_by_role("group", name="A new skill").get_by_label("skill").last.fill("Knots")
    page.get_by_role("button", name="Save").click()
    page.goto(f"{profile}edit/skills/")
    page.get_by_role("group", name="Knots").get_by_label("Remove").check()
    page.get_by_role("button", name="Save").click()
    page.goto(f"{profile}edit/skills/")
    expect(page.get_by_role("group", name="Knots")).to_have_count(0)
