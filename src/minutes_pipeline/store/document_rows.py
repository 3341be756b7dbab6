"""Rows and index of one document (記録の行と索引): what the tables hold after its reading and its corrections are joined.

Each table is filled by one prepared upsert: sqlite-utils' ``upsert_all`` asks for the table's schema again for every
call and takes three times as long (benchmarks/storing.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minutes_pipeline.store.history_tables import EVENTS, READINGS
from minutes_pipeline.store.index_terms import INDEX, UNINDEX, kept, pack, unpack
from minutes_pipeline.store.passages import Passage, make_passages
from minutes_pipeline.store.rows import Row, finding_rows, meeting_row, meeting_source_rows, record_rows
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
    conn.executemany(UNINDEX, [(first + at, one.text()) for at, one in enumerate(unpack(packed))])
    conn.execute("DELETE FROM passages WHERE document_id = ?", (document_id,))
    conn.execute("DELETE FROM index_terms WHERE document_id = ?", (document_id,))


@dataclass(frozen=True, slots=True)
class IndexRows:
    """The passages of a document for the index: rows of ``passages`` without their number, terms, and those packed."""

    rows: list[Row]
    terms: list[str]
    packed: bytes


def index_rows(document_id: str, meeting: str, passages: Sequence[Passage]) -> IndexRows:
    """What ``index`` is to write."""
    rows = [
        (document_id, meeting, p.kind, p.record_id, p.start, p.end, p.page, p.agenda_item_id, p.goal_id, p.label,
         p.department)
        for p in passages
    ]  # fmt: skip
    terms = [kept(p.kind, p.terms) for p in passages]
    return IndexRows(rows, [one.text() for one in terms], pack(terms))


def index(conn: sqlite3.Connection, document_id: str, passages: IndexRows) -> None:
    """Put the passages of a document into the index."""
    if not passages.rows:
        return
    row = conn.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passages'").fetchone()
    first = 1 if row is None else row[0] + 1
    put(conn, PASSAGES, [(number, *row) for number, row in enumerate(passages.rows, first)])
    conn.executemany(INDEX, list(enumerate(passages.terms, first)))
    put(conn, INDEX_TERMS, [(document_id, first, passages.packed)])


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """All rows of a document but its own in ``documents`` (文書の行): made without the database, by whoever reads.

    Attributes:
        document_id: The document's id.
        meeting: Its row of ``meetings``; the meeting's id comes first.
        sources: Rows of ``meeting_sources``.
        tables: Table name -> rows, of every record table and ``findings``.
        finding_spans: Rows of ``finding_spans``.
        dangling: References to records that are not there, which were left out.
        passages: What the index takes.
    """

    document_id: str
    meeting: Row
    sources: list[Row]
    tables: dict[str, list[Row]]
    finding_spans: list[Row]
    dangling: int
    passages: IndexRows


def document_rows(minutes: Minutes, pages: LinePages | None) -> DocumentRows:
    """The rows of a document; ``pages`` as for ``make_passages``."""
    document_id, meeting = minutes.source.document_id, meeting_row(minutes)
    tables: dict[str, list[Row]] = {}
    dangling = 0
    for name in RECORD_TABLES:
        tables[name], missing = record_rows(minutes, name)
        dangling += missing
    tables[FINDINGS.name], spans = finding_rows(minutes)
    passages = index_rows(document_id, meeting[0], make_passages(minutes, pages))
    return DocumentRows(document_id, meeting, meeting_source_rows(minutes), tables, spans, dangling, passages)


def _put_records(conn: sqlite3.Connection, rows: DocumentRows, known: bool) -> int:
    """Upsert all record tables; returns how many records of an earlier reading are gone."""
    removed = 0
    for table in (*RECORD_TABLES.values(), FINDINGS):
        wanted = rows.tables[table.name]
        put(conn, table, wanted)
        if known:
            removed += _drop_others(conn, table, rows.document_id, wanted)
    if known:
        conn.execute("DELETE FROM meeting_sources WHERE meeting_id = ?", (rows.meeting[0],))
        conn.execute(
            "DELETE FROM finding_spans WHERE finding_id IN (SELECT id FROM findings WHERE document_id = ?)",
            (rows.document_id,),
        )
    put(conn, MEETING_SOURCES, rows.sources)
    put(conn, FINDING_SPANS, rows.finding_spans)
    return removed


@dataclass(frozen=True, slots=True)
class Written:
    """What writing the rows of a document did: records by table, rows removed, references left out."""

    counts: dict[str, int]
    removed: int
    dangling: int


def put_document(conn: sqlite3.Connection, rows: DocumentRows, *, known: bool, searched: bool) -> Written:
    """Write the rows of a document (not ``documents`` itself) in place of earlier ones, and index them if ``searched``.

    ``known`` says that rows of this document may be there already.
    """
    put(conn, MEETINGS, [rows.meeting])
    if known:
        unindex(conn, rows.document_id)
    removed = _put_records(conn, rows, known)
    if searched:
        index(conn, rows.document_id, rows.passages)
    return Written({name: len(wanted) for name, wanted in rows.tables.items()}, removed, rows.dangling)
