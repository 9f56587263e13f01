"""Notes that are made while somebody waits: never in the way."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)


@contextmanager
def never_in_the_way(what: str, milliseconds: int) -> Iterator[None]:
    """Neither raise what a database raises nor wait for long; `what` could not be noted, the log says then."""
    try:
        with _impatient(milliseconds):
            yield
    except DatabaseError:
        logger.warning("%s could not be noted.", what, exc_info=True)


@contextmanager
def _impatient(milliseconds: int) -> Iterator[None]:
    """On SQLite, which has one writer at a time, wait for that one a moment only."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    usual = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    connection.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")
    try:
        yield
    finally:
        connection.connection.execute(f"PRAGMA busy_timeout = {usual}")
