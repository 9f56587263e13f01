"""Text as it is kept: what people see, and nothing that only machines do."""

import pytest

from core.plain import plain_line, plain_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Mary \t Ann\r\n ", "Mary Ann"),
        ("Ann\u202eeeL", "AnneeL"),
        ("\u2066Ann\u2069 Lee", "Ann Lee"),
        ("An\x00n\x1b[31m", "Ann[31m"),
        ("A\u200bnn\ufeff \u2060Lee", "Ann Lee"),
        ("Ann\x85Lee\u2028Ray", "Ann Lee Ray"),
        ("\ud83d", ""),
        ("نوشین\u200cپور", "نوشین\u200cپور"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("Núñez-O’Neill", "Núñez-O’Neill"),
        ("", ""),
    ],
)
def test_a_line_is_what_one_sees(typed: str, kept: str) -> None:
    assert plain_line(typed) == kept
    assert plain_line(kept) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("One\r\ntwo\rthree\nfour", "One\ntwo\nthree\nfour"),
        ("One  \n\n\n\n two\n", "One\n\n two"),
        ("A\x00B\u202eC", "ABC"),
        ("One\u2029two", "One\ntwo"),
    ],
)
def test_a_text_keeps_its_lines(typed: str, kept: str) -> None:
    assert plain_text(typed) == kept
    assert plain_text(kept) == kept
