"""Pictures of people, and of things close by."""

import random

from tools.demo_images.shapes import (
    BRICK,
    CORAL,
    CREAM,
    DAY,
    DEEP,
    GOLD,
    GRASS,
    INK,
    MOSS,
    NIGHT,
    PLUM,
    SAND,
    SEA,
    SKIN,
    SLATE,
    STONE,
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
    sun,
    wave,
)  # fmt: skip
from tools.demo_images.things import fishing_boat, mug, person, quay, row_of_houses, sailboat


def people_team() -> str:
    """Five colleagues on a quay."""
    crowd = (
        person(360, 850, 1.5, SKIN[1], INK, GOLD, style="short") + person(590, 850, 1.4, SKIN[0], "#a34a2c", DEEP, style="long", legs=SLATE)
        + person(810, 850, 1.46, SKIN[5], PLUM, TEAL, style="scarf") + person(1030, 850, 1.55, SKIN[4], "#d9d4cb", CORAL, style="bald", legs=SLATE)
        + person(1260, 850, 1.38, SKIN[3], INK, CREAM, style="bun")
    )  # fmt: skip
    return (
        sky(DAY) + sun(220, 220, 70, "#ffd98a") + cloud(1080, 160, 1.3) + row_of_houses(700, 640, scale=1.05) + hills(640, 100, "#a9cdb9", 5) + sea(640, "#8cc7c3", TEAL, SEA)
        + sailboat(190, 720, 0.6) + quay(810, STONE) + crowd + at(1160, 712, mug(0, 0, 0.42, CREAM)) + gulls(560, 220, 4, 2)
    )  # fmt: skip


def apprentices() -> str:
    """Six apprentices in helmets in front of a boat."""
    skins, hairs = (SKIN[0], SKIN[3], SKIN[4], SKIN[1], SKIN[2], SKIN[5]), (INK,) * 6
    row = "".join(
        person(
            240 + n * 224,
            880,
            (1.32, 1.44, 1.28, 1.48, 1.36, 1.3)[n],
            skins[n],
            hairs[n],
            "#f2812e",
            style="helmet",
            legs=DEEP,
        )
        for n in range(6)
    )
    bands = "".join(
        rect(
            240 + n * 224 - 78,
            880 - (1.32, 1.44, 1.28, 1.48, 1.36, 1.3)[n] * 160,
            156,
            20,
            "#ffe9a8",
            4,
            opacity=0.9,
        )
        for n in range(6)
    )
    return (
        sky(DAY)
        + cloud(220, 170, 1.2)
        + hills(600, 140, "#a9cdb9", 7)
        + sea(600, "#8cc7c3", TEAL, SEA)
        + fishing_boat(800, 760, 2.5, hull=INK)
        + quay(840, STONE)
        + row
        + bands
    )


def beach_clean() -> str:
    """Three people pick up litter along the tide line."""

    def sack(x: float, y: float, colour: str) -> str:
        return at(
            x,
            y,
            path(
                "M-46 0C-70 -80 -40 -128 -10 -136L-22 -160H22L10 -136C40 -128 70 -80 46 0Z", colour
            ),
            line("M-16 -136H16", INK, 6),
        )

    rng = random.Random(5)  # noqa: S311 - the same picture each time
    bits = "".join(
        at(
            rng.uniform(60, 1540),
            rng.uniform(880, 970),
            rect(-12, -8, 26, 14, rng.choice((CORAL, GOLD, "#ffffff", "#3c84b0")), 4),
            turn=rng.uniform(0, 90),
        )
        for _ in range(16)
    )
    return (
        sky(DAY) + sun(1300, 220, 76, "#ffd98a") + cloud(240, 180, 1.3) + hills(540, 160, "#a9cdb9", 9) + sea(540, "#8cc7c3", TEAL, gap=90, rise=12)
        + path("M0 760Q240 690 520 730T1080 700T1600 740V1000H0Z", "#ffffff", opacity=0.8) + path("M0 780Q240 710 520 750T1080 720T1600 760V1000H0Z", SAND)
        + person(420, 900, 1.4, SKIN[2], INK, "#4f7d5c", style="bun") + sack(540, 900, GOLD) + person(820, 930, 1.5, SKIN[3], INK, CORAL, style="cap", legs=SLATE)
        + line("M908 770L980 920M908 770L996 912", INK, 9) + sack(700, 930, "#3c84b0") + person(1190, 900, 1.4, SKIN[0], "#a34a2c", DEEP, style="long") + sack(1310, 904, GOLD) + bits + gulls(760, 320, 4, 3)
    )  # fmt: skip


def deckchair() -> str:
    """A deckchair under a parasol."""
    canopy = path(
        "M540 330Q800 110 1060 330Q1000 300 974 330Q930 300 886 330Q844 300 800 330Q756 300 714 330Q670 300 626 330Q600 300 540 330Z",
        CORAL,
    ) + path("M714 330Q740 170 800 200Q860 170 886 330Q844 300 800 330Q756 300 714 330Z", CREAM)
    stripes = "".join(
        poly(
            f"{606 + n * 40},520 {646 + n * 40},520 {756 + n * 40},800 {716 + n * 40},800",
            (CREAM, DEEP)[n % 2],
        )
        for n in range(5)
    )
    chair = (
        line("M600 514L780 900M800 514L980 900M760 520L560 900M960 640L760 900", "#8d5a3b", 18)
        + stripes
        + line("M596 514H812M712 804H924", "#8d5a3b", 18)
    )
    return (
        sky(DAY) + sun(1290, 210, 80, "#ffd27a") + cloud(220, 190, 1.3) + sea(560, "#8cc7c3", TEAL, "#8cc7c3", gap=60) + sailboat(320, 610, 0.5) + sailboat(1180, 600, 0.35, DEEP) + path("M0 740Q400 690 800 730T1600 700V1000H0Z", SAND)
        + ellipse(800, 912, 330, 26, "#dcbf8d") + line("M800 240V560", INK, 14) + canopy + chair + at(1140, 900, path("M0 0l20 -54 20 54 56 8 -44 36 12 54 -44 -30 -48 30 14 -54 -42 -36Z", "#f0a06a"), scale=0.8)
        + at(440, 900, rect(-60, -80, 120, 80, GOLD, 8) + line("M-40 -80a40 50 0 0 1 80 0", INK, 8)) + gulls(560, 200, 3, 5)
    )  # fmt: skip


def lifebuoy() -> str:
    """A lifebuoy on a blue door beside a coil of rope."""
    door = (
        rect(0, 0, 1600, 1000, "#2a6f8d")
        + "".join(line(f"M{x} 0V1000", "#1f5a75", 7) for x in range(60, 1600, 150))
        + "".join(line(f"M{x + 9} 0V1000", "#3f86a3", 3, opacity=0.6) for x in range(60, 1600, 150))
    )
    ring = (
        circle(640, 470, 250, "none", stroke="#ffffff", stroke_width=120)
        + el(
            "g",
            *(
                at(
                    640,
                    470,
                    path("M-50 -309A313 313 0 0 1 50 -309L32 -187A190 190 0 0 0 -32 -187Z", CORAL),
                    turn=turn,
                )
                for turn in (45, 135, 225, 315)
            ),
        )
        + circle(640, 470, 312, "none", stroke=INK, stroke_width=5, opacity=0.25)
    )
    rope = "".join(
        at(
            640,
            470,
            path(
                "M-205 -230Q-250 -300 -120 -306",
                stroke=SAND,
                stroke_width=20,
                stroke_linecap="round",
            ),
            turn=turn,
        )
        for turn in (10, 100, 190, 280)
    )
    coil = (
        "".join(
            ellipse(
                1200,
                640,
                200 - n * 24,
                150 - n * 18,
                "none",
                stroke=(SAND, "#d9bd86")[n % 2],
                stroke_width=24,
            )
            for n in range(6)
        )
        + line("M1200 500V300", SAND, 24)
        + circle(1200, 290, 22, INK)
        + line("M1390 660Q1440 820 1380 940", SAND, 24)
    )
    return (
        door
        + ellipse(660, 500, 330, 320, INK, opacity=0.18)
        + circle(640, 180, 18, INK)
        + ring
        + rope
        + coil
    )


def rope_knot() -> str:
    """Two ropes tied in a reef knot."""

    def rope(d: str, colour: str, shade: str) -> str:
        return (
            line(d, INK, 92, opacity=0.16)
            + line(d, shade, 84)
            + line(d, colour, 66)
            + line(d, shade, 66, stroke_dasharray="6 34", opacity=0.55)
        )

    yellow = "M-40 420H560C760 420 800 330 960 330C1110 330 1140 430 1140 500C1140 570 1110 670 960 670C800 670 760 580 560 580H-40"
    white = "M1640 420H1040C840 420 800 330 640 330C490 330 460 430 460 500C460 570 490 670 640 670C800 670 840 580 1040 580H1640"
    over = "M560 420C680 420 730 390 770 364M770 636C730 610 680 580 560 580"
    return (
        rect(0, 0, 1600, 1000, "#cfe6e3")
        + circle(800, 500, 420, "#bcdad7")
        + rope(yellow, GOLD, "#c98f24")
        + rope(white, "#ffffff", "#b9c7c9")
        + rope(over, GOLD, "#c98f24")
    )


def tablet_deck() -> str:
    """A tablet in a yellow case on a wet deck."""
    planks = "".join(
        rect(0, y, 1600, 116, ("#b98a5e", "#ad7e53")[(y // 120) % 2])
        + line(f"M0 {y + 118}H1600", "#7c5a43", 6)
        for y in range(0, 1000, 120)
    )
    screen = el(
        "svg",
        sky(("#cfe8e6", "#cfe8e6"))
        + path("M0 0H420C400 200 560 300 500 480C440 640 620 760 560 1000H0Z", SAND)
        + path(
            "M480 0C460 200 620 300 560 480C500 640 680 760 620 1000",
            stroke=DEEP,
            stroke_width=6,
            opacity=0.4,
        )
        + line("M700 860Q1100 640 980 420T1240 180", CORAL, 14, stroke_dasharray="6 34")
        + circle(700, 860, 34, DEEP)
        + circle(1240, 180, 40, CORAL)
        + "".join(line(f"M{x} 0V1000", INK, 3, opacity=0.12) for x in range(200, 1600, 250)),
        x=-330,
        y=-230,
        width=660,
        height=460,
        viewBox="0 0 1600 1000",
        preserveAspectRatio="xMidYMid slice",
    )
    tablet = (
        rect(-420, -310, 840, 620, GOLD, 60)
        + rect(-380, -270, 760, 540, INK, 24)
        + screen
        + circle(372, 0, 0, STONE)
        + "".join(
            rect(x, y, 110, 70, "#d99a22", 20)
            for x, y in ((-420, -310), (310, -310), (-420, 240), (310, 240))
        )
        + rect(-330, -230, 660, 460, "none", 0, stroke=INK, stroke_width=4)
    )
    rng = random.Random(4)  # noqa: S311 - the same picture each time
    drops = "".join(
        ellipse(
            rng.uniform(0, 1600),
            rng.uniform(0, 1000),
            rng.uniform(6, 20),
            rng.uniform(5, 14),
            "#e4f1ee",
            opacity=0.6,
        )
        for _ in range(60)
    )
    return (
        planks
        + drops
        + at(830, 540, rect(-410, -290, 860, 640, INK, 60, opacity=0.25), tablet, turn=-8)
        + line("M420 760Q200 860 120 1010", CORAL, 18)
        + drops.replace("0.6", "0.35")
    )


def fish_hook() -> str:
    """An envelope dangles from a hook under the sea."""
    deep = (
        rect(0, 300, 1600, 700, "#1d5f74")
        + rect(0, 560, 1600, 440, "#174f63")
        + rect(0, 800, 1600, 200, "#113f52")
    )
    hook = (
        line("M800 0V330", CREAM, 6)
        + circle(800, 350, 22, "none", stroke=STONE, stroke_width=12)
        + path(
            "M800 372V600C800 720 950 720 950 610",
            stroke=STONE,
            stroke_width=22,
            stroke_linecap="round",
        )
        + path("M950 610l-50 20 56 -70Z", STONE)
    )
    envelope = at(
        760,
        690,
        rect(-210, -130, 420, 280, CREAM, 14),
        path("M-210 150L-30 -10M210 150L30 -10", stroke="#d8c8a6", stroke_width=8),
        path("M-204 -122L0 46L204 -122Z", "#f7e6c4", stroke="#d8c8a6", stroke_width=8),
        circle(0, 30, 46, CORAL),
        path("M-16 30l12 14 24 -28", stroke="#ffffff", stroke_width=10),
        turn=7,
    )

    def fish(colour: str) -> str:
        return (
            ellipse(0, 0, 92, 46, colour)
            + poly("76,0 140,-46 140,46", colour)
            + circle(-50, -10, 13, "#ffffff")
            + circle(-54, -10, 6, INK)
            + path("M-10 -6q26 20 0 38", stroke=INK, stroke_width=4, opacity=0.4)
        )

    bubbles = "".join(
        circle(x, y, r, "#ffffff", opacity=0.25)
        for x, y, r in (
            (430, 700, 20),
            (460, 640, 12),
            (1180, 760, 16),
            (1160, 700, 9),
            (1330, 540, 12),
        )
    )
    return (
        sky(DAY, 320)
        + cloud(260, 130, 1)
        + cloud(1150, 110, 1.1)
        + deep
        + wave(300, 16, 190, "#1d5f74")
        + rect(0, 330, 1600, 230, "#1d5f74")
        + rect(0, 560, 1600, 440, "#174f63")
        + rect(0, 800, 1600, 200, "#113f52")
        + hook
        + envelope
        + at(340, 560, fish(GOLD), scale=1.2).replace("scale(1.2)", "scale(-1.2 1.2)")
        + at(1250, 640, fish(CORAL), scale=1.1)
        + at(1380, 880, fish(TEAL), scale=0.8)
        + bubbles
        + path(
            "M150 1000Q120 900 170 820T150 700M240 1000Q270 920 230 850",
            stroke=MOSS,
            stroke_width=22,
            stroke_linecap="round",
        )
        + at(1030, 220, fishing_boat(0, 70, 0.5))
    )


def receipts() -> str:
    """Receipts, coins and a mug on a table."""

    def slip(total: str) -> str:
        zig = " ".join(f"{-110 + n * 20},{(196, 212)[n % 2]}" for n in range(12))
        rows = "".join(
            rect(-84, -150 + n * 42, (110, 84, 124, 96, 70)[n], 12, STONE, 5)
            + rect(54, -150 + n * 42, 36, 12, STONE, 5)
            for n in range(5)
        )
        return (
            poly(f"-110,-220 110,-220 {' '.join(reversed(zig.split()))}", "#ffffff")
            + rect(-60, -198, 120, 22, DEEP, 6)
            + rows
            + line("M-84 84H90", INK, 4, stroke_dasharray="4 12")
            + el(
                "text",
                total,
                x=90,
                y=150,
                font_size=52,
                font_weight="bold",
                font_family="DejaVu Sans",
                fill=INK,
                text_anchor="end",
            )
        )

    coins = "".join(
        circle(x + 8, y + 10, 58, INK, opacity=0.2)
        + circle(x, y, 58, colour)
        + circle(x, y, 44, "none", stroke="#ffffff", stroke_width=5, opacity=0.5)
        for x, y, colour in ((1050, 700, GOLD), (1170, 760, "#c9c9c4"), (1010, 810, "#c98f54"))
    )
    grain = "".join(
        line(f"M0 {y}Q500 {y - 14} 900 {y + 8}T1600 {y}", "#8d5a3b", 4, opacity=0.3)
        for y in range(60, 1000, 90)
    )
    return (
        rect(0, 0, 1600, 1000, "#b98a5e")
        + grain
        + at(
            390,
            520,
            rect(-96, -210, 220, 420, INK, 6, opacity=0.15),
            slip("£8.50"),
            turn=-12,
            scale=1.45,
        )
        + at(
            740,
            480,
            rect(-96, -210, 220, 420, INK, 6, opacity=0.15),
            slip("£26.50"),
            turn=7,
            scale=1.5,
        )
        + coins
        + ellipse(1300, 470, 190, 186, INK, opacity=0.18)
        + circle(1280, 450, 180, CORAL)
        + circle(1280, 450, 150, "#fff3e2")
        + circle(1280, 450, 136, "#a86b3c")
        + path("M1440 400q90 50 20 150", stroke=CORAL, stroke_width=40)
    )


def paper_money() -> str:
    """A pay slip, coins and a sprig of holly."""
    slip = (
        rect(-300, -210, 600, 420, "#ffffff", 12)
        + rect(-300, -210, 600, 84, DEEP, 12)
        + rect(-262, -186, 250, 34, CREAM, 6)
        + "".join(
            rect(-262, -90 + n * 54, (300, 240, 280)[n], 16, STONE, 6)
            + rect(150, -90 + n * 54, 110, 16, STONE, 6)
            for n in range(3)
        )
        + line("M-262 84H262", INK, 4)
        + rect(60, 116, 200, 44, GOLD, 8)
    )
    leaf = path(
        "M0 0Q20 -40 60 -34Q74 -66 108 -58Q128 -84 160 -70Q146 -36 118 -30Q112 2 76 -2Q54 30 0 0Z",
        MOSS,
    ) + line("M4 -2L140 -62", GRASS, 5)
    holly = (
        at(0, 0, leaf, scale=1.3)
        + at(0, 0, leaf, scale=1.3, turn=130)
        + circle(-10, -14, 26, CORAL)
        + circle(26, 12, 26, CORAL)
        + circle(-18, 28, 26, BRICK)
    )
    stack = "".join(
        ellipse(0, -n * 26, 96, 34, ("#c98f24", "#d9a033")[n % 2])
        + ellipse(0, -n * 26 - 8, 96, 34, GOLD)
        for n in range(7)
    )
    low = "".join(
        ellipse(0, -n * 26, 90, 32, ("#9aa3a5", "#aab3b5")[n % 2])
        + ellipse(0, -n * 26 - 8, 90, 32, "#d5dbdc")
        for n in range(4)
    )
    return (
        rect(0, 0, 1600, 1000, "#2f6f7d")
        + circle(760, 480, 600, "#367b89")
        + at(640, 500, rect(-284, -190, 620, 430, INK, 12, opacity=0.2), slip, turn=-7, scale=1.3)
        + ellipse(1240, 756, 130, 40, INK, opacity=0.25)
        + at(1220, 740, stack)
        + at(1400, 800, low)
        + at(300, 250, holly)
    )


def lifejackets() -> str:
    """Three lifejackets on hooks in a boat shed."""
    jacket = (
        path(
            "M-120 -180Q-120 -250 -60 -250L-30 -200Q0 -170 30 -200L60 -250Q120 -250 120 -180L140 190Q140 220 110 220H18V-100H-18V220H-110Q-140 220 -140 190Z",
            "#f2702e",
        )
        + rect(-136, -40, 118, 40, "#ffe9a8")
        + rect(18, -40, 118, 40, "#ffe9a8")
        + rect(-140, 90, 280, 26, INK)
        + rect(-30, 78, 60, 50, STONE, 8)
        + line("M-60 -250Q0 -330 60 -250", INK, 14)
        + rect(52, -150, 46, 60, "#ffffff", 6)
        + path("M-98 -160h60M-98 -140h44", stroke="#ffffff", stroke_width=8)
    )
    boards = rect(0, 0, 1600, 1000, "#7fa9b8") + "".join(
        rect(0, y, 1600, 118, ("#86b0be", "#7aa5b4")[(y // 120) % 2])
        + line(f"M0 {y + 118}H1600", "#5f8b9b", 5)
        for y in range(0, 1000, 120)
    )
    rail = rect(120, 170, 1360, 44, "#8d5a3b", 10)
    return (
        boards
        + rail
        + "".join(
            circle(x, 214, 16, INK)
            + ellipse(x + 26, 560, 160, 260, INK, opacity=0.14)
            + at(x, 520, jacket, turn=turn, scale=1.15)
            for x, turn in ((380, -2), (800, 1), (1220, 3))
        )
    )


def licence_stamp() -> str:
    """A licence with a seal beside a rubber stamp."""
    sheet = (
        rect(-330, -300, 660, 600, CREAM, 10)
        + rect(-290, -260, 580, 520, "none", 4, stroke=GOLD, stroke_width=8)
        + rect(-180, -214, 360, 40, DEEP, 8)
        + "".join(
            rect(-230, -130 + n * 46, (460, 420, 450, 300)[n], 16, STONE, 6) for n in range(4)
        )
        + sailboat(0, 190, 0.42)
        + circle(210, 170, 70, CORAL)
        + circle(210, 170, 48, BRICK)
        + poly("170,230 190,310 214,260", CORAL)
        + poly("250,230 236,312 212,260", CORAL)
    )
    stamp = (
        rect(-110, 40, 220, 60, INK, 10)
        + path("M-70 40Q-60 -40 -34 -60H34Q60 -40 70 40Z", "#8d5a3b")
        + circle(0, -110, 66, "#a8714a")
        + ellipse(-18, -132, 20, 14, "#c99a72")
    )
    return (
        rect(0, 0, 1600, 1000, "#2f6f7d")
        + circle(800, 500, 560, "#367b89")
        + at(680, 500, rect(-310, -280, 660, 600, INK, 10, opacity=0.22), sheet, turn=-5, scale=1.2)
        + at(1290, 560, ellipse(14, 112, 150, 26, INK, opacity=0.25), stamp, turn=8, scale=1.35)
    )


def sealed_scroll() -> str:
    """A rolled licence in front of old ledgers."""
    books = "".join(
        rect(
            120 + n * 118,
            200 + (n * 37) % 80,
            110,
            480 - (n * 37) % 80,
            (BRICK, DEEP, "#8d5a3b", MOSS, PLUM, SLATE)[n % 6],
            6,
        )
        + rect(120 + n * 118, 280 + (n * 37) % 80, 110, 18, GOLD)
        + rect(120 + n * 118, 600, 110, 18, GOLD)
        + rect(146 + n * 118, 380, 58, 110, CREAM, 4)
        for n in range(12)
    )
    scroll = (
        rect(-430, -84, 860, 168, CREAM, 84)
        + ellipse(-386, 0, 44, 84, "#e4cf9f")
        + path("M-386 -54a30 54 0 1 0 20 90a20 40 0 1 0 -20 -60", stroke="#b89c63", stroke_width=7)
        + rect(-60, -90, 120, 180, CORAL)
        + circle(0, 10, 78, BRICK)
        + circle(0, 10, 56, CORAL)
        + path("M0 -26V40M-26 20Q0 56 26 20M-18 -6H18", stroke=CREAM, stroke_width=9)
        + poly("-46,80 -70,190 -24,150 0,190 6,80", CORAL)
    )
    return (
        rect(0, 0, 1600, 1000, "#3a2c28")
        + rect(0, 120, 1600, 30, "#6b4a35")
        + books
        + rect(0, 680, 1600, 320, "#8d5a3b")
        + rect(0, 680, 1600, 22, "#6b4a35")
        + at(800, 790, ellipse(0, 90, 440, 30, INK, opacity=0.3), scroll, turn=-3)
    )


def bollard() -> str:
    """A grey cat on a bollard looks away from the sea."""
    post = at(
        800,
        900,
        path("M-110 0L-84 -220H84L110 0Z", "#2d3d47"),
        ellipse(0, -226, 150, 44, "#3b4e59"),
        ellipse(0, -240, 130, 32, "#4c616d"),
        ellipse(0, 0, 124, 26, "#22303a"),
    )
    cat = at(
        800, 664,
        path("M110 -6C220 10 230 110 196 190C188 214 164 206 170 184C190 110 170 60 96 30Z", "#7d8a92"),
        path("M-120 6C-140 -130 -90 -220 -20 -250C40 -230 120 -150 124 6Z", "#8d99a1"), path("M-60 6C-70 -80 -50 -120 -20 -130C10 -120 24 -70 20 6Z", "#c9d1d5"),
        circle(-30, -290, 88, "#8d99a1"), poly("-106,-330 -112,-420 -44,-368", "#8d99a1"), poly("-14,-368 54,-420 48,-328", "#8d99a1"), poly("-96,-342 -100,-398 -58,-366", "#d9a9a0"), poly("2,-366 44,-398 38,-342", "#d9a9a0"),
        path("M-84 -300q22 -16 38 4M-20 -296q22 -18 40 2", stroke=INK, stroke_width=8, stroke_linecap="round"), poly("-44,-268 -24,-268 -34,-254", "#d9a9a0"), path("M-34 -254q-14 22 -30 8M-34 -254q14 22 30 8", stroke=INK, stroke_width=5, stroke_linecap="round"),
        line("M-70 -262L-150 -276M-70 -252L-150 -244M4 -262L84 -276M4 -252L84 -244", "#eef2f3", 4), line("M-44 -372V-344M-26 -376V-346M-8 -372V-344", SLATE, 8), ellipse(-62, 4, 36, 18, "#c9d1d5"), ellipse(10, 6, 36, 18, "#c9d1d5"),
        path("M80 -120q40 30 36 90M60 -160q30 10 44 40", stroke=SLATE, stroke_width=10, stroke_linecap="round"), scale=1.12,
    )  # fmt: skip
    return (
        sky(("#f6b98c", "#fdeccb"))
        + sun(330, 360, 90, "#ffd27a")
        + hills(590, 120, "#c9a08d", 6)
        + sea(590, "#7fb2ae", "#4f929a", SEA, gap=70)
        + glints(620, "#ffe3a8", 5)
        + sailboat(1240, 680, 0.6)
        + quay(850, STONE)
        + line("M690 800Q400 860 -20 840", SAND, 22)
        + post
        + cat
        + gull(1180, 260, 1.3)
    )


def canteen() -> str:
    """Three mugs on a counter by a round window."""
    view = el("clipPath", circle(800, 380, 270, "#000"), id="port") + el(
        "g",
        el(
            "svg",
            sky(DAY)
            + sun(980, 260, 60, "#ffd98a")
            + sea(470, "#8cc7c3", TEAL, SEA)
            + sailboat(720, 540, 0.7)
            + cloud(560, 260, 0.7),
            x=500,
            y=80,
            width=600,
            height=600,
            viewBox="500 80 600 600",
        ),
        clip_path="url(#port)",
    )
    ring = circle(800, 380, 290, "none", stroke="#c98f54", stroke_width=52) + "".join(
        at(800, 380, circle(0, -290, 13, "#8d5a3b"), turn=turn) for turn in range(0, 360, 30)
    )
    boards = "".join(line(f"M{x} 0V780", "#cfe0da", 5) for x in range(40, 1600, 130))
    return (
        rect(0, 0, 1600, 1000, "#e4efeb")
        + boards
        + view
        + ring
        + rect(0, 780, 1600, 220, "#a8714a")
        + rect(0, 780, 1600, 26, "#c08a5e")
        + "".join(ellipse(x + 12, 846, 120, 20, INK, opacity=0.16) for x in (420, 800, 1180))
        + mug(420, 846, 1.35, CORAL)
        + mug(800, 846, 1.35, DEEP)
        + mug(1180, 846, 1.35, GOLD)
    )


def puffins() -> str:
    """Three puffins on a cliff top."""
    bird = (
        ellipse(0, -110, 84, 122, INK)
        + ellipse(6, -90, 58, 96, "#ffffff")
        + circle(6, -232, 66, INK)
        + ellipse(18, -230, 48, 46, "#f4f4f0")
        + path("M52 -262Q122 -250 116 -214Q90 -196 52 -204Z", CORAL)
        + path("M52 -262Q78 -258 80 -232Q76 -206 52 -204Z", SLATE)
        + path("M74 -256Q88 -252 88 -230Q86 -208 74 -205Z", GOLD)
        + circle(28, -244, 11, INK)
        + circle(28, -244, 16, "none", stroke=CORAL, stroke_width=5)
        + path("M-74 -150Q-100 -60 -50 -20Q-40 -100 -50 -160Z", "#24404d")
        + line("M-20 0V26M24 0V26M-40 30H-4M8 30H48", "#f2812e", 13)
    )
    thrift = "".join(
        circle(x, y, 15, "#d97aa0") + line(f"M{x} {y + 14}v34", MOSS, 5)
        for x, y in (
            (120, 760),
            (190, 800),
            (330, 740),
            (1010, 770),
            (1090, 810),
            (1310, 770),
            (1400, 800),
            (610, 800),
            (720, 780),
        )
    )
    return (
        sky(DAY)
        + cloud(1180, 170, 1.3)
        + sea(560, "#8cc7c3", TEAL, SEA, gap=90)
        + hills(560, 90, "#b9d6d0", 4)
        + path("M0 760Q300 690 620 760T1240 760T1600 800V1000H0Z", GRASS)
        + path("M0 860Q500 790 980 860T1600 860V1000H0Z", MOSS)
        + thrift
        + at(470, 790, bird, scale=1.35)
        + at(850, 800, bird, scale=1.2).replace("scale(1.2)", "scale(-1.2 1.2)")
        + at(1210, 800, bird, scale=1.02)
        + gulls(300, 260, 4, 7)
    )


def film_club() -> str:
    """A projector throws light on to a screen with a sailing boat."""
    screen = rect(730, 150, 720, 450, "#fff7e6", 8) + el(
        "svg",
        sky(DAY)
        + sun(1180, 300, 60, "#ffd27a")
        + sea(600, TEAL, SEA, DEEP)
        + sailboat(760, 700, 1.4)
        + gulls(420, 320, 3, 4),
        x=754,
        y=174,
        width=672,
        height=402,
        viewBox="100 120 1340 800",
        preserveAspectRatio="xMidYMid slice",
    )
    projector = at(
        300,
        640,
        rect(-130, -70, 240, 140, SLATE, 14),
        circle(-50, -120, 70, INK),
        circle(76, -130, 84, INK),
        circle(-50, -120, 22, STONE),
        circle(76, -130, 26, STONE),
        rect(106, -40, 70, 80, INK, 8),
        ellipse(180, 0, 16, 34, GOLD),
        line("M-90 70L-130 330M70 70L110 330", INK, 16),
    )
    heads = "".join(
        circle(x, 930, 66, NIGHT) + path(f"M{x - 120} 1010Q{x} 930 {x + 120} 1010Z", NIGHT)
        for x in (560, 760, 960, 1160, 1360)
    )
    return (
        rect(0, 0, 1600, 1000, "#22384a")
        + rect(0, 840, 1600, 160, "#182a39")
        + poly("480,632 730,150 1450,150 1450,600 730,600 480,650", GOLD, opacity=0.22)
        + screen
        + projector
        + heads
    )


SCENES = {
    "people-team": people_team, "apprentices": apprentices, "beach-clean": beach_clean, "deckchair": deckchair, "lifebuoy": lifebuoy,
    "paper-money": paper_money,
    "rope-knot": rope_knot, "tablet-deck": tablet_deck, "fish-hook": fish_hook, "receipts": receipts, "lifejackets": lifejackets,
    "licence-stamp": licence_stamp, "sealed-scroll": sealed_scroll, "bollard": bollard, "canteen": canteen, "puffins": puffins, "film-club": film_club,
}  # fmt: skip
