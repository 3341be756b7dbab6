"""PDF reader (born digital): the pages of a file, what was lost of their text, and what to say of a file that cannot be read."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import replace
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from minutes_pipeline.errors import LimitError, ReadError
from minutes_pipeline.model.raw import Place, RawDocument, RawPage
from minutes_pipeline.model.span import BBox, Span
from minutes_pipeline.read.pdf_maps import LOST, misread, not_worth_reading
from minutes_pipeline.read.pdf_page import characters, drawings

MAX_PAGES = 2000
MAX_CHARS_PER_PAGE = 60_000
FEW = 30
"""A scan may carry a stamp of so few characters (a page number, a date of receipt)."""

_Defect = tuple[str, str, Span | None]


def read_pdf(data: bytes, file_name: str, sha256: str) -> RawDocument:
    """Read a PDF's pages.

    Raises:
        ReadError: Encrypted, damaged, without pages or without any text.
        NeedsProgramError: A scan, and Tesseract is not installed.
        LimitError: More pages or characters than the limits allow.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _open_error(error, data, file_name) from error
    try:
        count = len(document)
        if count == 0:
            raise ReadError(
                "ページのない PDF です", "作成元のソフトでもう一度 PDF に書き出してください", file=file_name
            )
        if count > MAX_PAGES:
            raise LimitError(
                f"ページが多すぎます（{count}ページ、上限 {MAX_PAGES}ページ）",
                "会議ごとに分けてください",
                file=file_name,
            )
        pages = tuple(_read_page(document, index, file_name, data) for index in range(count))
        wrong = {page.number: misread(page.text, page.places) for page in pages}
        garbled = frozenset(page.number for page in pages if not_worth_reading(page.text, wrong[page.number]))
        pages = _with_scans(pages, garbled, document, file_name)
    finally:
        document.close()
    defects = _defects(pages, wrong, garbled, file_name)
    if b"%%EOF" not in data[-4096:]:
        message = "ファイルの終わりが欠けています。抜けている文があるかもしれません"
        defects = (*defects, ("truncated", message, None))
    return RawDocument(file_name, "pdf", sha256, pages=pages, page_count=count, wrapped=True, defects=defects)


def _with_scans(
    pages: tuple[RawPage, ...], garbled: frozenset[int], document: Any, file_name: str
) -> tuple[RawPage, ...]:
    """Pages that are pictures read by character recognition; the parts for that are loaded for them alone."""
    if not garbled and all(len(page.text) >= 2 * FEW for page in pages):
        return pages
    from minutes_pipeline.read.scan_pages import recognised, scanned

    numbers = scanned(pages, document, garbled)
    if not numbers:
        return pages
    what = "文字コード表のない PDF" if garbled.issuperset(numbers) else "紙を読み取った PDF"
    return recognised(pages, numbers, document, file_name, what=what)


_NO_PAGES = re.compile(rb"/Type\s{0,3}/Pages\b[^>]{0,200}/Count\s{1,3}0\b")


def _open_error(error: Any, data: bytes, file_name: str) -> ReadError:
    if b"/Encrypt" in data and getattr(error, "err_code", 0) in (
        pdfium_c.FPDF_ERR_PASSWORD,
        pdfium_c.FPDF_ERR_SECURITY,
    ):
        return ReadError(
            "パスワードのかかった PDF です", "パスワードを外して保存し直したものを入れてください", file=file_name
        )
    if _NO_PAGES.search(data):
        return _no_pages(file_name)
    return ReadError("壊れているか途中で切れている PDF です", "元のファイルを入手し直してください", file=file_name)


def _no_pages(file_name: str) -> ReadError:
    return ReadError("ページのない PDF です", "作成元のソフトでもう一度 PDF に書き出してください", file=file_name)


def _read_page(document: Any, index: int, file_name: str, data: bytes) -> RawPage:
    page = pdfium_c.FPDF_LoadPage(document.raw, index)
    if not page:
        raise ReadError("ページを開けません", "元のファイルを入手し直してください", file=file_name, page=index + 1)
    try:
        found, lost = _of_open_page(page, index + 1, file_name)
        if lost:
            return _read_slowly(data, found)
        rotation = pdfium_c.FPDFPage_GetRotation(page)
        return _turned(found, rotation) if rotation else found
    finally:
        pdfium_c.FPDF_ClosePage(page)


def _of_open_page(page: Any, number: int, file_name: str) -> tuple[RawPage, bool]:
    """The page as it lies in the file, and whether pdfium has lost some of its text."""
    width, height = pdfium_c.FPDF_GetPageWidthF(page), pdfium_c.FPDF_GetPageHeightF(page)
    box = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDF_GetPageBoundingBox(page, box):
        raise ReadError("ページを開けません", "元のファイルを入手し直してください", file=file_name, page=number)
    handle = pdfium_c.FPDFText_LoadPage(page)
    if not handle:
        return RawPage(number, width, height, "", ()), False
    try:
        count = pdfium_c.FPDFText_CountChars(handle)
        if count > MAX_CHARS_PER_PAGE:
            raise LimitError("1ページの文字が多すぎます", "ページを分けてください", file=file_name, page=number)
        text, places = characters(handle, count, box.left, box.top) if count > 0 else ("", ())
    finally:
        pdfium_c.FPDFText_ClosePage(handle)
    drawn = drawings(page, box.left, box.top)
    return RawPage(number, width, height, text, places, drawn.rules, hidden=drawn.hidden), drawn.lost


def _turned(page: RawPage, quarters: int) -> RawPage:
    """A page that its file says to show turned clockwise: places as they are seen (``width``, ``height`` are so already)."""
    width, height = (page.height, page.width) if quarters % 2 else (page.width, page.height)

    def turn(x0: float, top: float, x1: float, bottom: float) -> Place:
        if quarters == 1:
            return height - bottom, x0, height - top, x1
        if quarters == 2:
            return width - x1, height - bottom, width - x0, height - top
        return top, width - x1, bottom, width - x0

    places = tuple(turn(*place) for place in page.places)
    rules = tuple(BBox(*turn(r.x0, r.top, r.x1, r.bottom)) for r in page.rules)
    return replace(page, places=places, rules=rules)


def _read_slowly(data: bytes, page: RawPage) -> RawPage:
    """The page's characters by pdfplumber, which reads fonts that are not embedded (about 20 ms)."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            source = document.pages[page.number - 1]
            chars = [c for c in source.chars if len(c["text"]) == 1 and c["text"] >= " "]
            source.close()
    except Exception:  # pdfminer raises whatever it meets in a damaged file; what pdfium gave is kept
        return page
    text = "".join(c["text"] for c in chars)
    places = tuple((c["x0"], c["top"], c["x1"], c["bottom"]) for c in chars)
    return replace(page, text=text, places=places) if len(text) > len(page.text) else page


def _defects(
    pages: tuple[RawPage, ...], wrong: dict[int, int], of_no_map: frozenset[int], file_name: str
) -> tuple[_Defect, ...]:
    """What is to be said of the pages: ``wrong`` tells how many characters of each were misread."""
    empty = [page.number for page in pages if not page.text.strip()]
    if len(empty) == len(pages):
        raise ReadError(
            "文字の見つからない PDF です（白紙か、図や写真だけと思われます）",
            "議事録のファイルかを確かめ、300dpi で読み取り直すか、Word のファイルを入れてください",
            file=file_name,
        )
    found: list[_Defect] = [
        ("page_without_text", f"{number}ページに文字がありません（白紙か、図や写真と思われます）", None)
        for number in empty
    ]
    garbled = [page.number for page in pages if not page.confidences and page.number in of_no_map]
    if garbled and len(garbled) + len(empty) == len(pages):
        raise ReadError(
            "文字が正しく取り出せない PDF です（文字コード表がありません）",
            "作成元のソフトで PDF に書き出し直すか、Word のファイルを入れてください",
            file=file_name,
        )
    found += [
        ("unmapped_characters", f"{number}ページの文字が正しく読めていません（文字コード表がありません）", None)
        for number in garbled
    ]
    hidden = [page.number for page in pages if page.hidden and not page.confidences and page.number not in empty]
    if hidden:
        where = "" if len(hidden) == len(pages) else f"{'、'.join(map(str, hidden))}ページは"
        message = f"{where}ほかのソフトで文字認識（OCR）をかけたものです。読み誤りがないか、原本と見比べてください"
        found.append(("ocr_layer", message, None))
    for page in pages:
        if page.number not in garbled and not page.confidences:
            found += _partly_misread(page, wrong[page.number])
    return tuple(found)


def _partly_misread(page: RawPage, wrong: int) -> list[_Defect]:
    lost = page.text.count(LOST)
    if wrong > lost:
        message = (
            f"{page.number}ページの文字のうち{wrong}字ほどが正しく読めていません（一部の文字コード表がありません）"
        )
        return [("unmapped_characters", message, None)]
    return [("lost_characters", f"{page.number}ページに読めない文字が{lost}字あります", None)] if lost else []
