"""From two colours of a brand to every colour of the site, each readable wherever it may stand.

Links and buttons take the brand's own colour where it can be read, else a darker or lighter shade
of the same hue. WCAG 2.2 asks 4.5 : 1 of words (https://www.w3.org/TR/WCAG22/#contrast-minimum)
and 3 : 1 of borders and controls (https://www.w3.org/TR/WCAG22/#non-text-contrast).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from branding.choices import Corners, Font
from branding.colour import Oklch, black_or_white, contrast, to_hex, to_oklch

#: What the brand's colours stand on, beside the tint. `static/css/tokens.css` holds the same values.
LIGHT = {
    "page": "#fbfaf7",
    "raised": "#ffffff",
    "sunken": "#f2f0ea",
    "note": "#e6f0fa",
    "tip": "#e5f3e8",
    "warning": "#fff1cc",
    "important": "#fde7e4",
}
DARK = {
    "page": "#15181b",
    "raised": "#1e2327",
    "sunken": "#0f1214",
    "note": "#15293c",
    "tip": "#14301f",
    "warning": "#3a2d0c",
    "important": "#43191a",
}
#: The words that the tint must leave readable; the other surfaces and these are both tokens.css's.
LIGHT_TEXT = {"text": "#1a1f24", "text-muted": "#50585f"}
DARK_TEXT = {"text": "#eceff1", "text-muted": "#b3bbc2"}

#: What WCAG asks, and a little more to aim at.
WORDS, AIM_WORDS = 4.5, 4.6
LINES, AIM_LINES = 3.0, 3.1
#: Bright words glare less on dark surfaces when they are clearly apart from them.
COMFORT = 6.5

#: A link darker than this would be taken for the text around it.
_DARKEST_LINK = 0.42
#: A shade made lighter gets stronger with it, as a paint would, up to this.
_STRONGEST = 0.12
_STEPS = 400


@dataclass(frozen=True, slots=True)
class BrandValues:
    """What of a brand its style sheet is made from. Colours are `#rrggbb`."""

    colour: str = "#123f40"
    accent: str = "#f2b84b"
    font: str = Font.PUBLIC_SANS.value
    corners: str = Corners.SOFT.value

    @property
    def radius(self) -> str:
        """The corners as CSS has them."""
        return Corners(self.corners).css


@dataclass(frozen=True, slots=True)
class Scheme:
    """The brand's colours in light or in dark."""

    tint: str
    link: str
    solid: str
    on_solid: str
    line_strong: str


@dataclass(frozen=True, slots=True)
class Palette:
    """Everything that a brand's two colours come to."""

    brand: str
    on_brand: str
    accent: str
    on_accent: str
    light: Scheme
    dark: Scheme


@lru_cache(maxsize=64)
def derive(colour: str, accent: str) -> Palette:
    """The palette of a brand. Never fails: in the end black and white can be read anywhere."""
    return Palette(
        brand=colour,
        on_brand=black_or_white(colour),
        accent=accent,
        on_accent=black_or_white(accent),
        light=_light(colour),
        dark=_dark(colour),
    )


def theme_css(values: BrandValues) -> str:
    """The style sheet that puts a brand in place of the defaults in `static/css/tokens.css`."""
    palette = derive(values.colour, values.accent)
    light, dark = palette.light, palette.dark
    lines = [
        f"--brand: {palette.brand};",
        f"--on-brand: {palette.on_brand};",
        f"--accent: {palette.accent};",
        f"--on-accent: {palette.on_accent};",
        f"--link: light-dark({light.link}, {dark.link});",
        f"--solid: light-dark({light.solid}, {dark.solid});",
        f"--on-solid: light-dark({light.on_solid}, {dark.on_solid});",
        f"--tint: light-dark({light.tint}, {dark.tint});",
        f"--line-strong: light-dark({light.line_strong}, {dark.line_strong});",
        f"--radius: {values.radius};",
        f"--font: {Font(values.font).css};",
    ]
    rules = "\n".join(f"    {line}" for line in lines)
    # Somebody who asks their device for more contrast gets borders as dark as the text.
    more = "  @media (prefers-contrast: more) { :root { --line-strong: var(--text); } }"
    return f"@layer theme {{\n  :root {{\n{rules}\n  }}\n{more}\n}}\n"


def _light(colour: str) -> Scheme:
    tint = _tint(colour, LIGHT_TEXT.values(), 0.945, towards=1.0, strongest=0.025)
    surfaces = (*LIGHT.values(), tint)
    own = to_oklch(colour)
    link = next(
        shade
        for shade in _shades(own, max(own.lightness, _DARKEST_LINK), towards=0.0)
        if _holds(shade, surfaces, AIM_WORDS)
    )
    solid = _solid(own, surfaces, towards=0.0)
    return Scheme(tint, link, solid, black_or_white(solid), _line(own, surfaces, towards=0.0))


def _dark(colour: str) -> Scheme:
    tint = _tint(colour, DARK_TEXT.values(), 0.285, towards=0.0, strongest=0.035)
    surfaces = (*DARK.values(), tint)
    own = to_oklch(colour)
    shades = list(_shades(own, own.lightness, towards=1.0))
    link = next(
        shade for aim in (COMFORT, AIM_WORDS) for shade in shades if _holds(shade, surfaces, aim)
    )
    solid = _solid(own, surfaces, towards=1.0)
    return Scheme(tint, link, solid, black_or_white(solid), _line(own, surfaces, towards=1.0))


def _tint(
    colour: str, words: Iterable[str], start: float, *, towards: float, strongest: float
) -> str:
    """A breath of the brand, pale (or deep) enough for words to stand on."""
    own = to_oklch(colour)
    faint = Oklch(own.lightness, min(own.chroma, strongest), own.hue)
    words = tuple(words)
    # Half a ratio more than is asked: a link must find room between the tint and the text.
    return next(
        shade
        for shade in _shades(faint, start, towards=towards, keep=True)
        if _holds(shade, words, AIM_WORDS + 0.5)
    )


def _solid(own: Oklch, surfaces: tuple[str, ...], *, towards: float) -> str:
    """A button's own colour: seen on every surface, and with words that can be read on it."""
    return next(
        shade
        for shade in _shades(own, own.lightness, towards=towards)
        if _holds(shade, surfaces, AIM_LINES)
        and contrast(shade, black_or_white(shade)) >= AIM_WORDS
    )


def _line(own: Oklch, surfaces: tuple[str, ...], *, towards: float) -> str:
    """A border's colour: nearly grey, so that fields do not compete with links."""
    quiet = Oklch(own.lightness, min(own.chroma, 0.02), own.hue)
    start = 0.62 if towards == 0.0 else 0.55
    return next(
        shade
        for shade in _shades(quiet, start, towards=towards, keep=True)
        if _holds(shade, surfaces, AIM_LINES)
    )


def _shades(own: Oklch, start: float, *, towards: float, keep: bool = False) -> Iterator[str]:
    """Shades of one hue from `start` to black (0) or white (1), both of which are the last."""
    for step in range(_STEPS + 1):
        lightness = start + (towards - start) * step / _STEPS
        chroma = own.chroma
        if not keep and lightness > own.lightness > 0:
            stronger = own.chroma * lightness / own.lightness
            chroma = max(own.chroma, min(stronger, _STRONGEST))
        yield to_hex(Oklch(lightness, chroma, own.hue))


def _holds(colour: str, others: Iterable[str], ratio: float) -> bool:
    return all(contrast(colour, other) >= ratio for other in others)
