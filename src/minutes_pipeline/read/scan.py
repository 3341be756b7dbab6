"""Scans (紙を読み取った画像): pages of pictures to pages of characters, which the rest of the pipeline takes as any PDF's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from minutes_pipeline.errors import ReadError
from minutes_pipeline.model.raw import Place, RawDocument, RawPage
from minutes_pipeline.model.span import BBox
from minutes_pipeline.read.programs import progress
from minutes_pipeline.read.scan_image import (
    Grey,
    Mask,
    Picture,
    ink_of,
    is_upright,
    read_pictures,
    skew_of,
    straightened,
)
from minutes_pipeline.read.scan_marks import ruled_lines
from minutes_pipeline.read.scan_mending import mended
from minutes_pipeline.read.scan_places import Glyph, place
from minutes_pipeline.read.scan_rows import Row, character_size, find_rows
from minutes_pipeline.read.scan_shapes import with_solid_marks
from minutes_pipeline.read.scan_words import Word, recognise, tesseract

SURE = 0.75
"""Mean confidence above which a page is taken as lying the right way."""
LEGIBLE = 0.45
"""Mean confidence below which a page is a picture without text, and nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way of reading a page: turned by ``quarters`` right angles (anticlockwise), along or down."""

    quarters: int
    vertical: bool
    rows: tuple[tuple[Row, tuple[Glyph, ...]], ...]
    rules: tuple[tuple[float, float, float, float], ...]
    shape: tuple[int, int]
    """Rows and columns of pixels of the page as it was read."""
    words: tuple[Word, ...]

    @property
    def confidence(self) -> float:
        """Mean of the words' confidences by characters; 0.0 where there are none."""
        size = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / size if size else 0.0

    @property
    def size(self) -> int:
        """Characters read."""
        return sum(len(word.text) for word in self.words)


def read_images(data: bytes, file_name: str, sha256: str, media_type: str) -> RawDocument:
    """Read a PNG, JPEG or TIFF.

    Raises:
        NeedsProgramError: Tesseract or its Japanese data are not installed.
        ReadError: Damaged, or no text in it.
        LimitError: Beyond the limits of size, pages or time.
    """
    program = tesseract(file_name, "画像")
    pages = tuple(
        read_scan(program, picture, number, file_name)
        for number, picture in enumerate(read_pictures(data, file_name), start=1)
    )
    if not any(page.text for page in pages):
        raise ReadError(
            "文字の見つからない画像です",
            "議事録の画像かを確かめ、300dpi で読み取り直したものを入れてください",
            file=file_name,
        )
    defects = tuple(without_text(page.number) for page in pages if not page.text)
    return RawDocument(file_name, media_type, sha256, pages=pages, page_count=len(pages), wrapped=True, defects=defects)


def without_text(number: int) -> tuple[str, str, None]:
    """The defect of a page of which nothing could be read."""
    return "page_without_text", f"{number}ページに文字が見つかりません（図や写真のページと思われます）", None


def read_scan(program: Path, picture: Picture, number: int, file_name: str) -> RawPage:
    """One page by character recognition; without text where it holds none or none that is legible.

    Raises:
        NeedsProgramError: The page is set vertically, and the data for that are missing.
        ReadError: Tesseract failed on it.
        LimitError: It took too long.
    """
    progress()
    empty = RawPage(number, picture.width, picture.height, "", ())
    skew = skew_of(ink_of(picture.grey))
    grey = straightened(picture.grey, skew)
    best: _Reading | None = None
    for quarters, vertical in _ways(ink_of(grey)):
        reading = _read(program, grey, picture, quarters, vertical, number, file_name)
        if best is None or (reading.confidence, reading.size) > (best.confidence, best.size):
            best = reading
        if best.confidence >= SURE:
            break
    if best is None or best.confidence < LEGIBLE or best.size < 2:
        return empty
    return _page(best, picture, number, skew)


def _ways(ink: Mask) -> Iterable[tuple[int, bool]]:
    """(quarters, vertical), the likely ones first: the next is tried only where the reading before is doubtful.

    Lines across are horizontal text, or vertical text on its side; lines down the other way round.
    """
    if is_upright(ink):
        return (0, False), (2, False), (1, True), (3, True)
    return (0, True), (1, False), (3, False), (2, True)


def _read(
    program: Path, grey: Grey, picture: Picture, quarters: int, vertical: bool, number: int, file_name: str
) -> _Reading:
    # Rows always lie across here: vertical text is laid on its side, its first (rightmost) column on top.
    page = np.rot90(grey, quarters + (1 if vertical else 0)).copy()
    ink = ink_of(page)
    across, down, pixels = ruled_lines(ink, picture.scale * 72)
    page[pixels] = 255
    ink &= ~pixels
    em = character_size(ink)
    rows = [] if em is None else find_rows(ink, em)
    if vertical:
        tesseract(file_name, "縦書きの画像", vertical=True)
    words = recognise(program, page, rows, vertical=vertical, file_name=file_name, page=number)
    by_row: list[list[Word]] = [[] for _ in rows]
    for word in words:
        by_row[word.row].append(word)
    placed = [
        (row, tuple(mended(with_solid_marks(place(found, row, ink), row, ink))))
        for row, found in zip(rows, by_row, strict=True)
        if found
    ]
    rules = tuple((float(b.x0), float(b.y0), float(b.x1), float(b.y1)) for b in (*across, *down))
    return _Reading(quarters, vertical, tuple(placed), rules, (page.shape[0], page.shape[1]), tuple(words))


def _page(reading: _Reading, picture: Picture, number: int, skew: float) -> RawPage:
    """The page in points, as it lies when read (its places are turned back to the sheet by ``turned``)."""
    scale = picture.scale
    height, width = reading.shape
    if reading.vertical:
        height, width = width, height

    def box(x0: float, y0: float, x1: float, y1: float) -> Place:
        if reading.vertical:
            x0, y0, x1, y1 = width - y1, x0, width - y0, x1
        return x0 / scale, y0 / scale, x1 / scale, y1 / scale

    chars: list[str] = []
    places: list[Place] = []
    confidences: list[float] = []
    for row, glyphs in reading.rows:
        middle = (row.top + row.bottom) / 2
        for glyph in glyphs:
            chars.append(glyph.char)
            places.append(box(glyph.x0, middle - row.em / 2, glyph.x1, middle + row.em / 2))
            confidences.append(round(glyph.confidence, 3))
    return RawPage(
        number,
        width / scale,
        height / scale,
        "".join(chars),
        tuple(places),
        tuple(BBox(*box(*rule)) for rule in reading.rules),
        tuple(confidences),
        skew + 90.0 * reading.quarters,
    )
