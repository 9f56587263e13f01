"""A process killed in the middle of a move: the page is where it was, with the rule it had."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests import seeds

SET_UP = """
from django.contrib.auth.models import Group
from home.models import HomePage
from departments.models import ContentPage
from wagtail.models import PageViewRestriction
home = HomePage.objects.get()
closed, opened = (home.add_child(instance=ContentPage(title=t, slug=t)) for t in ("closed", "opened"))
PageViewRestriction.objects.create(page=closed, restriction_type="groups").groups.set([Group.objects.create(name="Few")])
page = opened.add_child(instance=ContentPage(title="page", slug="page"))
page.add_child(instance=ContentPage(title="below", slug="below"))
"""
MOVE = """
import os, signal
from django.db.models.signals import pre_save
from wagtail.models import Page
from access.settle import rules_settled
def die(**_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
page, target = Page.objects.get(slug="page"), Page.objects.get(slug="closed")
{moment}.connect(die, weak=False)
page.move(target, pos="last-child")
"""


def run(seed: seeds.Seed, code: str) -> int:
    environment = {**os.environ, **seed.environment}
    command = [sys.executable, str(seeds.ROOT / "manage.py"), "shell", "--no-imports", "-c", code]
    return subprocess.run(command, cwd=seeds.ROOT, env=environment, check=False).returncode


def tree(seed: seeds.Seed) -> list[tuple[str, str, str]]:
    sql = (
        "SELECT page.path, page.url_path, rule.requirement FROM wagtailcore_page AS page"
        " JOIN access_pagerule ON page_id = page.id JOIN access_rule AS rule ON rule.id = rule_id"
        " ORDER BY page.path"
    )
    with sqlite3.connect(seed.database) as plain:
        return plain.execute(sql).fetchall()


@pytest.mark.parametrize("moment", ["pre_save", "rules_settled"])
def test_a_killed_move_leaves_page_and_rule_as_they_were(tmp_path: Path, moment: str) -> None:
    seed = seeds.migrated().copy_to(tmp_path / "seed")
    assert run(seed, SET_UP) == 0
    before = tree(seed)
    assert run(seed, MOVE.format(moment=moment)) == -signal.SIGKILL
    assert tree(seed) == before
    assert "Every page" in seeds.manage(seed, "access_check")
    assert run(seed, MOVE.format(moment="if False: pre_save")) == 0
    asked = {rule for _path, url, rule in tree(seed) if url.startswith("/home/closed/")}
    assert len(asked) == 1
    assert asked != {"[]"}
    assert "Every page" in seeds.manage(seed, "access_check")
