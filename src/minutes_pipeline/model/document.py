"""Canonical document (正規化した文書): what layout hands on and every later stage stands on.

The canonical text is the logical lines joined by one newline. A logical line (論理行) is one paragraph, bullet,
heading, speaker's utterance or table row: wrapped physical lines are joined, furniture (running heads, page numbers) is
left out. Outer white space is not part of a line (its depth is ``indent``); inner white space stays as printed, a tab
stop or a wide gap between columns is a tab. Cells of a data-table row are joined by tabs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, overload

from minutes_pipeline.model.span import BBox, Span


@dataclass(frozen=True, slots=True)
class Line:
    """One logical line.

    Attributes:
        start: First code point in ``Document.text``.
        end: One past the last code point; ``text[start:end]`` holds no newline.
        page: 1-based page where the line begins; None in formats without pages.
        bbox: Box of the line's part on that page; None where the format has no positions.
        block: 0-based index of the source block (body element, paragraph, physical line) it begins in.
        indent: Leading white space in half-width columns (a full-width space is 2).
        outline: Heading level from the file's own styles (DOCX Heading N, HTML hN, Markdown #), 1-based, else None.
        list_level: 0-based level of automatic numbering or bullets (its label is printed into the text), else None.
        table: Index into ``Document.tables`` when the line is (part of) a table row, else None.
        row: 0-based row in that table, else None.
    """

    start: int
    end: int
    page: int | None = None
    bbox: BBox | None = None
    block: int = 0
    indent: int = 0
    outline: int | None = None
    list_level: int | None = None
    table: int | None = None
    row: int | None = None

    @property
    def span(self) -> Span:
        """The line's span in ``Document.text``."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell (セル): 0-based position, how many rows and columns it covers, its span (may be empty)."""

    row: int
    col: int
    start: int
    end: int
    row_span: int = 1
    col_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table (表).

    Attributes:
        kind: ``data`` is a grid with a heading row and values, one logical line a row, cells joined by tabs. ``form`` is
            a label-and-value arrangement of prose (a header set as a table): the first paragraphs of a row's cells are
            one line joined by tabs, further paragraphs of a cell are lines of their own with a larger ``indent``.
        rows: Number of rows.
        cols: Number of columns.
        cells: In row, column order; a merged cell once, at its top-left.
        first_line: Index in ``Document.lines`` of the table's first line.
        last_line: Index of its last line (inclusive).
        page: 1-based page it begins on, or None.
    """

    kind: Literal["data", "form"]
    rows: int
    cols: int
    cells: tuple[Cell, ...]
    first_line: int
    last_line: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class CharBox:
    """Positions of a run of canonical characters on a page: code points ``start:end`` lie in ``bbox`` on ``page``.

    ``confidence`` (0 to 1) is the mean of character recognition (OCR) over the run, None where the text was not so read.
    """

    start: int
    end: int
    page: int
    bbox: BBox
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class CharBoxes(Sequence[CharBox]):
    """Runs of characters in document order, each its own (``ends`` ascend as ``starts`` do), kept as columns.

    A document has thousands and few are looked at one by one: a ``CharBox`` is made when it is asked for.
    """

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()
    x0s: tuple[float, ...] = ()
    tops: tuple[float, ...] = ()
    x1s: tuple[float, ...] = ()
    bottoms: tuple[float, ...] = ()
    confidences: tuple[float | None, ...] | None = None

    @classmethod
    def of(cls, runs: Iterable[CharBox]) -> CharBoxes:
        """The columns of runs in document order."""
        rows = [(r.start, r.end, r.page, r.bbox.x0, r.bbox.top, r.bbox.x1, r.bbox.bottom, r.confidence) for r in runs]
        return cls(*zip(*rows, strict=True)) if rows else cls()

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> CharBox: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[CharBox, ...]: ...

    def __getitem__(self, index: int | slice) -> CharBox | tuple[CharBox, ...]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(len(self))))
        box = BBox(self.x0s[index], self.tops[index], self.x1s[index], self.bottoms[index])
        confidence = None if self.confidences is None else self.confidences[index]
        return CharBox(self.starts[index], self.ends[index], self.pages[index], box, confidence)

    def between(self, start: int, end: int) -> tuple[int, int]:
        """First run that reaches into ``text[start:end]``, and the first one behind it."""
        first = bisect_right(self.ends, start)
        return first, bisect_left(self.starts, end, lo=first)


@dataclass(frozen=True, slots=True)
class Document:
    """A read and laid-out file.

    Attributes:
        id: First 16 hex digits of the SHA-256 of the file's bytes.
        file_name: Name without folders.
        media_type: As in ``RawDocument``.
        sha256: Full hex digest of the bytes.
        text: Canonical text.
        lines: Logical lines in reading order, without empty ones; ``blank_before`` tells where empty lines stood.
        tables: Tables in order.
        pages: Number of pages, or None.
        blank_before: Indices of lines that an empty line precedes.
        boxes: Runs of characters with their places, sorted by ``start``; empty where the format has no positions.
        defects: What the reader had to leave out or doubted, as (code, Japanese message, Span or None).
        ocr_pages: Pages (1-based, ascending) whose text was read by character recognition (文字認識).
    """

    id: str
    file_name: str
    media_type: str
    sha256: str
    text: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    pages: int | None = None
    blank_before: frozenset[int] = frozenset()
    boxes: CharBoxes = field(default=CharBoxes(), repr=False)
    defects: tuple[tuple[str, str, Span | None], ...] = ()
    ocr_pages: tuple[int, ...] = ()

    def line_text(self, index: int) -> str:
        """Text of logical line ``index``."""
        line = self.lines[index]
        return self.text[line.start : line.end]
