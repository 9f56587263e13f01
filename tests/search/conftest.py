"""What the tests of search share."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core import registry
from search.models import Entry
from search.writing import write_all
from tests.search.oracle import differences


@pytest.fixture
def in_line(home: Any) -> Iterator[None]:
    """After the test every entry says what its thing says.

    Before it too: the database that all tests begin with may have been made by code of another day.
    """
    for things in registry.findables:
        list(write_all(things.name))
    yield
    assert differences() == []


@pytest.fixture
def entry(home: Any) -> Callable[..., Any]:
    """The entry of a thing, as it is in the database now: `entry(page)`; None where there is none."""

    def of(thing: Any, source: str = "page") -> Any:
        return Entry.objects.filter(source=source, number=thing.pk, live=True).first()

    return of
