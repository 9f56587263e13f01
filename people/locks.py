"""One writer at a time, for changes that only hold together if nobody else makes one meanwhile."""

import zlib

from django.db import connection


def one_at_a_time(what: str) -> None:
    """Wait for whoever else changes `what`, and keep others waiting until the transaction ends.

    PostgreSQL holds a lock for the transaction. SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(what.encode())])
