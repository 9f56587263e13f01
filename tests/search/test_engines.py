"""Every engine keeps what search promises."""

from collections.abc import Iterator

import pytest

from tests.search.contract import EngineContract
from tests.search.engines import Elastic, Engine

pytestmark = pytest.mark.django_db


class TestDatabase(EngineContract):
    """The engine of the database: SQLite or PostgreSQL, by what the tests run on."""

    @pytest.fixture
    def engine(self) -> Engine:
        """It is always there."""
        return Engine()


class TestElasticsearch(EngineContract):
    """Elasticsearch, where all that was written has been sent."""

    @pytest.fixture
    def engine(self, elasticsearch_url: str, home: object) -> Iterator[Engine]:
        """A new index for each test."""
        engine = Elastic(elasticsearch_url)
        with engine.running():
            yield engine
