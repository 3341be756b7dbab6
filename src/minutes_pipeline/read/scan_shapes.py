"""Solid marks (塗りつぶしの記号): ■ ● ◆ ▲ by their shape; the recogniser has no characters for them and makes 田 or $ of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from minutes_pipeline.read.scan_image import Mask
from minutes_pipeline.read.scan_marks import pieces
from minutes_pipeline.read.scan_places import Glyph
from minutes_pipeline.read.scan_rows import Row

_SMALLEST = 0.5
"""Of a character's size: a smaller one is a dot."""


def with_solid_marks(glyphs: list[Glyph], row: Row, ink: Mask) -> list[Glyph]:
    """A row's characters, those whose ink is one solid mark named after it."""
    result = list(glyphs)
    for x0, x1, mark in solid_marks(row, ink):
        shared = [min(glyph.x1, x1) - max(glyph.x0, x0) for glyph in result]
        at = int(np.argmax(shared)) if shared else -1
        if at >= 0 and shared[at] > 0.5 * (x1 - x0) and result[at].x1 - result[at].x0 < 1.8 * row.em:
            result[at] = replace(result[at], char=mark)
    return result


def solid_marks(row: Row, ink: Mask) -> list[tuple[int, int, str]]:
    """(first column, one past the last, mark) of every solid mark in a row."""
    left, right = min(run.x0 for run in row.runs), max(run.x1 for run in row.runs)
    band = ink[row.top : row.bottom, left:right]
    found = []
    for box in pieces(band):
        is_square = _SMALLEST * row.em <= box.height and 0.8 <= box.width / box.height <= 1.25
        if is_square and box.ink >= 0.4 * box.width * box.height:
            mark = shape_of(band[box.y0 : box.y1, box.x0 : box.x1])
            if mark is not None:
                found.append((left + box.x0, left + box.x1, mark))
    return found


def shape_of(part: Mask) -> str | None:
    """■, ●, ◆, ▲ or ▼ where the part is one solid shape that fills its box as those do, else None."""
    height, width = part.shape
    counts = part.sum(axis=1)
    if not counts.all() or not part.any(axis=0).all():
        return None
    first = part.argmax(axis=1)
    last = width - part[:, ::-1].argmax(axis=1)
    # Without holes: every row one run (a pixel of roughness aside).
    if np.mean(last - first - counts > 1) > 0.05:
        return None
    fill = float(counts.sum()) / (height * width)
    spans = (last - first) / width
    upper, middle, lower = (float(np.mean(part)) for part in np.array_split(spans, 3))
    if fill > 0.93:
        return "■"
    if 0.72 <= fill <= 0.86 and middle > 0.9 and abs(upper - lower) < 0.12:
        return "●"
    if 0.44 <= fill <= 0.6:
        if abs(upper - lower) < 0.12 and middle > 0.7:
            return "◆"
        if lower > 0.7 and upper < 0.35:
            return "▲"
        if upper > 0.7 and lower < 0.35:
            return "▼"
    return None
