"""A line of figures over time as SVG (推移の図): coordinates for the template; the table beside it holds the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 480, 180
_SIDE, _TOP, _BOTTOM = 36, 26, 26


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the chart: place, label of the value, label of the time, whether its labels are shown."""

    x: float
    y: float
    value: str
    time: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The points in order of time, and the line through them."""

    marks: tuple[Mark, ...]

    @property
    def line(self) -> str:
        """Points of a polyline."""
        return " ".join(f"{mark.x:.1f},{mark.y:.1f}" for mark in self.marks)


def chart_of(points: Sequence[tuple[str, float, str, str]]) -> Chart | None:
    """A chart of (ISO day, value, label of the value, label of the time); None for fewer than two days.

    >>> chart = chart_of([("2023-03-31", 10, "10件", "R4"), ("2024-03-31", 20, "20件", "R5")])
    >>> [(mark.x, mark.y) for mark in chart.marks]
    [(36.0, 154.0), (444.0, 26.0)]
    """
    ordered = sorted(points)
    days = [date.fromisoformat(day).toordinal() for day, *_ in ordered]
    if len(set(days)) < 2:
        return None
    values = [value for _, value, *_ in ordered]
    high = max(values)
    # From zero where that costs little room: a small change shall not look like a great one.
    low = 0.0 if 0 < min(values) < high * 0.5 else min(values)
    inner = WIDTH - 2 * _SIDE
    marks = []
    every = max(1, -(-len(ordered) // 6))
    for n, (day, (_, value, label, time)) in enumerate(zip(days, ordered, strict=True)):
        x = _SIDE + inner * (day - days[0]) / (days[-1] - days[0])
        share = (value - low) / (high - low) if high > low else 0.5
        y = HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM)
        marks.append(Mark(round(x, 1), round(y, 1), label, time, n % every == 0 or n == len(ordered) - 1))
    return Chart(tuple(marks))
