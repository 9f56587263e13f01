"""Production refuses to start half-configured, and says what is missing."""

import os
import re
import subprocess
import sys

import pytest

from tests.needs import ROOT

WHOLE = {
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "intranet.example.org",
    "BASE_URL": "https://intranet.example.org",
    "DATABASE_URL": "sqlite:///:memory:",
    "EMAIL_URL": "smtp://localhost:25",
}
START = (
    "import config.wsgi; from django.conf import settings as s; print(s.DEBUG, s.SECRET_KEY[:3])"
)


def start(**changes: str | None) -> "subprocess.CompletedProcess[str]":
    """Load the site as gunicorn would, with the environment changed; None takes a name away."""
    environment = {**WHOLE, **changes, "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
    environment = {name: value for name, value in environment.items() if value is not None}
    environment["PATH"] = os.environ["PATH"]
    return subprocess.run(
        [sys.executable, "-c", START], cwd=ROOT, env=environment, capture_output=True, text=True
    )


def test_it_starts_when_all_is_there() -> None:
    done = start()
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["False", "kkk"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", None),
        ("ALLOWED_HOSTS", "*"),
        ("BASE_URL", None),
        ("BASE_URL", "http://intranet.example.org"),
        ("DATABASE_URL", None),
        ("EMAIL_URL", None),
        ("DEMO", "1"),
    ],
)
def test_it_refuses_and_names_what_is_wrong(name: str, value: str | None) -> None:
    done = start(**{name: value})
    assert done.returncode != 0
    assert re.findall(r"^  ([A-Z_]+):", done.stderr, re.MULTILINE) == [name]


def test_it_names_everything_at_once() -> None:
    done = start(**dict.fromkeys(WHOLE))
    assert all(f"{name}:" in done.stderr for name in WHOLE)


def test_debug_cannot_be_turned_on() -> None:
    assert start(DEBUG="1").stdout.split()[0] == "False"


def test_a_secret_may_lie_in_a_file(tmp_path) -> None:
    secret = tmp_path / "key"
    secret.write_text("file" + "k" * 60)
    done = start(SECRET_KEY=None, SECRET_KEY_FILE=str(secret))
    assert done.stdout.split()[1] == "fil", done.stderr
