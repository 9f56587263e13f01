"""`manage.py judge` and `manage.py search`, as an operator and a script meet them."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import Page

from search.models import JudgedQuery
from tests.factories.accounts import UserFactory
from tests.factories.pages import ContentPageFactory, restrict

pytestmark = pytest.mark.django_db

OTHER_ENGINE = "postgresql" if connection.vendor == "sqlite" else "sqlite"
NUMBERS = {"n", "s1", "s3", "s10", "mrr10", "ndcg10", "zero", "p50_ms", "p95_ms"}


@pytest.fixture
def pages(home: Page) -> None:
    """A page for everybody, and one for the harbour team."""
    ContentPageFactory(title="Tide tables", slug="tides")
    restrict(
        ContentPageFactory(title="Tide secrets", slug="secrets"),
        Group.objects.create(name="Harbour team"),
    )


def run(*words: str) -> tuple[str, str]:
    """What a command says, and what it complains of."""
    out, err = StringIO(), StringIO()
    call_command(*words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def judged(folder: Path, *lines: str) -> str:
    path = folder / "judged.tsv"
    path.write_text("\n".join(lines), "utf-8")
    return str(path)


def test_a_table_has_a_line_for_each_set(pages: None, tmp_path: Path) -> None:
    file = judged(tmp_path, "one\ttide\t/tides/", "two\ttables\t/nowhere/")
    out, err = run("judge", file)
    head, one, two = out.strip().splitlines()
    assert head.split()[:3] == ["set", "queries", "success@1"]
    assert one.split()[:6] == ["one", "1", "1.000", "1.000", "1.000", "1.000"]
    assert two.split()[:3] == ["two", "1", "0.000"]
    assert err.count("/nowhere/") == 1


def test_json_is_all_there_is_on_stdout(pages: None, tmp_path: Path) -> None:
    file = judged(tmp_path, "# tides", "bad line", "one\ttide\t/tides/\t/nowhere/")
    out, err = run("judge", file, "--json")
    scores = json.loads(out)
    assert set(scores) == {"one"}
    assert set(scores["one"]) == NUMBERS
    assert (scores["one"]["n"], scores["one"]["s1"], scores["one"]["zero"]) == (1, 1.0, 0)
    assert "line 2" in err


def test_addresses_are_below_at(home: Page, tmp_path: Path) -> None:
    above = ContentPageFactory(title="Handbook", slug="handbook")
    ContentPageFactory(title="Annual leave", slug="leave", parent=above)
    out, err = run("judge", judged(tmp_path, "s\tannual\t/leave"), "--at", "/handbook/", "--json")
    assert json.loads(out)["s"]["s1"] == 1.0
    assert err == ""


@pytest.mark.parametrize("lines", [(), ("# only a comment",), ("no tabs at all",)])
def test_a_file_without_a_query_is_wrong_use(home: Page, tmp_path: Path, lines: Any) -> None:
    with pytest.raises(CommandError) as refused:
        run("judge", judged(tmp_path, *lines))
    assert refused.value.returncode == 2


def test_a_file_that_cannot_be_read_is_wrong_use(home: Page, tmp_path: Path) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "missing", binary, tmp_path):
        with pytest.raises(CommandError) as refused:
            run("judge", str(path))
        assert refused.value.returncode == 2


def test_without_a_file_the_queries_of_editors_are_asked(pages: None) -> None:
    with pytest.raises(CommandError):
        run("judge")
    JudgedQuery.objects.create(set_name="staff", query="tide", answers="/tides/")
    out, _err = run("judge", "--json")
    assert json.loads(out)["staff"]["s1"] == 1.0


@pytest.mark.parametrize("engine", [OTHER_ENGINE, "elasticsearch"])
def test_an_engine_that_is_not_here_is_told(pages: None, tmp_path: Path, engine: str) -> None:
    for words in (("judge", judged(tmp_path, "s\ttide\t/tides/")), ("search", "tide")):
        with pytest.raises(CommandError) as refused:
            run(*words, "--engine", engine)
        assert refused.value.returncode == 1
        assert str(refused.value).endswith(".")


def test_search_shows_what_anybody_may_see_or_what_somebody_may(pages: None) -> None:
    member = UserFactory(username="mo")
    member.groups.add(Group.objects.get(name="Harbour team"))
    out, _err = run("search", "tide")
    assert "Tide tables" in out
    assert "1 found" in out
    out, _err = run("search", "tide", "--as", "mo")
    assert "Tide secrets" in out
    assert "2 found" in out


def test_nobody_searches_as_somebody_unknown(pages: None) -> None:
    with pytest.raises(CommandError) as refused:
        run("search", "tide", "--as", "nobody")
    assert refused.value.returncode == 2


def test_search_in_json_says_where_hits_are(pages: None) -> None:
    found = json.loads(run("search", "tide", "--json", "--engine", connection.vendor)[0])
    assert set(found) == {"total", "hits", "facets", "suggestion"}
    assert found["total"] == 1
    (hit,) = found["hits"]
    assert (hit["url"], hit["title"], hit["kind"]) == ("/tides/", "Tide tables", "page")
    assert hit["score"] > 0
    assert [value["count"] for value in found["facets"]["kind"]] == [1]


def test_search_keeps_to_a_kind_and_a_page_of_the_results(pages: None) -> None:
    for number in range(12):
        ContentPageFactory(title=f"Tide {number}", slug=f"tide-{number}")
    second = json.loads(run("search", "tide", "--json", "--page", "2")[0])
    assert (second["total"], len(second["hits"])) == (13, 3)
    assert json.loads(run("search", "tide", "--json", "--kind", "person")[0])["total"] == 0
    with pytest.raises(CommandError) as refused:
        run("search", "tide", "--kind", "whale")
    assert refused.value.returncode == 2


def test_nothing_to_look_for_finds_nothing(pages: None) -> None:
    for words in ("", "…", "\x00"):
        assert json.loads(run("search", words, "--json")[0])["hits"] == []
