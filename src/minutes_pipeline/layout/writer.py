"""Writing the canonical text (正規化本文の書き出し): logical lines and tables with their spans, places and indents."""

from __future__ import annotations

import re

from minutes_pipeline.layout.wrapping import Logical
from minutes_pipeline.model.document import Cell, CharBox, Document, Line, Table
from minutes_pipeline.model.raw import Place, RawCell, RawDocument, RawItem, RawLine, RawTable
from minutes_pipeline.model.span import BBox

_RUN = re.compile(r"[^、。・：:）)　 \t]{1,16}[、。・：:）)　 \t]{0,4}|[、。・：:）)　 \t]{1,16}")
"""A run of characters that gets one box: to the next punctuation mark, at most 16."""


class Writer:
    """Collects logical lines and tables; ``document`` gives the result once."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.position = 0
        self.lines: list[Line] = []
        self.tables: list[Table] = []
        self.blanks: set[int] = set()
        self.boxes: list[CharBox] = []
        self.left: dict[int | None, float] = {}

    def line(
        self, logical: Logical, *, extra_indent: int = 0, table: int | None = None, row: int | None = None
    ) -> None:
        """Append one logical line."""
        head = logical.pieces[0]
        start = self.position
        if head.blank_before:
            self.blanks.add(len(self.lines))
        size = 0
        for glue, piece in zip(logical.glue, logical.pieces, strict=True):
            text = glue + piece.text
            if piece.places:
                self._boxes(piece, start + size + len(glue))
            self.parts.append(text)
            size += len(text)
        self.parts.append("\n")
        self.position = start + size + 1
        self.lines.append(
            Line(
                start,
                start + size,
                head.page,
                _box(head.places),
                head.block,
                round(2 * max(0.0, head.left - self.left.get(head.page, 0.0)) / head.size) + extra_indent,
                head.outline,
                head.list_level,
                table,
                row,
            )
        )

    def _boxes(self, piece: RawLine, start: int) -> None:
        page = piece.page or 1
        for found in _RUN.finditer(piece.text):
            box = _box(piece.places[found.start() : found.end()])
            if box is not None:
                self.boxes.append(CharBox(start + found.start(), start + found.end(), page, box))

    def table(self, table: RawItem) -> None:
        """Append a table's lines."""
        assert isinstance(table, RawTable)
        first, index = len(self.lines), len(self.tables)
        cells: list[Cell] = []
        rows: dict[int, list[RawCell]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, []).append(cell)
        for number, row in sorted(rows.items()):
            start, size = self.position, 0
            for place, cell in enumerate(row):
                if place:
                    self.parts.append("\t")
                    size += 1
                text = "".join(i.text for i in cell.content if isinstance(i, RawLine))
                self.parts.append(text)
                cells.append(
                    Cell(number, cell.col, start + size, start + size + len(text), cell.row_span, cell.col_span)
                )
                size += len(text)
            self.parts.append("\n")
            self.position = start + size + 1
            self.lines.append(Line(start, start + size, table.page, None, table.block, 0, None, None, index, number))
        if len(self.lines) > first:
            self.tables.append(
                Table("data", table.rows, table.cols, tuple(cells), first, len(self.lines) - 1, table.page)
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
            tuple(self.boxes),
            raw.defects,
        )


def _box(places: tuple[Place, ...]) -> BBox | None:
    if not places:
        return None
    return BBox(
        min(p[0] for p in places), min(p[1] for p in places), max(p[2] for p in places), max(p[3] for p in places)
    )
