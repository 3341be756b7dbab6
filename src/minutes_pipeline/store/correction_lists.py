"""Looking up corrections (訂正の一覧): records with what people did to them, lists, conflicts, the audit."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from minutes_pipeline.compare.kinds import KIND_FIELDS, MEETING_FIELDS
from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.correction_rows import select_audit, select_corrections
from minutes_pipeline.store.open import store_errors
from minutes_pipeline.store.reading import find_meeting, load_record
from minutes_pipeline.store.readings import load_reading
from minutes_pipeline.store.results import AuditEntry, Correction, CorrectionState, RecordView

if TYPE_CHECKING:
    import sqlite3

_ID = re.compile(r"([0-9a-f]{1,64})-([a-z_]{1,20})-")
_NOT_PRINTED = frozenset({"span", "confidence", "ocr_confidence", "rule_id", "sources"})
MEETING = "meeting"


def find_record(conn: sqlite3.Connection, record_id: str) -> RecordView:
    """A record with what the program read and what people corrected; a meeting for its own fields.

    Raises:
        QueryError: No record has this id, or a person took it out.
    """
    with store_errors(None):
        kind, record = _record(conn, record_id)
        if record is None:
            raise _missing(conn, record_id)
        document_id = record.pop("document_id")
        row = conn.execute("SELECT event_id, text FROM documents WHERE id = ?", (document_id,)).fetchone()
        reading = load_reading(conn, document_id)
        made = select_corrections(
            conn, "event_id = ? AND state <> 'withdrawn' AND (anchor_id = ? OR (record_id = ? AND document_id = ?))",
            (row[0], record_id, record_id, document_id),
        )  # fmt: skip
    read = [reading["meeting"] | {"id": record_id}] if kind == MEETING else reading[KIND_FIELDS[kind]]
    extracted = next((r for r in read if r["id"] == record_id), None)
    return RecordView(kind, record_id, document_id, row[0], record, extracted, row[1], tuple(made))


def _record(conn: sqlite3.Connection, record_id: str) -> tuple[str, dict[str, Any] | None]:
    named = _ID.match(record_id)
    kinds = [named[2]] if named is not None and named[2] in {*KIND_FIELDS, MEETING} else [*KIND_FIELDS, MEETING]
    for kind in kinds:
        found = load_record(conn, KIND_FIELDS.get(kind, "meetings"), record_id)
        if found is not None:
            return kind, found
    return kinds[0], None


def _missing(conn: sqlite3.Connection, record_id: str) -> QueryError:
    taken = select_corrections(
        conn, "state = 'active' AND action = 'reject' AND (record_id = ? OR anchor_id = ?)", (record_id, record_id)
    )
    if taken:
        return QueryError(
            "この記録は人が除いています",
            f"戻すには訂正 {taken[0].id} 番を取り消してください（minutes correct --withdraw）",
        )
    return QueryError(
        f"「{record_id[:60]}」という識別子の記録がありません",
        "minutes show --json かビューの「識別子」で確かめてください",
    )


def fingerprint(conn: sqlite3.Connection, record_id: str) -> str:
    """16 hex digits that change when the record's fields, quote or review change: for optimistic checks.

    Raises:
        QueryError: No record has this id.
    """
    with store_errors(None):
        kind, record = _record(conn, record_id)
        if record is None:
            raise _missing(conn, record_id)
    said = {name: value for name, value in record.items() if name not in _NOT_PRINTED}
    return hashlib.sha256(json.dumps([kind, said], ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def list_corrections(
    conn: sqlite3.Connection,
    meeting_key: str | None = None,
    *,
    record_id: str | None = None,
    states: tuple[CorrectionState, ...] | None = None,
) -> list[Correction]:
    """Corrections by number, all or of one meeting or record (also by the id it has in the current version).

    Raises:
        QueryError: ``meeting_key`` names no meeting or several.
    """
    where, values = ["1"], []
    if meeting_key is not None:
        where.append("event_id = ?")
        values.append(find_meeting(conn, meeting_key, versions=True).event_id)
    if record_id is not None:
        where.append("(record_id = ? OR anchor_id = ?)")
        values += [record_id, record_id]
    if states is not None:
        where.append("state IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(states))
    with store_errors(None):
        return select_corrections(conn, " AND ".join(where), tuple(values))


def list_conflicts(conn: sqlite3.Connection, meeting_key: str | None = None) -> list[Correction]:
    """Corrections in conflict, by number; ``conflict`` says why."""
    return list_corrections(conn, meeting_key, states=("conflict",))


def list_audit(
    conn: sqlite3.Connection,
    meeting_key: str | None = None,
    *,
    record_id: str | None = None,
    by: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
) -> list[AuditEntry]:
    """Changes, newest first; ``since`` and ``until`` are ISO dates or times, inclusive.

    Raises:
        QueryError: ``meeting_key`` names no meeting or several.
    """
    where, values = ["1"], []
    if meeting_key is not None:
        where.append("event_id = ?")
        values.append(find_meeting(conn, meeting_key, versions=True).event_id)
    if record_id is not None:
        of_record = "SELECT id FROM corrections WHERE record_id = ? OR anchor_id = ?"
        where.append(f"(record_id = ? OR correction_id IN ({of_record}))")
        values += [record_id] * 3
    for condition, value in (('"by" = ?', by), ("at >= ?", since), ("at <= ? || '~'", until)):
        if value is not None:
            where.append(condition)
            values.append(value)
    with store_errors(None):
        return select_audit(conn, " AND ".join(where), tuple(values), limit)


def meeting_fields(record: dict[str, Any]) -> dict[str, Any]:
    """The fields of a meeting that people may correct."""
    return {name: record[name] for name in MEETING_FIELDS}
