"""What is kept of a text, whatever somebody sends."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.cleaning import clean, is_visible

#: Ordinary letters among all that is not.
ODD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("ab \n\r\t@\u200b\u200d\u202e\u2066\u00ad\u3164\U000e0041\u0301\u0336\x00"),
    ),
    max_size=200,
)
NOT_SHOWN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)


@given(ODD)
def test_nothing_invisible_is_left(text: str) -> None:
    assert not NOT_SHOWN.search(clean(text))


@given(ODD)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ODD)
def test_no_two_lines_in_a_row_are_empty_and_none_is_round_it(text: str) -> None:
    kept = clean(text)
    assert "\n\n\n" not in kept
    assert kept == kept.strip()


@given(ODD)
def test_no_letter_bears_a_tower_of_marks(text: str) -> None:
    marks = "".join("m" if unicodedata.category(c) in {"Mn", "Me"} else " " for c in clean(text))
    assert "mmmmm" not in marks


@given(st.text(st.sampled_from("abc ABC.,!? 123äöüßéñøłжшяאבגابتकखग你好"), max_size=100))
def test_what_people_write_stays_as_they_write_it(text: str) -> None:
    assert clean(text) == text.strip()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("Z" + "\u0336" * 50, "Z" + "\u0336" * 4),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("नमस्\u200dते", "नमस्\u200dते"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("pass\u200dword \u200d", "password"),
        (
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        ),
        ("hi\U000e0068\U000e0069", "hi"),
    ],
)
def test_known_texts(text: str, kept: str) -> None:
    assert clean(text) == kept


@pytest.mark.parametrize("text", ["a", ".", "👍", "好", "1", "£"])
def test_a_sign_is_something_to_see(text: str) -> None:
    assert is_visible(clean(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\u200b" * 9,
        "\u2800",
        "\u0301",
        "\u3164",
        "\u200d",
        "\ufe0f",
        "\u115f",
        "\U000e0041",
    ],
)
def test_a_blank_is_nothing_to_see(text: str) -> None:
    assert not is_visible(clean(text))
