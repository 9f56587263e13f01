"""Colours are read kindly, measured as WCAG does, and never leave what a screen can show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branding import colour

any_colour = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("#ffdd00", "#ffdd00"),
        ("#FD0", "#ffdd00"),
        ("fd0", "#ffdd00"),
        ("  C8102E ", "#c8102e"),
        ("#000", "#000000"),
    ],
)
def test_a_colour_is_read_however_it_is_written(text: str, meant: str) -> None:
    assert colour.parse(text) == meant


@pytest.mark.parametrize(
    "text", ["", "#", "#ff", "#ffff", "#fffffff", "#ggg", "red", "##fff", "#fff;", "#ＦＦＦ"]
)
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a colour"):
        colour.parse(text)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ffdd00", "#ffffff", 1.35),
    ],
)
def test_contrast_is_wcags(one: str, other: str, ratio: float) -> None:
    assert colour.contrast(one, other) == pytest.approx(ratio, abs=0.006)
    assert colour.contrast(other, one) == colour.contrast(one, other)


@given(any_colour)
def test_black_or_white_can_be_read_on_anything(background: str) -> None:
    assert colour.contrast(colour.black_or_white(background), background) >= 4.58


@given(any_colour)
def test_oklch_and_back_is_the_same_colour(one: str) -> None:
    assert colour.to_hex(colour.to_oklch(one)) == one


@given(st.floats(-0.5, 1.5), st.floats(0, 0.5), st.floats(-4, 4))
def test_what_no_screen_shows_is_clipped(lightness: float, chroma: float, hue: float) -> None:
    assert colour.parse(colour.to_hex(colour.Oklch(lightness, chroma, hue)))
