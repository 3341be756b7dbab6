"""Storing one document (文書の保存): whole or not at all, and one program after the other.

One immediate transaction does all of it: what extraction read, which version of which meeting it is, the corrections of
people laid over it, the rows of its records and the index.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from minutes_pipeline.store.document_rows import Written, put, put_document
from minutes_pipeline.store.editions import place_edition
from minutes_pipeline.store.history_tables import EVENTS, READINGS
from minutes_pipeline.store.open import store_errors, writing
from minutes_pipeline.store.readings import LinePages, pack_pages, pack_reading, pages_of
from minutes_pipeline.store.results import StoreResult
from minutes_pipeline.store.rows import document_row, meeting_id
from minutes_pipeline.store.tables import DOCUMENTS, FINDINGS, RECORD_TABLES
from minutes_pipeline.text.search_terms import TERMS_VERSION

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

    from minutes_pipeline.model.document import Document
    from minutes_pipeline.model.minutes import Minutes


def digest_of(minutes: Minutes, records: str, line_pages: str | None) -> str:
    """Digest of everything that a reading holds: equal digests mean there is nothing to write."""
    # encode raises for half a surrogate pair, which no database can hold
    whole = f"{TERMS_VERSION}\n{records}\n{line_pages}\n{minutes.text}"
    return hashlib.sha256(whole.encode("utf-8")).hexdigest()


def _notes(conn: sqlite3.Connection, minutes: Minutes, dangling: int) -> tuple[str, ...]:
    notes = []
    source = minutes.source
    same = conn.execute(
        "SELECT count(*) FROM documents WHERE file_name = ? AND id <> ?", (source.file_name, source.document_id)
    ).fetchone()[0]
    if same:
        notes.append(f"同じ名前で内容の違う文書が、ほかに{same}件保存されています。")
    if dangling:
        notes.append(f"つながり先の記録が見つからない参照が{dangling}件あり、空にして保存しました。")
    return tuple(notes)


def store_minutes(
    db: Database, minutes: Minutes, document: Document | None = None, *, folder: str | None = None
) -> StoreResult:
    """Store all records of one document in one transaction and index them for search.

    Storing the same reading again writes nothing. A new reading of the same bytes (a newer version of the program)
    replaces the earlier one: records keep their ids, those no longer read are removed.

    Args:
        db: From ``open_database``.
        minutes: The records as extraction read them.
        document: The laid-out document they come from, where at hand: it gives the page of every line of text.
        folder: Sub-folder of the drop folder it arrived in, if any.

    Raises:
        StoreError: The database is locked, full or read-only. It is then as it was before.
    """
    conn = db.conn
    document_id, meeting = minutes.source.document_id, meeting_id(minutes)
    pages: LinePages | None = None if document is None else pages_of(document)
    with store_errors(minutes.source.file_name):
        records, line_pages = minutes.model_dump_json(exclude={"text"}), pack_pages(pages)
        digest = digest_of(minutes, records, line_pages)
        with writing(db):
            row = conn.execute("SELECT records_sha256 FROM documents WHERE id = ?", (document_id,)).fetchone()
            edition = place_edition(conn, minutes)
            if row is not None and row[0] == digest:
                counts = {name: len(getattr(minutes, name)) for name in (*RECORD_TABLES, FINDINGS.name)}
                return StoreResult(document_id, meeting, "unchanged", counts, edition=edition)
            known = row is not None
            put(conn, DOCUMENTS, [document_row(minutes, digest, edition, folder)])
            if edition.kind == "first":
                put(conn, EVENTS, [(edition.event_id, None, "not_public")])
            put(conn, READINGS, [(document_id, minutes.source.program_version, pack_reading(records), line_pages)])
            written: Written = put_document(conn, minutes, pages, known=known, searched=edition.standing == "current")
            notes = _notes(conn, minutes, written.dangling)
    return StoreResult(
        document_id, meeting, "updated" if known else "added", written.counts, written.removed, notes, edition
    )
