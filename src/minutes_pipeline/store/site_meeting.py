"""What the page of a meeting needs beside its records (会議の画面): the document's source, versions, where a record is."""

from __future__ import annotations

import sqlite3
from typing import Any

from minutes_pipeline.store.open import store_errors


def source_of(conn: sqlite3.Connection, meeting_id: str) -> dict[str, Any] | None:
    """File, kind, digest and pages of a meeting's document; None when there is no such meeting."""
    with store_errors(None):
        row = conn.execute(
            "SELECT d.id, d.file_name, d.media_type, d.sha256, d.pages, d.event_id, d.version, d.standing FROM documents d "
            "JOIN meetings m ON m.document_id = d.id WHERE m.id = ?",
            (meeting_id,),
        ).fetchone()
    names = ("document_id", "file_name", "media_type", "sha256", "pages", "event_id", "version", "standing")
    return None if row is None else dict(zip(names, row, strict=True))


def meeting_of_record(conn: sqlite3.Connection, record_id: str) -> str | None:
    """The meeting in which a record stands, whatever its kind; None when there is no such record."""
    from minutes_pipeline.store.tables import RECORD_TABLES

    with store_errors(None):
        for table in RECORD_TABLES:
            row = conn.execute(f"SELECT meeting_id FROM {table} WHERE id = ?", (record_id,)).fetchone()
            if row is not None:
                return str(row[0])
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
            "SELECT m.id, d.file_name, d.version, d.standing FROM documents d JOIN meetings m ON m.document_id = d.id "
            "WHERE d.event_id = ? ORDER BY d.version DESC, d.standing = 'rendition', d.id",
            (event_id,),
        ).fetchall()
    return [dict(zip(("id", "file_name", "version", "standing"), row, strict=True)) for row in rows]
