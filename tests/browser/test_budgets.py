"""What a page may weigh, and that it stands still."""

import gzip
import re

import pytest

from tests.browser import contents
from tests.browser.conftest import PageAs
from tests.seeds import Seed

KB = 1000
CSS, JS, HTML, FONTS, REQUESTS = 12 * KB, 8 * KB, 12 * KB, 70 * KB, 25
#: With the sheets of sections that a page shows something of: an alert, a wall, people (docs/decisions/0015).
WHOLE_CSS = 18 * KB
#: The sheets of every page; the theme comes besides.
FRAME = ("reset", "tokens", "theme", "base", "layout", "parts", "print")
SHIFT = 0.02

WATCH_SHIFTS = """
window.shifts = 0
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value
}).observe({ type: 'layout-shift', buffered: true })
"""


def weight(bodies: list[bytes]) -> int:
    """Bytes of files, each gzipped by itself."""
    return sum(len(gzip.compress(body)) for body in bodies)


@pytest.mark.parametrize("kind", ["homepage", "departmentpage", "newspage", "policypage"])
def test_a_first_visit_keeps_its_budgets(page_as: PageAs, site: Seed, kind: str) -> None:
    page = page_as("staff", viewport={"width": 360, "height": 740})
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    address = contents.addresses(site, kind)[0]
    page.goto(address, wait_until="networkidle")
    of = {
        name: [answer.body() for answer in answers if answer.request.resource_type == name]
        for name in ("stylesheet", "script", "document", "font")
    }
    frame_sheets = [
        answer.body()
        for answer in answers
        if answer.request.resource_type == "stylesheet"
        and re.search(rf"/({'|'.join(FRAME)})[./]", answer.url)
    ]
    assert len(frame_sheets) == len(FRAME)
    assert weight(frame_sheets) <= CSS
    assert weight(of["stylesheet"]) <= WHOLE_CSS
    assert weight(of["script"]) <= JS
    assert sum(map(len, of["font"])) <= FONTS
    frame = re.sub(rb"<main.*</main>", b"", of["document"][-1], flags=re.DOTALL)
    assert weight([frame]) <= HTML
    assert len(answers) <= REQUESTS


def test_results_have_a_sheet_of_their_own_and_keep_their_budgets(page_as: PageAs) -> None:
    page = page_as("staff", viewport={"width": 360, "height": 740})
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/search/?q=payroll", wait_until="networkidle")
    of = {
        name: [answer.body() for answer in answers if answer.request.resource_type == name]
        for name in ("stylesheet", "script")
    }
    # The theme, six for every page, people's and search's, and the alert's.
    assert len(of["stylesheet"]) == 10
    assert weight(of["stylesheet"]) <= WHOLE_CSS
    assert weight(of["script"]) <= JS


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_a_page_loads(page_as: PageAs, site: Seed, width: int) -> None:
    page = page_as("staff", viewport={"width": width, "height": 800})
    page.add_init_script(WATCH_SHIFTS)
    for kind in ("homepage", "departmentpage", "newspage", "policypage", "contentpage"):
        address = contents.addresses(site, kind)[0]
        page.goto(address, wait_until="networkidle")
        assert page.evaluate("window.shifts") <= SHIFT, address
    page.goto("/search/?q=leave", wait_until="networkidle")
    assert page.evaluate("window.shifts") <= SHIFT
