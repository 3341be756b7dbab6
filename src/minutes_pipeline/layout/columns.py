"""Text columns (段組み): a page set in two columns is read down the left one first."""

from __future__ import annotations

from minutes_pipeline.layout.page import Segment

MIN_ROWS = 8
"""Fewer rows side by side are a roster or a small table, not a column of text."""


MAX_STRIPS = 60
"""Strips tried for the gutter, whatever the size of the characters (a damaged page has any)."""
MIN_WIDTH = 12
"""Full-width characters to the line of a column of text."""


def split_columns(parts: list[Segment], em: float) -> list[list[list[Segment]]]:
    """Bands from top to bottom, each a list of columns from left to right.

    A band has two columns when a gutter runs through at least ``MIN_ROWS`` rows and most of the left column's rows
    reach it: prose does, a roster or a grid of figures does not.
    """
    if len(parts) < 2 * MIN_ROWS:
        return [[parts]]
    middle = (min(s.x0 for s in parts) + max(s.x1 for s in parts)) / 2
    on_left = sum(1 for s in parts if s.x1 <= middle + 2 * em)
    on_right = sum(1 for s in parts if s.x0 >= middle - 2 * em)
    if min(on_left, on_right) < MIN_ROWS // 2 or max(on_left, on_right) < MIN_ROWS:
        return [[parts]]
    rows = _rows(parts)
    gutter = _gutter(rows, em)
    if gutter is None:
        return [[parts]]
    low, high = gutter
    bands: list[tuple[bool, list[list[Segment]]]] = []
    for row in rows:
        beside = all(s.x1 <= low + 0.5 * em or s.x0 >= high - 0.5 * em for s in row)
        if bands and bands[-1][0] == beside:
            bands[-1][1].append(row)
        else:
            bands.append((beside, [row]))
    result: list[list[list[Segment]]] = []
    for beside, band in bands:
        flat = [s for row in band for s in row]
        if beside and _is_prose(band, low, high, em):
            result.append([[s for s in flat if s.x1 <= low + em], [s for s in flat if s.x1 > low + em]])
        else:
            result.append([flat])
    return result


def _rows(parts: list[Segment]) -> list[list[Segment]]:
    rows: list[list[Segment]] = []
    for part in sorted(parts, key=lambda s: (s.middle, s.x0)):
        if rows and abs(rows[-1][0].middle - part.middle) < 0.5 * (part.bottom - part.top):
            rows[-1].append(part)
        else:
            rows.append([part])
    return rows


def _gutter(rows: list[list[Segment]], em: float) -> tuple[float, float] | None:
    """The vertical strip near the middle that the fewest rows cross."""
    left = min(s.x0 for row in rows for s in row)
    right = max(s.x1 for row in rows for s in row)
    best: tuple[int, float] | None = None
    stride = max(0.5 * em, (right - left) * 0.3 / MAX_STRIPS)
    for step in range(int((right - left) * 0.3 / stride) + 1):
        at = left + (right - left) * 0.35 + step * stride
        crossing = sum(1 for row in rows if any(s.x0 < at + 0.4 * em and s.x1 > at - 0.4 * em for s in row))
        if best is None or crossing < best[0]:
            best = (crossing, at)
    if best is None or len(rows) - best[0] < MIN_ROWS:
        return None
    at = best[1]
    beside = [row for row in rows if not any(s.x0 < at + 0.4 * em and s.x1 > at - 0.4 * em for s in row)]
    low = max((s.x1 for row in beside for s in row if s.x1 <= at), default=None)
    high = min((s.x0 for row in beside for s in row if s.x0 >= at), default=None)
    return None if low is None or high is None or high - low < em else (low, high)


def _is_prose(band: list[list[Segment]], low: float, high: float, em: float) -> bool:
    left = [max(s.x1 for s in row if s.x1 <= low + em) for row in band if any(s.x1 <= low + em for s in row)]
    right = [[s for s in row if s.x0 >= high - em] for row in band]
    right_rows = [row for row in right if row]
    if len(left) < MIN_ROWS or len(right_rows) < MIN_ROWS // 2:
        return False
    wide = max(max(s.x1 for s in row) - row[0].x0 for row in right_rows)
    edge = min(s.x0 for row in band for s in row)
    if low - edge < MIN_WIDTH * em or wide < MIN_WIDTH * em:
        return False
    reaching = sum(1 for x1 in left if x1 >= low - 2.5 * em)
    whole = sum(1 for row in band if sum(1 for s in row if s.x1 <= low + em) <= 1)
    return reaching * 2 >= len(left) and whole * 3 >= 2 * len(band)
