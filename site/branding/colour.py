"""Colours as numbers: hex, OKLCH, and how readable one is on another.

Contrast is WCAG 2.2's: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio and
https://www.w3.org/TR/WCAG22/#dfn-relative-luminance. OKLab and OKLCH, in which a colour gets lighter
without turning into another, are Björn Ottosson's: https://bottosson.github.io/posts/oklab/.
"""

import math
import re
from dataclasses import dataclass

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_CLIPPING_STEPS = 16

Linear = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Oklch:
    """A colour as lightness (0 black, 1 white), strength and hue (in radians)."""

    lightness: float
    chroma: float
    hue: float


def parse(text: str) -> str:
    """The colour as `#rrggbb`, from `#rgb` or `#rrggbb` in any case, with the `#` or without.

    Raises ValueError for anything else.
    """
    found = _HEX.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is not a colour")
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))  # noqa: PLR2004


def luminance(colour: str) -> float:
    """WCAG's relative luminance of `#rrggbb`: 0 for black, 1 for white."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours, from 1 to 21, whichever comes first."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def black_or_white(background: str) -> str:
    """Whichever is easier to read on `background`: never less than √21, that is 4.58 : 1."""
    return max("#ffffff", "#000000", key=lambda ink: contrast(ink, background))


def to_oklch(colour: str) -> Oklch:
    """`#rrggbb` as lightness, strength and hue."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.atan2(b, a))


def to_hex(colour: Oklch) -> str:
    """The nearest `#rrggbb` of that lightness and hue, as strong as a screen (sRGB) can show it."""
    lightness = min(max(colour.lightness, 0.0), 1.0)
    linear = _to_linear(lightness, colour.chroma, colour.hue)
    if not _is_shown(linear):
        weak, strong = 0.0, colour.chroma
        for _step in range(_CLIPPING_STEPS):
            middle = (weak + strong) / 2
            if _is_shown(_to_linear(lightness, middle, colour.hue)):
                weak = middle
            else:
                strong = middle
        linear = _to_linear(lightness, weak, colour.hue)
    return "#" + "".join(f"{_to_byte(channel):02x}" for channel in linear)


def _linear(colour: str) -> Linear:
    red, green, blue = (_from_byte(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return red, green, blue


def _to_linear(lightness: float, chroma: float, hue: float) -> Linear:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _is_shown(linear: Linear) -> bool:
    return all(-0.0005 <= channel <= 1.0005 for channel in linear)  # noqa: PLR2004


def _from_byte(byte: int) -> float:
    """sRGB's curve, taken off."""
    value = byte / 255
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004


def _to_byte(linear: float) -> int:
    """sRGB's curve, put on, rounded to what a screen takes."""
    value = min(max(linear, 0.0), 1.0)
    curved = 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055  # noqa: PLR2004
    return round(curved * 255)
