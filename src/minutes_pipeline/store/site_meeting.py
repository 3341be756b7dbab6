"""What the page of a meeting needs beside its records (会議の画面): source, state, versions, changes, where a record is."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from minutes_pipeline.compare.differences import Difference, differences
from minutes_pipeline.store.open import store_errors
from minutes_pipeline.store.readings import pages_kept, reading_of
from minutes_pipeline.store.results import AuditEntry
from minutes_pipeline.store.tables import RECORD_TABLES

_SOURCE = (
    "document_id", "file_name", "media_type", "sha256", "pages", "ocr_pages", "event_id", "version", "standing",
    "confirmation", "publication", "length",
)  # fmt: skip
_AUDIT = (
    "id", "at", "by", "action", "event_id", "document_id", "kind", "record_id", "field", "before", "after", "reason",
    "correction_id", "program_version",
)  # fmt: skip


def source_of(conn: sqlite3.Connection, meeting_id: str) -> dict[str, Any] | None:
    """File, kind, digest, pages and length of a meeting's document and its state; None when there is no such meeting."""
    with store_errors(None):
        row = conn.execute(
            "SELECT d.id, d.file_name, d.media_type, d.sha256, d.pages, d.ocr_pages, d.event_id, d.version, d.standing, "
            "e.confirmation, coalesce(e.publication, 'not_public'), length(d.text) FROM documents d "
            "JOIN meetings m ON m.document_id = d.id LEFT JOIN events e ON e.id = d.event_id WHERE m.id = ?",
            (meeting_id,),
        ).fetchone()
    return None if row is None else dict(zip(_SOURCE, row, strict=True))


def place_of_record(conn: sqlite3.Connection, record_id: str) -> dict[str, Any] | None:
    """Table, meeting, document, range in the text and page of a record, whatever its kind; None when there is none."""
    with store_errors(None):
        for table in RECORD_TABLES:
            row = conn.execute(
                f"SELECT meeting_id, document_id, span_start, span_end, page FROM {table} WHERE id = ?", (record_id,)
            ).fetchone()
            if row is not None:
                names = ("meeting_id", "document_id", "start", "end", "page")
                return {"table": table, **dict(zip(names, row, strict=True))}
    return None


def meeting_of_document(conn: sqlite3.Connection, document_id: str) -> str | None:
    """The meeting of a document."""
    with store_errors(None):
        row = conn.execute("SELECT id FROM meetings WHERE document_id = ?", (document_id,)).fetchone()
    return None if row is None else str(row[0])


def versions_of(conn: sqlite3.Connection, event_id: str | None) -> list[dict[str, Any]]:
    """All documents of a meeting, newest version first."""
    if event_id is None:
        return []
    with store_errors(None):
        rows = conn.execute(
            "SELECT m.id, d.id, d.file_name, d.version, d.standing FROM documents d JOIN meetings m ON m.document_id = d.id "
            "WHERE d.event_id = ? ORDER BY d.version DESC, d.standing = 'rendition', d.id",
            (event_id,),
        ).fetchall()
    names = ("id", "document_id", "file_name", "version", "standing")
    return [dict(zip(names, row, strict=True)) for row in rows]


def neighbours_of(conn: sqlite3.Connection, meeting_id: str) -> dict[str, dict[str, Any]]:
    """``before`` and ``after``: the meeting of the same body before and after this one (id, date, session), if any."""
    found = {}
    with store_errors(None):
        own = conn.execute(
            "SELECT d.body_key, m.date FROM meetings m JOIN documents d ON d.id = m.document_id WHERE m.id = ?",
            (meeting_id,),
        ).fetchone()
        if own is None or not all(own):
            return {}
        for name, compared, order in (("before", "<", "DESC"), ("after", ">", "ASC")):
            row = conn.execute(
                "SELECT m.id, m.date, m.session FROM documents d JOIN meetings m ON m.document_id = d.id "
                f"WHERE d.body_key = ? AND d.standing = 'current' AND m.date {compared} ? ORDER BY m.date {order} LIMIT 1",
                own,
            ).fetchone()
            if row is not None:
                found[name] = dict(zip(("id", "date", "session"), row, strict=True))
    return found


def version_differences(conn: sqlite3.Connection, older: str, newer: str) -> tuple[Difference, ...]:
    """What two documents of a meeting say differently, as the program read them."""
    with store_errors(None):
        return differences(reading_of(conn, older), reading_of(conn, newer))


def changes_of(
    conn: sqlite3.Connection, event_id: str | None, record_id: str | None = None, limit: int = 100
) -> list[AuditEntry]:
    """What was changed about a meeting, or one record of it, newest first."""
    columns = ", ".join(f'"{name}"' for name in _AUDIT)
    where, value = ("record_id = ?", record_id) if record_id else ("event_id = ?", event_id)
    with store_errors(None):
        rows = conn.execute(f"SELECT {columns} FROM audit WHERE {where} ORDER BY id DESC LIMIT ?", (value, limit))
        found = [dict(zip(_AUDIT, row, strict=True)) for row in rows]
    for row in found:
        row |= {name: None if row[name] is None else json.loads(row[name]) for name in ("before", "after")}
    return [AuditEntry(**row) for row in found]


def range_of_pages(conn: sqlite3.Connection, document_id: str, first: int, last: int) -> tuple[int, int] | None:
    """Where in the text pages ``first`` to ``last`` stand; None where the pages of the lines are not known."""
    with store_errors(None):
        kept = pages_kept(conn, document_id)
    if not kept:
        return None
    starts = sorted(kept.items())
    inside = [start for start, page in starts if page is not None and first <= page <= last]
    behind = [start for start, page in starts if page is not None and page > last]
    if not inside:
        return None
    return (0 if first == 1 else inside[0]), min(behind, default=1 << 60)
