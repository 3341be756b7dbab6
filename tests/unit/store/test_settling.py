"""A database of the first version: opened, it knows readings, versions and their standing, and loses nothing."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from minutes_pipeline.errors import StoreError
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store import corrections
from minutes_pipeline.store import open as opening
from minutes_pipeline.store.index_terms import unpack
from minutes_pipeline.store.migrations import FIRST_INDEX_SQL, MIGRATIONS
from minutes_pipeline.store.open import open_connection, open_database
from minutes_pipeline.store.reading import list_meetings, list_versions, load_meeting
from minutes_pipeline.store.readings import load_reading, pages_kept
from minutes_pipeline.store.search import search
from minutes_pipeline.store.tables import ALL_TABLES
from minutes_pipeline.store.writer import store_minutes

Build = Callable[..., Minutes]


def first_version(path: Path, documents: list[Minutes]) -> None:
    """A file as the first version of the program left it: its tables, its columns, its rows."""
    source = open_database(path.with_name("new.db"))
    for number, minutes in enumerate(documents):
        apart = minutes.meeting.model_copy(
            update={"name": f"会議{number}", "session": None, "date": f"200{number}-01-01"}
        )
        store_minutes(source, minutes.model_copy(update={"meeting": apart}))
        with source.atomic():
            source.conn.execute(
                "UPDATE meetings SET name = ?, session = ?, date = ? WHERE document_id = ?",
                (minutes.meeting.name, minutes.meeting.session, minutes.meeting.date, minutes.source.document_id),
            )
    old = Database(sqlite3.connect(path), execute_plugins=False)
    MIGRATIONS.apply(old, stop_before="m002_corrections_and_intake")
    for table in ALL_TABLES:
        if table.since == 1 and table.name != "data_dictionary":
            names = ", ".join(f'"{c.name}"' for c in table.columns if c.since == 1)
            rows = source.execute(f"SELECT {names} FROM {table.name}").fetchall()
            marks = ", ".join("?" * sum(c.since == 1 for c in table.columns))
            old.conn.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)
    terms = source.execute("SELECT document_id FROM index_terms").fetchall()
    assert len(terms) == len(documents)
    assert FIRST_INDEX_SQL.startswith("CREATE VIRTUAL TABLE")
    for document, first, packed in source.execute(
        "SELECT document_id, first_passage, terms FROM index_terms"
    ).fetchall():
        kept = [(one.words, one.grams, one.context) for one in unpack(packed)]
        indexed = [(first + at, *terms) for at, terms in enumerate(kept)]
        old.conn.executemany("INSERT INTO search_index(rowid, words, grams, context) VALUES (?, ?, ?, ?)", indexed)
        former = zlib.compress("\x1e".join("\x1f".join(terms) for terms in kept).encode())
        old.conn.execute("UPDATE index_terms SET terms = ? WHERE document_id = ?", (former, document))
    old.conn.commit()
    old.conn.execute("CREATE VIEW 手元のビュー AS SELECT 1 AS 一")
    old.conn.commit()
    old.close()
    source.close()


def test_reading_an_earlier_database_brings_it_up_to_date_where_it_can(
    path: Path, make_minutes: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_version(path, [make_minutes()])

    def refused(*_: object, **__: object) -> None:
        raise StoreError("データベースに書き込めません", "権限を確かめてください")

    with monkeypatch.context() as patched:
        patched.setattr(opening, "open_database", refused)
        with pytest.raises(StoreError, match="古い版のデータベース"):
            open_connection(path)
    conn = open_connection(path)
    assert len(list_meetings(conn)) == 1
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        conn.execute("DELETE FROM documents")
    conn.close()


def test_earlier_database_is_brought_up_to_date(path: Path, make_minutes: Build) -> None:
    first = make_minutes()
    talk = tuple(f"{number}番目の話し合いをした。" for number in range(30))
    second = make_minutes((*first.text.split("\n"), *talk[:12]), "二.pdf")
    other = make_minutes(file_name="別.pdf", number=9)
    first_version(path, [first, second, other])
    db = open_database(path)
    assert [(m.version, m.standing) for m in list_versions(db.conn, first.source.document_id)] == [
        (1, "superseded"), (2, "current"),
    ]  # fmt: skip
    assert {m.file_name for m in list_meetings(db.conn)} == {"二.pdf", "別.pdf"}
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert {hit.file_name for hit in search(db.conn, "ボランティア")} == {"二.pdf", "別.pdf"}
    for minutes in (first, second, other):
        assert Minutes.model_validate(load_reading(db.conn, minutes.source.document_id)) == minutes
        loaded = load_meeting(db.conn, minutes.source.document_id, versions=True)
        assert Minutes.model_validate(loaded) == minutes
    assert pages_kept(db.conn, first.source.document_id) is not None
    made = corrections.correct(db, other.metrics[0].id, {"value": "5"}, by="野中", reason="録音")
    assert made[0].state == "active"
    corrections.withdraw(db, made[0].id, by="野中", reason="録音")
    assert Minutes.model_validate(load_meeting(db.conn, other.source.document_id)) == other
    assert db.execute("SELECT 一 FROM 手元のビュー").fetchone() == (1,)
    assert store_minutes(db, other).status == "updated"
    assert store_minutes(db, other).status == "unchanged"
    db.close()


def test_rows_that_somebody_changed_hinder_nothing(path: Path, make_minutes: Build) -> None:
    first_version(path, [make_minutes()])
    conn = sqlite3.connect(path)
    conn.execute("UPDATE decisions SET result = '可決'")
    conn.commit()
    conn.close()
    db = open_database(path)
    assert [m.standing for m in list_meetings(db.conn)] == ["current"]
    assert store_minutes(db, make_minutes()).status == "updated"
    assert db.execute("SELECT result FROM decisions").fetchone() == ("approved",)
    db.close()
