"""Storing entries that have changed: one statement for all of them, where Django would write one case a row and field."""

from collections.abc import Collection
from typing import Any

from django.db import connection

from search.models import Entry


def update(entries: Collection[Entry], names: Collection[str]) -> None:
    """Store these fields of entries that are in the table, and locked by this transaction."""
    if not entries:
        return
    fields: list[Any] = [Entry._meta.get_field(name) for name in names]
    columns = ", ".join(f"{field.column} = %s" for field in fields)
    rows = [
        [*(field.get_db_prep_save(getattr(e, field.attname), connection) for field in fields), e.pk]
        for e in entries
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {Entry._meta.db_table} SET {columns} WHERE id = %s", rows)  # noqa: S608
