"""Records as rows (記録から行へ): each function gives tuples in the column order of ``tables``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from minutes_pipeline.model.ids import record_id
from minutes_pipeline.store.tables import RECORD_TABLES

if TYPE_CHECKING:
    from minutes_pipeline.model.finding import Finding
    from minutes_pipeline.model.minutes import Minutes
    from minutes_pipeline.model.records import Metric, SourceSpan

Row = tuple[Any, ...]

#: Columns that are no field of the record: common to every row, or written differently.
_COMMON = frozenset({"document_id", "meeting_id", "ordinal", "span_start", "span_end", "page", "bbox"})
_INTEGERS = 1 << 63
#: Columns that refer to another record -> the field of ``Minutes`` it must stand in.
_REFERENCES = {
    "agenda_item_id": "agenda_items",
    "parent_id": "agenda_items",
    "goal_id": "goals",
    "program_id": "programs",
    "attendee_id": "attendees",
}


def meeting_id(minutes: Minutes) -> str:
    """Id of the one meeting of a document."""
    return record_id(minutes.source.document_id, "meeting", 0, 0)


def _place(span: SourceSpan) -> Row:
    box = span.bbox
    # A list of JSON; json.dumps takes four times as long, and every record has one.
    written = None if box is None else f"[{box[0]!r}, {box[1]!r}, {box[2]!r}, {box[3]!r}]"
    return span.start, span.end, span.page, written


def source_row(minutes: Minutes, digest: str) -> Row:
    """The first columns of the row of ``documents``: what does not depend on its place among other documents."""
    source = minutes.source
    return (
        source.document_id,
        source.file_name,
        source.media_type,
        source.sha256,
        source.pages,
        source.ocr_pages,
        minutes.genre,
        source.program_version,
        minutes.text,
        digest,
    )


def meeting_row(minutes: Minutes) -> Row:
    """The row of ``meetings``."""
    meeting = minutes.meeting
    return (
        meeting_id(minutes),
        minutes.source.document_id,
        meeting.name,
        meeting.session,
        meeting.date,
        meeting.start_time,
        meeting.end_time,
        meeting.venue,
    )


def meeting_source_rows(minutes: Minutes) -> list[Row]:
    """The rows of ``meeting_sources``."""
    owner = meeting_id(minutes)
    return [(owner, field, *_place(span)) for field, span in minutes.meeting.sources.items()]


def unique_ids(records: Iterable[Any]) -> Iterator[str]:
    """Ids in order; one that occurs again (two records of one place) gets ``-2``, ``-3``, … so that none is lost."""
    seen: dict[str, int] = {}
    for record in records:
        count = seen[record.id] = seen.get(record.id, 0) + 1
        yield record.id if count == 1 else f"{record.id}-{count}"


def _metric_extra(record: Metric) -> dict[str, Any]:
    period = record.period
    return {
        "value": _storable(record.value),
        "value_max": None if record.value_max is None else _storable(record.value_max),
        "period_start": None if period is None else period.start,
        "period_end": None if period is None else period.end,
    }


def _storable(value: int | float) -> int | float:
    """SQLite's integers end at 64 bits; a figure beyond is a float there."""
    return value if isinstance(value, float) or -_INTEGERS <= value < _INTEGERS else float(value)


def record_rows(minutes: Minutes, table: str) -> tuple[list[Row], int]:
    """The rows of one record table, and how many references to records that are not there were left out."""
    columns = RECORD_TABLES[table].column_names
    known = {
        column: {record.id for record in getattr(minutes, field)}
        for column, field in _REFERENCES.items()
        if column in columns
    }
    records: Sequence[Any] = getattr(minutes, table)
    # quote is the one field of its own that stands before the place.
    fields_of = itemgetter(*(name for name in columns if name not in _COMMON and name not in {"id", "quote"}))
    document, meeting = minutes.source.document_id, meeting_id(minutes)
    rows, dangling = [], 0
    for ordinal, (record, identity) in enumerate(zip(records, unique_ids(records), strict=True)):
        values: dict[str, Any] = record.__dict__
        if table == "metrics":
            values = values | _metric_extra(record)
        elif table == "programs":
            values = values | {"departments": json.dumps(record.departments, ensure_ascii=False)}
        missing = [column for column, ids in known.items() if values[column] is not None and values[column] not in ids]
        if missing:
            values = values | dict.fromkeys(missing)
            dangling += len(missing)
        place = _place(record.span)
        rows.append((identity, document, meeting, ordinal, values["quote"], *place, *fields_of(values)))
    return rows, dangling


def finding_rows(minutes: Minutes) -> tuple[list[Row], list[Row]]:
    """The rows of ``findings`` and of ``finding_spans``."""
    findings: Sequence[Finding] = minutes.findings
    document, meeting = minutes.source.document_id, meeting_id(minutes)
    rows, spans = [], []
    for ordinal, (finding, identity) in enumerate(zip(findings, unique_ids(findings), strict=True)):
        rows.append(
            (identity, document, meeting, ordinal, finding.code, finding.severity, finding.message, finding.field)
        )
        spans += [(identity, number, *_place(span)) for number, span in enumerate(finding.spans)]
    return rows, spans
