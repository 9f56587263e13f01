"""What some tests need of the machine, and what is said when it is not there."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tools import elastic

ROOT = Path(__file__).resolve().parents[1]


def missing(what: str, how: str) -> None:
    """Skip the test and say how to get what it needs; in CI, where all is installed, fail."""
    words = f"{what} is not on this machine, so this was not tested. To have it: {how}"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


def chromium() -> str:
    """The path of Chromium, by CHROMIUM or on the path."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        missing("Chromium", "apt install chromium, or name its path in CHROMIUM")
    return str(found)


def html_checker() -> list[str]:
    """The command that runs the HTML checker, by VNU_JAR or in `.cache/`."""
    java = shutil.which("java")
    if not java:
        missing("Java", "apt install default-jre-headless")
    jar = Path(os.environ.get("VNU_JAR") or ROOT / ".cache" / "vnu.jar")
    if not jar.is_file():
        missing("The HTML checker", "make .cache/vnu.jar, or name its path in VNU_JAR")
    return [str(java), "-Xss1m", "-jar", str(jar)]


@contextmanager
def elasticsearch() -> Iterator[str]:
    """The address of an Elasticsearch node: the one of `make test`, one that is named, or one of its own."""
    with ExitStack() as stack:
        try:
            url = elastic.given(os.environ) or stack.enter_context(elastic.node())
        except ValueError as refusal:
            pytest.fail(str(refusal))
        except elastic.UnavailableError as how:
            missing("Elasticsearch", str(how))
        yield url
