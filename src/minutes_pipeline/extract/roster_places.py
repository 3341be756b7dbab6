"""Columns told by their places (位置でそろえた欄): rows typed below their headings with blanks, not with tabs.

The letters of a name set apart (湯　沢　泰　三) leave gaps as wide as those between columns; what parts two columns is
a strip that stays blank in every row, between the one heading and the other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from minutes_pipeline.extract.roster_grid import Field
from minutes_pipeline.text.widths import columns

_CHUNK = re.compile(r"[^\s\u3000]+")
_UNPLACED = re.compile(r"[\t|｜│┃]")
_LONGEST = 60
"""Rows that are looked at below one row of headings."""


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One line of a roster: its text, where it begins in the document, its logical line and its left edge.

    ``left`` is counted in half-width columns, like ``Line.indent``.
    """

    text: str
    start: int
    index: int
    left: int = 0


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of characters without white space: offsets in the line, edges in columns."""

    start: int
    end: int
    left: int
    right: int


def _pieces(line: RosterLine) -> list[_Piece]:
    found = []
    for chunk in _CHUNK.finditer(line.text):
        left = line.left + columns(line.text[: chunk.start()])
        found.append(_Piece(chunk.start(), chunk.end(), left, left + columns(chunk[0])))
    return found


def _edges_of_headings(head: RosterLine, words: Sequence[str]) -> list[tuple[int, int]] | None:
    """Left and right edge of each heading; its letters may be set apart."""
    edges, at = [], 0
    for word in words:
        first = at
        for number, letter in enumerate(word):
            while at < len(head.text) and (head.text[at].isspace() or (number == 0 and head.text[at] != letter)):
                at += 1
            if at >= len(head.text):
                return None
            first = at if number == 0 else first
            at += 1
        edges.append((head.left + columns(head.text[:first]), head.left + columns(head.text[:at])))
    return edges


def bounds_of(head: RosterLine, words: Sequence[str], rows: Sequence[RosterLine]) -> list[int] | None:
    """Left edges of the second and later columns, or None where the rows leave no blank strip between two headings."""
    edges = _edges_of_headings(head, words)
    if edges is None or len(rows) < 2 or any(_UNPLACED.search(x.text) for x in (head, *rows)):
        return None
    filled: set[int] = set()
    for row in rows:
        for piece in _pieces(row):
            filled.update(range(piece.left, piece.right))
    bounds = []
    for (left, _), (following, right) in pairwise(edges):
        strips = _strips(filled, left + 1, right)
        if not strips:
            return None
        widest = max(strips, key=lambda s: (s[1] - s[0], -abs(s[1] - following)))
        if not _aligned(rows, widest[1]):
            return None
        bounds.append(widest[1])
    return bounds if bounds == sorted(set(bounds)) else None


def _aligned(rows: Sequence[RosterLine], edge: int) -> bool:
    """Whether what stands behind a strip begins at its edge, in all rows but a few: else the strip is there by chance."""
    behind = [min((p.left for p in _pieces(row) if p.left >= edge), default=None) for row in rows]
    told = [left for left in behind if left is not None]
    return bool(told) and sum(left <= edge + 2 for left in told) >= (1.0 if len(rows) < 4 else 0.7) * len(told)


def _strips(filled: set[int], first: int, last: int) -> list[tuple[int, int]]:
    """Blank strips that end between two columns and have something to their right."""
    strips, begin = [], first if first not in filled else None
    for place in range(first, last + 1):
        if place in filled:
            if begin is not None and place - begin >= 2:
                strips.append((begin, place))
            begin = None
        elif begin is None:
            begin = place
    if begin is not None and last - begin >= 2 and any(p > last for p in filled):
        strips.append((begin, min(p for p in filled if p > last)))
    return strips


def _parts_widest(row: RosterLine, bounds: Sequence[int]) -> bool:
    """Whether no gap inside a cell is wider than those that part it from its neighbours, letters set apart excepted."""
    pieces = _pieces(row)
    gaps = [
        (
            b.left - a.right,
            bisect_right(bounds, a.left) == bisect_right(bounds, b.left),
            a.end - a.start,
            b.end - b.start,
        )
        for a, b in pairwise(pieces)
    ]
    parting = [gap for gap, inside, _, _ in gaps if not inside]
    inner = [gap for gap, inside, a, b in gaps if inside and a > 1 and b > 1]
    return not parting or not inner or max(inner) <= min(parting)


def cells_by_place(line: RosterLine, bounds: Sequence[int]) -> list[Field]:
    """The cells of a row: what stands between two bounds; trailing empty ones are left out."""
    cells: list[Field | None] = [None] * (len(bounds) + 1)
    for piece in _pieces(line):
        column = bisect_right(bounds, piece.left)
        before = cells[column]
        begin = line.start + piece.start if before is None else before.start
        end = line.start + piece.end
        cells[column] = Field(line.text[begin - line.start : end - line.start], begin, end)
    while cells and cells[-1] is None:
        cells.pop()
    return [c if c is not None else Field("", line.start, line.start) for c in cells]


def placed_rows(
    head: RosterLine, words: Sequence[str], following: Sequence[RosterLine]
) -> tuple[list[list[Field]], set[int]]:
    """Rows below the headings that keep to their columns, and the indices of their lines; empty where none do.

    A line of one word (欠席委員) heads those below it and keeps to no column.
    """
    rows: list[RosterLine] = []
    for line in following[:_LONGEST]:
        if "。" in line.text or len(line.text) > 90 or re.search(r"[:：].", line.text):
            break
        rows.append(line)
    while len(rows) >= 2:
        if len(_pieces(rows[-1])) < 2:
            rows.pop()
            continue
        body = [row for row in rows if len(_pieces(row)) >= 2]
        bounds = bounds_of(head, words, body)
        fit = bounds is not None and all(len(cells_by_place(r, bounds)) >= 2 and _parts_widest(r, bounds) for r in body)
        if bounds is not None and fit:
            cells = [cells_by_place(row, bounds) if len(_pieces(row)) >= 2 else [_whole(row)] for row in rows]
            return cells, {row.index for row in rows}
        rows.pop()
    return [], set()


def _whole(line: RosterLine) -> Field:
    return Field(line.text, line.start, line.start + len(line.text))
