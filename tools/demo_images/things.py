"""Things seen at a harbour: boats, houses, lights, people."""

from tools.demo_images.shapes import (
    BRICK,
    CORAL,
    CREAM,
    DEEP,
    FOAM,
    GOLD,
    INK,
    MIST,
    SAND,
    SKIN,
    SLATE,
    STONE,
    at,
    circle,
    el,
    ellipse,
    line,
    path,
    poly,
    rect,
    windows,
)  # fmt: skip


def sailboat(
    x: float, y: float, scale: float = 1, hull: str = INK, sail: str = CREAM, jib: str = CORAL
) -> str:
    """A small boat under sail; `y` is the water."""
    return at(
        x, y,
        line("M0 -10V-250", INK, 7),
        path("M10 -244C90 -170 120 -100 124 -44H10Z", sail),
        path("M-10 -214C-60 -150 -86 -100 -92 -44H-10Z", jib),
        path("M-116 -30H136C124 8 96 26 60 26H-64C-92 26 -108 4 -116 -30Z", hull),
        rect(-108, -30, 236, 9, GOLD),
        scale=scale,
    )  # fmt: skip


def fishing_boat(
    x: float, y: float, scale: float = 1, hull: str = CORAL, house: str = CREAM
) -> str:
    """A working boat with a wheelhouse; `y` is the water."""
    return at(
        x, y,
        line("M-60 -60V-210M-60 -200L60 -96M-60 -200L-150 -60", INK, 5),
        rect(14, -142, 96, 92, house, 8),
        rect(6, -152, 112, 16, INK, 6),
        rect(28, -122, 28, 32, DEEP, 4), rect(66, -122, 28, 32, DEEP, 4),
        rect(122, -120, 16, 62, BRICK, 3),
        path("M-196 -66C-150 -52 -90 -48 0 -48H176L150 28C140 34 60 38 -30 38C-110 38 -150 34 -162 20Z", hull),
        path("M-190 -52C-150 -40 -90 -36 0 -36H172L168 -22H-10C-90 -22 -140 -26 -184 -36Z", CREAM, opacity=0.9),
        circle(-110, 2, 12, INK, opacity=0.35), circle(-40, 4, 12, INK, opacity=0.35), circle(30, 4, 12, INK, opacity=0.35),
        scale=scale,
    )  # fmt: skip


def patrol_boat(x: float, y: float, scale: float = 1) -> str:
    """A fast boat with two people in orange on deck."""
    return at(
        x, y,
        line("M40 -150V-230M20 -206H66", INK, 6), circle(40, -236, 9, CORAL),
        person(-120, -58, 0.62, SKIN[1], INK, "#f2812e"), person(-190, -58, 0.62, SKIN[0], BRICK, "#f2812e"),
        path("M-40 -60L-10 -150H120L150 -60Z", CREAM),
        path("M4 -136H108L118 -96H-8Z", DEEP),
        path("M-270 -66H260C296 -66 330 -84 350 -104C340 -30 290 24 230 30H-230C-256 30 -268 0 -270 -66Z", INK),
        path("M-270 -66H260C284 -66 306 -74 326 -86L318 -52C300 -46 280 -44 250 -44H-270Z", "#f2812e"),
        path("M-200 -44L-150 30H-96L-146 -44Z", CREAM),
        scale=scale,
    )  # fmt: skip


def ferry(x: float, y: float, scale: float = 1) -> str:
    """A ferry with three decks."""
    return at(
        x, y,
        rect(60, -290, 86, 96, CORAL, 6), rect(60, -262, 86, 22, CREAM),
        rect(-200, -204, 430, 62, "#ffffff", 10), rect(-260, -144, 560, 66, "#ffffff", 10),
        windows(-180, -186, 12, 1, 22, 24, 12, DEEP), windows(-236, -126, 15, 1, 22, 26, 13, DEEP),
        rect(-224, -242, 120, 44, "#ffffff", 8), rect(-212, -232, 96, 20, DEEP, 4),
        path("M-390 -92H380L340 24C332 38 320 40 300 40H-320C-344 40 -352 30 -358 16Z", CORAL),
        path("M-390 -92H380L370 -62H-380Z", CREAM),
        windows(-320, -38, 16, 1, 14, 14, 26, INK),
        scale=scale,
    )  # fmt: skip


def lighthouse(x: float, y: float, scale: float = 1, lit: bool = False) -> str:
    """A striped lighthouse; `y` is its foot."""
    glow = circle(0, -398, 54, GOLD, opacity=0.35) if lit else ""
    return at(
        x, y, glow,
        poly("-70,0 -44,-340 44,-340 70,0", CREAM),
        poly("-66,-54 -60,-130 60,-130 66,-54", CORAL), poly("-55,-200 -49,-276 49,-276 55,-200", CORAL),
        rect(-58, -356, 116, 18, INK, 4), rect(-32, -424, 64, 68, GOLD if lit else FOAM, 4),
        line("M0 -424V-356M-32 -390H32", INK, 5), path("M-42 -424Q0 -486 42 -424Z", INK), circle(0, -462, 8, INK),
        rect(-16, -44, 32, 44, INK, 14), rect(-10, -168, 20, 28, INK, 8), rect(-10, -318, 20, 26, INK, 8),
        scale=scale,
    )  # fmt: skip


def house(x: float, y: float, w: float, h: float, colour: str, roof: str, lit: bool = False) -> str:
    """A terraced house; `y` is its foot."""
    pane = GOLD if lit else MIST
    return at(
        x, y,
        rect(w * 0.68, -h - w * 0.52, w * 0.14, w * 0.4, roof),
        rect(0, -h, w, h, colour), poly(f"-8,{-h} {w / 2},{-h - w * 0.5} {w + 8},{-h}", roof),
        rect(w * 0.14, -h * 0.84, w * 0.26, h * 0.24, pane, 3), rect(w * 0.6, -h * 0.84, w * 0.26, h * 0.24, pane, 3),
        rect(w * 0.14, -h * 0.44, w * 0.26, h * 0.24, pane, 3), rect(w * 0.6, -h * 0.42, w * 0.24, h * 0.42, INK, 3),
    )  # fmt: skip


def row_of_houses(x: float, y: float, lit: bool = False, scale: float = 1) -> str:
    """Seven houses of a harbour street."""
    kinds = (
        (110, 170, CORAL, INK), (96, 210, CREAM, BRICK), (120, 150, "#8fc1bd", SLATE), (100, 190, GOLD, BRICK),
        (116, 160, "#f3d9d0", SLATE), (92, 220, "#6fa0b5", INK), (118, 176, CREAM, CORAL),
    )  # fmt: skip
    out, place = [], 0
    for w, h, colour, roof in kinds:
        out.append(house(place, 0, w, h, colour, roof, lit))
        place += w
    return at(x, y, *out, scale=scale)


def buoy(x: float, y: float, scale: float = 1, colour: str = CORAL) -> str:
    """A buoy that leans a little."""
    return at(
        x, y,
        line("M0 -90V-140", INK, 6), circle(0, -148, 12, GOLD),
        poly("-22,-92 22,-92 46,-10 -46,-10", colour), poly("-34,-50 34,-50 41,-28 -41,-28", CREAM),
        ellipse(0, -6, 70, 16, INK),
        scale=scale, turn=6,
    )  # fmt: skip


def quay(y: float, colour: str = STONE, top: str = SAND) -> str:
    """A stone quay over the whole width, from `y` down."""
    courses = "".join(
        line(f"M{(row % 2) * 60 - 60 + n * 190} {y + 44 + row * 58}v50", SLATE, 4, opacity=0.25)
        for row in range(7) for n in range(10)
    )  # fmt: skip
    lines = "".join(
        line(f"M0 {y + 42 + row * 58}h1600", SLATE, 4, opacity=0.25) for row in range(8)
    )
    return rect(0, y, 1600, 1000 - y, colour) + lines + courses + rect(0, y, 1600, 26, top)


def person(
    x: float,
    y: float,
    scale: float,
    skin: str,
    hair: str,
    top: str,
    *,
    style: str = "short",
    legs: str = INK,
) -> str:
    """Somebody standing; `y` is the ground under their feet. `style`: short, long, bun, scarf, bald, cap, helmet."""
    behind = (
        path("M-40 -292Q-52 -200 -34 -196H34Q52 -200 40 -292Z", hair) if style == "long" else ""
    )
    heads = {
        "short": path("M-38 -284Q-40 -334 0 -334Q40 -334 38 -284Q20 -306 -38 -284Z", hair),
        "long": path("M-40 -276Q-42 -336 0 -336Q42 -336 40 -276Q24 -310 -8 -312Q-30 -306 -40 -276Z", hair),
        "bun": circle(0, -346, 20, hair) + path("M-38 -282Q-40 -334 0 -334Q40 -334 38 -282Q0 -320 -38 -282Z", hair),
        "scarf": path("M-44 -244Q-54 -340 0 -340Q54 -340 44 -244Q52 -214 0 -212Q-52 -214 -44 -244Z", hair) + ellipse(0, -276, 30, 36, skin),
        "bald": path("M-24 -262Q0 -226 24 -262Q22 -238 0 -236Q-22 -238 -24 -262Z", hair),
        "cap": path("M-40 -294Q-36 -338 0 -338Q36 -338 40 -294Z", hair) + rect(-6, -300, 62, 12, hair, 6),
        "helmet": path("M-46 -290Q-44 -350 0 -350Q44 -350 46 -290Z", GOLD) + rect(-54, -296, 108, 14, GOLD, 7),
    }  # fmt: skip
    return at(
        x, y, behind,
        path("M-40 -110L-34 0H-6L0 -90L6 0H34L40 -110Z", legs),
        path("M-62 -104V-186Q-62 -226 -22 -230H22Q62 -226 62 -186V-104Z", top),
        line("M-56 -190Q-78 -140 -58 -110M56 -190Q78 -140 58 -110", top, 26),
        circle(-58, -104, 14, skin), circle(58, -104, 14, skin),
        rect(-14, -250, 28, 34, skin, 8), ellipse(0, -278, 37, 42, skin), heads[style],
        scale=scale,
    )  # fmt: skip


def plant(x: float, y: float, scale: float = 1) -> str:
    """A plant in a pot."""
    leaves = "".join(
        at(0, -70, ellipse(0, -60, 18, 62, "#4f7d5c"), turn=turn) for turn in (-50, -24, 0, 26, 52)
    )
    return at(
        x,
        y,
        leaves,
        poly("-46,-76 46,-76 34,0 -34,0", CORAL),
        rect(-52, -84, 104, 18, BRICK, 5),
        scale=scale,
    )


def mug(x: float, y: float, scale: float = 1, colour: str = CORAL) -> str:
    """A mug that steams; `y` is the table."""
    return at(
        x, y,
        path("M60 -90a34 34 0 1 1 0 60", stroke=colour, stroke_width=18),
        rect(-66, -124, 132, 124, colour, 16), rect(-66, -96, 132, 18, "#ffffff", opacity=0.35),
        line("M-26 -146q-18 -24 0 -46t0 -46M26 -146q-18 -24 0 -46t0 -46", "#ffffff", 8, opacity=0.7),
        scale=scale,
    )  # fmt: skip


def flag_line(x1: float, y1: float, x2: float, y2: float, sag: float, number: int = 12) -> str:
    """Bunting between two points."""
    colours = (CORAL, GOLD, DEEP, CREAM, "#5fb0ad")
    out = [line(f"M{x1} {y1}Q{(x1 + x2) / 2} {(y1 + y2) / 2 + sag * 2} {x2} {y2}", INK, 4)]
    for n in range(number):
        t = (n + 0.5) / number
        x = (1 - t) ** 2 * x1 + 2 * t * (1 - t) * (x1 + x2) / 2 + t * t * x2
        y = (1 - t) ** 2 * y1 + 2 * t * (1 - t) * ((y1 + y2) / 2 + sag * 2) + t * t * y2
        out.append(at(x, y, poly("-26,0 26,0 0,58", colours[n % 5])))
    return el("g", *out)
