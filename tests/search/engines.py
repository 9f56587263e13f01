"""The engines that tests can ask, and how each learns of what was written."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import override_settings
from elasticsearch import Elasticsearch

from search.elastic import build, sync
from search.models import Index


class Engine:
    """The engine of the database: it knows what was written by itself."""

    name = "postgresql" if connection.vendor == "postgresql" else "sqlite"

    @contextmanager
    def running(self) -> Iterator[None]:
        """While this lasts the engine answers."""
        yield

    def keep_up(self) -> None:
        """Let the engine know of everything that was written so far."""


class Elastic(Engine):
    """Elasticsearch, with an index of its own that is sent everything: nothing is left for the table to answer."""

    name = "elasticsearch"

    def __init__(self, url: str) -> None:
        self.url = url

    @contextmanager
    def running(self) -> Iterator[None]:
        """The index is made when it is first asked for, and deleted in the end."""
        prefix = f"test-{uuid.uuid4().hex[:12]}"
        set_up = override_settings(ELASTICSEARCH_URL=self.url, ELASTICSEARCH_INDEX_PREFIX=prefix)
        with set_up, Elasticsearch(self.url) as client:
            Index.objects.all().delete()
            try:
                yield
            finally:
                for name in client.indices.get(index=f"{prefix}*"):
                    client.indices.delete(index=name)

    def keep_up(self) -> None:
        """Send what is unsent, and have it seen."""
        if not Index.objects.live().exists():
            build.build()
        sync.sync()
        sync.refresh([index.name for index in Index.objects.live()])
