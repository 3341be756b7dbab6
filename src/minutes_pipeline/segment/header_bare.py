"""Heads without labels (見出し語のない頭書き): title, day, place and those present, one to a line, as web copies leave them."""

from __future__ import annotations

import re

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import FieldKind, HeaderField
from minutes_pipeline.model.span import Span
from minutes_pipeline.segment.header_values import line_text
from minutes_pipeline.values.dates import find_dates
from minutes_pipeline.values.names import name_likeness
from minutes_pipeline.values.posts import ends_with_title, is_role
from minutes_pipeline.values.times import find_times

_DEEPEST = 40
"""Lines in which such a head begins."""
_LEFT_OVER = re.compile(r"[\s()~\-、,]|から|より|まで|開会|閉会|開催|曜日?|[日月火水木金土]")
_PLACE = re.compile(
    r"[^。、:]{2,40}(?:室|館|所|場|庁|センター|ホール|会場|正庁|議場|[0-9]階[^。、:]{0,14})(?:\s?\([^()]{1,20}\))?"
)
_SPLIT = re.compile(r"[、，,]")
_NOTE = re.compile(r"\s?\([^()]{1,20}\)\s?$")


def bare_fields(document: Document, folded: str) -> tuple[list[HeaderField], int] | None:
    """Fields of a head without labels, and the line behind it; None where the document has none.

    A line that is nothing but a day with weekday or hours opens it; the place may stand below it, and below that lines that
    list people: members all, as no heading tells otherwise.
    """
    day = next((i for i in range(min(_DEEPEST, len(document.lines))) if _is_day(line_text(document, folded, i))), None)
    if day is None:
        return None
    fields = [_field(document, "date", day)]
    line = day + 1
    if line < len(document.lines) and _PLACE.fullmatch(line_text(document, folded, line).strip()):
        fields.append(_field(document, "venue", line))
        line += 1
    while line < len(document.lines) and _lists_people(line_text(document, folded, line)):
        fields.append(_field(document, "member", line))
        line += 1
    return (fields, line) if len(fields) > 1 else None


def _field(document: Document, kind: FieldKind, index: int) -> HeaderField:
    line = document.lines[index]
    return HeaderField(kind, None, (Span(line.start, line.end),), index, index)


def _is_day(text: str) -> bool:
    """令和6年8月8日（木曜日）午後2時15分から4時まで, and nothing else."""
    days = [d for d in find_dates(text) if d.year is not None and d.month is not None and d.day is not None]
    if len(text) > 60 or len(days) != 1:
        return False
    hours = find_times(text)
    spans = [(m.start, m.end) for m in days] + [(m.start, m.end) for m in hours]
    taken = {i for start, end in spans for i in range(start, end)}
    rest = "".join(c for i, c in enumerate(text) if i not in taken)
    return bool(days[0].weekday is not None or hours) and not _LEFT_OVER.sub("", rest)


def _lists_people(text: str) -> bool:
    """山田委員、佐藤委員…, 高橋一郎教育長、…: three people or more, each with a function or post, or by name."""
    words = [_NOTE.sub("", w).strip() for w in _SPLIT.split(_NOTE.sub("", text))]
    if len(words) < 3 or "。" in text:
        return False
    people = sum(_is_person("".join(w.split())) for w in words)
    return people >= 0.8 * len(words)


def _is_person(word: str) -> bool:
    if not 2 <= len(word) <= 30:
        return False
    tail = next((n for n in (5, 4, 3, 2) if len(word) > n and is_role(word[-n:])), None)
    return tail is not None or ends_with_title(word) not in (None, 0) or name_likeness(word) >= 2.4
