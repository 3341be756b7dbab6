"""Tables drawn with characters (罫線素片の表): ┌─┬─┐ │ │ ├─┤, +--+ and | a | b | in plain text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, replace

from minutes_pipeline.model.raw import RawCell, RawItem, RawLine, RawTable

_FILL = "─━═╌╍┄┅┈┉-=－"
_UPRIGHT = "│┃║|｜"
_JOINT = "┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋┠┨┯┷┿┝┥┰┸╂╔╗╚╝╠╣╦╩╬╭╮╯╰+"
_STARTS = frozenset(_UPRIGHT + _JOINT.replace("+", "")) | {"+"}
_RULE_LINE = re.compile(f"[{re.escape(_FILL + _JOINT + _UPRIGHT)}: ]{{3,400}}")
_DRAWN = re.compile(f"[{re.escape(_UPRIGHT + _JOINT.replace('+', ''))}]")
NEAR = 3
"""Columns within which two uprights count as one edge."""


@dataclass(slots=True)
class _Row:
    """A row: the index of the rule line above it (None between lines without a rule) and of its own lines."""

    above: int | None
    lines: list[int]


@dataclass(slots=True)
class _Piece:
    """What stands between two uprights of one line: its columns, its text, whether it is a rule."""

    start: int
    end: int
    text: str
    rule: bool


@dataclass(slots=True)
class _Covered:
    """A piece and the columns it covers."""

    piece: _Piece
    first: int
    last: int


def take_drawn_tables(items: list[RawItem]) -> list[RawItem]:
    """Items with each run of drawn lines replaced by its table."""
    result: list[RawItem] = []
    run: list[RawLine] = []
    for item in [*items, None]:
        drawn = isinstance(item, RawLine) and _is_drawn(item.text)
        if run and not (drawn and isinstance(item, RawLine) and not item.blank_before):
            table = _table(run) if len(run) >= 2 else None
            result += [table] if table is not None else list(run)
            run = []
        if drawn and isinstance(item, RawLine):
            run.append(item)
        elif item is not None:
            result.append(item)
    return result


def _is_drawn(text: str) -> bool:
    if text[0] not in _STARTS:
        return False
    if text[0] == "+":
        return _RULE_LINE.fullmatch(text) is not None and text.count("+") >= 2
    return len(_DRAWN.findall(text)) >= 2


def _width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def _pieces(line: RawLine) -> list[_Piece]:
    """Pieces of a line between its uprights; in a line that is all rule a joint parts, too."""
    pieces: list[_Piece] = []
    whole_rule = _RULE_LINE.fullmatch(line.text) is not None
    column = int(line.left)
    chars: list[str] = []
    start = column
    first = True
    for char in line.text:
        width = _width(char)
        joint = char in _UPRIGHT or (char in _JOINT and (char != "+" or whole_rule))
        if joint:
            if not first:
                text = "".join(chars)
                pieces.append(
                    _Piece(start, column, text, bool(text) and not text.strip(_FILL + ": ") and bool(text.strip()))
                )
            start, chars, first = column + width, [], False
        else:
            chars.append(char)
        column += width
    return pieces


def _table(run: list[RawLine]) -> RawTable | None:
    lines = [_pieces(line) for line in run]
    edges = _edges(lines)
    if len(edges) < 2:
        return None
    cols = len(edges) - 1
    grid = [_across(pieces, edges, cols) for pieces in lines]
    rows = _rows(grid)
    cells = _cells(grid, rows, edges, run)
    if not any(cell.content for cell in cells):
        return None
    return RawTable(len(rows), cols, tuple(cells), run[0].page, run[0].block, run[0].blank_before)


def _across(pieces: list[_Piece], edges: list[int], cols: int) -> list[_Covered | None]:
    """For each column of the table the piece that covers it, and the columns which that piece covers."""
    row: list[_Covered | None] = [None] * cols
    for piece in pieces:
        first = min(_edge(edges, piece.start), cols - 1)
        last = max(min(_edge(edges, piece.end + 2), cols), first + 1)
        for col in range(first, last):
            row[col] = _Covered(piece, first, last)
    return row


def _edges(lines: list[list[_Piece]]) -> list[int]:
    """Column edges: where uprights stand in at least one rule line or two content lines."""
    counts: dict[int, int] = {}
    for pieces in lines:
        weight = 2 if all(p.rule for p in pieces) else 1
        for piece in pieces:
            counts[piece.start] = counts.get(piece.start, 0) + weight
        if pieces:
            counts[pieces[-1].end + 2] = counts.get(pieces[-1].end + 2, 0) + weight
    edges: list[int] = []
    for at in sorted(at for at, count in counts.items() if count >= 2):
        if edges and at - edges[-1] <= NEAR:
            if counts[at] > counts[edges[-1]]:
                edges[-1] = at
        else:
            edges.append(at)
    return edges


def _edge(edges: list[int], column: int) -> int:
    at = bisect_right(edges, column)
    candidates = [i for i in (at - 1, at) if 0 <= i < len(edges)]
    return min(candidates, key=lambda i: abs(edges[i] - column))


def _rows(grid: list[list[_Covered | None]]) -> list[_Row]:
    """Rows between rules; lines between two rules are one row unless each of them fills its first columns."""
    rows: list[_Row] = []
    above: int | None = None
    block: list[int] = []
    for index in range(len(grid) + 1):
        ruled = index == len(grid) or any(c is not None and c.piece.rule for c in grid[index])
        if not ruled:
            block.append(index)
            continue
        if block:
            if len(block) > 1 and all(_fills(grid[i]) for i in block):
                rows += [_Row(above if at == 0 else None, [i]) for at, i in enumerate(block)]
            else:
                rows.append(_Row(above, block))
        above, block = (index if index < len(grid) else None), []
    return rows


def _fills(row: list[_Covered | None]) -> bool:
    filled = [c is not None and bool(c.piece.text.strip()) for c in row]
    return len(filled) >= 2 and filled[0] and sum(filled) >= 2 and sum(filled) * 2 >= len(filled)


def _cells(grid: list[list[_Covered | None]], rows: list[_Row], edges: list[int], run: list[RawLine]) -> list[RawCell]:
    cols = len(edges) - 1
    taken = [[False] * cols for _ in rows]
    cells: list[RawCell] = []
    for number, row in enumerate(rows):
        for col in range(cols):
            if taken[number][col]:
                continue
            found = next((c for c in (grid[i][col] for i in row.lines) if c is not None), None)
            first, last = (found.first, found.last) if found is not None else (col, col + 1)
            height, indices = 1, list(row.lines)
            while number + height < len(rows) and _open(grid, rows[number + height], col):
                below = rows[number + height]
                indices += [below.above, *below.lines] if below.above is not None else below.lines
                height += 1
            for r in range(number, number + height):
                for c in range(max(col, first), last):
                    taken[r][c] = True
            last = max(last, col + 1)
            cells.append(
                RawCell(number, col, _content(grid, indices, col, edges[last] - edges[col], run), height, last - col)
            )
    return cells


def _open(grid: list[list[_Covered | None]], row: _Row, col: int) -> bool:
    """No rule stands above ``row`` in this column, although others have one there."""
    if row.above is None:
        return False
    covered = grid[row.above][col]
    return covered is not None and not covered.piece.rule


def _content(
    grid: list[list[_Covered | None]], indices: list[int], col: int, width: int, run: list[RawLine]
) -> tuple[RawLine, ...]:
    lines = []
    for index in indices:
        covered = grid[index][col]
        text = covered.piece.text if covered is not None and not covered.piece.rule else ""
        if not text.strip():
            continue
        body = text.strip()
        lead = sum(map(_width, text[: len(text) - len(text.lstrip())]))
        right = lead + sum(map(_width, body))
        lines.append(RawLine(body, lead, right, page=run[index].page, block=run[index].block))
    if not lines:
        return ()
    base = min(line.left for line in lines)
    # The right margin is the widest line, if it comes near the cell's edge.
    widest = max(line.right for line in lines)
    limit = widest - base if len(lines) > 1 and widest >= width - 2 - 6 else None
    return tuple(replace(line, left=line.left - base, right=line.right - base, limit=limit) for line in lines)
