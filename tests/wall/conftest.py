"""What tests of the wall share."""

from collections.abc import Iterator

import pytest

from core import registry
from core.notices import Notice


@pytest.fixture
def told() -> Iterator[list[Notice]]:
    """What people are told of, as it is said."""
    notices: list[Notice] = []
    registry.notice_takers.add("test", notices.append)
    yield notices
    del registry.notice_takers._items["test"]
