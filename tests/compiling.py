"""How often Django puts a query into SQL: what costs most of a small answer, and unlike time can be counted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.models.sql.compiler import SQLCompiler


@contextmanager
def counted() -> Iterator[Callable[[], int]]:
    """Gives what tells how many there were so far, each query within a query among them."""
    put = SQLCompiler.as_sql
    number = 0

    def putting(self: SQLCompiler, *args: Any, **more: Any) -> Any:
        nonlocal number
        number += 1
        return put(self, *args, **more)

    with patch.object(SQLCompiler, "as_sql", putting):
        yield lambda: number
