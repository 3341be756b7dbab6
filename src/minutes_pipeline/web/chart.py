"""A line of figures over time as SVG (推移の図): coordinates for the template; the table beside it holds the same."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 480, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 20, 30, 40
_GAP = 14
"""Units from a point to the middle of its label."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the chart: place, label of the value and its height, label of the time, whether its labels are shown."""

    x: float
    y: float
    value: str
    time: str
    shown: bool
    label_y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the chart: its height and the value there."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The points in order of time, the line through them, the lines across."""

    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT

    @property
    def line(self) -> str:
        """Points of a polyline."""
        return " ".join(f"{mark.x:.1f},{mark.y:.1f}" for mark in self.marks)


def chart_of(points: Sequence[tuple[str, float, str, str]]) -> Chart | None:
    """A chart of (ISO day, value, label of the value, label of the time); None for fewer than two days.

    >>> chart = chart_of([("2023-03-31", 9, "9件", "R4"), ("2024-03-31", 20, "20件", "R5")])
    >>> [(mark.x, mark.y, mark.label_y) for mark in chart.marks]
    [(80.0, 101.5, 119.5), (442.0, 30.0, 20.0)]
    >>> [tick.label for tick in chart.ticks]
    ['0', '5', '10', '15', '20']
    """
    ordered = sorted(points)
    days = [date.fromisoformat(day).toordinal() for day, *_ in ordered]
    if len(set(days)) < 2:
        return None
    ticks = _ticks([value for _, value, *_ in ordered])
    low, high = ticks[0], ticks[-1]
    inner, tall = WIDTH - _LEFT - _RIGHT - 2 * _SIDE, HEIGHT - _TOP - _BOTTOM

    def height(value: float) -> float:
        return round(HEIGHT - _BOTTOM - tall * (value - low) / (high - low), 1)

    every = max(1, -(-len(ordered) // 6))
    heights = [height(value) for _, value, *_ in ordered]
    marks = tuple(
        Mark(
            round(_LEFT + _SIDE + inner * (day - days[0]) / (days[-1] - days[0]), 1), heights[n], label, time,
            n % every == 0 or n == len(ordered) - 1, _label_height(heights, n),
        )
        for n, (day, (_, _, label, time)) in enumerate(zip(days, ordered, strict=True))
    )  # fmt: skip
    return Chart(marks, tuple(Tick(height(value), f"{value:,.10g}") for value in ticks))


_SIDE = 18
_STEPS = (1, 2, 2.5, 5, 10)


def _ticks(values: Sequence[float]) -> list[float]:
    """Two to six round values that enclose all; from zero where that costs little room.

    >>> _ticks([80, 191]), _ticks([-3, 4]), _ticks([0, 0]), _ticks([62.6, 65.9]), _ticks([7, 7])
    ([0, 50, 100, 150, 200], [-4, -2, 0, 2, 4], [0, 1], [62.0, 63.0, 64.0, 65.0, 66.0], [0, 2, 4, 6, 8])
    """
    low, high = min(values), max(values)
    if low == high or 0 < low < high * 0.5:
        low, high = min(0, low), max(0, high)
    if high == low:
        return [0, 1]
    rough = (high - low) / 4
    power = 10 ** math.floor(math.log10(rough))
    step = next(size * power for size in _STEPS if size * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, last + 1)]


def _label_height(heights: Sequence[float], n: int) -> float:
    """Above the point; below it where the line comes down to it from both sides (or the only side)."""
    beside = [heights[k] for k in (n - 1, n + 1) if 0 <= k < len(heights)]
    room = heights[n] < HEIGHT - _BOTTOM - 24
    return heights[n] + (_GAP + 4 if room and all(other < heights[n] for other in beside) else 4 - _GAP)
