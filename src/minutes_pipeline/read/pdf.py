"""PDF reader (born digital): characters with their boxes, and ruled lines, through pdfium's raw API."""

from __future__ import annotations

import ctypes
import io
import logging
import re
from array import array
from dataclasses import replace
from itertools import compress, repeat
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from minutes_pipeline.errors import LimitError, ReadError
from minutes_pipeline.model.raw import Place, RawDocument, RawPage
from minutes_pipeline.model.span import BBox, Span
from minutes_pipeline.read.pdf_maps import LOST, is_garbled, misread

MAX_PAGES = 2000
MAX_CHARS_PER_PAGE = 60_000
MAX_OBJECTS = 50_000
MAX_RULES_PER_PAGE = 6_000
FEW = 30
"""A scan may carry a stamp of so few characters (a page number, a date of receipt)."""
THIN = 2.5
"""A filled box thinner than this (points) is a ruled line."""

_Defect = tuple[str, str, Span | None]

# Own prototypes on pdfium's functions: plain addresses instead of typed pointers make the loop over characters run
# inside ``map`` (measured: half the time of byref on one reused struct).
_BOX = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium_c.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)
_CODE = ctypes.CFUNCTYPE(ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium_c.FPDFText_GetUnicode, ctypes.c_void_p).value or 0
)
_GENERATED = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium_c.FPDFText_IsGenerated, ctypes.c_void_p).value or 0
)


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
        pages = _with_scans(pages, document, file_name)
    finally:
        document.close()
    defects = _defects(pages, file_name)
    if b"%%EOF" not in data[-4096:]:
        message = "ファイルの終わりが欠けています。抜けている文があるかもしれません"
        defects = (*defects, ("truncated", message, None))
    return RawDocument(file_name, "pdf", sha256, pages=pages, page_count=count, wrapped=True, defects=defects)


def _with_scans(pages: tuple[RawPage, ...], document: Any, file_name: str) -> tuple[RawPage, ...]:
    """Pages that are pictures read by character recognition; the parts for that are loaded for them alone."""
    garbled = frozenset(page.number for page in pages if is_garbled(page.text, page.places))
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
    try:
        page = document[index]
    except pdfium.PdfiumError as error:
        raise ReadError(
            "ページを開けません", "元のファイルを入手し直してください", file=file_name, page=index + 1
        ) from error
    try:
        width, height = page.get_size()
        left, _, _, upper = page.get_bbox()
        handle = pdfium_c.FPDFText_LoadPage(page.raw)
        if not handle:
            return RawPage(index + 1, width, height, "", ())
        try:
            text, places = _characters(handle, left, upper, index + 1, file_name)
        finally:
            pdfium_c.FPDFText_ClosePage(handle)
        rules, lost = _drawings(page, left, upper)
        rotation = pdfium_c.FPDFPage_GetRotation(page.raw)
        found = RawPage(index + 1, width, height, text, places, rules, hidden=_is_hidden(page))
        if lost:
            return _read_slowly(data, found)
        return _turned(found, rotation) if rotation else found
    finally:
        page.close()


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


def _characters(handle: Any, left: float, top: float, number: int, file_name: str) -> tuple[str, tuple[Place, ...]]:
    count = pdfium_c.FPDFText_CountChars(handle)
    if count > MAX_CHARS_PER_PAGE:
        raise LimitError("1ページの文字が多すぎます", "ページを分けてください", file=file_name, page=number)
    if count <= 0:
        return "", ()
    address = ctypes.cast(handle, ctypes.c_void_p).value
    buffer = ctypes.create_string_buffer(16 * count)
    base = ctypes.addressof(buffer)
    codes = list(map(_CODE, repeat(address), range(count)))
    for _ in map(_BOX, repeat(address), range(count), range(base, base + 16 * count, 16)):
        pass
    floats = array("f")
    floats.frombytes(buffer.raw)
    if not _UNSEEN.isdisjoint(codes):
        codes = [_lost_if_seen(handle, i, code) if code in _CONTROLS else code for i, code in enumerate(codes)]
    # Line breaks are layout's business; a space only where the page really prints one.
    kept = [code > 32 and code not in _DROPPED for code in codes]
    if 32 in codes:
        for index, code in enumerate(codes):
            if code == 32 and not _GENERATED(address, index):
                kept[index] = True
    x0s, x1s = floats[0::4], floats[2::4]
    if left:
        x0s, x1s = array("f", (x - left for x in x0s)), array("f", (x - left for x in x1s))
    places = zip(x0s, [top - y for y in floats[1::4]], x1s, [top - y for y in floats[3::4]], strict=True)
    return _whole("".join(map(chr, compress(codes, kept)))), tuple(compress(places, kept))


_CONTROLS = frozenset((*range(32), *range(0x7F, 0xA0)))
_UNSEEN = _CONTROLS - {2, 9, 10, 13}
"""No text has these; 2 is what pdfium makes of a hyphen at the end of a line, 9 to 13 are blanks of its own."""
_DROPPED = frozenset((0xFFFE, 0xFFFF, 0x00AD, 0x200B, 0x200E, 0x200F, 0xFEFF, *range(0x7F, 0xA0)))
_DROPPED |= frozenset((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))  # turn the direction of writing


def _lost_if_seen(handle: Any, index: int, code: int) -> int:
    """A control code that stands for a glyph with ink: a character that the font has no map for."""
    if code == 0:
        return ord(LOST)
    edges = [ctypes.c_double() for _ in range(4)]
    if pdfium_c.FPDFText_IsGenerated(handle, index) or not pdfium_c.FPDFText_GetCharBox(handle, index, *edges):
        return code
    left, right, bottom, top = (edge.value for edge in edges)
    return ord(LOST) if right - left > 0.01 and top - bottom > 0.01 else code


_HALF = re.compile("[\ud800-\udfff]")


def _whole(text: str) -> str:
    """Half a surrogate pair (Windows builds give UTF-16 units) is shown as the replacement character."""
    return _HALF.sub("\ufffd", text)


def _is_hidden(page: Any) -> bool:
    """Whether the first text of a page is invisible, as scanners lay what they recognised under the picture."""
    for index in range(min(pdfium_c.FPDFPage_CountObjects(page.raw), 8)):
        item = pdfium_c.FPDFPage_GetObject(page.raw, index)
        if pdfium_c.FPDFPageObj_GetType(item) == pdfium_c.FPDF_PAGEOBJ_TEXT:
            return bool(pdfium_c.FPDFTextObj_GetTextRenderMode(item) == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE)
    return False


def _drawings(page: Any, left: float, top: float) -> tuple[tuple[BBox, ...], bool]:
    """Ruled lines, and whether pdfium has lost text: it skips single characters of fonts that are not embedded."""
    rules: list[BBox] = []
    lost = False
    x0, y0, x1, y1 = (ctypes.c_float() for _ in range(4))
    for index in range(min(pdfium_c.FPDFPage_CountObjects(page.raw), MAX_OBJECTS)):
        item = pdfium_c.FPDFPage_GetObject(page.raw, index)
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT and not lost:
            pdfium_c.FPDFPageObj_GetBounds(item, x0, y0, x1, y1)
            if x1.value - x0.value < 0.001:
                lost = _is_bare_japanese(pdfium_c.FPDFTextObj_GetFont(item))
        if kind != pdfium_c.FPDF_PAGEOBJ_PATH or len(rules) > MAX_RULES_PER_PAGE:
            continue
        if not pdfium_c.FPDFPageObj_GetBounds(item, x0, y0, x1, y1):
            continue
        box = BBox(x0.value - left, top - y1.value, x1.value - left, top - y0.value)
        if min(box.x1 - box.x0, box.bottom - box.top) <= THIN:
            rules.append(box)
        elif _stroked(item):
            rules += _edges(box)
    return tuple(rules), lost


_JAPANESE_FONT = re.compile(
    rb"min(?:cho|tyo)|gothic|meiryo|ryumin|heisei|kozuka|koz(?:min|go)|ipa|^hg|yu(?:min|go)|biz.?ud|(?:noto|source).{0,12}(?:jp|cjk|han)"
    rb"|[\x80-\xff]",
    re.IGNORECASE,
)


def _is_bare_japanese(font: Any) -> bool:
    """A Japanese font that is not embedded. In a Latin one only spaces are lost (Word sets them as objects)."""
    if not font or pdfium_c.FPDFFont_GetIsEmbedded(font) != 0:
        return False
    name = ctypes.create_string_buffer(128)
    pdfium_c.FPDFFont_GetBaseFontName(font, name, 128)
    return _JAPANESE_FONT.search(name.value) is not None


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


def _stroked(item: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium_c.FPDFPath_GetDrawMode(item, mode, stroke)) and bool(stroke.value)


def _edges(box: BBox) -> list[BBox]:
    return [
        BBox(box.x0, box.top, box.x1, box.top),
        BBox(box.x0, box.bottom, box.x1, box.bottom),
        BBox(box.x0, box.top, box.x0, box.bottom),
        BBox(box.x1, box.top, box.x1, box.bottom),
    ]


def _defects(pages: tuple[RawPage, ...], file_name: str) -> tuple[_Defect, ...]:
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
    garbled = [page.number for page in pages if not page.confidences and is_garbled(page.text, page.places)]
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
            found += _partly_misread(page)
    return tuple(found)


def _partly_misread(page: RawPage) -> list[_Defect]:
    lost, wrong = page.text.count(LOST), misread(page.text, page.places)
    if wrong > lost:
        message = (
            f"{page.number}ページの文字のうち{wrong}字ほどが正しく読めていません（一部の文字コード表がありません）"
        )
        return [("unmapped_characters", message, None)]
    return [("lost_characters", f"{page.number}ページに読めない文字が{lost}字あります", None)] if lost else []
