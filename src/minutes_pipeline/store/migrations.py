"""Migrations (データベースの版): sqlite-utils' own, each in one transaction with the record that it was applied.

``VERSIONS`` names all of them in order; ``open`` compares it with what a file says, so that an old program never
writes into a newer file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from minutes_pipeline.store.index_terms import INDEX, SEARCH_INDEX_SQL, pack, unpack_former
from minutes_pipeline.store.tables import ALL_TABLES, DATA_DICTIONARY
from minutes_pipeline.store.versions import MIGRATION_SET
from minutes_pipeline.store.views import VIEWS

if TYPE_CHECKING:
    from sqlite_utils import Database

MIGRATIONS = Migrations(MIGRATION_SET)

FIRST_INDEX_SQL = (
    """CREATE VIRTUAL TABLE search_index USING "fts5"(words, grams, context, content='', tokenize='ascii')"""
)
"""The index of the first version, with positions; migration 4 puts ``index_terms.SEARCH_INDEX_SQL`` in its place."""


@MIGRATIONS(name="m001_records_and_search")
def records_and_search(db: Database) -> None:
    """The first version: documents, records, search index, views, descriptions."""
    _make_tables(db, since=1)
    db.conn.execute(FIRST_INDEX_SQL)
    # Words weigh more than characters, the text more than the heading it stands under.
    db.conn.execute("INSERT INTO search_index(search_index, rank) VALUES ('rank', 'bm25(4.0, 1.0, 0.5)')")


@MIGRATIONS(name="m002_corrections_and_intake")
def corrections_and_intake(db: Database) -> None:
    """Corrections by people, versions of a meeting, the drop folder, text read by OCR."""
    _make_tables(db, since=2)
    db.conn.execute("UPDATE documents SET ocr_pages = 0 WHERE ocr_pages IS NULL")


@MIGRATIONS(name="m003_links")
def links(db: Database) -> None:
    """Decisions on links by people, and the links last found: threads of issues, promises, suggestions."""
    _make_tables(db, since=3)


@MIGRATIONS(name="m004_index_without_positions")
def index_without_positions(db: Database) -> None:
    """The search index in a quarter of its size, made anew from the terms kept of every document."""
    db.conn.execute("DROP TABLE search_index")
    db.conn.execute(SEARCH_INDEX_SQL)
    documents = db.conn.execute("SELECT document_id, first_passage FROM index_terms ORDER BY first_passage").fetchall()
    for document, first in documents:
        (packed,) = db.conn.execute("SELECT terms FROM index_terms WHERE document_id = ?", (document,)).fetchone()
        kinds = db.conn.execute("SELECT kind FROM passages WHERE document_id = ? ORDER BY id", (document,))
        terms = list(unpack_former(packed, (row[0] for row in kinds)))
        db.conn.executemany(INDEX, [(first + at, one.text()) for at, one in enumerate(terms)])
        db.conn.execute("UPDATE index_terms SET terms = ? WHERE document_id = ?", (pack(terms), document))
    renew_views(db)
    describe(db)


def _make_tables(db: Database, since: int) -> None:
    """What migration ``since`` adds: whole tables, and columns of earlier ones."""
    for table in ALL_TABLES:
        statements = table.add_columns_sql(since)
        if table.since == since:
            statements = [table.create_sql(), *table.index_sql(), *table.triggers]
        for statement in statements:
            db.conn.execute(statement)


def renew_views(db: Database) -> None:
    """Make our views anew, and leave those that others made; the last migration calls it."""
    for view in VIEWS:
        db.conn.execute(f'DROP VIEW IF EXISTS "{view.name}"')
        db.conn.execute(view.create_sql())


def describe(db: Database) -> None:
    """Fill the table of descriptions (項目の説明) anew."""
    rows = [(table.name, "", f"{table.title}: {table.description}") for table in ALL_TABLES]
    rows += [(table.name, column.name, column.description) for table in ALL_TABLES for column in table.columns]
    rows += [("search_index", "", "全文索引（FTS5）。rowid は passages.id。minutes_match() の式で検索する")]
    rows += [(view.name, "", view.description) for view in VIEWS]
    rows += [(view.name, name, text) for view in VIEWS for name, _, text in view.columns]
    db.conn.execute(f"DELETE FROM {DATA_DICTIONARY.name}")
    db.conn.executemany(f"INSERT INTO {DATA_DICTIONARY.name} VALUES (?, ?, ?)", rows)
