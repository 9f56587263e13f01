"""tools/elastic.py: a node for a command, and what is said where there can be none."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from tests import needs
from tools import elastic

PRINT = (
    "import os; print([os.environ.get(p + 'ELASTICSEARCH_URL') for p in ('TEST_', '')], flush=True)"
)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run tools/elastic.py with a command that prints what it is given."""
    clean = {name: os.environ[name] for name in os.environ if "ELASTICSEARCH_URL" not in name}
    clean.pop("CI", None)
    command = [sys.executable, "tools/elastic.py", *arguments, sys.executable, "-c", PRINT]
    return subprocess.run(
        command,
        env=clean | environment,
        cwd=needs.ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def without_maven(tmp_path: Path) -> dict[str, str]:
    return {"PATH": str(tmp_path)}


def test_without_its_parts_the_command_is_not_run_and_that_is_said(without_maven) -> None:
    done = run(**without_maven)
    assert (done.returncode, done.stdout) == (0, "")
    assert "To have it: " in done.stderr


def test_in_ci_that_is_a_failure(without_maven) -> None:
    assert run(**without_maven, CI="true").returncode == 1


def test_tests_are_run_without_a_node_and_it_is_said(without_maven) -> None:
    done = run("--for-tests", **without_maven, CI="true")
    assert (done.returncode, done.stdout) == (0, "[None, None]\n")
    assert "nothing is tested on it" in done.stderr


def test_tests_use_the_node_that_is_named_and_no_settings_see_it(without_maven) -> None:
    done = run("--for-tests", **without_maven, ELASTICSEARCH_URL="http://localhost:9")
    assert done.stdout == "['http://localhost:9', None]\n"


@pytest.mark.parametrize("host", ["search.example.org", "10.0.0.1", "127.0.0.1.example.org"])
def test_tests_refuse_a_node_on_another_machine(host: str) -> None:
    done = run("--for-tests", ELASTICSEARCH_URL=f"http://{host}:9200")
    assert (done.returncode, done.stdout) == (2, "")
    assert host in done.stderr


@pytest.mark.parametrize(
    ("release", "found"),
    [
        ('JAVA_VERSION="17.0.15"', False),
        ('JAVA_VERSION="21"', True),
        ('JAVA_VERSION="25.0.1"', True),
    ],
)
def test_a_jdk_is_taken_if_it_is_new_enough(tmp_path: Path, release: str, found: bool) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "javac").touch()
    (tmp_path / "release").write_text(f'IMPLEMENTOR="x"\n{release}\n')
    assert (elastic.jdk_version(tmp_path) >= elastic.OLDEST_JDK) is found


def test_a_node_ends_with_the_process_that_started_it(elasticsearch_url: str) -> None:
    """Even one that is killed and can stop nothing; and no file stays."""
    code = "from tools import elastic\nwith elastic.node() as url: print(url, flush=True); input()"
    before = folders()
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=needs.ROOT,
        env={**os.environ, "PYTHONPATH": "."},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as starter:
        assert starter.stdout
        url = starter.stdout.readline().strip()
        assert answers(url)
        (folder,) = (path for path in folders() - before if address(path) == url)
        starter.kill()
    deadline = time.monotonic() + 20
    while (answers(url) or folder.exists()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert (answers(url), folder.exists()) == (False, False)


def folders() -> set[Path]:
    place = Path(elastic.roomy() or tempfile.gettempdir())
    return set(place.glob("corridor-elasticsearch-*"))


def address(folder: Path) -> str:
    file = folder / "url"
    return file.read_text() if file.exists() else ""


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except OSError:
        return False
