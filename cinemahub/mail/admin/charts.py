"""Two charts of the admin's first page, as shapes of SVG in a field of WIDTH by HEIGHT."""

import math
from dataclasses import dataclass

from cinemahub.mail.figures.hours import Fate, Hour

WIDTH, HEIGHT = 360, 120
LEFT, TOP = 44, 10  # room for the labels of the axis
ORDER = (Fate.SENT, Fate.CAME_BACK, Fate.FAILED, Fate.LEFT)  # from the bottom
SHORTEST_SECONDS, LONGEST_SECONDS = 0.1, 3600
TIMES_IN_SECONDS = (0.1, 1, 10, 60, 600, 3600)


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    look: str


@dataclass(frozen=True)
class Mark:
    """A line of the grid and what it stands for."""

    y: float
    value: float


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    marks: list[Mark]


def numbers(hours: list[Hour]) -> Chart:
    """One column an hour, a part of it for each fate; the scale is linear."""
    top = _round_up(max((hour.total for hour in hours), default=0))
    bars: list[Bar] = []
    for column, hour in enumerate(hours):
        base = 0
        for fate in ORDER:
            if number := hour.fates[fate]:
                height = number / top * HEIGHT
                bars.append(_bar(column, len(hours), HEIGHT - base / top * HEIGHT - height, height, fate))
                base += number
    return Chart(bars, [Mark(_down(1 - share), top * share) for share in (0, 0.5, 1)])


def times(hours: list[Hour]) -> Chart:
    """One bar an hour, from the median to what 95 of 100 did not exceed; the scale is logarithmic."""
    bars: list[Bar] = []
    for column, hour in enumerate(hours):
        median, most = hour.acceptance.median, hour.acceptance.most
        if median is not None and most is not None:
            upper, lower = _height(most), _height(median)
            bars.append(_bar(column, len(hours), upper, max(lower - upper, 1), "spread"))
            bars.append(_bar(column, len(hours), lower - 1, 3, "median"))
    return Chart(bars, [Mark(_down(_height(seconds) / HEIGHT), seconds) for seconds in TIMES_IN_SECONDS])


def _bar(column: int, columns: int, y: float, height: float, look: str) -> Bar:
    pitch = (WIDTH - LEFT) / columns
    return Bar(round(LEFT + column * pitch + 0.6, 2), round(TOP + y, 2), round(pitch - 1.2, 2), round(height, 2), look)


def _height(seconds: float) -> float:
    """Return how far below the top a duration stands."""
    share = math.log(min(max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS) / SHORTEST_SECONDS)
    return HEIGHT * (1 - share / math.log(LONGEST_SECONDS / SHORTEST_SECONDS))


def _down(share: float) -> float:
    return round(TOP + share * HEIGHT, 2)


def _round_up(most: int) -> int:
    """Return the next even number that is easy to read: 2, 4, 10, 20, 40, 100..."""
    power = 1
    while True:
        for digit in (2, 4, 10):
            if digit * power >= most:
                return digit * power
        power *= 10
