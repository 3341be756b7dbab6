"""Where records stand in the source (原文の印): the text cut into marked stretches, boxes over the pages of a PDF."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from minutes_pipeline.web.drawing import page_size

MARKED = ("decisions", "metrics", "issues", "actions", "goals", "programs", "attendees", "agenda_items")
"""Tables whose records are marked in the source."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text: plain, or covered by the record ``record_id`` (the shortest that covers it).

    ``begins`` are the records that begin here, also those that a shorter one hides: the piece bears their anchors.
    """

    text: str
    record_id: str | None
    kind: str | None
    begins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """Where a record stands on a page: its id, kind, first words, and rectangle in points."""

    record_id: str
    kind: str
    words: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the original with the boxes drawn over it, in points."""

    number: int
    width: float
    height: float
    boxes: tuple[Box, ...]


def places_of(minutes: Mapping[str, Any]) -> list[tuple[str, str, int, int]]:
    """(id, table, start, end) of the records that are marked."""
    return [(one["id"], table, one["span"]["start"], one["span"]["end"]) for table in MARKED for one in minutes[table]]


def stretches(
    text: str, records: Sequence[tuple[str, str, int, int]], offset: int = 0, wanted: str | None = None
) -> list[Stretch]:
    """Cut a text at the ends of the records (id, kind, start, end); where several overlap, the shortest wins.

    Time and memory grow with the number of records, not of characters.

    Args:
        text: A part of the document's text.
        records: Their ranges count in the whole text.
        offset: Where ``text`` begins in the whole.
        wanted: The record that wins over all others.

    >>> [(s.text, s.record_id) for s in stretches("abcdef", [("x", "issue", 1, 4), ("y", "metric", 2, 3)])]
    [('a', None), ('b', 'x'), ('c', 'y'), ('d', 'x'), ('ef', None)]
    >>> [(s.text, s.record_id) for s in stretches("cd", [("x", "issue", 1, 3)], 2)]
    [('c', 'x'), ('d', None)]
    """
    ranked = sorted(
        ((max(start - offset, 0), min(end - offset, len(text)), name, kind) for name, kind, start, end in records),
        key=lambda r: (r[2] != wanted, r[1] - r[0], -r[0], r[2]),
    )
    ranked = [one for one in ranked if one[0] < one[1]]
    opening: dict[int, list[int]] = {}
    for rank, (start, *_) in enumerate(ranked):
        opening.setdefault(start, []).append(rank)
    edges = sorted({0, len(text), *opening, *(end for _, end, *_ in ranked)})
    found: list[Stretch] = []
    active: list[int] = []
    for start, end in pairwise(edges):
        for rank in opening.get(start, ()):
            heapq.heappush(active, rank)
        while active and ranked[active[0]][1] <= start:
            heapq.heappop(active)
        name, kind = (ranked[active[0]][2], ranked[active[0]][3]) if active else (None, None)
        begins = tuple(ranked[rank][2] for rank in opening.get(start, ()))
        if found and found[-1].record_id == name and not begins:
            found[-1] = Stretch(found[-1].text + text[start:end], name, kind, found[-1].begins)
        else:
            found.append(Stretch(text[start:end], name, kind, begins))
    return found


def sheets_of(original: Path, minutes: Mapping[str, Any], pages: range) -> list[Sheet]:
    """Pages of a PDF with the boxes of the records on them."""
    boxes: dict[int, list[Box]] = {}
    for table in MARKED:
        for one in minutes[table]:
            span = one["span"]
            if span["page"] and span["bbox"]:
                x0, top, x1, bottom = span["bbox"]
                boxes.setdefault(span["page"], []).append(
                    Box(one["id"], table, one["quote"][:40], x0, top, x1 - x0, bottom - top)
                )
    return [Sheet(n, *page_size(original, n), tuple(boxes.get(n, ()))) for n in pages]


@dataclass(frozen=True, slots=True)
class Clip:
    """A strip of a page around one record, in points: meeting, page, size of the page, the strip, the record's box."""

    meeting_id: str
    page: int
    width: float
    height: float
    top: float
    tall: float
    box: tuple[float, float, float, float]


_MARGIN = 110.0
"""Points of the page shown above and below a record: half a dozen lines."""


def clip_of(meeting_id: str, span: Mapping[str, Any], width: float, height: float) -> Clip:
    """The strip of a page of this size around a place (``page`` and ``bbox``).

    >>> clip = clip_of("m", {"page": 2, "bbox": [50, 60, 250, 80]}, 595, 842)
    >>> clip.top, clip.tall, clip.box
    (0.0, 190.0, (50, 60, 200, 20))
    """
    x0, top, x1, bottom = span["bbox"]
    begin, end = max(0.0, top - _MARGIN), min(height, bottom + _MARGIN)
    return Clip(meeting_id, span["page"], width, height, begin, end - begin, (x0, top, x1 - x0, bottom - top))
