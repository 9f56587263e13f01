"""Words as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.words import clean


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("  tide   tables ", "tide tables"),
        ("tide\x00\x07tables\u200b", "tide tables"),
        ("“tide tables”", '"tide tables"'),
        ("tide - tables *", "tide tables"),
        ("e-mail", "e-mail"),
        ("*", ""),
        ("", ""),
        ("w " * 50, " ".join(["w"] * 32)),
    ],
)
def test_words_are_cleaned(typed: str, words: str) -> None:
    assert clean(typed) == words


@given(typed=st.text(max_size=600))
def test_what_is_clean_stays_as_it_is(typed: str) -> None:
    assert clean(clean(typed)) == clean(typed)
