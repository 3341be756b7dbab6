"""Pages to one sequence of lines and tables (ページの組み立て): ruled tables, text columns, furniture, margins."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import median

from minutes_pipeline.layout.columns import split_columns
from minutes_pipeline.layout.furniture import drop_furniture
from minutes_pipeline.layout.grid import Grid, find_grids
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
                items.append(
                    replace(
                        item,
                        left=item.left - base,
                        right=item.right - base,
                        limit=None if limit is None else limit - base,
                        blank_before=bool(gap),
                    )
                )
            else:
                items.append(replace(item, blank_before=True) if gap else item)
    return items


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


def _by_cell(page: RawPage, grids: list[Grid]) -> tuple[str, list[Place], list[list[tuple[list[str], list[Place]]]]]:
    """Characters outside all grids, and for each grid those of each cell."""
    inside: list[list[tuple[list[str], list[Place]]]] = [[([], []) for _ in grid.cells] for grid in grids]
    if not grids:
        return page.text, list(page.places), inside
    chars: list[str] = []
    places: list[Place] = []
    for char, place in zip(page.text, page.places, strict=True):
        for grid, cells in zip(grids, inside, strict=True):
            index = grid.cell_at(place)
            if index is not None:
                cells[index][0].append(char)
                cells[index][1].append(place)
                break
        else:
            chars.append(char)
            places.append(place)
    return "".join(chars), places, inside


def _table(grid: Grid, contents: list[tuple[list[str], list[Place]]], page: int, em: float) -> RawTable:
    cells = []
    for cell, (chars, places) in zip(grid.cells, contents, strict=True):
        parts = segments("".join(chars), places)
        lines = lines_of(parts, page, em)
        left = min((line.left for line in lines), default=0.0)
        limit = cell.box.x1 - min(CELL_PADDING, max(0.0, left - cell.box.x0))
        cells.append(
            RawCell(
                cell.row,
                cell.col,
                tuple(
                    replace(line, left=line.left - left, right=line.right - left, limit=limit - left) for line in lines
                ),
                cell.row_span,
                cell.col_span,
            )
        )
    if not any(cell.content for cell in cells):
        cells = []
    return RawTable(len(grid.ys) - 1, len(grid.xs) - 1, tuple(cells), page)


def _in_column(lines: list[RawLine]) -> list[RawLine]:
    base = min(line.left for line in lines)
    limit = limit_of(lines) or max(line.right for line in lines)
    return [replace(line, left=line.left - base, right=line.right - base, limit=limit - base) for line in lines]


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
