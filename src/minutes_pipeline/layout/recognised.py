"""Recognised text (文字認識で読んだ本文): confidences to the runs of characters, and places back onto the sheet."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace

from minutes_pipeline.model.document import CharBox, CharBoxes, Document
from minutes_pipeline.model.raw import RawDocument, RawPage
from minutes_pipeline.model.span import BBox

_BAND = 20.0
"""Height in points of the bands by which characters are looked up."""


def with_recognition(document: Document, raw: RawDocument) -> Document:
    """The document with ``ocr_pages``, each run's confidence, and boxes on the sheet as it was scanned."""
    pages = {page.number: page for page in raw.pages if page.confidences}
    if not pages:
        return document
    graded = {number: _Graded(page) for number, page in pages.items()}
    boxes = CharBoxes.of(
        replace(run, bbox=_back(run.bbox, pages[run.page]), confidence=graded[run.page].mean(run))
        if run.page in pages
        else run
        for run in document.boxes
    )
    lines = tuple(
        replace(line, bbox=_back(line.bbox, pages[line.page]))
        if line.bbox is not None and line.page is not None and line.page in pages
        else line
        for line in document.lines
    )
    return replace(document, boxes=boxes, lines=lines, ocr_pages=tuple(sorted(pages)))


class _Graded:
    """A page's characters by height."""

    def __init__(self, page: RawPage) -> None:
        self.bands: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
        self.page_mean = sum(page.confidences) / len(page.confidences)
        for (x0, top, x1, bottom), confidence in zip(page.places, page.confidences, strict=True):
            middle = (top + bottom) / 2
            self.bands[int(middle // _BAND)].append(((x0 + x1) / 2, middle, confidence))

    def mean(self, run: CharBox) -> float:
        """Mean confidence of the characters whose middle lies in the run's box; the page's where none does."""
        box = run.bbox
        inside = [
            confidence
            for band in range(int(box.top // _BAND), int(box.bottom // _BAND) + 1)
            for x, y, confidence in self.bands.get(band, ())
            if box.x0 - 0.5 <= x <= box.x1 + 0.5 and box.top - 0.5 <= y <= box.bottom + 0.5
        ]
        return round(sum(inside) / len(inside) if inside else self.page_mean, 3)


def _back(box: BBox, page: RawPage) -> BBox:
    """A box of the straight page on the sheet: turned clockwise about the middle; a slight turn moves it as it is."""
    if not page.turned:
        return box
    quarters = round(page.turned / 90.0) % 4
    angle = math.radians(page.turned)
    x, y = (box.x0 + box.x1 - page.width) / 2, (box.top + box.bottom - page.height) / 2
    across, down = (page.height, page.width) if quarters % 2 else (page.width, page.height)
    # The page was turned anticlockwise, with y pointing down: the way back is clockwise.
    middle_x = across / 2 + x * math.cos(angle) - y * math.sin(angle)
    middle_y = down / 2 + x * math.sin(angle) + y * math.cos(angle)
    width, height = box.x1 - box.x0, box.bottom - box.top
    if quarters % 2:
        width, height = height, width
    return BBox(middle_x - width / 2, middle_y - height / 2, middle_x + width / 2, middle_y + height / 2)
