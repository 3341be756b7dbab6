"""Storing one document (文書の保存): whole or not at all, and one program after the other.

One immediate transaction does all of it: what extraction read, which version of which meeting it is, the corrections of
people laid over it, the rows of its records and the index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutes_pipeline.store.document_rows import put
from minutes_pipeline.store.editions import edition_notes, packed_occasion, place_edition, settle_edition
from minutes_pipeline.store.history_tables import READINGS
from minutes_pipeline.store.materialise import materialise
from minutes_pipeline.store.open import store_errors, writing
from minutes_pipeline.store.prepared import Reading
from minutes_pipeline.store.readings import LinePages, earlier_reading, pages_of
from minutes_pipeline.store.results import StoreResult
from minutes_pipeline.store.tables import DOCUMENTS, FINDINGS, RECORD_TABLES

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

    from minutes_pipeline.model.document import Document
    from minutes_pipeline.model.minutes import Minutes


def store_minutes(
    db: Database, minutes: Minutes, document: Document | LinePages | None = None, *, folder: str | None = None
) -> StoreResult:
    """As ``store_reading``, for records that this process has read.

    Args:
        db: From ``open_database``.
        minutes: The records as extraction read them.
        document: The laid-out document they come from, or the page of every line of text as ``pages_of`` gives it.
        folder: Sub-folder of the drop folder it arrived in, if any; None leaves what is stored.

    Raises:
        StoreError: The database is locked, full or read-only. It is then as it was before.
    """
    pages = document if document is None or isinstance(document, dict) else pages_of(document)
    return store_reading(db, Reading(minutes, pages), minutes.source.file_name, folder=folder)


def store_reading(db: Database, reading: Reading, file_name: str, *, folder: str | None = None) -> StoreResult:
    """Store all records of one document in one transaction and index them for search.

    Storing the same reading again writes nothing. A new reading of the same bytes (a newer version of the program)
    replaces the earlier one: records that are the same keep their ids, those no longer read are removed. Another file of
    the same meeting becomes a version of it (``editions``). What people corrected is laid over either.

    Args:
        db: From ``open_database``.
        reading: What was read.
        file_name: For messages.
        folder: Sub-folder of the drop folder it arrived in, if any; None leaves what is stored.

    Raises:
        StoreError: The database is locked, full or read-only. It is then as it was before.
    """
    with store_errors(file_name):
        if _is_stored(db.conn, reading, folder):
            return _unchanged(db.conn, reading)
        with writing(db):
            if _is_stored(db.conn, reading, folder):  # by another program, meanwhile
                return _unchanged(db.conn, reading)
            return _store(db.conn, reading, folder)


def _store(conn: sqlite3.Connection, reading: Reading, folder: str | None) -> StoreResult:
    document = reading.arriving
    known = conn.execute("SELECT folder FROM documents WHERE id = ?", (document.document_id,)).fetchone()
    edition = place_edition(conn, document)
    earlier = None if known is None else earlier_reading(conn, document.document_id)
    kept = reading if earlier is None else reading.with_ids_of(earlier)
    place = folder if folder is not None or known is None else known[0]
    where = (edition.event_id, edition.version, edition.standing, place)
    put(conn, DOCUMENTS, [(*kept.source_row, *where, *packed_occasion(document.occasion))])
    put(conn, READINGS, [kept.reading_row])
    settle_edition(conn, document.document_id, edition)
    written, outcomes = materialise(conn, kept, edition, known=known is not None)
    applied = sum(outcome.outcome != "conflict" for outcome in outcomes)
    return StoreResult(
        document.document_id,
        document.meeting_id,
        "added" if known is None else "updated",
        written.counts,
        written.removed,
        (*_notes(conn, kept, written.dangling), *edition_notes(conn, edition)),
        edition,
        applied,
        len(outcomes) - applied,
    )


def _is_stored(conn: sqlite3.Connection, reading: Reading, folder: str | None) -> bool:
    document_id = reading.arriving.document_id
    row = conn.execute("SELECT records_sha256, folder FROM documents WHERE id = ?", (document_id,)).fetchone()
    return row is not None and row[0] == reading.digest and folder in (None, row[1])


def _unchanged(conn: sqlite3.Connection, reading: Reading) -> StoreResult:
    document = reading.arriving
    counts = {
        name: conn.execute(f"SELECT count(*) FROM {name} WHERE document_id = ?", (document.document_id,)).fetchone()[0]
        for name in (*RECORD_TABLES, FINDINGS.name)
    }
    edition = place_edition(conn, document)
    states = dict(
        conn.execute("SELECT state, count(*) FROM corrections WHERE event_id = ? GROUP BY state", (edition.event_id,))
    )
    return StoreResult(
        document.document_id,
        document.meeting_id,
        "unchanged",
        counts,
        edition=edition,
        corrections_applied=states.get("active", 0),
        conflicts=states.get("conflict", 0),
    )


def _notes(conn: sqlite3.Connection, reading: Reading, dangling: int) -> tuple[str, ...]:
    notes = []
    document_id, file_name = reading.source_row[:2]
    same = conn.execute(
        "SELECT count(*) FROM documents WHERE file_name = ? AND id <> ? AND event_id <> "
        "(SELECT event_id FROM documents WHERE id = ?)",
        (file_name, document_id, document_id),
    ).fetchone()[0]
    if same:
        notes.append(f"同じ名前で内容の違う文書が、ほかに{same}件保存されています。")
    if dangling:
        notes.append(f"つながり先の記録が見つからない参照が{dangling}件あり、空にして保存しました。")
    return tuple(notes)
