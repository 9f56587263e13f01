"""The engines that tests can ask, and how each learns of what was written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Engine:
    """The engine of the database: it knows what was written by itself."""

    name: str

    @contextmanager
    def running(self) -> Iterator[None]:
        """While this lasts the engine answers."""
        yield

    def keep_up(self) -> None:
        """Let the engine know of everything that was written so far."""


DATABASE = Engine("postgresql" if connection.vendor == "postgresql" else "sqlite")
ENGINES = [DATABASE]
