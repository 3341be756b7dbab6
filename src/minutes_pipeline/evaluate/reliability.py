"""Whether confidence means something (確からしさの信頼度): of the records said to be 0.9, nine in ten are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Band:
    """A band of confidence (確からしさの区間): ``low`` <= confidence < ``high``, the last one with 1.0.

    Attributes:
        low: Lower edge.
        high: Upper edge.
        count: Predictions in it.
        right: How many of them are right.
        mean: Mean confidence of its predictions, 0 where there are none.
    """

    low: float
    high: float
    count: int
    right: int
    mean: float

    @property
    def share(self) -> float:
        """Share that is right, 0 where there are none."""
        return self.right / self.count if self.count else 0.0


def reliability(judged: Sequence[tuple[float, bool]]) -> list[Band]:
    """The bands that hold predictions, lowest first.

    >>> [(band.low, band.count, band.right) for band in reliability([(0.95, True), (1.0, True), (0.55, False)])]
    [(0.5, 1, 0), (0.9, 2, 2)]
    """
    bands = []
    for low, high in pairwise(_EDGES):
        inside = [verdict for verdict in judged if low <= verdict[0] < high or (high == 1.0 == verdict[0])]
        if inside:
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            bands.append(Band(low, high, len(inside), sum(right for _, right in inside), mean))
    return bands


def miscalibration(judged: Sequence[tuple[float, bool]]) -> float:
    """Mean distance between confidence and share right, weighted by count (expected calibration error); 0 for none.

    >>> round(miscalibration([(0.9, True), (0.9, False)]), 2)
    0.4
    """
    if not judged:
        return 0.0
    return sum(band.count * abs(band.mean - band.share) for band in reliability(judged)) / len(judged)
