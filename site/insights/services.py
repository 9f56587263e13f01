"""Writing the query log. A reader never notices: nothing here raises, and each is one query."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection
from django.utils import timezone

from core.folding import fold
from insights.models import SearchLog
from insights.private import stored_comment, stored_query

logger = logging.getLogger(__name__)

LONGEST_QUERY, LONGEST_COMMENT, LONGEST_TOKEN = 100, 300, 32
LAST_RANK = 10_000
MOST = 2_000_000_000
#: So many milliseconds a reader waits for another's write, where there is one writer at a time.
PATIENCE = 100


def note_search(text: str, total: int, kind: str, engine: str, rule: int | None = None) -> str:
    """Note that somebody searched, and answer the token by which to say what came of it.

    `rule` is the id of the rule of what was found: only who meets it is told. Empty when it could not be noted.
    """
    token = secrets.token_urlsafe(12)
    words = stored_query(_one_line(fold(text[:1000])))[:LONGEST_QUERY].strip()
    if not words:
        return ""
    row = SearchLog(
        token=token,
        query=words,
        kind=kind[:16],
        hour=timezone.now().replace(minute=0, second=0, microsecond=0),
        total=min(max(0, total), MOST),
        engine=engine[:20],
        rule_id=rule,
    )
    noted = False
    with _never_in_the_way():
        row.save(force_insert=True)
        noted = True
    return token if noted else ""


def note_click(token: str, rank: int) -> None:
    """Note which result was followed first."""
    if _is_token(token) and 1 <= rank <= LAST_RANK:
        with _never_in_the_way():
            first = SearchLog.objects.filter(token=token, clicked_rank=None)
            first.update(clicked_rank=rank)


def note_answer(token: str, found: bool, comment: str = "") -> None:
    """Note what was answered to “Did you find it?”; a later answer counts, an empty comment keeps the one before."""
    if not _is_token(token):
        return
    said = stored_comment(_one_line(comment[:2000]))[:LONGEST_COMMENT].strip()
    with _never_in_the_way():
        told = SearchLog.objects.filter(token=token)
        if said:
            told.update(found=found, comment=said)
        else:
            told.update(found=found)


def forget_old() -> int:
    """Delete what is older than ninety days; how many."""
    deleted, _by_model = SearchLog.objects.too_old().delete()
    return deleted


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _is_token(token: str) -> bool:
    return 0 < len(token) <= LONGEST_TOKEN and token.isascii() and token.isprintable()


@contextmanager
def _never_in_the_way() -> Iterator[None]:
    """Neither raise nor wait for long: a log is worth less than an answer."""
    try:
        with _impatient():
            yield
    except DatabaseError:
        logger.warning("A search could not be noted.", exc_info=True)


@contextmanager
def _impatient() -> Iterator[None]:
    """On SQLite, which has one writer at a time, wait for that one a moment only."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    usual = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    connection.connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        connection.connection.execute(f"PRAGMA busy_timeout = {usual}")
