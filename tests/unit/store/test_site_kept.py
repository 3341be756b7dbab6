"""The columns kept for the next start: the same as read anew, and never those of another state of the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from minutes_pipeline.cli.application import run
from minutes_pipeline.store import site_columns, site_kept
from minutes_pipeline.store.site_columns import CODED, Columns, columns_of, state_of
from minutes_pipeline.store.site_kept import keep, kept, kept_file
from minutes_pipeline.store.site_lists import LISTS, list_records

SAMPLES = Path(__file__).parents[3] / "samples"


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(site_kept, "_LEAST", 0)
    monkeypatch.setattr(site_columns, "_kept", {})
    path = tmp_path / "minutes.db"
    assert run(["ingest", str(SAMPLES / "mizumori_renrakukai_r5.pdf"), "--db", str(path)]) == 0
    return path


@pytest.fixture
def conn(db: Path) -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(db)
    yield opened
    opened.close()


def _same(one: Columns, other: Columns) -> bool:
    plain = all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("ids", "kind", "day", "year", "block", "alive", "newest")
    )
    coded = all(
        np.array_equal(one.codes[name], other.codes[name]) and one.words[name].words == other.words[name].words
        for name in CODED
    )
    return (
        plain
        and coded
        and one.departments.words == other.departments.words
        and one.goal_numbers == other.goal_numbers
        and one.words["department"].known(one.words["department"].words[-1]) > 0
    )


def test_what_was_kept_is_what_was_read(db: Path, conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    _, state = state_of(conn)
    columns = columns_of(conn)
    lists = {name: list_records(conn, name, {"department": "健康"}) for name in LISTS}
    assert kept(db, state) is None
    assert keep(db, columns, state)
    again = kept(db, state)
    assert again is not None and _same(columns, again)
    monkeypatch.setattr(site_columns, "_kept", {})
    assert columns_of(conn, again) is again
    assert {name: list_records(conn, name, {"department": "健康"}) for name in LISTS} == lists


def test_what_is_new_is_added_to_what_was_kept(
    db: Path, conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, state = state_of(conn)
    keep(db, columns_of(conn), state)
    monkeypatch.setattr(site_columns, "_kept", {})
    columns_of(conn, kept(db, state))
    assert run(["ingest", str(SAMPLES / "mizumori_renrakukai_r6.docx"), "--db", str(db)]) == 0
    grown = columns_of(conn)
    monkeypatch.setattr(site_columns, "_kept", {})
    anew = columns_of(conn)
    assert np.array_equal(grown.ids, anew.ids) and np.array_equal(grown.newest, anew.newest)
    _, later = state_of(conn)
    assert later != state and kept(db, later) is None, "it is of the state before"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x93NUMPY", b"not at all" * 99])
def test_a_broken_file_is_as_none(db: Path, conn: sqlite3.Connection, content: bytes) -> None:
    kept_file(db).write_bytes(content)
    assert kept(db, state_of(conn)[1]) is None


def test_where_it_cannot_be_written_all_is_as_without(db: Path, conn: sqlite3.Connection) -> None:
    kept_file(db).mkdir()
    assert not keep(db, columns_of(conn), state_of(conn)[1])
    assert [path.name for path in db.parent.iterdir() if path.name.startswith(".")] == []


def test_a_small_database_needs_none(db: Path, conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_kept, "_LEAST", 20_000)
    assert not keep(db, columns_of(conn), state_of(conn)[1]) and not kept_file(db).exists()
