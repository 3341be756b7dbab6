"""The clock of a meeting (基準日): what dates without a year are resolved against, where figures are told."""

from __future__ import annotations

from datetime import date

from minutes_pipeline.extract.meeting_when import find_date
from minutes_pipeline.model.section import Outline
from minutes_pipeline.values.dates import date_in_file_name, find_dates
from minutes_pipeline.values.periods import Clock


def meeting_clock(outline: Outline, folded: str) -> Clock:
    """The meeting's date (as its record has it, or the file name) or at least its fiscal year (令和4年度第3回 in the title)."""
    dated = find_date(outline)
    if dated is not None:
        return Clock(day=date.fromisoformat(dated.value))
    spans = [(v.start, v.end) for f in outline.header.of_kind("date", "time") for v in f.values]
    spans += [(outline.document.lines[i].start, outline.document.lines[i].end) for i in outline.header.title_lines]
    spans.append((0, min(len(folded), 1500)))
    for start, end in spans:
        for found in find_dates(folded[start:end]):
            day = found.to_date()
            if day is not None:
                return Clock(day=day)
    day = date_in_file_name(outline.document.file_name)
    if day is not None:
        return Clock(day=day)
    for start, end in spans:
        for found in find_dates(folded[start:end]):
            if found.fiscal and found.year is not None:
                return Clock(fiscal=found.year)
    return Clock()
