"""Builders of physical lines, tables and pages with fictional text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minutes_pipeline.layout.canonical import lay_out
from minutes_pipeline.model.document import Document
from minutes_pipeline.model.raw import Place, RawCell, RawDocument, RawLine, RawPage, RawTable
from minutes_pipeline.model.span import BBox
from minutes_pipeline.read.plain import read_plain
from minutes_pipeline.text.widths import columns

Chars = list[tuple[float, float, str]]


@pytest.fixture
def lay_text() -> Callable[[str], Document]:
    """Canonical document of a plain text."""
    return lambda text: lay_out(read_plain(text, "a.txt", "0" * 64))


@pytest.fixture
def make_table() -> Callable[..., RawTable]:
    """A table of one line a cell; a tuple is a cell of several paragraphs."""

    def build(*rows: tuple[str | tuple[str, ...], ...], head: bool = False) -> RawTable:
        cells = []
        for r, row in enumerate(rows):
            for c, content in enumerate(row):
                texts = (content,) if isinstance(content, str) else content
                lines = tuple(RawLine(t, 0, columns(t), hard=True) for t in texts if t)
                cells.append(RawCell(r, c, lines, head=head and r == 0))
        return RawTable(len(rows), max(len(row) for row in rows), tuple(cells))

    return build


@pytest.fixture
def make_page() -> Callable[..., RawPage]:
    """A page of strings at (x, top), 10 points a full-width character, with ruled lines (x0, top, x1, bottom)."""

    def build(strings: Chars, rules: tuple[Place, ...] = (), number: int = 1) -> RawPage:
        text, places = "", []
        for x, top, string in strings:
            for char in string:
                width = 5.0 if char.isascii() else 10.0
                text += char
                places.append((x, top, x + width, top + 10.0))
                x += width
        return RawPage(number, 500.0, 800.0, text, tuple(places), tuple(BBox(*rule) for rule in rules))

    return build


@pytest.fixture
def lay_pages() -> Callable[..., Document]:
    """Canonical document of pages."""

    def build(*pages: RawPage) -> Document:
        return lay_out(RawDocument("a.pdf", "pdf", "0" * 64, pages=pages, page_count=len(pages), wrapped=True))

    return build
