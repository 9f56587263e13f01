"""The query log: what is kept, for how long, and that no reader ever notices it."""

import sqlite3
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from django.utils import timezone

from core.registry import worker_round
from insights.models import SearchLog
from insights.services import forget_old, note_answer, note_click, note_search

pytestmark = pytest.mark.django_db


@time_machine.travel("2026-11-26 10:42:07Z", tick=False)
def test_a_search_is_kept_folded_and_to_the_hour() -> None:
    token = note_search("  Économie\n DRIVE ", 3, "page", "sqlite")
    kept = SearchLog.objects.get()
    assert (kept.token, kept.query, kept.kind, kept.total, kept.engine) == (
        token, "economie drive", "page", 3, "sqlite",
    )  # fmt: skip
    assert kept.hour.isoformat() == "2026-11-26T10:00:00+00:00"
    assert (kept.clicked_rank, kept.found, kept.comment) == (None, None, "")


def test_nothing_in_the_log_tells_who_searched() -> None:
    kept = {field.name for field in SearchLog._meta.get_fields()}
    assert kept == {
        "id", "token", "query", "kind", "hour", "total", "engine", "rule", "clicked_rank",
        "clicked_page", "found", "comment",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ann@example.org", "(an e-mail address)"),
        ("phone of ann.lee+x@example.org please", "(an e-mail address)"),
        ("020 7946 0958", "(a number)"),
        ("+44 (0)20 7946-0958", "(a number)"),
        ("who is 012345", "(a number)"),
        ("QQ 12 34 56 C", "(a number)"),
        ("P45", "p45"),
        ("budget 2024-2025", "budget 2024-2025"),
        ("24/12/2026", "24/12/2026"),
        ("room 3.12", "room 3.12"),
        ("x" * 300, "x" * 100),
    ],
)
def test_what_looks_private_is_not_kept(typed: str, kept: str) -> None:
    note_search(typed, 1, "", "sqlite")
    assert SearchLog.objects.get().query == kept


def test_each_note_is_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        token = note_search("leave", 1, "", "sqlite")
    with django_assert_num_queries(1):
        note_click(token, 3)
    with django_assert_num_queries(1):
        note_answer(token, True, "Thanks, it is the third one.")
    kept = SearchLog.objects.get()
    assert (kept.clicked_rank, kept.found) == (3, True)
    assert kept.comment == "Thanks, it is the third one."


def test_the_first_click_and_the_last_answer_count() -> None:
    token = note_search("leave", 1, "", "sqlite")
    other = note_search("leave", 1, "", "sqlite")
    for rank in (0, -3, 2, 5):
        note_click(token, rank)
    note_answer(token, False, "Write to ann@example.org or 020 7946 0958 in 2026, " + "x" * 400)
    note_answer(token, True)
    kept = SearchLog.objects.get(token=token)
    assert (kept.clicked_rank, kept.found) == (2, True)
    assert kept.comment.startswith("Write to (an e-mail address) or (a number) in 2026, xxx")
    assert len(kept.comment) == 300
    assert SearchLog.objects.get(token=other).clicked_rank is None


@pytest.mark.parametrize("token", ["", "nobody's", "é", "x" * 5000, "\x00"])
def test_a_token_of_nobody_changes_nothing(token: str) -> None:
    note_search("leave", 1, "", "sqlite")
    note_click(token, 1)
    note_answer(token, True, "x")
    assert not SearchLog.objects.exclude(clicked_rank=None, found=None, comment="").exists()


@pytest.mark.parametrize("typed", ["", " ", "\u202e", "\x00\x01", "ﷺ" * 90, "\ud800"])
def test_any_words_can_be_noted(typed: str) -> None:
    note_search(typed, 10**12, "k" * 90, "e" * 90)
    assert all(len(kept.query) <= 100 for kept in SearchLog.objects.all())


def test_a_log_that_cannot_be_written_is_nobodys_trouble() -> None:
    with connection.execute_wrapper(_refuse):
        assert note_search("leave", 1, "", "sqlite") == ""
        note_click("some-token", 1)
        note_answer("some-token", True)


def _refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    raise OperationalError("database is locked")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone has one writer at a time")
def test_a_reader_hardly_waits_for_a_writer_of_sqlite() -> None:
    before = connection.cursor().execute("PRAGMA busy_timeout").fetchone()
    note_search("leave", 1, "", "sqlite")
    assert connection.cursor().execute("PRAGMA busy_timeout").fetchone() == before
    assert isinstance(connection.connection, sqlite3.Connection)


def test_the_worker_forgets_after_ninety_days() -> None:
    note_search("old", 1, "", "sqlite")
    note_search("new", 1, "", "sqlite")
    old = timezone.now() - timedelta(days=90, hours=2)
    SearchLog.objects.filter(query="old").update(hour=old)
    job = worker_round.get("Forgetting old searches")
    assert job is not None
    assert job.every == 24 * 60 * 60
    job.work()
    assert [kept.query for kept in SearchLog.objects.all()] == ["new"]
    assert forget_old() == 0


def test_reports_count_by_query() -> None:
    for _ in range(3):
        note_search("leave", 4, "", "sqlite")
    note_click(note_search("Leave", 5, "", "sqlite"), 1)
    note_answer(note_search("leave", 5, "", "sqlite"), False)
    note_search("once", 0, "", "sqlite")
    (row,) = SearchLog.objects.since(7).by_query(at_least=3)
    assert (row["query"], row["times"], row["clicked"]) == ("leave", 5, 1)
    assert (row["yes"], row["answered"], row["most"]) == (0, 1, 5)
