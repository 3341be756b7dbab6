"""Ruled tables of a page (罫線の表): ruled lines to a grid of cells, each character into its cell."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from minutes_pipeline.model.span import BBox

NEAR = 3.0
"""Points within which two ruled lines count as one, and two ends as touching."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a ruled grid: position, extent, box."""

    row: int
    col: int
    row_span: int
    col_span: int
    box: BBox


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled grid: edges from left to right and from top to bottom, cells in row, column order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def box(self) -> BBox:
        """The whole grid."""
        return BBox(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def reaches(self, box: BBox) -> bool:
        """Whether a point of the box may count as one of the grid."""
        return (
            box.x1 >= self.xs[0] - NEAR
            and box.x0 <= self.xs[-1] + NEAR
            and box.bottom >= self.ys[0] - NEAR
            and box.top <= self.ys[-1] + NEAR
        )

    def cell_at(self, x: float, y: float) -> int | None:
        """Index of the cell that holds a point (the middle of a character), or None outside."""
        if not (self.xs[0] - NEAR <= x <= self.xs[-1] + NEAR and self.ys[0] - NEAR <= y <= self.ys[-1] + NEAR):
            return None
        col = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        for index, cell in enumerate(self.cells):
            if cell.row <= row < cell.row + cell.row_span and cell.col <= col < cell.col + cell.col_span:
                return index
        return None


@dataclass(slots=True)
class _Stroke:
    """A ruled line: ``at`` across, from ``start`` to ``end`` along."""

    at: float
    start: float
    end: float


def find_grids(rules: tuple[BBox, ...]) -> list[Grid]:
    """Grids with at least two cells, from the top of the page down."""
    if len(rules) < 4:
        return []
    across = _merge([_Stroke((r.top + r.bottom) / 2, r.x0, r.x1) for r in rules if r.x1 - r.x0 > r.bottom - r.top])
    down = _merge([_Stroke((r.x0 + r.x1) / 2, r.top, r.bottom) for r in rules if r.x1 - r.x0 <= r.bottom - r.top])
    grids = []
    for horizontal, vertical in _groups(across, down):
        grid = _grid(horizontal, vertical)
        if grid is not None:
            grids.append(grid)
    return sorted(grids, key=lambda g: (g.ys[0], g.xs[0]))


def _merge(strokes: list[_Stroke]) -> list[_Stroke]:
    """Strokes on one line that touch become one."""
    merged: list[_Stroke] = []
    for stroke in sorted(strokes, key=lambda s: (round(s.at), s.start)):
        for other in reversed(merged[-12:]):
            if (
                abs(other.at - stroke.at) <= 1.5
                and stroke.start <= other.end + NEAR
                and stroke.end >= other.start - NEAR
            ):
                other.start, other.end = min(other.start, stroke.start), max(other.end, stroke.end)
                break
        else:
            merged.append(_Stroke(stroke.at, stroke.start, stroke.end))
    return [s for s in merged if s.end - s.start > 4.0]


def _touch(horizontal: _Stroke, vertical: _Stroke) -> bool:
    return (
        horizontal.start - NEAR <= vertical.at <= horizontal.end + NEAR
        and vertical.start - NEAR <= horizontal.at <= vertical.end + NEAR
    )


def _groups(across: list[_Stroke], down: list[_Stroke]) -> list[tuple[list[_Stroke], list[_Stroke]]]:
    """Connected sets of horizontal and vertical strokes."""
    owner = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    for i, horizontal in enumerate(across):
        for j, vertical in enumerate(down):
            if _touch(horizontal, vertical):
                owner[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[_Stroke], list[_Stroke]]] = {}
    for i, horizontal in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(horizontal)
    for j, vertical in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(vertical)
    return list(groups.values())


def _edges(strokes: list[_Stroke]) -> list[float]:
    edges: list[float] = []
    for at in sorted(s.at for s in strokes):
        if not edges or at - edges[-1] > NEAR:
            edges.append(at)
    return edges


def _grid(across: list[_Stroke], down: list[_Stroke]) -> Grid | None:
    if not across or not down or len(across) + len(down) < 3:
        return None
    left, right = min(s.start for s in across), max(s.end for s in across)
    xs, ys = _edges(down), _edges(across)
    if not xs or left < xs[0] - 2 * NEAR:  # open at the side: the horizontal rules say where it ends
        xs.insert(0, left)
    if right > xs[-1] + 2 * NEAR:
        xs.append(right)
    top, bottom = min(s.start for s in down), max(s.end for s in down)
    if ys and top < ys[0] - 2 * NEAR:  # open at the page's edge: the table goes on there
        ys.insert(0, top)
    if ys and bottom > ys[-1] + 2 * NEAR:
        ys.append(bottom)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2 or len(xs) > 80 or len(ys) > 300:
        return None
    cells = _cells(xs, ys, across, down)
    return Grid(tuple(xs), tuple(ys), tuple(cells)) if len(cells) >= 2 else None


def _cells(xs: list[float], ys: list[float], across: list[_Stroke], down: list[_Stroke]) -> list[GridCell]:
    """Merge atomic cells between which no rule stands."""
    rows, cols = len(ys) - 1, len(xs) - 1
    middles = [(top + bottom) / 2 for top, bottom in pairwise(ys)]
    wall = list(zip(*(_covered(down, x, middles) for x in xs), strict=True))
    floor = [_covered(across, y, [(left + right) / 2 for left, right in pairwise(xs)]) for y in ys]
    taken = [[False] * cols for _ in range(rows)]
    cells = []
    for r in range(rows):
        for c in range(cols):
            if taken[r][c]:
                continue
            width = 1
            while c + width < cols and not taken[r][c + width] and not wall[r][c + width]:
                width += 1
            height = 1
            while r + height < rows and not any(floor[r + height][c : c + width]):
                if any(wall[r + height][c + 1 : c + width]) or any(taken[r + height][c : c + width]):
                    break
                height += 1
            for i in range(r, r + height):
                for j in range(c, c + width):
                    taken[i][j] = True
            cells.append(GridCell(r, c, height, width, BBox(xs[c], ys[r], xs[c + width], ys[r + height])))
    return cells


def _covered(strokes: list[_Stroke], at: float, middles: list[float]) -> list[bool]:
    """Whether a rule at ``at`` stands beside each of the places."""
    near = [(s.start - 1, s.end + 1) for s in strokes if abs(s.at - at) <= NEAR]
    return [any(start <= middle <= end for start, end in near) for middle in middles]
