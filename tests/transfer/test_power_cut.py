"""A real process, killed at its worst moment: the tree is as it was, and the next run does it all."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import seeds
from tests.factories.trees import page, picture, tree

PAGES = 60
PATIENCE = 120


def pages(seed: seeds.Seed) -> list[tuple[str, int]]:
    with sqlite3.connect(seed.database) as plain:
        return plain.execute("SELECT url_path, live FROM wagtailcore_page ORDER BY path").fetchall()


def wait_for_files(process: subprocess.Popen[bytes], media: Path) -> None:
    """Until the first picture is on disk: the writing has begun, and nothing is committed yet."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if any(path.is_file() for path in media.rglob("*")):
            return
        time.sleep(0.01)
    pytest.fail("The import was over before it could be killed.")


@pytest.mark.parametrize("wait", [0.0, 0.7])
def test_a_killed_import_leaves_the_tree_as_it_was(tmp_path: Path, wait: float) -> None:
    seed = seeds.migrated().copy_to(tmp_path / "seed")
    files: dict[str, str | bytes] = {f"p{n}.md": page(f"[x](p{n - 1}.md)") for n in range(PAGES)}
    root = tree(tmp_path / "tree", {**files, "a.md": "![A](x.png)", "x.png": picture()})
    before = pages(seed)
    words = ["import_pages", str(root), "--at", "/guide/", "--as", "content"]
    process = subprocess.Popen(
        [sys.executable, str(seeds.ROOT / "manage.py"), *words],
        cwd=seeds.ROOT,
        env={**os.environ, **seed.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for_files(process, seed.media)
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert pages(seed) == before
    assert f"{PAGES + 2} pages made" in seeds.manage(seed, *words)
    assert all(live for path, live in pages(seed) if path.startswith("/home/guide/"))
