"""Which pages of a PDF are scans (画像だけのページ), and those pages by character recognition."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium_c

from minutes_pipeline.errors import LimitError, NeedsProgramError
from minutes_pipeline.model.raw import RawPage
from minutes_pipeline.read.pdf import FEW

COVERED = 0.5
"""A page with so few characters is a scan where pictures cover this share of it."""
MAX_SCANS = 500
_MAX_OBJECTS = 2000


def scanned(pages: tuple[RawPage, ...], document: Any, garbled: frozenset[int]) -> tuple[int, ...]:
    """Numbers of the pages to be read by recognition.

    Args:
        pages: As read by their text.
        document: The PDF, open in pdfium.
        garbled: Pages whose characters have no names in the file.
    """
    found = []
    for page in pages:
        size = len("".join(page.text.split()))
        if page.number in garbled or (size < FEW and _is_picture(document[page.number - 1], size)):
            found.append(page.number)
    return tuple(found)


def _is_picture(page: Any, size: int) -> bool:
    """Whether something other than text is drawn: anything at all on a page without text, else pictures over half of it."""
    try:
        count = min(pdfium_c.FPDFPage_CountObjects(page.raw), _MAX_OBJECTS)
        kinds = [pdfium_c.FPDFPageObj_GetType(pdfium_c.FPDFPage_GetObject(page.raw, index)) for index in range(count)]
        if size == 0:
            return bool(kinds)
        width, height = page.get_size()
        covered = sum(
            _area(pdfium_c.FPDFPage_GetObject(page.raw, index))
            for index, kind in enumerate(kinds)
            if kind in (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_FORM)
        )
        return bool(covered >= COVERED * width * height)
    finally:
        page.close()


def _area(item: Any) -> float:
    x0, y0, x1, y1 = (ctypes.c_float() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetBounds(item, x0, y0, x1, y1):
        return 0.0
    return (x1.value - x0.value) * (y1.value - y0.value)


def recognised(
    pages: tuple[RawPage, ...], numbers: tuple[int, ...], document: Any, file_name: str, *, what: str
) -> tuple[RawPage, ...]:
    """The pages, those of ``numbers`` by recognition; where nothing legible is found on one, as it was.

    ``what`` names the file's kind in the message. A PDF that is mostly text does not wait for a program because of a picture in it.

    Raises:
        NeedsProgramError: Half of the pages or more are scans, and Tesseract or its data are missing.
        LimitError: More scans than ``MAX_SCANS``, or one takes too long.
        ReadError: Tesseract failed.
    """
    # numpy and pillow, which only pictures ask for: a short last page comes by here as well
    from minutes_pipeline.read.scan import read_scan
    from minutes_pipeline.read.scan_image import render
    from minutes_pipeline.read.scan_words import tesseract

    if len(numbers) > MAX_SCANS:
        raise LimitError(
            f"紙を読み取ったページが多すぎます（{len(numbers)}ページ、上限 {MAX_SCANS}ページ）",
            "会議ごとに分けてください",
            file=file_name,
        )
    try:
        program = tesseract(file_name, what)
    except NeedsProgramError:
        if 2 * len(numbers) >= sum(1 for page in pages if page.text.strip() or page.number in numbers):
            raise
        return pages
    result = list(pages)
    for number in numbers:
        page = document[number - 1]
        try:
            picture = render(page)
        finally:
            page.close()
        found = read_scan(program, picture, number, file_name)
        if found.text:
            result[number - 1] = found
    return tuple(result)
