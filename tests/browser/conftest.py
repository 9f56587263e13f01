"""A real Chromium against a real server on a copy of the demo.

    def test_the_news_is_readable(page_as, axe):
        page = page_as("staff")
        page.goto("/news/")
        axe(page)

Each worker has a server and a copy of its own, made once a run: tests in a file may build on what
earlier ones wrote, and none may count on what another file did.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import needs, seeds

# Playwright's synchronous way runs an event loop in the test's own thread, where Django is careful.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
ROLES = ("staff", "editor", "comms", "admin")
PASSWORD = "corridor"
STRANGER = ""

#: Milliseconds that something may take to show: CI's machine is often busy.
expect.set_options(timeout=15_000)

PageAs = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium, which calls nobody."""
    return {
        **browser_type_launch_args,
        "executable_path": needs.chromium(),
        "args": list(CHROMIUM_ARGUMENTS),
    }


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> seeds.Seed:
    """The copy of the demo's database and uploads that the server works on."""
    needs.chromium()
    return seeds.demo().copy_to(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def site_url(site: seeds.Seed) -> Iterator[str]:
    """The address of a running site on a copy of the demo, without a slash at its end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    log = site.folder / "server.log"
    environment = {**os.environ, **site.environment, "PORT": str(port), "BASE_URL": url}
    environment |= {"WEB_CONCURRENCY": "1", "LOG_LEVEL": "WARNING"}
    command = [sys.executable, "-m", "gunicorn", "--config", str(seeds.ROOT / "gunicorn.conf.py")]
    with log.open("wb") as words:
        server = subprocess.Popen(command, env=environment, stdout=words, stderr=words)
    try:
        _wait_for(url, server, log)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="session")
def base_url(site_url: str) -> str:
    """What `page.goto("/news/")` goes to."""
    return site_url


@pytest.fixture(scope="session")
def states(browser: Browser, site_url: str) -> Callable[[str], Any]:
    """The cookies of each role, from signing in once as a person would."""
    kept: dict[str, Any] = {}

    def state(role: str) -> Any:
        if role not in kept:
            context = browser.new_context(base_url=site_url)
            sign_in(context.new_page(), role)
            kept[role] = context.storage_state()
            context.close()
        return kept[role]

    return state


@pytest.fixture
def page_as(browser: Browser, site_url: str, states: Callable[[str], Any]) -> Iterator[PageAs]:
    """A new browser window of somebody: `page_as("editor", viewport={...}, color_scheme="dark")`.

    The role is staff, editor, comms or admin; "" is a stranger. Further words go to Playwright's
    `new_context`. At the end the test fails if any page asked another host for something, broke
    the content policy or raised a script error.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(role: str = "staff", **options: Any) -> Page:
        settings = {"locale": "en-GB", "reduced_motion": "reduce", "base_url": site_url, **options}
        if role:
            settings.setdefault("storage_state", states(role))
        context = browser.new_context(**settings)
        contexts.append(context)
        context.on("page", lambda page: _watch(page, site_url, faults))
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(page_as: PageAs) -> Page:
    """A stranger's window."""
    return page_as(STRANGER)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Assert that nothing on a page breaks WCAG 2.2 AA or best practice: `axe(page)`."""
    return check_accessibility


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Sign in by the form."""
    page.goto("/accounts/login/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", password)
    with page.expect_navigation():
        page.press("input[name=password]", "Enter")
    assert "/accounts/login/" not in page.url, f"{name} could not sign in"


def check_accessibility(page: Page) -> None:
    """Fail with each violation's rule, where it is, and what axe says of it."""
    assert page.title(), "A page without a title is hardly the page that was meant."
    options = {"runOnly": list(WCAG), "resultTypes": ["violations"]}
    violations = Axe().run(page, options=options).response["violations"]
    lines = [
        f"{violation['id']}: {violation['help']}\n    {' '.join(map(str, node['target']))}"
        f"\n    {node['html'][:200]}"
        for violation in violations
        for node in violation["nodes"]
    ]
    assert not lines, f"{page.url}\n" + "\n".join(lines)


def _watch(page: Page, site_url: str, faults: list[str]) -> None:
    """Write down what no page of ours may do."""

    def requested(request: Any) -> None:
        if not request.url.startswith((site_url, "data:", "blob:", "about:")):
            faults.append(f"{page.url} asked another host: {request.url}")

    def said(message: Any) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            faults.append(f"{page.url}: {message.text}")

    page.on("request", requested)
    page.on("console", said)
    page.on("pageerror", lambda error: faults.append(f"{page.url} raised {error}"))


def _wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health/live", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The site did not start.\n{log.read_text(errors='replace')}")
