"""Tables without rules (罫線のない表): a heading row and rows of figures that stand in the same columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from minutes_pipeline.model.raw import RawCell, RawItem, RawLine, RawTable
from minutes_pipeline.text.folding import flat
from minutes_pipeline.text.widths import columns

_PARTED = re.compile(r"\t[ \t\u3000]*|[ \u3000]{2,60}")
_PARTED_FINELY = re.compile(r" {0,60}\u3000[ \u3000]*| {2,60}")
_FIGURE = re.compile(r"[▲+-]?[0-9][0-9,]*(?:\.[0-9]+)? ?(?:[^\s0-9。、:/][^\s0-9。、:]{0,7})?|[-―]")
_SPACED_LETTERS = 8.0
"""Widest gap, in half-width columns, between the letters of a heading spaced apart (区　　分)."""
_LONGEST_HEADING = 80
"""Characters of a heading spaced apart, with its gaps."""
_DATE_OR_SEAT = re.compile(
    r"[0-9]{1,3}番.{0,2}|[0-9]{1,2}[時月日分].{0,4}|.{0,6}[0-9]+:[0-9]+.{0,8}|第?[0-9]{1,3}[号条回]"
)
_WIDE = 5
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
    heads = _headings(head)
    if len(heads) < 3 or not _is_heading(head, heads):
        return 0
    count = 0
    for item in items[at + 1 :]:
        if not isinstance(item, RawLine) or item.page != head.page or item.outline is not None:
            break
        if not _is_row(item, heads):
            break
        count += 1
    return count + 1 if count >= MIN_ROWS else 0


def _fields(line: RawLine, parted: re.Pattern[str] = _PARTED) -> list[_Field]:
    """The stretches of a line; without places their edges are columns of fixed width, as the text was typed."""
    fields = []
    start = column = 0
    for gap in [*parted.finditer(line.text), None]:
        end, behind = (len(line.text), len(line.text)) if gap is None else gap.span()
        if end > start and line.places:
            fields.append(_Field(start, end, line.places[start][0], line.places[end - 1][2]))
        elif end > start:
            right = columns(line.text[start:end], column)
            fields.append(_Field(start, end, line.left + column, line.left + right))
            column = right
        start, column = behind, columns(line.text[end:behind], column)
    return fields


def _headings(line: RawLine) -> list[_Field]:
    """The fields of a heading row; the letters of a heading that is spaced apart (区　　分) are one field."""
    fields: list[_Field] = []
    for field in _fields(line):
        last = fields[-1] if fields else None
        if last is not None and _is_letter(line, field) and _is_spelt(line, last, field):
            fields[-1] = _Field(last.start, field.end, last.left, field.right)
        else:
            fields.append(field)
    return fields


def _is_spelt(line: RawLine, last: _Field, field: _Field) -> bool:
    """Whether the field goes on with letters that are spaced apart."""
    near = field.left - last.right <= _SPACED_LETTERS and field.end - last.start <= _LONGEST_HEADING
    return near and (_is_letter(line, last) or " " in flat(line.text[last.start : last.end]))


def _is_letter(line: RawLine, field: _Field) -> bool:
    return (
        field.end - field.start == 1
        and not line.places
        and "\t" not in line.text
        and not line.text[field.start].isdigit()
    )


def _row_fields(line: RawLine, heads: list[_Field]) -> list[_Field] | None:
    """The fields of a row under these headings, one for each of its columns in order; None when it does not fit them.

    Typed text may part two columns by a single full-width space where the label is long: what stands under one heading
    is one field then.
    """
    if not line.places and "\t" in line.text:
        fields = _fields(line)
        return fields if len(fields) == len(heads) else None
    for parted in (_PARTED,) if line.places else (_PARTED, _PARTED_FINELY):
        joined: dict[int, _Field] = {}
        order: list[int] = []
        for field in _fields(line, parted):
            column = _column(field, heads)
            before = joined.get(column)
            joined[column] = field if before is None else _Field(before.start, field.end, before.left, field.right)
            order.append(column)
        # Only the row's label may be of several pieces.
        whole = (
            order.count(0) == len(order) - len(set(order)) + 1
            if parted is _PARTED_FINELY
            else len(set(order)) == len(order)
        )
        if order != sorted(order) or not whole or 0 not in joined:
            continue
        if line.places or len(joined) == len(heads):
            return [joined[column] for column in sorted(joined)]
    return None


def _is_heading(line: RawLine, fields: list[_Field]) -> bool:
    texts = [flat(line.text[f.start : f.end]).replace(" ", "") for f in fields]
    if any(len(text) > 16 or text[-1] in "。、:" for text in texts):
        return False
    return not any(_FIGURE.fullmatch(t) and not re.fullmatch(r".*(?:年度?|月|期|回)", t) for t in texts)


def _is_row(line: RawLine, heads: list[_Field]) -> bool:
    fields = _row_fields(line, heads)
    if fields is None or len(fields) < 2:
        return False
    values = [flat(line.text[f.start : f.end]).replace(" ", "") for f in fields[1:]]
    if any(len(value) > 24 or "。" in value for value in values):
        return False
    figures = sum(1 for v in values if _FIGURE.fullmatch(v) and not _DATE_OR_SEAT.fullmatch(v))
    if "\t" in line.text and not line.places and len(heads) >= _WIDE:
        return figures > 0  # words stand in most columns of a progress sheet (目標・施策・事業・担当課・指標)
    return figures * 2 >= len(values) and figures > 0


def _column(field: _Field, heads: list[_Field]) -> int:
    """The heading that a field overlaps most, or whose middle is nearest."""

    def distance(head: _Field) -> tuple[float, float]:
        overlap = min(field.right, head.right) - max(field.left, head.left)
        return -max(overlap, 0.0), abs((field.left + field.right) / 2 - (head.left + head.right) / 2)

    return min(range(len(heads)), key=lambda i: distance(heads[i]))


def _table(lines: list[RawLine]) -> RawTable:
    heads = _headings(lines[0])
    cells = []
    for row, line in enumerate(lines):
        fields = heads if row == 0 else _row_fields(line, heads) or _fields(line)
        for number, field in enumerate(fields):
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
