"""What was made of a brand's colours, in sentences an editor can use."""

from collections.abc import Iterator, Mapping

from branding.colour import contrast, luminance
from branding.palette import AIM_WORDS, DARK, LIGHT, Palette, Scheme

#: What the surfaces are called where their contrast is spoken of.
_CALLED = {
    "page": "the page",
    "raised": "a card",
    "sunken": "the footer",
    "note": "a note",
    "tip": "a tip",
    "warning": "a warning",
    "important": "an important note",
    "tint": "the tinted band",
}
WHITE = "#ffffff"


def sentences(palette: Palette) -> list[str]:
    """What was adjusted and why, and what was chosen for words on the two colours."""
    return [*adjustments(palette), *_inks(palette)]


def adjustments(palette: Palette) -> list[str]:
    """A sentence for light and one for dark, where links or buttons are another shade."""
    schemes = (("light", palette.light, LIGHT), ("dark", palette.dark, DARK))
    found = (
        _adjustment(palette.brand, scheme, {**surfaces, "tint": scheme.tint}, name)
        for name, scheme, surfaces in schemes
    )
    return [sentence for sentence in found if sentence]


def _adjustment(brand: str, scheme: Scheme, surfaces: Mapping[str, str], name: str) -> str:
    shades = {"links": scheme.link, "buttons": scheme.solid}
    changed = {what: shade for what, shade in shades.items() if shade != brand}
    if not changed:
        return ""
    parts = []
    for what, shade in changed.items():
        which = "darker" if luminance(shade) < luminance(brand) else "lighter"
        least = _rounded_down(min(contrast(shade, surface) for surface in surfaces.values()))
        parts.append(f"{what} use a {which} shade of it, {shade}, {least} : 1 or more everywhere")
    return f"{_reason(brand, surfaces, name)}, so {'; '.join(parts)}."


def _reason(brand: str, surfaces: Mapping[str, str], name: str) -> str:
    start = "In dark colours, " if name == "dark" else ""
    worst = min(surfaces, key=lambda surface: contrast(brand, surfaces[surface]))
    if name == "light" and contrast(brand, surfaces["raised"]) < AIM_WORDS:
        worst = "raised"
    if contrast(brand, surfaces[worst]) < AIM_WORDS:
        called = "white" if surfaces[worst] == WHITE else _CALLED[worst]
        return f"{start}{brand} on {called} is {contrast(brand, surfaces[worst]):.2f} : 1"
    if name == "light":
        return f"{brand} is nearly as dark as the text around it"
    return f"{start}{brand} can be read but hardly stands out"


def _inks(palette: Palette) -> Iterator[str]:
    for what, colour, ink in (
        ("the brand colour", palette.brand, palette.on_brand),
        ("the accent colour", palette.accent, palette.on_accent),
    ):
        name = "white" if ink == WHITE else "black"
        yield f"Words on {what} are {name}, {_rounded_down(contrast(ink, colour))} : 1."


def _rounded_down(value: float) -> str:
    """A contrast as it is promised: never more than it is."""
    return f"{int(value * 10) / 10:g}"
