"""Reads colours from the style sheets that a browser is given, and holds them against each other.

The contrast here is written anew from WCAG 2.2's definition, so that it shares no mistake with ours.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOKENS = ROOT / "static" / "css" / "tokens.css"
SCHEMES = ("light", "dark")
_VALUE = re.compile(r"(--[\w-]+):\s*([^;]+);")
_BOTH = re.compile(r"light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
_ONE = re.compile(r"#[0-9a-f]{6}")


def colours(css: str, scheme: str) -> dict[str, str]:
    """The colours that the first `:root` rule sets, by name, as one scheme has them."""
    rule = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL).split(":root {", 1)[1].split("}", 1)[0]
    found = {}
    for name, value in _VALUE.findall(rule):
        if both := _BOTH.fullmatch(value):
            found[name] = both[1 + SCHEMES.index(scheme)]
        elif _ONE.fullmatch(value):
            found[name] = value
    return found


def tokens(scheme: str) -> dict[str, str]:
    """What `static/css/tokens.css` sets."""
    return colours(TOKENS.read_text(encoding="utf-8"), scheme)


def contrast(one: str, other: str) -> float:
    """WCAG's ratio."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    total = 0.0
    for at, weight in ((1, 0.2126), (3, 0.7152), (5, 0.0722)):
        share = int(colour[at : at + 2], 16) / 255
        total += weight * (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
    return total


def failures(theme: str) -> list[str]:
    """Every pair of colours in the served theme that cannot be told apart as WCAG asks."""
    found = []
    for scheme in SCHEMES:
        ours = tokens(scheme) | colours(theme, scheme)
        surfaces = [name for name in ours if name.startswith("--surface-")] + ["--tint"]
        assert len(surfaces) == 8, surfaces
        pairs = [("--on-brand", "--brand", 4.5), ("--on-accent", "--accent", 4.5)]
        pairs += [("--on-solid", "--solid", 4.5)]
        for surface in surfaces:
            pairs += [(words, surface, 4.5) for words in ("--link", "--text", "--text-muted")]
            pairs += [(line, surface, 3.0) for line in ("--solid", "--line-strong")]
        found += [
            f"{scheme}: {one} {ours[one]} on {other} {ours[other]} is {got:.2f}, not {least}"
            for one, other, least in pairs
            if (got := contrast(ours[one], ours[other])) < least
        ]
    return found
