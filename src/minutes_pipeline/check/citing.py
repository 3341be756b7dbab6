"""Citing (出典づけ): a finding with the places that it is about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from minutes_pipeline.model.finding import Finding
from minutes_pipeline.model.ids import record_id
from minutes_pipeline.model.records import SourceSpan
from minutes_pipeline.model.section import Outline


def cite(
    outline: Outline,
    code: str,
    severity: Literal["info", "warning", "error"],
    message: str,
    spans: Sequence[tuple[int, int]],
    field: str | None = None,
) -> Finding:
    """A finding about the given spans of ``Document.text``, in document order."""
    places = tuple(_place(outline, start, end) for start, end in sorted(spans))
    start, end = (places[0].start, places[-1].end) if places else (0, 0)
    identity = record_id(outline.document.id, "finding", start, end, code, message)
    return Finding(id=identity, code=code, severity=severity, message=message, spans=places, field=field)


def _place(outline: Outline, start: int, end: int) -> SourceSpan:
    lines = outline.document.lines
    page = lines[max(0, bisect_right(lines, start, key=lambda x: x.start) - 1)].page if lines else None
    return SourceSpan(start=start, end=end, page=page)
