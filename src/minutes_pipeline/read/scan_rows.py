"""Rows of a page picture (行の切り出し): pieces of ink to runs of characters, and those side by side to rows.

Rows are found here rather than by the recogniser: it loses lines beside each other in a table, and reads a single
character that stands alone far worse than one beside others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import numpy as np

from minutes_pipeline.read.scan_image import Mask
from minutes_pipeline.read.scan_marks import Box, pieces, smeared

_SMALLEST = 10
"""Pixels at 300 dots an inch; smaller characters (2.5 points) cannot be read."""
_LARGEST = 200
_JOINED = 1.1
"""A white gap of this many characters parts two runs of characters."""
_SPECK = 0.02
"""Low ink of less than this share of a character's square, with nothing beside it, is dirt."""


@dataclass(frozen=True, slots=True)
class Row:
    """Runs of characters on one base line, from left to right, and the size of their characters in pixels."""

    runs: tuple[Box, ...]
    em: float

    @property
    def top(self) -> int:
        """Its highest pixel."""
        return min(run.y0 for run in self.runs)

    @property
    def bottom(self) -> int:
        """One below its lowest pixel."""
        return max(run.y1 for run in self.runs)


def character_size(ink: Mask) -> float | None:
    """Size of the page's characters in pixels, from pieces about as wide as high; None where there are none."""
    sizes = [
        max(box.width, box.height)
        for box in pieces(ink)
        if _SMALLEST <= box.height <= _LARGEST
        and _SMALLEST <= box.width <= _LARGEST
        and 0.6 < box.height / box.width < 1.6
    ]
    if len(sizes) < 3:
        return None
    # Many characters are made of smaller pieces; the ink of a whole one is a little smaller than its square.
    return float(np.percentile(sizes, 75)) * 1.08


def find_rows(ink: Mask, em: float) -> list[Row]:
    """Rows from top to bottom. Pictures, stamps and dirt are left out as far as their size tells."""
    whole = [box for found in pieces(smeared(ink, int(_JOINED * em))) for box in _split_lines(ink, found, em)]
    text = [box for box in whole if box.height <= 4 * em]
    large = [box for box in text if box.height >= 0.45 * em]
    runs = _merged(large, em)
    small = [box for box in text if box.height < 0.45 * em]
    runs = _with_small(runs, small, em)
    runs = [run for run in runs if run.ink >= _SPECK * em * em or run.height >= 0.45 * em]
    return _side_by_side(runs, em)


def _split_lines(ink: Mask, box: Box, em: float) -> list[Box]:
    """Lines that touch (a tail of one in the head of the next) parted where the fewest pixels are."""
    if box.height < 1.75 * em or box.width < 3 * em:
        return [box]
    part = ink[box.y0 : box.y1, box.x0 : box.x1]
    profile = part.sum(axis=1)
    if part.mean() > 0.6:
        return [box]
    count = max(2, round(box.height / (1.4 * em)))
    cuts = [0]
    for number in range(1, count):
        middle = round(number * box.height / count)
        low, high = max(cuts[-1] + 1, middle - round(0.45 * em)), min(box.height - 1, middle + round(0.45 * em))
        if low >= high:
            continue
        cut = low + int(np.argmin(profile[low:high]))
        if profile[cut] <= 0.25 * np.percentile(profile, 75):
            cuts.append(cut)
    cuts.append(box.height)
    found = []
    for start, end in pairwise(cuts):
        rows, columns = np.nonzero(part[start:end])
        if len(rows):
            found.append(
                Box(
                    box.x0 + int(columns.min()),
                    box.y0 + start + int(rows.min()),
                    box.x0 + int(columns.max()) + 1,
                    box.y0 + start + int(rows.max()) + 1,
                    len(rows),
                )
            )
    return found


def _merged(boxes: list[Box], em: float) -> list[Box]:
    """Pieces of one run that no smear has joined (a kanji's upper and lower half at the end of a line) put together."""
    merged: list[Box] = []
    for box in sorted((replace(box) for box in boxes), key=lambda b: (b.x0, b.y0)):
        for other in reversed(merged):
            overlap = min(other.y1, box.y1) - max(other.y0, box.y0)
            height = max(other.y1, box.y1) - min(other.y0, box.y0)
            beside = box.x0 - other.x1 <= _JOINED * em and overlap > 0.5 * min(other.height, box.height)
            above = box.x1 <= other.x1 + 0.3 * em and -overlap < 0.25 * em
            if (beside or above) and height < 1.35 * max(
                em, other.height if beside else 0, box.height if beside else 0
            ):
                other.take(box)
                break
        else:
            merged.append(box)
    return merged


def _with_small(runs: list[Box], small: list[Box], em: float) -> list[Box]:
    """Dots, strokes and punctuation that stand apart joined to the run they belong to, or kept as runs of their own."""
    kept = list(runs)
    for box in small:
        for run in runs:
            inside = run.y0 - 0.35 * em <= box.y0 and box.y1 <= run.y1 + 0.35 * em
            if inside and run.x0 - _JOINED * em <= box.x1 and box.x0 <= run.x1 + _JOINED * em:
                run.take(box)
                break
        else:
            kept.append(replace(box))
    return kept


def _side_by_side(runs: list[Box], em: float) -> list[Row]:
    rows: list[list[Box]] = []
    for run in sorted(runs, key=lambda b: (b.middle, b.x0)):
        for row in reversed(rows[-12:]):
            last = row[0]
            level = abs(last.middle - run.middle) < 0.3 * em
            fits = max(run.height, 0.8 * em) < 1.6 * max(last.height, 0.8 * em)
            if level and fits and all(run.x0 >= box.x1 or run.x1 <= box.x0 for box in row):
                row.append(run)
                break
        else:
            rows.append([run])
    made = [Row(tuple(sorted(row, key=lambda b: b.x0)), _size(row, em)) for row in rows]
    return sorted(made, key=lambda row: (median(run.middle for run in row.runs), row.runs[0].x0))


def _size(row: list[Box], em: float) -> float:
    """Size of a row's characters from its height: the page's own unless it is clearly another."""
    height = max(box.height for box in row) / 0.95
    return em if 0.75 * em <= height <= 1.35 * em or height < 0.5 * em else height
