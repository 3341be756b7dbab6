"""Tables without rules (罫線のない表): a heading row and rows of figures that stand in the same columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from minutes_pipeline.model.raw import RawCell, RawItem, RawLine, RawTable
from minutes_pipeline.text.folding import flat

_PARTED = re.compile(r"\t[ \t\u3000]*|[ \u3000]{2,60}")
_FIGURE = re.compile(r"[▲+-]?[0-9][0-9,]*(?:\.[0-9]+)? ?(?:[^\s0-9。、:/]{1,6})?|[-―]")
_DATE_OR_SEAT = re.compile(
    r"[0-9]{1,3}番.{0,2}|[0-9]{1,2}[時月日分].{0,4}|.{0,6}[0-9]+:[0-9]+.{0,8}|第?[0-9]{1,3}[号条回]"
)
MIN_ROWS = 2
"""Rows of figures below the heading."""


@dataclass(frozen=True, slots=True)
class _Field:
    """A stretch of a line between wide gaps, with its edges in the line's unit."""

    start: int
    end: int
    left: float
    right: float


def take_aligned_tables(items: list[RawItem]) -> list[RawItem]:
    """Items with each heading row and its rows of figures replaced by a table."""
    result: list[RawItem] = []
    at = 0
    while at < len(items):
        length = _table_length(items, at)
        if length:
            rows = [item for item in items[at : at + length] if isinstance(item, RawLine)]
            result.append(_table(rows))
            at += length
        else:
            result.append(items[at])
            at += 1
    return result


def _table_length(items: list[RawItem], at: int) -> int:
    head = items[at]
    if not isinstance(head, RawLine) or not _PARTED.search(head.text):
        return 0
    heads = _fields(head)
    if len(heads) < 3 or not _is_heading(head, heads):
        return 0
    count = 0
    for item in items[at + 1 :]:
        if not isinstance(item, RawLine) or item.page != head.page or item.outline is not None:
            break
        if not _is_row(item, _fields(item), heads):
            break
        count += 1
    return count + 1 if count >= MIN_ROWS else 0


def _fields(line: RawLine) -> list[_Field]:
    fields = []
    start = 0
    for gap in [*_PARTED.finditer(line.text), None]:
        end = len(line.text) if gap is None else gap.start()
        if end > start:
            left = line.places[start][0] if line.places else 0.0
            right = line.places[end - 1][2] if line.places else 0.0
            fields.append(_Field(start, end, left, right))
        start = len(line.text) if gap is None else gap.end()
    return fields


def _is_heading(line: RawLine, fields: list[_Field]) -> bool:
    texts = [flat(line.text[f.start : f.end]).replace(" ", "") for f in fields]
    if any(len(text) > 16 or text[-1] in "。、:" for text in texts):
        return False
    return not any(_FIGURE.fullmatch(t) and not re.fullmatch(r".*(?:年度?|月|期|回)", t) for t in texts)


def _is_row(line: RawLine, fields: list[_Field], heads: list[_Field]) -> bool:
    if not 2 <= len(fields) <= len(heads):
        return False
    values = [flat(line.text[f.start : f.end]).replace(" ", "") for f in fields[1:]]
    if any(len(value) > 24 or "。" in value for value in values):
        return False
    figures = sum(1 for v in values if _FIGURE.fullmatch(v) and not _DATE_OR_SEAT.fullmatch(v))
    if figures * 2 < len(values) or not figures:
        return False
    if not line.places:
        return len(fields) == len(heads)
    columns = [_column(field, heads) for field in fields]
    return len(set(columns)) == len(columns) and columns == sorted(columns)


def _column(field: _Field, heads: list[_Field]) -> int:
    """The heading that a field overlaps most, or whose middle is nearest."""

    def distance(head: _Field) -> tuple[float, float]:
        overlap = min(field.right, head.right) - max(field.left, head.left)
        return -max(overlap, 0.0), abs((field.left + field.right) / 2 - (head.left + head.right) / 2)

    return min(range(len(heads)), key=lambda i: distance(heads[i]))


def _table(lines: list[RawLine]) -> RawTable:
    heads = _fields(lines[0])
    cells = []
    for row, line in enumerate(lines):
        for number, field in enumerate(_fields(line)):
            column = _column(field, heads) if line.places and row else number
            part = replace(
                line,
                text=line.text[field.start : field.end],
                places=line.places[field.start : field.end],
                hard=True,
                blank_before=False,
            )
            cells.append(RawCell(row, column, (part,), head=row == 0))
    first = lines[0]
    return RawTable(len(lines), len(heads), tuple(cells), first.page, first.block, first.blank_before, "data")
