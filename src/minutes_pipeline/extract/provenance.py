"""Grounding (出典づけ): the fields every record shares, made in one place."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import compress
from typing import Any

from minutes_pipeline.model.document import CharBoxes, Document
from minutes_pipeline.model.ids import record_id
from minutes_pipeline.model.records import SourceSpan
from minutes_pipeline.model.section import Heading, Outline, Sentence


def line_at(document: Document, position: int) -> int:
    """Index of the logical line that holds code point ``position``."""
    return max(0, bisect_right(document.lines, position, key=lambda line: line.start) - 1)


def source_span(document: Document, start: int, end: int) -> SourceSpan:
    """The span with the page and the box of its part on the page where it begins."""
    runs = document.boxes
    first, last = runs.between(start, end)
    if first < last:
        page: int | None = runs.pages[first]
        edges: tuple[float, float, float, float] | None = _around(runs, first, last)
    else:
        line = document.lines[line_at(document, start)]
        page, box = line.page, line.bbox
        edges = None if box is None else (box.x0, box.top, box.x1, box.bottom)
    if edges is not None:
        edges = (round(edges[0], 1), round(edges[1], 1), round(edges[2], 1), round(edges[3], 1))
    return SourceSpan(start=start, end=end, page=page, bbox=edges)


def _around(runs: CharBoxes, first: int, last: int) -> tuple[float, float, float, float]:
    """The edges of the box around the runs of ``[first, last)`` that stand on the page of the first."""
    pages = runs.pages[first:last]
    columns = (runs.x0s[first:last], runs.tops[first:last], runs.x1s[first:last], runs.bottoms[first:last])
    if pages.count(pages[0]) < len(pages):
        here = [page == pages[0] for page in pages]
        x0s, tops, x1s, bottoms = (tuple(compress(column, here)) for column in columns)
    else:
        x0s, tops, x1s, bottoms = columns
    return min(x0s), min(tops), max(x1s), max(bottoms)


def ocr_confidence(document: Document, start: int, end: int) -> float | None:
    """Mean confidence of character recognition under a quote; None where no part of it was so read."""
    runs = document.boxes
    if not document.ocr_pages or runs.confidences is None:
        return None
    total, size = 0.0, 0
    for at in range(*runs.between(start, end)):
        confidence = runs.confidences[at]
        if confidence is not None:
            shared = min(runs.ends[at], end) - max(runs.starts[at], start)
            total, size = total + confidence * shared, size + shared
    return round(total / size, 3) if size else None


def grounded(
    document: Document, kind: str, start: int, end: int, *, rule_id: str, confidence: float, extra: str = ""
) -> dict[str, Any]:
    """Keyword arguments common to all records: id, quote, span, rule_id, confidence, ocr_confidence.

    What was read by character recognition is at most as sure as its characters. ``extra`` tells apart records that share a
    place (two figures of one sentence).
    """
    read = ocr_confidence(document, start, end)
    return {
        "id": record_id(document.id, kind, start, end, extra),
        "quote": document.text[start:end],
        "span": source_span(document, start, end),
        "rule_id": rule_id,
        "confidence": confidence if read is None else round(confidence * read, 3),
        "ocr_confidence": read,
    }


def heading_id(document: Document, heading: Heading) -> str:
    """Id of the record that ``heading`` becomes (agenda item, goal, program)."""
    return _heading_id(document.id, heading.kind, heading.start, heading.end, heading.title)


@lru_cache(maxsize=1024)
def _heading_id(document: str, kind: str, start: int, end: int, title: str) -> str:
    """Every record under a heading asks for it."""
    return record_id(document, kind, start, end, title)


def placed(outline: Outline, sentence: Sentence) -> dict[str, Any]:
    """Keyword arguments of a record's place: agenda_item, agenda_item_id, goal_id, program_id."""
    document = outline.document
    item = None if sentence.agenda_item is None else outline.agenda_items[sentence.agenda_item]
    goal = None if sentence.goal is None else outline.goals[sentence.goal]
    program = None if sentence.program is None else outline.programs[sentence.program]
    return {
        "agenda_item": None if item is None else item.title,
        "agenda_item_id": None if item is None else heading_id(document, item),
        "goal_id": None if goal is None else heading_id(document, goal),
        "program_id": None if program is None else heading_id(document, program),
    }
