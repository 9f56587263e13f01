"""Plots as rectangles, which a template draws as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from insights.reach.figures import Day

#: A day's width, and how much of it is its bar; the height of the plot.
WIDTH, BAR, HEIGHT = 10, 8, 100


@dataclass(frozen=True)
class Bar:
    """A day's bar, from the plot's upper left corner."""

    day: date
    reads: int
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class DaysPlot:
    """Reads by day."""

    bars: list[Bar]
    first: date
    last: date
    #: What the full height stands for.
    top: int
    width: int
    height: int = HEIGHT
    bar: int = BAR


def days_plot(told: Sequence[Day], last: date, days: int) -> DaysPlot:
    """A bar for each day with reads; days without keep their place."""
    first = last - timedelta(days=days - 1)
    top = max((day.reads for day in told), default=0)
    bars = []
    for day in told:
        height = max(1, round(HEIGHT * day.reads / top)) if day.reads else 0
        place = (day.day - first).days * WIDTH + (WIDTH - BAR) // 2
        bars.append(Bar(day.day, day.reads, place, HEIGHT - height, height))
    return DaysPlot(bars, first, last, top, days * WIDTH)
