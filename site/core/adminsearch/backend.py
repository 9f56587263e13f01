"""The backend that suits the database: Wagtail asks this module for it."""

from typing import Any

from django.db import connection

if connection.vendor == "postgresql":
    from core.adminsearch.postgres import PostgresBackend as Backend
else:
    from core.adminsearch.sqlite import SqliteBackend as Backend

SearchBackend: Any = Backend
