"""An agency's real files, brought into a copy of the demo: `make acceptance DATA=folder`."""

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import seeds
from tests.browser.conftest import (  # fixtures, found by their names
    axe,
    base_url,
    browser_type_launch_args,
    page_as,
    site_url,
    states,
)
from tests.seeds import Seed

__all__ = ["axe", "base_url", "browser_type_launch_args", "page_as", "site_url", "states"]


@dataclass(frozen=True)
class Import:
    """What a run of `import_pages` said, and how long it took."""

    words: str
    seconds: float

    def count(self, of: str) -> int:
        """The number before some words, such as "pages made"."""
        found = re.search(rf"([\d,]+) {of}", self.words)
        assert found, f"The report does not count “{of}”:\n{self.words[:500]}"
        return int(found[1].replace(",", ""))


@pytest.fixture(scope="session")
def data() -> Path:
    """The agency's folder."""
    return Path(os.environ["ACCEPTANCE_DATA"]).resolve()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Seed:
    """The demo, to bring the agency's files into."""
    return seeds.demo().copy_to(tmp_path_factory.mktemp("agency"))


def run_import(site: Seed, tree: Path, at: str, kind: str) -> Import:
    """Run the command as an operator would."""
    started = time.monotonic()
    words = seeds.manage(site, "import_pages", str(tree), "--at", at, "--as", kind)
    return Import(words, time.monotonic() - started)


@pytest.fixture(scope="session")
def handbook(site: Seed, data: Path) -> Import:
    """The handbook at /handbook/."""
    return run_import(site, data / "handbook", "/handbook/", "content")


@pytest.fixture(scope="session")
def news(site: Seed, data: Path) -> Import:
    """Ten years of news at /agency-news/: the demo has a list at /news/ already."""
    return run_import(site, data / "news", "/agency-news/", "news")
