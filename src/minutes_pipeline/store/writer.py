"""Storing one document (文書の保存): whole or not at all, and one program after the other.

One immediate transaction does all of it: what extraction read, which version of which meeting it is, the corrections of
people laid over it, the rows of its records and the index.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minutes_pipeline.compare.identity import keep_ids, with_own_ids
from minutes_pipeline.store.document_rows import put
from minutes_pipeline.store.editions import edition_notes, packed_occasion, place_edition, settle_edition
from minutes_pipeline.store.history_tables import READINGS
from minutes_pipeline.store.materialise import materialise
from minutes_pipeline.store.open import store_errors, writing
from minutes_pipeline.store.readings import LinePages, earlier_reading, pack_pages, pack_reading, pages_of
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


def store_minutes(
    db: Database, minutes: Minutes, document: Document | LinePages | None = None, *, folder: str | None = None
) -> StoreResult:
    """Store all records of one document in one transaction and index them for search.

    Storing the same reading again writes nothing. A new reading of the same bytes (a newer version of the program)
    replaces the earlier one: records that are the same keep their ids, those no longer read are removed. Another file of
    the same meeting becomes a version of it (``editions``). What people corrected is laid over either.

    Args:
        db: From ``open_database``.
        minutes: The records as extraction read them.
        document: The laid-out document they come from, or the page of every line of text as ``pages_of`` gives it.
        folder: Sub-folder of the drop folder it arrived in, if any; None leaves what is stored.

    Raises:
        StoreError: The database is locked, full or read-only. It is then as it was before.
    """
    conn = db.conn
    document_id = minutes.source.document_id
    pages = document if document is None or isinstance(document, dict) else pages_of(document)
    with store_errors(minutes.source.file_name):
        records, line_pages = minutes.model_dump_json(exclude={"text"}), pack_pages(pages)
        digest = digest_of(minutes, records, line_pages)
        if _is_stored(conn, document_id, digest, folder):
            return _unchanged(conn, minutes)
        with writing(db):
            if _is_stored(conn, document_id, digest, folder):  # by another program, meanwhile
                return _unchanged(conn, minutes)
            return _store(conn, minutes, pages, _Packed(records, line_pages, digest), folder)


@dataclass(frozen=True, slots=True)
class _Packed:
    """A reading as it is kept: its records as JSON, the pages of its lines, the digest of both and the text."""

    records: str
    line_pages: str | None
    digest: str


def _store(
    conn: sqlite3.Connection, minutes: Minutes, pages: LinePages | None, packed: _Packed, folder: str | None
) -> StoreResult:
    document_id = minutes.source.document_id
    known = conn.execute("SELECT folder FROM documents WHERE id = ?", (document_id,)).fetchone()
    edition = place_edition(conn, minutes)
    earlier = None if known is None else earlier_reading(conn, document_id)
    kept = with_own_ids(minutes) if earlier is None else keep_ids(earlier, minutes)
    records = packed.records if kept is minutes else kept.model_dump_json(exclude={"text"})
    place = folder if folder is not None or known is None else known[0]
    put(conn, DOCUMENTS, [document_row(kept, packed.digest, edition, place, packed_occasion(kept))])
    put(conn, READINGS, [(document_id, kept.source.program_version, pack_reading(records), packed.line_pages)])
    settle_edition(conn, document_id, edition)
    written, laid = materialise(conn, kept, pages, edition, known=known is not None)
    return StoreResult(
        document_id,
        meeting_id(minutes),
        "added" if known is None else "updated",
        written.counts,
        written.removed,
        (*_notes(conn, kept, written.dangling), *edition_notes(conn, edition)),
        edition,
        laid.applied,
        len(laid.outcomes) - laid.applied,
    )


def _is_stored(conn: sqlite3.Connection, document_id: str, digest: str, folder: str | None) -> bool:
    row = conn.execute("SELECT records_sha256, folder FROM documents WHERE id = ?", (document_id,)).fetchone()
    return row is not None and row[0] == digest and folder in (None, row[1])


def _unchanged(conn: sqlite3.Connection, minutes: Minutes) -> StoreResult:
    document_id = minutes.source.document_id
    counts = {
        name: conn.execute(f"SELECT count(*) FROM {name} WHERE document_id = ?", (document_id,)).fetchone()[0]
        for name in (*RECORD_TABLES, FINDINGS.name)
    }
    edition = place_edition(conn, minutes)
    states = dict(
        conn.execute("SELECT state, count(*) FROM corrections WHERE event_id = ? GROUP BY state", (edition.event_id,))
    )
    return StoreResult(
        document_id,
        meeting_id(minutes),
        "unchanged",
        counts,
        edition=edition,
        corrections_applied=states.get("active", 0),
        conflicts=states.get("conflict", 0),
    )


def _notes(conn: sqlite3.Connection, minutes: Minutes, dangling: int) -> tuple[str, ...]:
    notes = []
    source = minutes.source
    same = conn.execute(
        "SELECT count(*) FROM documents WHERE file_name = ? AND id <> ? AND event_id <> "
        "(SELECT event_id FROM documents WHERE id = ?)",
        (source.file_name, source.document_id, source.document_id),
    ).fetchone()[0]
    if same:
        notes.append(f"同じ名前で内容の違う文書が、ほかに{same}件保存されています。")
    if dangling:
        notes.append(f"つながり先の記録が見つからない参照が{dangling}件あり、空にして保存しました。")
    return tuple(notes)
