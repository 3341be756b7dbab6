"""Pages to one sequence of lines and tables (ページの組み立て): ruled tables, text columns, furniture, margins."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, pairwise
from statistics import median

from minutes_pipeline.layout.columns import split_columns
from minutes_pipeline.layout.furniture import drop_furniture
from minutes_pipeline.layout.grid import NEAR, Grid, find_grids
from minutes_pipeline.layout.page import full_width, lines_of, segments, without_ruby
from minutes_pipeline.layout.vertical import is_vertical, turned, turned_back
from minutes_pipeline.layout.wrapping import limit_of
from minutes_pipeline.model.raw import Place, RawCell, RawItem, RawLine, RawPage, RawTable

CELL_PADDING = 5.0
"""Usual distance in points between a cell's rule and its text."""


def assemble(pages: tuple[RawPage, ...]) -> list[RawItem]:
    """All pages' lines and tables in reading order; ``left`` is relative to the text's left edge."""
    laid = drop_furniture([_lay_page(page) for page in pages], [page.height for page in pages])
    lines = [item for items in laid for item in items if isinstance(item, RawLine) and item.limit is None]
    base = _left_edge(lines)
    limit = limit_of(lines) or _page_limit(lines, base, pages)
    pitch = _pitch(lines)
    items: list[RawItem] = []
    for page in laid:
        for index, item in enumerate(page):
            if isinstance(item, RawTable):
                if not (index == 0 and items and _continue_table(items, item)):
                    items.append(item)
                continue
            above = page[index - 1] if index else None
            gap = isinstance(above, RawLine) and pitch and item.top - above.top > 1.75 * max(pitch, item.size)
            if item.limit is None:
                items.append(_moved(item, base, None if limit is None else limit - base, bool(gap)))
            else:
                items.append(replace(item, blank_before=True) if gap else item)
    return items


def _moved(line: RawLine, base: float, limit: float | None, blank_before: bool = False) -> RawLine:
    """A line of a page counted from the text's left edge; ``dataclasses.replace`` takes four times as long."""
    return RawLine(
        line.text, line.left - base, line.right - base, line.size, line.page, line.top, line.bottom, line.places,
        line.hard, blank_before, line.outline, line.list_level, line.block, limit, line.tail,
    )  # fmt: skip


def _lay_page(page: RawPage) -> list[RawItem]:
    if is_vertical(page):
        return [turned_back(item, page) for item in _lay_upright(turned(page))]
    return _lay_upright(page)


def _lay_upright(page: RawPage) -> list[RawItem]:
    grids = find_grids(page.rules)
    text, places, inside = _by_cell(page, grids)
    parts = segments(text, places)
    em = full_width(parts)
    parts = without_ruby(parts, em)
    items: list[tuple[float, RawItem]] = []
    for band in split_columns(parts, em):
        for column in band:
            lines = lines_of(column, page.number, em)
            if len(band) > 1:
                lines = _in_column(lines)
            top = min((line.top for line in lines), default=0.0)
            items += [(top if len(band) > 1 else line.top, line) for line in lines]
    for grid, contents in zip(grids, inside, strict=True):
        items.append((grid.ys[0], _table(grid, contents, page.number, em)))
    items.sort(key=lambda pair: pair[0])
    return [item for _, item in items if isinstance(item, RawLine) or item.cells]


_Run = tuple[str, tuple[Place, ...]]
"""Characters and their places."""


def _by_cell(page: RawPage, grids: list[Grid]) -> tuple[str, tuple[Place, ...], list[list[_Run]]]:
    """Characters outside all grids, and for each grid those of each cell."""
    if not grids:
        return page.text, page.places, []
    outside: list[slice] = []
    inside: list[list[list[slice]]] = [[[] for _ in grid.cells] for grid in grids]
    for target, run in _runs(page.places, grids):
        (outside if target is None else inside[target[0]][target[1]]).append(run)
    taken = [[_taken(page, runs) for runs in cells] for cells in inside]
    return *_taken(page, outside), taken


def _taken(page: RawPage, runs: list[slice]) -> _Run:
    return "".join([page.text[run] for run in runs]), tuple(chain.from_iterable([page.places[run] for run in runs]))


def _runs(places: tuple[Place, ...], grids: list[Grid]) -> Iterator[tuple[tuple[int, int] | None, slice]]:
    """Runs of characters that follow each other in one cell (grid, index) or outside all grids (None)."""
    start, target = 0, None
    west = east = north = south = 0.0  # around the cell of the run, or the gap between grids
    for index, (x0, top, x1, bottom) in enumerate(places):
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        if west < x < east and north < y < south:
            continue
        found, (west, north, east, south) = _target(x, y, grids)
        if found != target:
            if start < index:
                yield target, slice(start, index)
            start, target = index, found
    if start < len(places):
        yield target, slice(start, len(places))


_NOWHERE = (0.0, 0.0, 0.0, 0.0)


def _target(x: float, y: float, grids: list[Grid]) -> tuple[tuple[int, int] | None, tuple[float, float, float, float]]:
    """Where a point lies, and an area around it whose inner points all lie there (an empty one, where that is not known)."""
    north, south = -math.inf, math.inf
    for number, grid in enumerate(grids):
        index = grid.cell_at(x, y)
        if index is not None:
            box = grid.cells[index].box
            alone = all(not other.reaches(box) for other in grids[:number])
            return (number, index), (box.x0, box.top, box.x1, box.bottom) if alone else _NOWHERE
        if y < grid.ys[0] - NEAR:
            south = min(south, grid.ys[0] - NEAR)
        elif y > grid.ys[-1] + NEAR:
            north = max(north, grid.ys[-1] + NEAR)
        else:
            north, south = math.inf, -math.inf
    return None, (-math.inf, north, math.inf, south)


def _table(grid: Grid, contents: list[_Run], page: int, em: float) -> RawTable:
    cells = []
    for cell, (text, places) in zip(grid.cells, contents, strict=True):
        lines = lines_of(segments(text, places), page, em) if text else []
        left = min((line.left for line in lines), default=0.0)
        limit = cell.box.x1 - min(CELL_PADDING, max(0.0, left - cell.box.x0))
        content = tuple([_moved(line, left, limit - left) for line in lines])
        cells.append(RawCell(cell.row, cell.col, content, cell.row_span, cell.col_span))
    if not any(cell.content for cell in cells):
        cells = []
    return RawTable(len(grid.ys) - 1, len(grid.xs) - 1, tuple(cells), page)


def _in_column(lines: list[RawLine]) -> list[RawLine]:
    base = min(line.left for line in lines)
    limit = limit_of(lines) or max(line.right for line in lines)
    return [_moved(line, base, limit - base) for line in lines]


def _left_edge(lines: list[RawLine]) -> float:
    """Left edge of the text: the smallest left that is no exception."""
    lefts = sorted(line.left for line in lines)
    if not lefts:
        return 0.0
    for left in lefts:
        if sum(1 for other in lefts if left <= other <= left + 3) * 40 >= len(lefts):
            return left
    return lefts[0]


def _page_limit(lines: list[RawLine], base: float, pages: tuple[RawPage, ...]) -> float | None:
    """Right margin of a text with too few full lines: that of its longest one, if it comes near the page's margin."""
    longest = max(lines, key=lambda line: line.right, default=None)
    if longest is None or not pages:
        return None
    return longest.right if longest.right >= pages[0].width - base - 3 * longest.size else None


def _pitch(lines: list[RawLine]) -> float:
    steps = [b.top - a.top for a, b in pairwise(lines) if a.page == b.page and b.top - a.top > 1]
    return median(steps) if steps else 0.0


def _continue_table(items: list[RawItem], table: RawTable) -> bool:
    """Append a table that goes on from the page before (same columns, no line between); True when it was one."""
    last = items[-1]
    if not isinstance(last, RawTable) or last.cols != table.cols or last.page is None or table.page != last.page + 1:
        return False
    head = [_plain(cell) for cell in last.cells if cell.row == 0]
    first = [cell for cell in table.cells if cell.row == 0]
    cells = list(last.cells)
    shift, skip = last.rows, 0
    if [_plain(cell) for cell in first] == head and table.rows > 1:
        shift, skip = last.rows - 1, 1
    elif first and not _plain(first[0]) and len(first) > 1:
        for cell in first:
            for index in range(len(cells) - 1, -1, -1):
                above = cells[index]
                if above.col == cell.col and above.row + above.row_span == last.rows:
                    cells[index] = replace(above, content=above.content + cell.content)
                    break
        shift, skip = last.rows - 1, 1
    cells += [replace(cell, row=cell.row + shift) for cell in table.cells if cell.row >= skip]
    items[-1] = replace(last, rows=shift + table.rows, cells=tuple(cells))
    return True


def _plain(cell: RawCell) -> str:
    return "".join(i.text for i in cell.content if isinstance(i, RawLine))
