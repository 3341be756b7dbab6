"""Programs in a table (事業の一覧表): a data table with a column of program names and one of departments, figures or ratings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from minutes_pipeline.model.document import Document, Table
from minutes_pipeline.segment.program_lines import Spans, label_of, unit_spans
from minutes_pipeline.segment.vocabulary import heading_key

_NAME = re.compile(
    r"(?:主な|主要な?|重点|個別|具体的な?|関連|実施|対象)?(?:事務)?(?:事業|取組|取り組み|施策)(?:の?(?:名称?|内容|項目))?(?:等)?|"
    r"(?:事業|取組|施策)[・/](?:事業|取組|施策)(?:名)?|プログラム(?:名)?|プロジェクト名"
)
_DEPARTMENT = re.compile(
    r"(?:主な)?(?:担当|所管|主管|実施|関係)(?:課|部署|部|課名|部局|課所|課等|主体|所属|所管)?(?:名)?|課名?|部署名?"
)
_FIGURES = re.compile(
    r"指標|目標|実績|評価|達成|進捗|年度|数値|単位|方向性|事業費|予算|決算|今後|課題|R[0-9]|H[0-9]|区分"
)
_LABEL = re.compile(r"(?:施策|取組|事業|整理|事業整理)?(?:番号|No\.?|№|施策|コード)")
_NUMBERED = re.compile(r"(?:[0-9]{1,3}(?:[-.][0-9]{1,2}){0,3}|[①-⑳]|[(][0-9]{1,2}[)])[\s.、)]{1,3}")
_WIDE = 4
"""Two lines are a table from so many fields on: the heads and one row."""
_NO_NAME = re.compile(r"(?:合計|小計|計|総計|その他|以下余白|[-―]{1,3}|[0-9.,%\s]{1,12})")


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """A row that is a program: spans in the document, index of its logical line."""

    start: int
    end: int
    departments: Spans
    label: str | None
    line: int


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table by row: each cell's span by column, and the row's logical line; the first row is the heading."""

    rows: tuple[dict[int, tuple[int, int]], ...]
    lines: tuple[int, ...]


def find_rows(document: Document, folded: str) -> Iterator[ProgramRow]:
    """Programs of all tables in order; a name that several rows of a table repeat comes once."""
    grids = [_of_table(document, table) for table in document.tables if table.kind == "data"]
    for grid in sorted([*grids, *_tabbed(document, folded)], key=lambda g: g.lines[0]):
        heads = {col: heading_key(folded[a:b]) for col, (a, b) in grid.rows[0].items()}
        columns = _columns(heads)
        if columns is not None:
            yield from _rows(grid, folded, *columns)


def _of_table(document: Document, table: Table) -> _Grid:
    rows: list[dict[int, tuple[int, int]]] = [{} for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.col] = (cell.start, cell.end)
    lines = []
    for row in rows:
        start = min((a for a, b in row.values() if b > a), default=0)
        inside = range(table.first_line, table.last_line + 1)
        lines.append(next((i for i in inside if document.lines[i].end > start), table.first_line))
    return _Grid(tuple(rows), tuple(lines))


def _tabbed(document: Document, folded: str) -> Iterator[_Grid]:
    """Runs of lines parted by tabs into equally many fields: a table whose rules the format does not keep."""
    run: list[tuple[int, dict[int, tuple[int, int]]]] = []
    for index, line in [*enumerate(document.lines), (len(document.lines), None)]:
        fields = {} if line is None or line.table is not None else _fields(folded, line.start, line.end)
        if run and len(fields) != len(run[0][1]):
            if len(run) >= 3 or (len(run) == 2 and len(run[0][1]) >= _WIDE):
                yield _Grid(tuple(row for _, row in run), tuple(number for number, _ in run))
            run = []
        if len(fields) >= 3:
            run.append((index, fields))


def _fields(folded: str, start: int, end: int) -> dict[int, tuple[int, int]]:
    fields, at = {}, start
    for col, text in enumerate(folded[start:end].split("\t")):
        fields[col] = (at, at + len(text))
        at += len(text) + 1
    return fields


def _columns(heads: dict[int, str]) -> tuple[int, int | None, int | None] | None:
    """Columns of name, departments and label; None for a table of anything else."""
    names = [col for col, head in heads.items() if _NAME.fullmatch(head)]
    departments = [col for col, head in heads.items() if _DEPARTMENT.fullmatch(head)]
    figures = [col for col, head in heads.items() if _FIGURES.search(head)]
    if not names or not (departments or figures):
        return None
    # Columns run from the whole to the part (目標, 施策, 事業名): the last one holds the programs, a 名 comes first.
    titled = [col for col in names if heads[col].endswith(("名", "名称"))]
    name = (titled or names)[-1]
    labels = [col for col, head in heads.items() if col != name and (_LABEL.fullmatch(head) or col in names)]
    return name, (departments[0] if departments else None), (labels[-1] if labels else None)


def _rows(grid: _Grid, folded: str, name: int, department: int | None, label: int | None) -> Iterator[ProgramRow]:
    seen: set[str] = set()
    for line, row in zip(grid.lines[1:], grid.rows[1:], strict=True):
        if name not in row:
            continue
        start, end = _name(folded, *row[name])
        key = heading_key(folded[start:end])
        if not 3 <= len(key) <= 60 or _NO_NAME.fullmatch(key) or "。" in key or key in seen:
            continue
        seen.add(key)
        units = row.get(-1 if department is None else department)
        number = row.get(-1 if label is None else label)
        text = "" if number is None else label_of(folded[slice(*number)].strip())
        yield ProgramRow(
            start, end, () if units is None else unit_spans(folded, *units), text if 0 < len(text) <= 12 else None, line
        )


def _name(folded: str, start: int, end: int) -> tuple[int, int]:
    """The cell's text without a number before and white space around it."""
    text = folded[start:end]
    number = _NUMBERED.match(text)
    first = number.end() if number else len(text) - len(text.lstrip())
    return start + first, start + max(first, len(text.rstrip()))
