"""What all pictures are made of: one palette, and shapes that give SVG."""

import math
import random
from typing import Any

WIDTH, HEIGHT = 1600, 1000

INK, NIGHT, DEEP, SEA, TEAL = "#12303f", "#0c1f31", "#17526b", "#2b7f8c", "#5fb0ad"
FOAM, MIST, CREAM, SAND, GOLD = "#bfe3df", "#e4f1ee", "#fdf6e7", "#f2dcb6", "#f3b53f"
CORAL, BRICK, PLUM, STONE, SLATE = "#e8614a", "#b94a3c", "#6d4a63", "#93a8ac", "#3d5a68"
GRASS, MOSS = "#7fa66a", "#4f7d5c"
SKIN = ("#f0c9a4", "#8d5a3b", "#d99e73", "#5b3a29", "#e8b48c", "#a8714a")

DAY = ("#bfe3e6", "#fdf3df")
DAWN = ("#f6b98c", "#fdeccb")
DUSK = ("#34607d", "#f5b487")
DARK = ("#0c1f31", "#1d5068")
STORM = ("#31485a", "#8aa0a6")


def el(tag: str, *children: str, **attributes: object) -> str:
    """An element; `stroke_width=3` is written `stroke-width="3"`."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{value}"' for name, value in attributes.items()
    )
    return f"<{tag}{written}>{''.join(children)}</{tag}>"


def rect(x: float, y: float, w: float, h: float, fill: str, r: float = 0, **more: object) -> str:
    """A rectangle, with round corners if `r` is given."""
    return el("rect", x=x, y=y, width=w, height=h, rx=r, fill=fill, **more)


def circle(x: float, y: float, r: float, fill: str, **more: object) -> str:
    """A circle."""
    return el("circle", cx=x, cy=y, r=r, fill=fill, **more)


def ellipse(x: float, y: float, rx: float, ry: float, fill: str, **more: object) -> str:
    """An ellipse."""
    return el("ellipse", cx=x, cy=y, rx=rx, ry=ry, fill=fill, **more)


def path(d: str, fill: str = "none", **more: object) -> str:
    """A path."""
    return el("path", d=d, fill=fill, **more)


def poly(points: str, fill: str, **more: object) -> str:
    """A polygon."""
    return el("polygon", points=points, fill=fill, **more)


def line(d: str, stroke: str, width: float, **more: Any) -> str:
    """A stroke with round ends."""
    return path(
        d,
        "none",
        stroke=stroke,
        stroke_width=width,
        stroke_linecap="round",
        stroke_linejoin="round",
        **more,
    )


def at(x: float, y: float, *parts: str, scale: float = 1, turn: float = 0) -> str:
    """The parts, moved, scaled and turned."""
    return el("g", *parts, transform=f"translate({x} {y}) rotate({turn}) scale({scale})")


def sky(colours: tuple[str, str], down_to: int = HEIGHT) -> str:
    """A sky from its top colour to its bottom one."""
    name = f"sky{colours[0][1:]}{colours[1][1:]}"
    stops = el("stop", offset=0, stop_color=colours[0]) + el(
        "stop", offset=1, stop_color=colours[1]
    )
    gradient = el("linearGradient", stops, id=name, x1=0, y1=0, x2=0, y2=1)
    return el("defs", gradient) + rect(0, 0, WIDTH, down_to, f"url(#{name})")


def sun(x: float, y: float, r: float, colour: str = GOLD) -> str:
    """A sun with two pale rings."""
    return (
        circle(x, y, r * 1.9, colour, opacity=0.14)
        + circle(x, y, r * 1.4, colour, opacity=0.2)
        + circle(x, y, r, colour)
    )


def hills(y: float, height: float, colour: str, seed: int) -> str:
    """A range of hills whose feet stand at `y`."""
    rng = random.Random(seed)  # noqa: S311 - the same picture each time, nothing secret
    phase, second = rng.uniform(0, 6), rng.uniform(0, 6)
    tops = [
        (
            x,
            y
            - height * (0.55 + 0.3 * math.sin(x / 260 + phase) + 0.15 * math.sin(x / 97 + second)),
        )
        for x in range(-20, WIDTH + 40, 20)
    ]
    points = " ".join(f"{x},{top:.0f}" for x, top in tops)
    return poly(f"-20,{HEIGHT} {points} {WIDTH + 20},{HEIGHT}", colour)


def wave(y: float, rise: float, length: float, colour: str, shift: float = 0) -> str:
    """Water from `y` down, its surface in even waves."""
    d = f"M{-length * 2 + shift} {y}"
    steps = int(WIDTH / length) + 6
    d += "".join(f"q{length / 4} {-rise} {length / 2} 0t{length / 2} 0" for _ in range(steps))
    return path(f"{d}V{HEIGHT}H{-length * 2 + shift}Z", colour)


def sea(y: float, *colours: str, rise: float = 8, gap: float = 70) -> str:
    """Several waves, one below another."""
    return "".join(
        wave(y + place * gap, rise * (1 + place * 0.5), 150 + place * 60, colour, place * 47)
        for place, colour in enumerate(colours)
    )


def glints(y: float, colour: str, seed: int, number: int = 16, down: int = 160) -> str:
    """Short lights on the water."""
    rng = random.Random(seed)  # noqa: S311 - the same picture each time
    out = []
    for _ in range(number):
        x, at_y, w = rng.uniform(40, 1540), y + rng.uniform(0, down), rng.uniform(30, 110)
        out.append(line(f"M{x:.0f} {at_y:.0f}h{w:.0f}", colour, 5, opacity=0.5))
    return "".join(out)


def cloud(
    x: float, y: float, scale: float = 1, colour: str = "#ffffff", opacity: float = 0.85
) -> str:
    """A cloud with a flat foot."""
    parts = (
        circle(0, 0, 46, colour)
        + circle(58, -26, 60, colour)
        + circle(130, -6, 50, colour)
        + rect(-46, 0, 226, 46, colour, 23)
    )
    return el("g", at(x, y, parts, scale=scale), opacity=opacity)


def gull(x: float, y: float, scale: float = 1, colour: str = INK) -> str:
    """A gull, far away."""
    return at(x, y, line("M-34 -10q17 -18 34 8q17 -26 34 -8", colour, 6), scale=scale)


def gulls(x: float, y: float, number: int, seed: int, colour: str = INK) -> str:
    """Some gulls near a place."""
    rng = random.Random(seed)  # noqa: S311 - the same picture each time
    return "".join(
        gull(x + rng.uniform(-150, 150), y + rng.uniform(-70, 70), rng.uniform(0.5, 1), colour)
        for _ in range(number)
    )


def stars(number: int, seed: int, down_to: int) -> str:
    """Stars above `down_to`."""
    rng = random.Random(seed)  # noqa: S311 - the same picture each time
    return "".join(
        circle(
            rng.uniform(0, WIDTH),
            rng.uniform(0, down_to),
            rng.choice((2, 2, 3, 4)),
            CREAM,
            opacity=0.8,
        )
        for _ in range(number)
    )


def windows(
    x: float, y: float, columns: int, rows: int, w: float, h: float, gap: float, fill: str
) -> str:
    """Rows of windows."""
    return "".join(
        rect(x + column * (w + gap), y + row * (h + gap), w, h, fill, 3)
        for row in range(rows)
        for column in range(columns)
    )
