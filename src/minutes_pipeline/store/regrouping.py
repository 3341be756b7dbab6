"""Regrouping (版の組み替え): what a person says about documents that the program took for one meeting, or for two.

``editions`` decides by likeness and may err; here its decision is changed, with name and reason, and stays changed: the
same file read again keeps its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.correction_changes import change
from minutes_pipeline.store.correction_rows import write_audit
from minutes_pipeline.store.document_rows import unindex
from minutes_pipeline.store.materialise import materialise_event
from minutes_pipeline.store.reading import find_meeting, list_versions

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

    from minutes_pipeline.store.results import MeetingSummary


def separate(db: Database, document_key: str, *, by: str, reason: str, at: str | None = None) -> MeetingSummary:
    """Make a document a meeting of its own (別の会議にする); its renditions and the corrections made on it go with it.

    Args:
        db: From ``open_database``.
        document_key: The document, of any version (``find_meeting`` with ``versions``).
        by: Who.
        reason: Why.
        at: When (ISO 8601); now where None.

    Raises:
        QueryError: No such document, or it is alone already; ``by`` or ``reason`` empty.
        StoreError: The database cannot be written.
    """
    with change(db, by, reason) as (by, reason):
        conn = db.conn
        chosen = find_meeting(conn, document_key, versions=True)
        family = list_versions(conn, chosen.document_id)
        moved = [m for m in family if m.document_id == chosen.document_id]
        if chosen.standing != "rendition":
            moved += [m for m in family if m.version == chosen.version and m.standing == "rendition"]
        if len(moved) == len(family):
            raise QueryError("この文書は、はじめから1つの会議です", "minutes list で会議を確かめてください")
        event_id = _free_event(conn, chosen.meeting_id)
        conn.execute("INSERT INTO events VALUES (?, NULL, 'not_public')", (event_id,))
        for one in moved:
            _move(conn, one.document_id, event_id, 1, "current" if one is moved[0] else "rendition")
        _write(conn, chosen, event_id, by, at, reason)
        if chosen.standing == "current":
            _promote_newest(conn, chosen.event_id)
        _renew(conn, chosen.event_id)
        _renew(conn, event_id)
        return find_meeting(conn, chosen.document_id)


def join(
    db: Database, document_key: str, meeting_key: str, *, by: str, reason: str, at: str | None = None
) -> MeetingSummary:
    """Make two meetings one (同じ会議にする): all documents of either are versions in the order they came.

    The one that came last is current; ``prefer`` changes that. Publication is that of the meeting joined.

    Raises:
        QueryError: No such document or meeting, or they are one already; ``by`` or ``reason`` empty.
        StoreError: The database cannot be written.
    """
    with change(db, by, reason) as (by, reason):
        conn = db.conn
        chosen = find_meeting(conn, document_key, versions=True)
        target = find_meeting(conn, meeting_key, versions=True)
        if chosen.event_id == target.event_id:
            raise QueryError("2つの文書は、すでに同じ会議です", "minutes list で版を確かめてください")
        rows = conn.execute(
            "SELECT id, event_id, version, standing FROM documents WHERE event_id IN (?, ?) ORDER BY rowid",
            (chosen.event_id, target.event_id),
        ).fetchall()
        texts = [(event, version) for _, event, version, standing in rows if standing != "rendition"]
        for document_id, event, version, standing in rows:
            number = texts.index((event, version)) + 1 if (event, version) in texts else len(texts)
            kept = standing if standing == "rendition" else "current" if number == len(texts) else "superseded"
            _move(conn, document_id, target.event_id, number, kept)
        conn.execute("UPDATE corrections SET event_id = ? WHERE event_id = ?", (target.event_id, chosen.event_id))
        conn.execute("DELETE FROM events WHERE id = ?", (chosen.event_id,))
        _write(conn, chosen, target.event_id, by, at, reason)
        _renew(conn, target.event_id)
        return find_meeting(conn, target.event_id)


def prefer(db: Database, document_key: str, *, by: str, reason: str, at: str | None = None) -> MeetingSummary:
    """Make another version the current one (いまの版にする), an older one, a draft or a rendition.

    Raises:
        QueryError: No such document, or it is current already; ``by`` or ``reason`` empty.
        StoreError: The database cannot be written.
    """
    with change(db, by, reason) as (by, reason):
        conn = db.conn
        chosen = find_meeting(conn, document_key, versions=True)
        if chosen.standing == "current":
            raise QueryError("この文書は、すでにいまの版です", "minutes list で版を確かめてください")
        for one in list_versions(conn, chosen.document_id):
            twin = one.version == chosen.version and chosen.standing == "rendition" and one.standing != "rendition"
            if one.document_id == chosen.document_id:
                standing = "current"
            elif twin:
                standing = "rendition"
            else:
                standing = "superseded" if one.standing == "current" else one.standing
            conn.execute("UPDATE documents SET standing = ? WHERE id = ?", (standing, one.document_id))
        _write(conn, chosen, chosen.event_id, by, at, reason)
        _renew(conn, chosen.event_id)
        return find_meeting(conn, chosen.document_id)


def _free_event(conn: sqlite3.Connection, wanted: str) -> str:
    """An id for a new event: the document's meeting id, unless the meeting it leaves was named after it."""
    free, number = wanted, 1
    while conn.execute("SELECT 1 FROM events WHERE id = ?", (free,)).fetchone():
        number += 1
        free = f"{wanted}-{number}"
    return free


def _move(conn: sqlite3.Connection, document_id: str, event_id: str, version: int, standing: str) -> None:
    conn.execute(
        "UPDATE documents SET event_id = ?, version = ?, standing = ? WHERE id = ?",
        (event_id, version, standing, document_id),
    )
    conn.execute("UPDATE corrections SET event_id = ? WHERE document_id = ?", (event_id, document_id))


def _promote_newest(conn: sqlite3.Connection, event_id: str) -> None:
    """Of a meeting that lost its current version, the newest of the others is current."""
    row = conn.execute(
        "SELECT id FROM documents WHERE event_id = ? ORDER BY standing = 'rendition', version DESC LIMIT 1", (event_id,)
    ).fetchone()
    conn.execute("UPDATE documents SET standing = 'current' WHERE id = ?", row)


def _renew(conn: sqlite3.Connection, event_id: str) -> None:
    """Take what is not current out of the index, lay the corrections over what is, and index it."""
    rows = conn.execute("SELECT id FROM documents WHERE event_id = ? AND standing <> 'current'", (event_id,)).fetchall()
    for (document_id,) in rows:
        unindex(conn, document_id)
    materialise_event(conn, event_id)


def _write(
    conn: sqlite3.Connection, chosen: MeetingSummary, event_id: str, by: str, at: str | None, reason: str
) -> None:
    before = {"event_id": chosen.event_id, "version": chosen.version, "standing": chosen.standing}
    row = conn.execute(
        "SELECT event_id, version, standing FROM documents WHERE id = ?", (chosen.document_id,)
    ).fetchone()
    after = dict(zip(before, row, strict=True))
    write_audit(
        conn, "version", event_id=event_id, by=by, at=at, before=before, after=after,
        document_id=chosen.document_id, kind="meeting", reason=reason,
    )  # fmt: skip
