"""Every engine keeps what search promises."""

import pytest
from django.db import connection

from tests.search.contract import EngineContract

pytestmark = pytest.mark.django_db


class TestDatabase(EngineContract):
    """The engine of the database: SQLite or PostgreSQL, by what the tests run on."""

    engine = "postgresql" if connection.vendor == "postgresql" else "sqlite"
