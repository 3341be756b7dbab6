"""Rows and index of one document (記録の行と索引): what the tables hold after its reading and its corrections are joined.

Each table is filled by one prepared upsert: sqlite-utils' ``upsert_all`` asks for the table's schema again for every
call and takes three times as long (benchmarks/storing.py).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minutes_pipeline.store.history_tables import EVENTS, READINGS
from minutes_pipeline.store.passages import Passage, make_passages
from minutes_pipeline.store.rows import Row, finding_rows, meeting_id, meeting_row, meeting_source_rows, record_rows
from minutes_pipeline.store.schema import Table
from minutes_pipeline.store.tables import (
    DOCUMENTS,
    FINDING_SPANS,
    FINDINGS,
    INDEX_TERMS,
    MEETING_SOURCES,
    MEETINGS,
    PASSAGES,
    RECORD_TABLES,
)

if TYPE_CHECKING:
    import sqlite3

    from minutes_pipeline.model.minutes import Minutes
    from minutes_pipeline.store.readings import LinePages

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
    for table in (DOCUMENTS, EVENTS, READINGS, MEETINGS, MEETING_SOURCES, *RECORD_TABLES.values(), FINDINGS, FINDING_SPANS, PASSAGES,
                  INDEX_TERMS)
}  # fmt: skip


def put(conn: sqlite3.Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows, or bring those of the same key up to date."""
    if rows:
        conn.executemany(_UPSERTS[table.name], rows)


def _drop_others(conn: sqlite3.Connection, table: Table, document_id: str, rows: Iterable[Row]) -> int:
    """Delete the rows of this document that ``rows`` does not have; returns how many."""
    kept = {row[0] for row in rows}
    there = conn.execute(f'SELECT id FROM "{table.name}" WHERE document_id = ?', (document_id,))
    gone = [(row[0],) for row in there if row[0] not in kept]
    conn.executemany(f'DELETE FROM "{table.name}" WHERE id = ?', gone)
    return len(gone)


def unindex(conn: sqlite3.Connection, document_id: str) -> None:
    """Take an earlier reading out of the index: an index without content must be told the terms it was given."""
    row = conn.execute("SELECT first_passage, terms FROM index_terms WHERE document_id = ?", (document_id,)).fetchone()
    if row is None:
        return
    first, packed = row
    kept = zlib.decompress(packed).decode("utf-8").split(_BETWEEN_PASSAGES)
    conn.executemany(_UNINDEX, [(first + at, *terms.split(_BETWEEN_TERMS)) for at, terms in enumerate(kept)])
    conn.execute("DELETE FROM passages WHERE document_id = ?", (document_id,))
    conn.execute("DELETE FROM index_terms WHERE document_id = ?", (document_id,))


def index(conn: sqlite3.Connection, document_id: str, meeting: str, passages: Sequence[Passage]) -> None:
    """Put the passages of a document into the index."""
    if not passages:
        return
    row = conn.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passages'").fetchone()
    first = 1 if row is None else row[0] + 1
    rows = [
        (first + at, document_id, meeting, p.kind, p.record_id, p.start, p.end, p.page, p.agenda_item_id, p.goal_id,
         p.label, p.department)
        for at, p in enumerate(passages)
    ]  # fmt: skip
    put(conn, PASSAGES, rows)
    conn.executemany(_INDEX, [(first + at, *p.terms) for at, p in enumerate(passages)])
    packed = zlib.compress(_BETWEEN_PASSAGES.join(_BETWEEN_TERMS.join(p.terms) for p in passages).encode("utf-8"), 1)
    put(conn, INDEX_TERMS, [(document_id, first, packed)])


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
        put(conn, table, wanted)
        if known:
            removed += _drop_others(conn, table, document_id, wanted)
    if known:
        conn.execute("DELETE FROM meeting_sources WHERE meeting_id = ?", (meeting_id(minutes),))
        conn.execute(
            "DELETE FROM finding_spans WHERE finding_id IN (SELECT id FROM findings WHERE document_id = ?)",
            (document_id,),
        )
    put(conn, MEETING_SOURCES, meeting_source_rows(minutes))
    put(conn, FINDING_SPANS, spans)
    return {table.name: len(wanted) for table, wanted in rows.items()}, removed, dangling


@dataclass(frozen=True, slots=True)
class Written:
    """What writing the rows of a document did: records by table, rows removed, references left out."""

    counts: dict[str, int]
    removed: int
    dangling: int


def put_document(
    conn: sqlite3.Connection, minutes: Minutes, pages: LinePages | None, *, known: bool, searched: bool
) -> Written:
    """Write the rows of a document (not ``documents`` itself) in place of earlier ones, and index them if ``searched``.

    ``known`` says that rows of this document may be there already.
    """
    document_id, meeting = minutes.source.document_id, meeting_id(minutes)
    put(conn, MEETINGS, [meeting_row(minutes)])
    if known:
        unindex(conn, document_id)
    counts, removed, dangling = _put_records(conn, minutes, known)
    if searched:
        index(conn, document_id, meeting, make_passages(minutes, pages))
    return Written(counts, removed, dangling)
