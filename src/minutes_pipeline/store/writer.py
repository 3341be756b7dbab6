"""Writing one document (文書の保存): whole or not at all.

All rows of a document go in by one transaction (``db.atomic()``), each table by one prepared upsert: sqlite-utils'
``upsert_all`` asks for the table's schema again for every call and takes three times as long (benchmarks/storing.py).
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from minutes_pipeline.store.open import store_errors
from minutes_pipeline.store.passages import Passage, make_passages
from minutes_pipeline.store.results import StoreResult
from minutes_pipeline.store.rows import (
    Row,
    document_row,
    finding_rows,
    meeting_id,
    meeting_row,
    meeting_source_rows,
    record_rows,
)
from minutes_pipeline.store.tables import (
    DOCUMENTS,
    FINDING_SPANS,
    FINDINGS,
    INDEX_TERMS,
    MEETING_SOURCES,
    MEETINGS,
    PASSAGES,
    RECORD_TABLES,
    Table,
)
from minutes_pipeline.text.search_terms import TERMS_VERSION

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

    from minutes_pipeline.model.document import Document
    from minutes_pipeline.model.minutes import Minutes

_BETWEEN_TERMS, _BETWEEN_PASSAGES = "\x1f", "\x1e"
_INDEX = "INSERT INTO search_index(rowid, words, grams, context) VALUES (?, ?, ?, ?)"
_UNINDEX = "INSERT INTO search_index(search_index, rowid, words, grams, context) VALUES ('delete', ?, ?, ?, ?)"


def _upsert_sql(table: Table) -> str:
    names = table.column_names
    columns = ", ".join(f'"{name}"' for name in names)
    keys = ", ".join(f'"{name}"' for name in names[: table.keys])
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in names[table.keys :])
    return (
        f'INSERT INTO "{table.name}" ({columns}) VALUES ({", ".join("?" * len(names))}) '
        f"ON CONFLICT ({keys}) DO UPDATE SET {updates}"
    )


_UPSERTS = {
    table.name: _upsert_sql(table)
    for table in (DOCUMENTS, MEETINGS, MEETING_SOURCES, *RECORD_TABLES.values(), FINDINGS, FINDING_SPANS, PASSAGES,
                  INDEX_TERMS)
}  # fmt: skip


def digest_of(minutes: Minutes, document: Document | None) -> str:
    """Digest of everything that is stored for a document: equal digests mean there is nothing to write."""
    minutes.text.encode("utf-8")  # raises for half a surrogate pair, which no database can hold
    pages = () if document is None else tuple((line.start, line.page) for line in document.lines)
    whole = f"{TERMS_VERSION}\n{minutes.model_dump_json()}\n{pages}"
    return hashlib.sha256(whole.encode("utf-8")).hexdigest()


def _put(conn: sqlite3.Connection, table: Table, rows: Sequence[Row]) -> None:
    if rows:
        conn.executemany(_UPSERTS[table.name], rows)


def _drop_others(conn: sqlite3.Connection, table: Table, document_id: str, rows: Iterable[Row]) -> int:
    """Delete the rows of this document that ``rows`` does not have; returns how many."""
    kept = {row[0] for row in rows}
    there = conn.execute(f'SELECT id FROM "{table.name}" WHERE document_id = ?', (document_id,))
    gone = [(row[0],) for row in there if row[0] not in kept]
    conn.executemany(f'DELETE FROM "{table.name}" WHERE id = ?', gone)
    return len(gone)


def _unindex(conn: sqlite3.Connection, document_id: str) -> None:
    """Take an earlier reading out of the index: an index without content must be told the terms it was given."""
    row = conn.execute("SELECT first_passage, terms FROM index_terms WHERE document_id = ?", (document_id,)).fetchone()
    if row is None:
        return
    first, packed = row
    kept = zlib.decompress(packed).decode("utf-8").split(_BETWEEN_PASSAGES)
    conn.executemany(_UNINDEX, [(first + at, *terms.split(_BETWEEN_TERMS)) for at, terms in enumerate(kept)])
    conn.execute("DELETE FROM passages WHERE document_id = ?", (document_id,))
    conn.execute("DELETE FROM index_terms WHERE document_id = ?", (document_id,))


def _index(conn: sqlite3.Connection, document_id: str, meeting: str, passages: Sequence[Passage]) -> None:
    if not passages:
        return
    row = conn.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passages'").fetchone()
    first = 1 if row is None else row[0] + 1
    rows = [
        (first + at, document_id, meeting, p.kind, p.record_id, p.start, p.end, p.page, p.agenda_item_id, p.goal_id,
         p.label, p.department)
        for at, p in enumerate(passages)
    ]  # fmt: skip
    _put(conn, PASSAGES, rows)
    conn.executemany(_INDEX, [(first + at, *p.terms) for at, p in enumerate(passages)])
    packed = zlib.compress(_BETWEEN_PASSAGES.join(_BETWEEN_TERMS.join(p.terms) for p in passages).encode("utf-8"), 1)
    _put(conn, INDEX_TERMS, [(document_id, first, packed)])


def _put_records(conn: sqlite3.Connection, minutes: Minutes, known: bool) -> tuple[dict[str, int], int, int]:
    """Upsert all record tables; returns counts, removed records, references left out."""
    document_id = minutes.source.document_id
    rows: dict[Table, list[Row]] = {}
    dangling = 0
    for name, table in RECORD_TABLES.items():
        rows[table], missing = record_rows(minutes, name)
        dangling += missing
    rows[FINDINGS], spans = finding_rows(minutes)
    removed = 0
    for table, wanted in rows.items():
        _put(conn, table, wanted)
        if known:
            removed += _drop_others(conn, table, document_id, wanted)
    if known:
        conn.execute("DELETE FROM meeting_sources WHERE meeting_id = ?", (meeting_id(minutes),))
        conn.execute(
            "DELETE FROM finding_spans WHERE finding_id IN (SELECT id FROM findings WHERE document_id = ?)",
            (document_id,),
        )
    _put(conn, MEETING_SOURCES, meeting_source_rows(minutes))
    _put(conn, FINDING_SPANS, spans)
    return {table.name: len(wanted) for table, wanted in rows.items()}, removed, dangling


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


def store_minutes(db: Database, minutes: Minutes, document: Document | None = None) -> StoreResult:
    """Store all records of one document in one transaction and index them for search.

    Storing the same reading again writes nothing. A new reading of the same bytes (a newer version of the program)
    replaces the earlier one: records keep their ids, those no longer read are removed.

    Args:
        db: From ``open_database``.
        minutes: The records.
        document: The laid-out document they come from, where at hand: it gives the page of every line of text.

    Raises:
        StoreError: The database is locked, full or read-only. It is then as it was before.
    """
    conn = db.conn
    document_id, meeting = minutes.source.document_id, meeting_id(minutes)
    with store_errors(minutes.source.file_name):
        digest = digest_of(minutes, document)
        row = conn.execute("SELECT records_sha256 FROM documents WHERE id = ?", (document_id,)).fetchone()
        if row is not None and row[0] == digest:
            counts = {name: len(getattr(minutes, name)) for name in (*RECORD_TABLES, FINDINGS.name)}
            return StoreResult(document_id, meeting, "unchanged", counts)
        passages = make_passages(minutes, document)
        with db.atomic():
            _put(conn, DOCUMENTS, [document_row(minutes, digest)])
            _put(conn, MEETINGS, [meeting_row(minutes)])
            known = row is not None
            if known:
                _unindex(conn, document_id)
            counts, removed, dangling = _put_records(conn, minutes, known)
            _index(conn, document_id, meeting, passages)
            notes = _notes(conn, minutes, dangling)
    return StoreResult(document_id, meeting, "updated" if known else "added", counts, removed, notes)
