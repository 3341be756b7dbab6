"""Migrations (データベースの版): sqlite-utils' own, each in one transaction with the record that it was applied.

``VERSIONS`` names all of them in order; ``open`` compares it with what a file says, so that an old program never
writes into a newer file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from minutes_pipeline.store.tables import ALL_TABLES, DATA_DICTIONARY
from minutes_pipeline.store.versions import MIGRATION_SET
from minutes_pipeline.store.views import VIEWS

if TYPE_CHECKING:
    from sqlite_utils import Database

MIGRATIONS = Migrations(MIGRATION_SET)

# The module's name is quoted so that neither sqlite-utils nor Datasette takes the table for the FTS table of something:
# both look for "USING FTS", and their search would hand over the query uncut and silently find nothing (相談件数).
# It keeps no content: the words are in documents.text, and what was indexed is kept in index_terms for removal.
# ascii: terms are cut by text.search_terms; every character beyond ASCII is a part of a term.
SEARCH_INDEX_SQL = (
    """CREATE VIRTUAL TABLE search_index USING "fts5"(words, grams, context, content='', tokenize='ascii')"""
)


@MIGRATIONS(name="m001_records_and_search")
def records_and_search(db: Database) -> None:
    """The first version: documents, records, search index, views, descriptions."""
    _make_tables(db, since=1)
    db.conn.execute(SEARCH_INDEX_SQL)
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
