"""Pictures of where people work, and how they get there."""

from tools.demo_images.shapes import (
    CORAL,
    CREAM,
    DAWN,
    DAY,
    DEEP,
    FOAM,
    GOLD,
    GRASS,
    INK,
    MOSS,
    SAND,
    SEA,
    SLATE,
    STONE,
    TEAL,
    at,
    circle,
    cloud,
    el,
    gulls,
    hills,
    line,
    path,
    poly,
    rect,
    sea,
    sky,
    sun,
    windows,
)  # fmt: skip
from tools.demo_images.things import (
    fishing_boat,
    lighthouse,
    mug,
    patrol_boat,
    plant,
    quay,
    row_of_houses,
    sailboat,
)  # fmt: skip


def mariner_house() -> str:
    """Six floors of brick and glass beside the quay."""
    floors = "".join(
        rect(430, 700 - n * 92, 760, 92, "#c9684f" if n % 2 else "#c15f47") + windows(462, 722 - n * 92, 9, 1, 58, 54, 22, "#d8eef0" if (n % 3) else "#ffe3a1")
        for n in range(5)
    )  # fmt: skip
    sails = "".join(
        path(
            f"M{1190 + n * 6} {700 - n * 92 + 92}C{1300} {690 - n * 92} {1290} {640 - n * 92} {1190} {700 - n * 92}Z",
            CREAM,
        )
        for n in range(5)
    )
    roof = (
        rect(410, 316, 800, 20, INK)
        + "".join(circle(470 + n * 66, 306, 24, (MOSS, GRASS)[n % 2]) for n in range(11))
        + line("M800 300V190", INK, 8)
        + poly("806,192 900,216 806,244", CORAL)
    )
    ground = (
        rect(410, 792, 800, 70, SLATE)
        + windows(440, 804, 8, 1, 74, 58, 20, "#ffe3a1")
        + rect(760, 800, 90, 62, INK, 4)
    )
    return (
        sky(DAY) + sun(1380, 190, 66, "#ffd98a") + cloud(150, 190, 1.3) + hills(800, 130, "#a9cdb9", 6) + row_of_houses(-220, 862, scale=0.86)
        + floors + sails + roof + ground + lighthouse(1440, 862, 0.7) + rect(0, 858, 1600, 24, SAND) + rect(0, 882, 1600, 30, STONE)
        + sea(912, TEAL, SEA, gap=50) + sailboat(250, 930, 0.6) + gulls(330, 360, 4, 5)
    )  # fmt: skip


def customs_house() -> str:
    """A Georgian customs house with a clock tower behind moored boats."""
    front = (
        rect(300, 430, 1000, 350, "#f2dfc0")
        + rect(280, 404, 1040, 34, CREAM)
        + rect(300, 590, 1000, 14, CREAM)
    )
    panes = (
        windows(350, 462, 9, 1, 58, 96, 50, DEEP)
        + windows(350, 630, 4, 1, 58, 110, 50, DEEP)
        + windows(890, 630, 4, 1, 58, 110, 50, DEEP)
    )
    door = (
        rect(740, 620, 120, 160, INK, 50)
        + poly("700,620 800,560 900,620", CREAM)
        + line("M700 620H900", STONE, 6)
    )
    gable = poly("620,404 800,300 980,404", CREAM) + circle(800, 366, 24, DEEP)
    tower = (
        rect(724, 150, 152, 160, "#f2dfc0")
        + rect(710, 140, 180, 20, CREAM)
        + circle(800, 228, 56, "#ffffff", stroke=INK, stroke_width=8)
        + line("M800 228V190M800 228L828 244", INK, 8)
        + path("M716 140Q800 10 884 140Z", "#5c9a94")
        + line("M800 60V14", INK, 6)
    )
    return (
        sky(DAWN) + cloud(120, 210, 1.4, "#fff7e6") + cloud(1180, 170, 1.2, "#fff7e6") + hills(760, 120, "#c9b39a", 3) + row_of_houses(-470, 780, scale=0.95) + row_of_houses(1330, 780, scale=0.95)
        + tower + gable + front + panes + door + rect(0, 776, 1600, 26, SAND) + rect(0, 802, 1600, 44, STONE) + sea(846, "#7fb2ae", SEA, DEEP, gap=64)
        + fishing_boat(330, 900, 0.72) + fishing_boat(1270, 910, 0.72, hull=DEEP) + sailboat(800, 930, 0.5) + gulls(1120, 330, 4, 6)
    )  # fmt: skip


def shed(x: float, y: float, w: float, colour: str, roof: str, panels: bool = False) -> str:
    """A boat shed with open doors; `y` is its foot."""
    rows = (
        "".join(
            poly(
                f"{40 + n * 84},-214 {112 + n * 84},-214 {130 + n * 84},-262 {58 + n * 84},-262",
                "#1f4e79",
            )
            + line(f"M{49 + n * 84} -238h72M{76 + n * 84} -214l18 -48", "#7fb4dd", 3)
            for n in range(int(w / 84) - 1)
        )
        if panels
        else ""
    )
    boards = "".join(line(f"M{n} -196V0", INK, 3, opacity=0.15) for n in range(30, int(w), 34))
    return at(
        x,
        y,
        rect(0, -200, w, 200, colour),
        boards,
        poly(f"-20,-196 60,-284 {w + 10},-284 {w + 20},-196", roof),
        rows,
        rect(w * 0.3, -150, w * 0.4, 150, INK),
        rect(w * 0.3, -150, w * 0.4, 16, SLATE),
    )


def brackwater_depot() -> str:
    """Two sheds, a slipway, a boat on a cradle and a crane."""
    crane = (
        line("M1240 700V240M1240 250L1540 190M1240 330L1500 198M1240 250L1150 330", GOLD, 18)
        + rect(1190, 640, 110, 70, GOLD, 6)
        + line("M1510 200V420", INK, 5)
        + path("M1510 420a22 22 0 1 1 -20 30", stroke=INK, stroke_width=8)
    )
    cradle = line("M700 760L760 700M900 760L860 700M980 760L960 700", "#7c5a43", 16)
    return (
        sky(DAY) + cloud(180, 150, 1.3) + cloud(860, 120, 1) + hills(700, 150, "#a9cdb9", 5) + hills(710, 80, GRASS, 9)
        + shed(60, 710, 420, CORAL, INK) + shed(510, 710, 380, "#6fa0b5", INK) + crane + rect(0, 706, 1600, 40, SAND) + poly("620,746 1120,746 1330,1000 420,1000", "#cfc2a6")
        + line("M760 746L600 1000M980 746L1130 1000", SLATE, 12) + poly("0,746 620,746 420,1000 0,1000", STONE) + poly("1120,746 1600,746 1600,1000 1330,1000", STONE)
        + el("g", sea(900, TEAL, SEA, gap=60), opacity=0.85) + cradle + fishing_boat(850, 700, 1.05, hull=DEEP) + gulls(1050, 240, 4, 3)
    )  # fmt: skip


def solar_roof() -> str:
    """Boat sheds with panels under a bright sun."""
    rays = "".join(
        at(1240, 230, line("M0 -150V-196", GOLD, 12), turn=turn) for turn in range(0, 360, 30)
    )
    return (
        sky(("#9fd8e6", "#fdf3df")) + sun(1240, 230, 92) + rays + cloud(220, 190, 1.2) + hills(720, 160, "#a9cdb9", 4) + hills(730, 90, GRASS, 2)
        + at(40, 740, shed(0, 0, 560, CORAL, "#2d4656", panels=True), scale=1.25)
        + at(860, 740, shed(0, 0, 540, "#8fc1bd", "#2d4656", panels=True), scale=1.2) + rect(0, 738, 1600, 40, SAND) + rect(0, 778, 1600, 60, STONE)
        + sea(838, TEAL, SEA, DEEP, gap=60) + patrol_boat(760, 900, 0.6) + gulls(760, 250, 4, 8)
    )  # fmt: skip


def desk_window() -> str:
    """A desk by a tall window over the harbour."""
    view = el(
        "svg",
        sky(DAY)
        + sun(1050, 330, 60, "#ffd98a")
        + hills(560, 120, "#a9cdb9", 5)
        + sea(570, "#8cc7c3", TEAL, SEA)
        + sailboat(760, 640, 0.7)
        + lighthouse(1180, 580, 0.6)
        + sailboat(440, 610, 0.4)
        + cloud(420, 220, 1),
        x=240,
        y=70,
        width=1020,
        height=620,
        viewBox="300 60 1020 620",
        preserveAspectRatio="xMidYMid slice",
    )
    frame = rect(240, 70, 1020, 620, "none", 8, stroke=CREAM, stroke_width=26) + line(
        "M580 70V690M920 70V690M240 300H1260", CREAM, 14
    )
    laptop = at(
        720,
        782,
        path("M-190 0L-160 -216H160L190 0Z", SLATE),
        path("M-144 -202H144L166 -18H-166Z", FOAM),
        rect(-120, -176, 150, 16, DEEP, 4),
        rect(-124, -146, 230, 10, STONE, 4),
        rect(-128, -122, 210, 10, STONE, 4),
        rect(-134, -92, 110, 58, GOLD, 6),
        rect(-10, -92, 140, 58, TEAL, 6),
        rect(-230, 0, 460, 18, INK, 8),
    )
    lamp = (
        line("M1290 790V640L1180 500", INK, 14)
        + path("M1120 520L1230 440L1260 520Z", CORAL)
        + rect(1230, 786, 120, 16, INK, 8)
    )
    return (
        rect(0, 0, 1600, 1000, "#e9dcc8") + rect(0, 0, 1600, 1000, "#d9e8e4", opacity=0.4) + view + frame + rect(210, 690, 1080, 26, "#ffffff")
        + rect(120, 796, 1360, 44, "#a8714a", 8) + rect(180, 840, 40, 160, "#8d5a3b") + rect(1380, 840, 40, 160, "#8d5a3b")
        + laptop + plant(360, 798, 1.15) + mug(1040, 798, 0.7) + lamp
    )  # fmt: skip


def bicycle(x: float, y: float, colour: str, scale: float = 1, basket: bool = False) -> str:
    """A bicycle; `y` is the ground."""
    wheels = "".join(
        circle(cx, -110, 108, "none", stroke=INK, stroke_width=12)
        + circle(cx, -110, 12, INK)
        + "".join(
            at(cx, -110, line("M0 -100V100", STONE, 2), turn=turn) for turn in range(0, 180, 30)
        )
        for cx in (-170, 170)
    )
    frame = (
        line("M-170 -110L-60 -260H110L-10 -110ZM-60 -260L-10 -110M170 -110L100 -300", colour, 16)
        + line("M100 -300H150M-90 -276H-30", INK, 16)
        + line("M-60 -260L-66 -276", INK, 12)
    )
    flowers = (
        rect(116, -340, 100, 74, "#c79a62", 8)
        + "".join(
            circle(cx, cy, 22, fill)
            for cx, cy, fill in (
                (130, -352, CORAL),
                (168, -366, GOLD),
                (204, -350, "#ffffff"),
                (150, -384, "#d97aa0"),
            )
        )
        if basket
        else ""
    )
    return at(x, y, wheels, frame, flowers, scale=scale)


def cycling() -> str:
    """Bicycles on the quay, one with a basket of flowers."""
    return (
        sky(DAY) + cloud(220, 180, 1.3) + cloud(1100, 130, 1.1) + hills(520, 130, "#a9cdb9", 5) + sea(530, "#8cc7c3", TEAL, SEA, gap=80) + sailboat(1280, 620, 0.7) + sailboat(240, 590, 0.45)
        + quay(760, STONE) + rect(0, 690, 1600, 14, INK) + "".join(rect(n * 200 + 40, 600, 14, 170, INK) for n in range(9)) + rect(0, 596, 1600, 14, INK)
        + bicycle(330, 850, DEEP, 1.05) + bicycle(1260, 850, "#4f7d5c", 1.05) + bicycle(800, 880, CORAL, 1.2, basket=True) + gulls(760, 300, 4, 4)
    )  # fmt: skip


SCENES = {
    "mariner-house": mariner_house, "customs-house": customs_house, "brackwater-depot": brackwater_depot,
    "solar-roof": solar_roof, "desk-window": desk_window, "cycling": cycling,
}  # fmt: skip
