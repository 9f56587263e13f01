"""Where work in the background is done, which the environment decides."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.config.test_production import WHOLE
from tests.needs import ROOT

AT_ONCE = "django_tasks.backends.immediate.ImmediateBackend"
QUEUED = "django_tasks_db.DatabaseBackend"


def load(module: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """What these settings make of the environment: the backend of tasks and the prefix of indices."""
    code = (
        f"from config.settings import {module} as s;"
        "print(s.TASKS['default']['BACKEND'], s.ELASTICSEARCH_INDEX_PREFIX, s.ELASTICSEARCH_URL)"
    )
    known = {"PYTHONPATH": str(ROOT / "site"), "PATH": os.environ["PATH"], **WHOLE}
    return subprocess.run(
        [sys.executable, "-c", code], env=known | environment, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("module", "address", "backend"),
    [
        ("dev", "", AT_ONCE),
        ("dev", "http://search:9200", QUEUED),
        ("production", "", QUEUED),
        ("production", "https://user:word@search:9200", QUEUED),
        ("test", "", AT_ONCE),
    ],
)
def test_tasks_are_done_at_once_only_where_one_machine_does_all(
    module: str, address: str, backend: str
) -> None:
    done = load(module, ELASTICSEARCH_URL=address)
    assert done.stdout.split() == [backend, "corridor", *([address] if address else [])], (
        done.stderr
    )


def test_tests_never_use_the_elasticsearch_of_the_environment() -> None:
    done = load("test", ELASTICSEARCH_URL="http://search:9200", ELASTICSEARCH_INDEX_PREFIX="mine-2")
    assert done.stdout.split() == [AT_ONCE, "mine-2"], done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ELASTICSEARCH_URL", "search:9200"),
        ("ELASTICSEARCH_URL", "http://"),
        ("ELASTICSEARCH_INDEX_PREFIX", "Corridor"),
        ("ELASTICSEARCH_INDEX_PREFIX", ""),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    done = load("dev", **{name: value})
    assert done.returncode != 0
    assert name in done.stderr


def test_the_queue_has_its_tables_either_way() -> None:
    assert "django_tasks_db" in settings.INSTALLED_APPS
