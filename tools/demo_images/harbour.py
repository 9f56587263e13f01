"""Pictures of the sea, and of what floats on it."""

import math
import random

from tools.demo_images.shapes import (
    BRICK,
    CORAL,
    CREAM,
    DARK,
    DAWN,
    DAY,
    DEEP,
    DUSK,
    FOAM,
    GOLD,
    GRASS,
    INK,
    MIST,
    MOSS,
    PLUM,
    SAND,
    SEA,
    SLATE,
    STONE,
    STORM,
    TEAL,
    at,
    circle,
    cloud,
    el,
    ellipse,
    glints,
    gull,
    gulls,
    hills,
    line,
    path,
    poly,
    rect,
    sea,
    sky,
    stars,
    sun,
    wave,
)  # fmt: skip
from tools.demo_images.things import (
    buoy,
    ferry,
    fishing_boat,
    flag_line,
    lighthouse,
    patrol_boat,
    quay,
    row_of_houses,
    sailboat,
)  # fmt: skip


def harbour_dawn() -> str:
    """Fishing boats leave a small town at dawn."""
    return (
        sky(DAWN) + sun(1180, 420, 92, "#ffd27a") + hills(560, 190, "#c9a08d", 3) + hills(580, 110, "#8f8f94", 8)
        + row_of_houses(60, 590, lit=True, scale=0.95) + lighthouse(960, 596, 0.62, lit=True) + rect(0, 586, 1040, 30, SLATE)
        + sea(606, "#7fb2ae", "#4f929a", SEA, DEEP, gap=90) + glints(640, "#ffe3a8", 5)
        + fishing_boat(1130, 690, 0.8, hull=INK) + fishing_boat(560, 800, 1.15) + gulls(1150, 250, 6, 4)
    )  # fmt: skip


def lighthouse_night() -> str:
    """A lighthouse throws two beams over a dark sea."""
    beams = poly("830,356 0,130 0,430", GOLD, opacity=0.28) + poly(
        "830,356 1600,170 1600,470", GOLD, opacity=0.28
    )
    return (
        sky(DARK) + stars(90, 7, 560) + circle(300, 190, 62, CREAM) + circle(328, 176, 56, "#11293f") + beams
        + sea(700, "#1a4a60", "#153d52", "#102f43", "#0b2233", gap=80) + glints(715, GOLD, 9, 12)
        + path("M540 780Q620 690 740 700Q830 650 930 700Q1050 690 1130 780Z", "#0a1a29") + lighthouse(830, 716, 0.86, lit=True)
        + at(1330, 800, circle(0, -112, 16, "#57d08a", opacity=0.9) + circle(0, -112, 34, "#57d08a", opacity=0.2)) + buoy(1330, 820, 0.62, "#2f8f62")
    )  # fmt: skip


def storm_watch() -> str:
    """Waves break over a harbour wall; one window is lit."""
    rng = random.Random(2)  # noqa: S311 - the same picture each time
    rain = "".join(
        line(f"M{rng.uniform(0, 1700):.0f} {rng.uniform(0, 620):.0f}l-26 74", "#dbe7ea", 3, opacity=0.3) for _ in range(110)
    )  # fmt: skip
    crest = (
        (1170, 452, 30),
        (1120, 404, 34),
        (1066, 362, 38),
        (1004, 332, 42),
        (936, 318, 44),
        (872, 326, 42),
        (824, 358, 38),
        (800, 402, 32),
        (806, 442, 24),
        (828, 466, 15),
    )
    foam = "".join(circle(x, y, r, "#eef5f5") for x, y, r in crest) + "".join(
        circle(x + 14, y + 22, r * 0.8, "#cfe3e6") for x, y, r in crest[1:7]
    )
    drops = (
        (742, 360, 15),
        (700, 310, 11),
        (760, 292, 18),
        (820, 250, 13),
        (668, 372, 8),
        (884, 236, 10),
        (720, 440, 10),
        (640, 300, 6),
        (780, 220, 7),
        (948, 256, 8),
    )
    spray = "".join(circle(x, y, r, "#ffffff", opacity=0.85) for x, y, r in drops)
    clouds = "".join(
        cloud(x, y, s, c, 0.9)
        for x, y, s, c in (
            (80, 150, 2.2, "#22384a"),
            (620, 90, 2.6, "#2a4356"),
            (1200, 170, 2.3, "#22384a"),
        )
    )
    house = (
        rect(250, 360, 300, 260, "#22333f") + poly("220,364 400,240 580,364", "#17252f") + rect(290, 420, 76, 92, GOLD, 4) + line("M328 420V512M290 466H366", "#22333f", 5) + rect(430, 470, 74, 150, "#17252f", 4)
        + rect(470, 250, 44, 90, "#17252f") + circle(328, 466, 110, GOLD, opacity=0.14)
    )  # fmt: skip
    return (
        sky(STORM) + clouds + rain + house + poly("0,620 790,620 850,1000 0,1000", "#4b5e68") + rect(0, 606, 804, 30, "#6d838c")
        + line("M0 690H800M0 760H810", "#3a4b55", 4)
        + path("M1640 540C1440 600 1260 540 1170 450C1090 360 1000 300 900 322C820 344 786 410 826 470C850 430 900 440 920 480C960 560 930 700 820 1000H1640Z", "#2f6474")
        + path("M1640 640C1460 690 1280 640 1180 560C1110 500 1040 450 980 460C1040 520 1030 700 960 1000H1640Z", "#3f7b8a") + foam
        + spray + sea(770, "#255364", "#1d4454", "#163747", rise=34, gap=80) + buoy(1340, 760, 0.8)
    )  # fmt: skip


def inspection_boat() -> str:
    """An inspection boat rounds the end of a harbour wall."""
    return (
        sky(DAY) + cloud(180, 190, 1.2) + cloud(1120, 130, 1.5) + hills(560, 150, "#a9cdb9", 6) + hills(580, 80, GRASS, 1)
        + rect(0, 470, 560, 200, STONE) + rect(0, 452, 580, 26, SAND) + line("M60 540H520M60 600H530", SLATE, 4, opacity=0.3)
        + lighthouse(470, 454, 0.5) + sea(610, "#8cc7c3", TEAL, SEA, DEEP, gap=95) + glints(640, "#ffffff", 3, 14)
        + patrol_boat(940, 780, 1.25) + path("M560 830Q700 790 780 826Q700 850 560 830Z", "#ffffff", opacity=0.7) + gulls(760, 270, 5, 9)
    )  # fmt: skip


def ferry_crossing() -> str:
    """A ferry crosses a bay."""
    return (
        sky(DAY) + sun(1300, 220, 74, "#ffd98a") + cloud(240, 170, 1.4) + cloud(860, 240, 0.9) + hills(600, 230, "#b9d6d0", 12)
        + hills(610, 130, "#7fae9c", 5) + sea(600, "#8cc7c3", TEAL, SEA, DEEP, gap=100) + ferry(800, 740, 1.15)
        + path("M1240 788Q1400 764 1560 790Q1400 808 1240 788Z", "#ffffff", opacity=0.7) + sailboat(240, 680, 0.45) + gulls(420, 330, 5, 3)
    )  # fmt: skip


def regatta() -> str:
    """Small boats race under bunting."""
    boats = (
        (300, 720, 0.9, INK, CREAM, CORAL),
        (640, 660, 0.72, DEEP, "#ffe3a1", DEEP),
        (930, 790, 1.15, BRICK, "#ffffff", GOLD),
        (1300, 690, 0.85, INK, "#cfe8e4", CORAL),
    )
    return (
        sky(DAY) + cloud(180, 300, 1.1) + cloud(1160, 330, 1.3) + hills(560, 130, "#9cc4ae", 4) + sea(570, "#8cc7c3", TEAL, SEA, DEEP, gap=100, rise=12)
        + glints(600, "#ffffff", 8) + "".join(sailboat(x, y, s, hull, sail, jib) for x, y, s, hull, sail, jib in boats)
        + flag_line(-20, 90, 820, 60, 90) + flag_line(780, 60, 1620, 110, 80)
    )  # fmt: skip


def moorings() -> str:
    """Small boats on a grid of moorings, seen from above."""
    rng = random.Random(11)  # noqa: S311 - the same picture each time
    colours = (CREAM, CORAL, GOLD, "#ffffff", INK, "#8fc1bd")
    boats = []
    for row in range(4):
        for column in range(6):
            x, y = 190 + column * 240 + (row % 2) * 70, 180 + row * 215
            if (row, column) in {(1, 2), (3, 4)}:
                boats.append(circle(x, y, 12, CORAL))
                continue
            hull = path("M0 -84C34 -52 38 10 28 66H-28C-38 10 -34 -52 0 -84Z", rng.choice(colours))
            deck = rect(-14, -10, 28, 46, DEEP, 8, opacity=0.75)
            boats.append(
                at(
                    x,
                    y,
                    line("M0 -84L-8 -124", CREAM, 4),
                    circle(-8, -128, 9, CORAL),
                    hull,
                    deck,
                    turn=18 + rng.uniform(-8, 8),
                    scale=0.92,
                )
            )
    shades = "".join(
        ellipse(x, y, rx, rx * 0.5, "#357f86", opacity=0.5)
        for x, y, rx in ((300, 250, 320), (1180, 760, 380), (1300, 130, 240), (260, 860, 260))
    )
    shore = path("M0 0H1600V36Q1380 90 1180 44T760 56T340 40T0 70Z", SAND) + path(
        "M0 0H1600V10Q1300 54 1100 22T640 30T0 34Z", GRASS
    )
    return (
        rect(0, 0, 1600, 1000, "#46949a")
        + shades
        + shore
        + el("g", *boats)
        + glints(120, "#ffffff", 5, 26, 800)
    )


def tide_gauge() -> str:
    """A gauge on a harbour wall, half under water."""
    marks = "".join(rect(668, 160 + n * 64, 64 if n % 2 else 100, 30, INK) for n in range(12))
    figures = "".join(
        el("text", str(9 - n), x=842, y=206 + n * 128, font_size=64, font_weight="bold", font_family="DejaVu Sans", fill=INK, text_anchor="middle")
        for n in range(6)
    )  # fmt: skip
    return (
        sky(DAY) + cloud(1180, 170, 1.3) + hills(600, 120, "#9cc4ae", 2) + rect(0, 90, 560, 910, STONE) + rect(0, 70, 590, 30, SAND)
        + "".join(line(f"M0 {y}H556", SLATE, 4, opacity=0.3) for y in range(170, 1000, 90)) + path("M470 560Q556 520 560 640V1000H430Q450 700 470 560Z", MOSS, opacity=0.7)
        + rect(650, 120, 260, 900, "#ffffff", 10) + rect(650, 120, 18, 900, GOLD) + marks + figures + rect(556, 260, 100, 18, INK) + rect(556, 520, 100, 18, INK)
        + el("g", sea(640, TEAL, SEA, DEEP, gap=110), opacity=0.86) + glints(670, "#ffffff", 6, 12) + gull(1150, 330, 1.4) + gull(1320, 420, 0.9)
        + sailboat(1290, 690, 0.5)
    )  # fmt: skip


def tarn_head() -> str:
    """A gauge with a dish on a rock in the sea."""
    rock = path(
        "M420 760L560 560L680 520L760 430L900 450L980 540L1090 600L1200 780Z", SLATE
    ) + path("M680 520L760 430L830 600L760 780L560 770Z", "#4d6a77")
    mast = line("M850 470V170", INK, 16) + line("M850 250L760 450M850 250L940 470", INK, 8)
    dish = at(
        850,
        190,
        path("M-70 -50Q40 -10 60 90Q-60 60 -70 -50Z", "#ffffff")
        + line("M-10 20L60 -50", INK, 6)
        + circle(64, -54, 10, CORAL),
    )
    waves = "".join(
        path(
            f"M{960 + n * 50} {80 - n * 16}q44 46 44 108",
            stroke=GOLD,
            stroke_width=9,
            stroke_linecap="round",
        )
        for n in range(3)
    )
    panel = poly("700,330 800,300 800,380 700,410", DEEP) + line(
        "M750 316V396M700 370L800 340", FOAM, 3
    )
    return (
        sky(DUSK) + sun(300, 470, 84, "#ffcf86") + sea(640, "#86a7ac", "#5d8f9b", gap=60) + rock + mast + dish + waves + panel
        + sea(740, SEA, DEEP, "#123f54", rise=16, gap=90) + gulls(520, 300, 6, 5) + gulls(1240, 420, 4, 8, CREAM)
    )  # fmt: skip


def slipway() -> str:
    """A boat slides down a slipway in the morning."""
    rails = line("M250 470L1120 800M250 560L1040 860", SLATE, 12) + "".join(
        line(f"M{250 + n * 96} {480 + n * 37}l-14 78", "#7c5a43", 12) for n in range(9)
    )
    return (
        sky(DAWN) + sun(1240, 330, 88, "#ffd27a") + hills(560, 150, "#d9b39b", 7) + sea(560, "#9cc0b4", "#6aa8a6", SEA, DEEP, gap=100) + glints(600, "#ffe9bf", 4)
        + poly("0,380 330,430 1180,810 1060,910 0,660", SAND) + poly("0,660 1060,910 1020,1000 0,1000", STONE) + rails
        + at(690, 640, fishing_boat(0, 0, 1.15, hull=DEEP), turn=19) + row_of_houses(-120, 400, scale=0.62) + gulls(900, 220, 5, 6)
    )  # fmt: skip


def seals() -> str:
    """Two seals rest on a sandbank."""

    def seal(colour: str) -> str:
        body = path(
            "M-250 60C-200 -10 -60 -60 60 -70C110 -76 140 -130 190 -134C240 -138 266 -100 258 -66C250 -30 220 -10 210 30C200 70 60 84 -60 84C-140 84 -200 90 -290 40C-270 30 -262 44 -250 60Z",
            colour,
        )
        spots = "".join(
            ellipse(x, y, 13, 8, INK, opacity=0.25)
            for x, y in (
                (-120, 30),
                (-60, 0),
                (10, -20),
                (60, 10),
                (110, -30),
                (-20, 40),
                (-170, 44),
            )
        )
        face = (
            circle(214, -98, 8, INK)
            + ellipse(254, -82, 10, 7, INK)
            + line("M240 -66l34 6M240 -60l30 16", CREAM, 3)
            + path("M120 60Q150 20 176 78Q150 96 120 60Z", INK, opacity=0.35)
        )
        return body + spots + face

    return (
        sky(DAY) + cloud(240, 160, 1.2) + cloud(1150, 220, 1.3) + hills(520, 90, "#a9cdb9", 9) + sea(510, "#a4d4cf", "#83c0bd", TEAL, gap=60)
        + path("M0 800Q260 640 620 660T1260 640T1600 720V1000H0Z", SAND) + path("M0 880Q400 790 800 830T1600 800V1000H0Z", "#e7cb9c")
        + at(560, 720, seal("#8b979b"), scale=1.25) + at(1110, 690, seal("#6b7a80"), scale=0.9) + gulls(860, 300, 4, 3)
        + "".join(circle(x, y, 7, STONE) for x, y in ((300, 880), (760, 900), (1040, 860), (1380, 880)))
    )  # fmt: skip


def crane_port() -> str:
    """A crane lifts a container."""
    colours = (CORAL, GOLD, DEEP, TEAL, BRICK, PLUM)
    stack = "".join(
        rect(160 + c * 196, 690 - r * 92, 188, 86, colours[(c * 2 + r * 3) % 6], 4) + "".join(line(f"M{184 + c * 196 + k * 28} {704 - r * 92}v58", INK, 4, opacity=0.18) for k in range(6))
        for c in range(7) for r in range((3, 2, 1, 1, 2, 3, 2)[c])
    )  # fmt: skip
    legs = line(
        "M520 776V170M820 776V170M520 520H820M520 776L820 520M820 776L520 520", "#f2812e", 20
    )
    jib = (
        line("M180 190H1440", "#f2812e", 26)
        + line("M670 60L200 180M670 60L1420 180", INK, 7)
        + line("M670 60V190", "#f2812e", 20)
        + rect(600, 196, 100, 70, CREAM, 8)
    )
    load = (
        line("M1080 200V320M1160 200V320", INK, 5)
        + rect(1010, 320, 220, 100, "#3c84b0", 5)
        + "".join(line(f"M{1040 + k * 32} 336v68", INK, 4, opacity=0.2) for k in range(6))
    )
    return (
        sky(DAWN)
        + sun(1350, 420, 80, "#ffd27a")
        + hills(700, 90, "#d7b8a2", 4)
        + stack
        + legs
        + jib
        + load
        + quay(776)
        + gulls(380, 330, 4, 7)
    )


def signal_flags() -> str:
    """A mast with bright signal flags."""

    def flag(kind: int) -> str:
        base = rect(0, 0, 150, 104, (GOLD, DEEP, CORAL, CREAM, DEEP, GOLD, CREAM)[kind])
        extra = (
            rect(75, 0, 75, 104, DEEP), rect(0, 35, 150, 34, CREAM), rect(38, 26, 74, 52, CREAM), circle(75, 52, 34, DEEP),
            rect(38, 26, 74, 52, CREAM), poly("0,104 150,0 150,104", CORAL), rect(56, 0, 38, 104, CORAL) + rect(0, 34, 150, 36, CORAL),
        )[kind]  # fmt: skip
        return base + extra

    out = [
        line("M800 1000V70", INK, 22),
        circle(800, 58, 22, GOLD),
        line("M520 250H1080", INK, 14),
        line("M530 256L270 960M1070 256L1330 960M800 90L200 700M800 90L1400 700", INK, 4),
    ]
    for n in range(7):
        x, y = 820 + n * 84, 112 + n * 87
        out.append(at(x, y, flag(n), turn=-7 + (n % 3) * 5, scale=0.92))
    for n in range(5):
        out.append(
            at(640 - n * 106, 196 + n * 110, flag((n + 3) % 7), turn=6 - (n % 3) * 5, scale=0.8)
        )
    return (
        sky(DAY)
        + cloud(160, 190, 1.3)
        + cloud(1250, 150, 1.1)
        + cloud(980, 800, 1.4)
        + el("g", *out)
        + gulls(330, 420, 4, 2)
        + wave(930, 12, 200, TEAL)
    )


def paper_boats() -> str:
    """Two large paper boats and a small one."""

    def boat(colour: str, shade: str) -> str:
        return (
            poly("-30,-60 0,-210 30,-60", colour) + poly("0,-210 30,-60 0,-60", shade) + poly("-200,-110 -90,20 90,20 200,-110 60,-56 -60,-56", colour)
            + poly("200,-110 60,-56 0,-56 0,20 90,20", shade) + ellipse(0, 30, 130, 14, INK, opacity=0.15)
        )  # fmt: skip

    return (
        sky(DAY) + sun(1330, 240, 70, "#ffd98a") + cloud(300, 220, 1.5) + cloud(900, 160, 1) + sea(600, "#a4d4cf", "#83c0bd", TEAL, SEA, gap=105)
        + at(420, 720, boat("#ffffff", "#dfe9ea"), scale=1.25) + at(860, 760, boat("#ffe9c4", "#f2d39b"), scale=1.15)
        + at(1200, 780, boat("#f6b3a4", "#e8897a"), scale=0.62) + glints(650, "#ffffff", 12, 14, 260)
    )  # fmt: skip


def tide_chart() -> str:
    """A tide curve over a day, with high and low water marked."""
    points = [
        (180 + n * 12.6, 520 - 250 * math.sin(n / 100 * 4 * math.pi + 0.4)) for n in range(101)
    ]
    curve = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
    grid = "".join(
        line(f"M180 {y}H1440", DEEP, 3, opacity=0.15) for y in range(220, 860, 120)
    ) + "".join(line(f"M{x} 190V850", DEEP, 3, opacity=0.1) for x in range(180, 1500, 210))
    high, low = [p for p in points if p[1] < 272], [p for p in points if p[1] > 768]  # noqa: PLR2004 - the tops and bottoms
    marks = "".join(
        circle(x, y, 17, "#ffffff", stroke=colour, stroke_width=9)
        for x, y, colour in (
            (high[1][0], 270, CORAL),
            (high[-2][0], 270, CORAL),
            (low[1][0], 770, DEEP),
            (low[-2][0], 770, DEEP),
        )
    )
    return (
        rect(0, 0, 1600, 1000, MIST) + rect(100, 110, 1400, 800, "#ffffff", 28) + grid + poly(f"180,850 {curve} 1440,850", TEAL, opacity=0.35)
        + el("polyline", points=curve, fill="none", stroke=DEEP, stroke_width=13, stroke_linejoin="round") + marks + line("M180 850H1440", INK, 6)
        + sailboat(760, 372, 0.42)
    )  # fmt: skip


def sea_chart() -> str:
    """A chart of a coast with four places marked."""
    land = path(
        "M0 0H900C840 120 1000 170 960 300C930 400 780 400 800 520C820 640 1000 640 980 760C960 880 820 900 840 1000H0Z",
        SAND,
    )
    inland = path(
        "M0 0H780C740 120 880 180 850 290C830 380 660 400 680 520C700 640 880 660 860 750C840 860 700 900 720 1000H0Z",
        "#e9d9a6",
    )
    depths = "".join(
        path(
            f"M{900 + d} 0C{840 + d} 120 {1000 + d} 170 {960 + d} 300C{930 + d} 400 {780 + d} 400 {800 + d} 520C{820 + d} 640 {1000 + d} 640 {980 + d} 760C{960 + d} 880 {820 + d} 900 {840 + d} 1000",
            stroke=DEEP,
            stroke_width=3,
            opacity=0.35,
        )
        for d in (60, 130, 220)
    )
    river = line("M0 470C220 430 380 560 560 520S760 540 800 520", TEAL, 16)
    rose = at(1330, 700, circle(0, 0, 150, "none", stroke=INK, stroke_width=5), circle(0, 0, 122, "none", stroke=INK, stroke_width=2), *[at(0, 0, poly("0,-190 22,-26 0,0", INK) + poly("0,-190 -22,-26 0,0", CORAL if turn == 0 else CREAM, stroke=INK, stroke_width=3), turn=turn, scale=1 if turn % 90 == 0 else 0.6) for turn in (45, 135, 225, 315, 90, 180, 270, 0)])  # fmt: skip
    pins = "".join(
        at(
            x,
            y,
            path("M0 0C-60 -80 -58 -150 0 -152C58 -150 60 -80 0 0Z", CORAL)
            + circle(0, -94, 24, "#ffffff"),
        )
        for x, y in ((940, 250), (790, 520), (965, 720), (420, 300))
    )
    grid = "".join(
        line(f"M{x} 0V1000", INK, 2, opacity=0.12) for x in range(200, 1600, 280)
    ) + "".join(line(f"M0 {y}H1600", INK, 2, opacity=0.12) for y in range(150, 1000, 240))
    return (
        rect(0, 0, 1600, 1000, "#cfe8e6")
        + land
        + inland
        + depths
        + river
        + grid
        + rose
        + pins
        + sailboat(1220, 330, 0.5)
        + line("M1000 250Q1120 420 1080 560T1010 720", INK, 5, stroke_dasharray="4 18")
    )


SCENES = {
    "harbour-dawn": harbour_dawn, "lighthouse-night": lighthouse_night, "storm-watch": storm_watch, "inspection-boat": inspection_boat,
    "ferry": ferry_crossing, "regatta": regatta, "moorings": moorings, "tide-gauge": tide_gauge, "tarn-head": tarn_head,
    "slipway": slipway, "seals": seals, "crane-port": crane_port, "signal-flags": signal_flags, "paper-boats": paper_boats,
    "tide-chart": tide_chart, "sea-chart": sea_chart,
}  # fmt: skip

__all__ = ["SCENES"]
