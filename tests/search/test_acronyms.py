"""Acronyms that texts explain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.acronyms import acronyms_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Senior Civil Service (SCS) meets.", [("scs", "senior civil service")]),
        ("our Key Performance Indicators (KPIs)", [("kpi", "key performance indicators")]),
        ("Ministry of Defence (MOD)", [("mod", "ministry of defence")]),
        ("Ministry of Defence (MD)", [("md", "ministry of defence")]),
        ("health and safety (“H&S”)", [("hs", "health and safety")]),
        ("Board (B)", []),
        ("the committee (see below)", []),
        ("the committee (SEE)", []),
        ("Café of Élan (CÉ)", []),
        ("One Two Three (OTT) and Four Five (FF)", [("ott", "one two three"), ("ff", "four five")]),
        ("Senior Civil Service (SCS). Senior Civil Service (SCS).", [("scs", "senior civil service")]),
        ("Senior\nCivil  Service ( SCS )", [("scs", "senior civil service")]),
        ("", []),
    ],
)  # fmt: skip
def test_letters_in_brackets_stand_for_the_words_before_them(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert acronyms_in(text) == found


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for short, long in acronyms_in(text):
        assert 1 < len(short) <= 8
        assert len(long.split()) > 1


def test_a_long_text_is_read_in_good_time() -> None:
    text = "word " * 20_000 + "(" * 1_000 + "a " * 20_000 + "(AB"
    assert acronyms_in(text) == []
