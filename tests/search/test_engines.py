"""Every engine keeps what search promises."""

import pytest

from tests.search.contract import EngineContract
from tests.search.engines import DATABASE

pytestmark = pytest.mark.django_db


class TestDatabase(EngineContract):
    """The engine of the database: SQLite or PostgreSQL, by what the tests run on."""

    engine = DATABASE.name
