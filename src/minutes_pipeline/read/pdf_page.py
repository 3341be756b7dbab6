"""What stands on one page of a PDF (1ページの文字と罫線): characters with their boxes, ruled lines, through pdfium's raw API.

A page has a thousand characters and pdfium is asked about each of them, so the way of asking counts. ctypes converts an
argument of a declared type in 50 ns and takes one made by ``byref`` as it is: prototypes without argument types, called
by ``map`` over such references, halve the time of reading a page (benchmarks/reading.py).
"""

from __future__ import annotations

import ctypes
import re
from array import array
from collections import deque
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium_c

from minutes_pipeline.model.raw import Place
from minutes_pipeline.model.span import BBox
from minutes_pipeline.read.pdf_maps import LOST

MAX_OBJECTS = 50_000
MAX_RULES_PER_PAGE = 6_000
THIN = 2.5
"""A filled box thinner than this (points) is a ruled line."""


def _call(function: Any, result: Any) -> Any:
    """``function`` without argument types; it never calls back, so the interpreter's lock is kept."""
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_BOX = _call(pdfium_c.FPDFText_GetLooseCharBox, ctypes.c_int)
_CODE = _call(pdfium_c.FPDFText_GetUnicode, ctypes.c_uint)
_GENERATED = _call(pdfium_c.FPDFText_IsGenerated, ctypes.c_int)
_OBJECT = _call(pdfium_c.FPDFPage_GetObject, pdfium_c.FPDF_PAGEOBJECT)
_TYPE = _call(pdfium_c.FPDFPageObj_GetType, ctypes.c_int)
_BOUNDS = _call(pdfium_c.FPDFPageObj_GetBounds, ctypes.c_int)
_FONT = _call(pdfium_c.FPDFTextObj_GetFont, ctypes.c_void_p)

_CHUNK = 1024
_BOXES = ctypes.create_string_buffer(16 * _CHUNK)
"""Boxes as pdfium writes them, four floats each; two threads must not use pdfium at once anyway."""
_EDGE_AT = [[ctypes.byref(_BOXES, 16 * index + 4 * edge) for index in range(_CHUNK)] for edge in range(4)]

_TEXT, _PATH = pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_PATH
_FIRST = 8  # objects among which the first text is looked for

_UNSEEN = re.compile("[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""No text has these; 2 is what pdfium makes of a hyphen at the end of a line, 9 to 13 are blanks of its own."""
_UNSURE = re.compile("[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\U00010000-\U0010ffff]")
_DROPPED = re.compile(
    "[\x00-\x20\x7f-\x9f\u00ad\u200b\u200e\u200f\ufeff\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069]"  # turn the direction of writing
)
_HALF = re.compile("[\ud800-\udfff]")
"""Half a surrogate pair (Windows builds give UTF-16 units) is shown as the replacement character."""


def characters(handle: Any, count: int, left: float, top: float) -> tuple[str, tuple[Place, ...]]:
    """The ``count`` characters of an open text page in the order of its content, and the place of each.

    Line breaks are layout's business: none is given, and a space only where the page really prints one.

    Args:
        handle: pdfium's ``FPDF_TEXTPAGE``.
        count: Number of its characters.
        left: Left edge of the page's box, in the file's own units.
        top: Its upper edge.
    """
    page = _reference(handle)
    text = _text(handle, page, count)
    kept: list[tuple[int, int]] = []
    begin = 0
    for match in _DROPPED.finditer(text):
        at = match.start()
        if text[at] == " " and not _GENERATED(page, at):
            continue
        if begin < at:
            kept.append((begin, at))
        begin = at + 1
    kept.append((begin, count))
    all_places = _places(page, count, left, top)
    places: list[Place] = []
    for begin, end in kept:
        places += all_places[begin:end]
    return "".join([text[begin:end] for begin, end in kept]), tuple(places)


def _reference(handle: Any) -> Any:
    return ctypes.byref(ctypes.c_char.from_address(ctypes.cast(handle, ctypes.c_void_p).value or 0))


def _text(handle: Any, page: Any, count: int) -> str:
    """One character for each that pdfium counts: all at once where it has no doubtful one, else asked one by one."""
    buffer = ctypes.create_string_buffer(2 * count + 2)
    written = pdfium_c.FPDFText_GetText(handle, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    if written == count + 1:
        text = buffer.raw[: 2 * count].decode("utf-16-le", "surrogatepass")
        if _UNSURE.search(text) is None:
            return text
    codes = map(_CODE, repeat(page), range(count))
    text = "".join([chr(code) if code < 0x110000 else LOST for code in codes])
    if _UNSEEN.search(text) is not None:
        text = "".join([_lost_if_seen(handle, at, char) for at, char in enumerate(text)])
    return _HALF.sub("\ufffd", text)


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def _lost_if_seen(handle: Any, index: int, char: str) -> str:
    """A control code that stands for a glyph with ink: a character that the font has no map for."""
    if _CONTROL.match(char) is None:
        return char
    if char == "\x00":
        return LOST
    edges = [ctypes.c_double() for _ in range(4)]
    if pdfium_c.FPDFText_IsGenerated(handle, index) or not pdfium_c.FPDFText_GetCharBox(handle, index, *edges):
        return char
    left, right, bottom, top = (edge.value for edge in edges)
    return LOST if right - left > 0.01 and top - bottom > 0.01 else char


def _places(page: Any, count: int, left: float, top: float) -> list[Place]:
    floats = array("f")
    for first in range(0, count, _CHUNK):
        size = min(_CHUNK, count - first)
        ctypes.memset(_BOXES, 0, 16 * size)
        deque(map(_BOX, repeat(page), range(first, first + size), _EDGE_AT[0]), 0)
        floats.frombytes(memoryview(_BOXES)[: 16 * size])
    x0s, x1s = floats[0::4], floats[2::4]
    if left:
        x0s, x1s = array("f", (x - left for x in x0s)), array("f", (x - left for x in x1s))
    return list(zip(x0s, [top - y for y in floats[1::4]], x1s, [top - y for y in floats[3::4]], strict=True))


@dataclass(frozen=True, slots=True)
class Drawings:
    """What a page draws.

    Attributes:
        rules: Ruled lines (罫線) and edges of boxes.
        lost: pdfium has lost text: it skips single characters of fonts that are not embedded.
        hidden: The first text is invisible, as scanners lay what they recognised under the picture.
    """

    rules: tuple[BBox, ...]
    lost: bool
    hidden: bool


def drawings(page: Any, left: float, top: float) -> Drawings:
    """What an open page (``FPDF_PAGE``) draws; ``left`` and ``top`` as for ``characters``."""
    count = min(pdfium_c.FPDFPage_CountObjects(page), MAX_OBJECTS)
    items = list(map(_OBJECT, repeat(_reference(page)), range(count)))
    kinds = list(map(_TYPE, items))
    rules: list[BBox] = []
    narrow: set[int | None] = set()
    for first in range(0, count, _CHUNK):
        part = items[first : first + _CHUNK]
        ctypes.memset(_BOXES, 0, 16 * len(part))
        found = list(map(_BOUNDS, part, *_EDGE_AT))
        edges = array("f", memoryview(_BOXES)[: 16 * len(part)].tobytes())
        sides = (edges[0::4], edges[1::4], edges[2::4], edges[3::4])
        for item, kind, known, x0, y0, x1, y1 in zip(part, kinds[first:], found, *sides, strict=False):
            if kind == _TEXT:
                if x1 - x0 < 0.001:
                    narrow.add(_FONT(item))
            elif kind == _PATH and known and len(rules) <= MAX_RULES_PER_PAGE:
                box = BBox(x0 - left, top - y1, x1 - left, top - y0)
                if min(box.x1 - box.x0, box.bottom - box.top) <= THIN:
                    rules.append(box)
                elif _stroked(item):
                    rules += _edges(box)
    return Drawings(tuple(rules), any(map(_is_bare_japanese, narrow)), _is_hidden(items, kinds))


def _is_hidden(items: list[Any], kinds: list[int]) -> bool:
    for item, kind in zip(items[:_FIRST], kinds, strict=False):
        if kind == _TEXT:
            return bool(pdfium_c.FPDFTextObj_GetTextRenderMode(item) == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE)
    return False


_JAPANESE_FONT = re.compile(
    rb"min(?:cho|tyo)|gothic|meiryo|ryumin|heisei|kozuka|koz(?:min|go)|ipa|^hg|yu(?:min|go)|biz.?ud|(?:noto|source).{0,12}(?:jp|cjk|han)"
    rb"|[\x80-\xff]",
    re.IGNORECASE,
)


def _is_bare_japanese(address: int | None) -> bool:
    """A Japanese font that is not embedded. In a Latin one only spaces are lost (Word sets them as objects)."""
    font = ctypes.cast(address or 0, pdfium_c.FPDF_FONT)
    if not font or pdfium_c.FPDFFont_GetIsEmbedded(font) != 0:
        return False
    name = ctypes.create_string_buffer(128)
    pdfium_c.FPDFFont_GetBaseFontName(font, name, 128)
    return _JAPANESE_FONT.search(name.value) is not None


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
