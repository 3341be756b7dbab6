"""Vertical text (縦書き): the page is turned so that its columns become lines, laid out, and its places turned back."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from minutes_pipeline.model.raw import Place, RawCell, RawItem, RawLine, RawPage
from minutes_pipeline.model.span import BBox


def is_vertical(page: RawPage) -> bool:
    """Whether most characters stand below the one before them."""
    down = along = 0
    for (x0, top, _, _), (left, upper, _, lower) in pairwise(page.places[:400]):
        across, below = left - x0, upper - top
        if not (across > 0 and -0.3 < below < 0.3):  # else beside it at any size
            size = max(lower - upper, 1.0)
            if abs(across) < 0.3 * size and 0.4 * size < below < 2 * size:
                down += 1
                continue
            if not (abs(below) < 0.3 * size and across > 0):
                continue
        along += 1
        if along > 100 and along > 3 * down:
            return False
    return down > 30 and down > 1.5 * along


def turned(page: RawPage) -> RawPage:
    """The page turned left by a right angle: down becomes right, and the rightmost column the first line."""
    places = tuple((p[1], page.width - p[2], p[3], page.width - p[0]) for p in page.places)
    rules = tuple(BBox(r.top, page.width - r.x1, r.bottom, page.width - r.x0) for r in page.rules)
    return replace(page, width=page.height, height=page.width, places=places, rules=rules)


def turned_back(item: RawItem, page: RawPage) -> RawItem:
    """A line or table of the turned page with its characters' places on the page as it is."""
    if isinstance(item, RawLine):
        return replace(item, places=tuple(_back(place, page.width) for place in item.places))
    cells = tuple(
        RawCell(
            cell.row,
            cell.col,
            tuple(turned_back(part, page) for part in cell.content),
            cell.row_span,
            cell.col_span,
            cell.head,
        )
        for cell in item.cells
    )
    return replace(item, cells=cells)


def _back(place: Place, width: float) -> Place:
    return width - place[3], place[0], width - place[1], place[2]
