"""Adding a record that the program missed (追加): its quote must stand in the text, its fields must be whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from minutes_pipeline.compare.anchoring import QuoteFinder, Surroundings, Surveyor, surroundings
from minutes_pipeline.compare.differences import same_value
from minutes_pipeline.compare.kinds import KIND_FIELDS
from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.correction_changes import change, fresh, renew
from minutes_pipeline.store.correction_lists import MEETING, find_record
from minutes_pipeline.store.correction_rows import audit_correction, insert_correction, now, update_correction
from minutes_pipeline.store.draft import SHARING, Draft
from minutes_pipeline.store.fields import EDITABLE, editable_fields
from minutes_pipeline.store.given import parse_values
from minutes_pipeline.store.reading import find_meeting
from minutes_pipeline.store.readings import pages_kept, reading_of
from minutes_pipeline.store.results import Correction

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

    from minutes_pipeline.model.span import Span


def add(
    db: Database,
    meeting_key: str,
    kind: str,
    quote: str,
    values: Mapping[str, str],
    *,
    by: str,
    reason: str,
    at: str | None = None,
    start: int | None = None,
) -> Correction:
    """Add a record that the program missed (追加).

    Args:
        db: From ``open_database``.
        meeting_key: See ``find_meeting``.
        kind: Kind of record.
        quote: Its quote; it must stand in the text, whatever its white space and width; the text's own characters count.
        values: Its fields, as for ``correct``; the title of a heading is its quote where it is not given.
        by: Who.
        reason: Why.
        at: When (ISO 8601); now where None.
        start: Where about in the text, for a quote that stands there more than once; the first otherwise.

    Returns:
        The correction; its ``record_id`` is the new record's.

    Raises:
        QueryError: No such meeting, kind, field or value; the quote is not in the text; such a record is there.
        StoreError: The database cannot be written.
    """
    with change(db, by, reason) as (by, reason):
        number = _add(db.conn, meeting_key, kind, quote, dict(values), start or 0, (by, reason, at or now()))
        correction = fresh(db.conn, number)
        renew(db.conn, correction.event_id)
        return fresh(db.conn, number)


def _add(
    conn: sqlite3.Connection, meeting_key: str, kind: str, quote: str, texts: dict[str, str], near: int,
    signature: tuple[str, str, str],
) -> int:  # fmt: skip
    if kind not in EDITABLE or kind == MEETING:
        raise QueryError(
            f"種類「{kind[:40]}」はありません",
            f"{'・'.join(k for k in EDITABLE if k != MEETING)} のどれかにしてください",
        )
    meeting = find_meeting(conn, meeting_key)
    fields = parse_values(kind, texts, meeting.date)
    minutes = reading_of(conn, meeting.document_id)
    finder = QuoteFinder(minutes.text)
    span = finder.find(quote, Surroundings(start=near))
    if span is None:
        raise QueryError("引用が本文に見つかりません", "本文から、そのまま写してください")
    printed = span.of(minutes.text)
    if "title" in {field.name for field in editable_fields(kind)}:
        fields.setdefault("title", " ".join(printed.split()))
    for name, value in (("level", 1), ("side", "other"), ("group", "member"), ("status", "present")):
        if any(field.name == name for field in editable_fields(kind)):
            fields.setdefault(name, value)
    around = surroundings(minutes.text, span.start, span.end)
    draft = Draft(minutes, Surveyor(minutes, pages_kept(conn, meeting.document_id)), finder)
    record = draft.build(kind, "new", span, {**fields, "rule_id": "", "confidence": 1.0})
    _refuse_incomplete(kind, fields, record is None)
    _refuse_double(conn, kind, draft, span, fields)
    assert record is not None
    number = insert_correction(
        conn,
        {
            "event_id": meeting.event_id, "document_id": meeting.document_id, "kind": kind, "record_id": "",
            "action": "add", "value": {"quote": printed, **fields}, "snapshot": record.model_dump(mode="json"),
            "context_before": around.before, "context_after": around.after, "state": "active",
            **dict(zip(("by", "reason", "at"), signature, strict=True)),
        },
    )  # fmt: skip
    identity = draft.added_id(kind, span, number)
    update_correction(conn, number, record_id=identity, anchor_id=identity)
    by, reason, at = signature
    after = {"quote": printed, **fields}
    audit_correction(conn, "add", fresh(conn, number), by=by, at=at, after=after, reason=reason)
    return number


def _refuse_incomplete(kind: str, fields: dict[str, Any], unfit: bool) -> None:
    missing = [
        f.label for f in editable_fields(kind) if not f.empty and f.name != "quote" and fields.get(f.name) is None
    ]
    if missing:
        raise QueryError(f"「{'・'.join(missing)}」がありません", "値を入れてください")
    if unfit:
        raise QueryError("値が記録に合いません", "値を確かめてください")


def _refuse_double(conn: sqlite3.Connection, kind: str, draft: Draft, span: Span, fields: dict[str, Any]) -> None:
    """Refuse a record that is there already, that a person took out, or that a person added."""
    read = draft.extracted_there(kind, span, fields)
    rows = conn.execute(
        f"SELECT id FROM {KIND_FIELDS[kind]} WHERE document_id = ? AND span_start = ? AND span_end = ?",
        (draft.document_id, span.start, span.end),
    ).fetchall()
    there = [record.id for record in (read,) if record is not None] + [row[0] for row in rows]
    for identity in there:
        record = find_record(conn, identity).record  # raises for one that a person took out
        telling = SHARING.get(kind, ())
        if not telling or any(name in fields and same_value(record.get(name), fields[name]) for name in telling):
            raise QueryError("同じ箇所の記録がすでにあります", f"その記録を直すか確認済みにしてください: {identity}")
