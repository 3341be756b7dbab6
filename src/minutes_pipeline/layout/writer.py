"""Writing the canonical text (正規化本文の書き出し): logical lines and tables with their spans, places and indents."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from minutes_pipeline.layout.tables import CellLines, in_one_line, kind_of, label_in_one, pairs_of, row_items
from minutes_pipeline.layout.wrapping import Logical
from minutes_pipeline.model.document import Cell, CharBoxes, Document, Line, Table
from minutes_pipeline.model.raw import Place, RawDocument, RawLine, RawTable
from minutes_pipeline.model.span import BBox

_RUN = re.compile(r"[^、。・：:）)　 \t]{1,24}[、。・：:）)　 \t]{0,4}|[、。・：:）)　 \t]{1,16}")
"""A run of characters that gets one box: to the next punctuation mark, at most 28."""


class Writer:
    """Collects logical lines and tables; ``document`` gives the result once."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.position = 0
        self.lines: list[Line] = []
        self.tables: list[Table] = []
        self.blanks: set[int] = set()
        self.boxes: list[Any] = []  # the columns of ``CharBoxes``, row after row

    def line(
        self, logical: Logical, *, extra_indent: int = 0, table: int | None = None, row: int | None = None
    ) -> None:
        """Append one logical line."""
        head = logical.pieces[0]
        start = self.position
        if head.blank_before:
            self.blanks.add(len(self.lines))
        size = self._pieces(logical, start)
        self.parts.append("\n")
        self.position = start + size + 1
        self.lines.append(
            Line(
                start,
                start + size,
                head.page,
                _box(head.places),
                head.block,
                round(2 * max(0.0, head.left) / head.size) + extra_indent,
                head.outline,
                head.list_level,
                table,
                row,
            )
        )

    def _pieces(self, logical: Logical, start: int) -> int:
        size = 0
        for glue, piece in zip(logical.glue, logical.pieces, strict=True):
            text = glue + piece.text
            if piece.places:
                self._boxes(piece, start + size + len(glue))
            self.parts.append(text)
            size += len(text)
        return size

    def _boxes(self, piece: RawLine, start: int) -> None:
        page, places, top, bottom = piece.page or 1, piece.places, piece.top, piece.bottom
        for found in _RUN.finditer(piece.text):
            begin, end = found.span()
            first, last = places[begin], places[end - 1]
            if top - 1 <= first[1] <= bottom and top <= last[3] <= bottom + 1:
                self.boxes += (start + begin, start + end, page, first[0], top, last[2], bottom)
            else:
                _, tops, _, bottoms = zip(*places[begin:end], strict=True)
                self.boxes += (start + begin, start + end, page, first[0], min(tops), last[2], max(bottoms))

    def table(self, table: RawTable) -> None:
        """Append a table's lines: one a row for data, paragraphs for a form; nested tables behind their row."""
        rows = row_items(table)
        kind = kind_of(table, [cell for _, row in rows for cell in row])
        first, index = len(self.lines), len(self.tables)
        self.tables.append(Table("data" if kind == "data" else "form", table.rows, table.cols, (), first, first))
        cells: list[Cell] = []
        for number, row in rows:
            if kind == "data":
                self._data_row(number, row, index, cells, table)
            else:
                self._form_row(number, row, index, cells, table)
            for cell in row:
                for nested in cell.nested:
                    self.table(nested)
        if len(self.lines) == first:
            del self.tables[index]
            return
        if table.blank_before:
            self.blanks.add(first)
        self.tables[index] = replace(
            self.tables[index], cells=tuple(cells), last_line=len(self.lines) - 1, page=self.lines[first].page
        )

    def _data_row(self, number: int, row: list[CellLines], index: int, cells: list[Cell], table: RawTable) -> None:
        """Cells joined by tabs; an empty cell at the end or the head of the row leaves no tab behind."""
        self._row([(c, in_one_line(c)) for c in row], number, index, cells, table)

    def _form_row(self, number: int, row: list[CellLines], index: int, cells: list[Cell], table: RawTable) -> None:
        """The first paragraphs in one line, the others in lines of their own, set in; label and value stay together."""
        for pair in pairs_of(row):
            self._form_cells(number, pair, index, cells, table)

    def _form_cells(self, number: int, row: list[CellLines], index: int, cells: list[Cell], table: RawTable) -> None:
        base = len(cells)
        if sum(1 for cell in row if cell.lines) > 1:
            row = [label_in_one(cell) for cell in row]
        self._row([(c, c.lines[0] if c.lines else None) for c in row], number, index, cells, table)
        for at, cell in enumerate(row):
            for logical in cell.lines[1:]:
                self.line(logical, extra_indent=2 * (cell.cell.col + 1), table=index, row=number)
            if len(cell.lines) > 1 and all(len(other.lines) < 2 for other in row[at + 1 :]):
                cells[base + at] = replace(cells[base + at], end=self.lines[-1].end)

    def _row(
        self,
        row: list[tuple[CellLines, Logical | None]],
        number: int,
        index: int,
        cells: list[Cell],
        table: RawTable,
    ) -> None:
        filled = [at for at, (_, logical) in enumerate(row) if logical is not None]
        # A row without text makes no line: its cells stand, empty, at the end of what was written last.
        start, size = (self.position if filled else max(0, self.position - 1)), 0
        heads: list[RawLine] = []
        for at, (cell, logical) in enumerate(row):
            if filled and filled[0] < at <= filled[-1]:
                self.parts.append("\t")
                size += 1
            begin = start + size
            if logical is not None:
                heads.append(logical.pieces[0])
                size += self._pieces(logical, begin)
            raw = cell.cell
            cells.append(Cell(raw.row, raw.col, begin, start + size, raw.row_span, raw.col_span))
        if not filled:
            return
        self.parts.append("\n")
        self.position = start + size + 1
        boxes = [box for head in heads for box in (_box(head.places),) if box is not None]
        box = boxes[0] if boxes else None
        for other in boxes[1:]:
            box = other.union(box) if box else other
        self.lines.append(
            Line(start, start + size, heads[0].page, box, table.block, 0, heads[0].outline, None, index, number)
        )

    def document(self, raw: RawDocument) -> Document:
        """The finished document."""
        text = "".join(self.parts)
        return Document(
            raw.sha256[:16],
            raw.file_name,
            raw.media_type,
            raw.sha256,
            text[:-1] if text.endswith("\n") else text,
            tuple(self.lines),
            tuple(self.tables),
            raw.page_count,
            frozenset(self.blanks),
            CharBoxes(*(tuple(self.boxes[column::7]) for column in range(7))),
            raw.defects,
        )


def _box(places: tuple[Place, ...]) -> BBox | None:
    """Box of characters on one line."""
    if not places:
        return None
    _, tops, _, bottoms = zip(*places, strict=True)
    return BBox(places[0][0], min(tops), places[-1][2], max(bottoms))
