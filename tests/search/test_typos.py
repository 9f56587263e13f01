"""Slips of the pen, and the words that were meant."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.models import Word
from search.typos import corrections, near, slips

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _known() -> None:
    Word.objects.all().delete()
    known = {
        "harbour": 9,
        "harbor": 1,
        "apprenticeship": 3,
        "okafor": 1,
        "muller": 1,
        "leave": 40,
        "leaves": 2,
        "pay": 5,
        "cat": 1,
    }
    Word.objects.bulk_create(Word(word=word, entries=count) for word, count in known.items())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("habour", ["harbour"]), ("harbuor", ["harbour"]), ("harbourr", ["harbour"]), ("hsrbour", ["harbour"]),
        ("leav", ["leave"]), ("okafr", ["okafor"]), ("mullr", ["muller"]),
        ("aprentceship", []), ("apprentceshp", ["apprenticeship"]), ("apprenticeshipping", []),
        ("ct", []), ("pya", ["pay"]), ("12345", []), ("xylophone", []),
    ],
)  # fmt: skip
def test_the_words_that_may_have_been_meant(typed: str, meant: list[str]) -> None:
    assert near(typed)[: len(meant) or 1] == meant


def test_the_nearest_and_then_the_most_frequent_come_first() -> None:
    assert near("leavee") == ["leave", "leaves"]
    assert near("harbou") == ["harbour", "harbor"]


def test_a_word_is_not_its_own_correction() -> None:
    assert "leave" not in near("leave")


def test_slips_are_one_letter_or_a_turn() -> None:
    assert {"ab", "cab", "abx", "ba", "b", "a", "xb"} - {"ab"} <= slips("ab")
    assert "abcd" not in slips("ab")


def test_many_words_take_one_query() -> None:
    with CaptureQueriesContext(connection) as queries:
        corrections(["harbuor", "aprenticeship"])
    assert len(queries) == 1
