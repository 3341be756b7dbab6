"""Opening: what is refused says in Japanese why and what to do."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from minutes_pipeline.errors import StoreError
from minutes_pipeline.store import open as opening
from minutes_pipeline.store.migrations import FIRST_INDEX_SQL, MIGRATIONS
from minutes_pipeline.store.open import open_connection, open_database
from minutes_pipeline.store.tables import ALL_TABLES
from minutes_pipeline.store.versions import VERSIONS

_FROZEN = "271183a3e4552212"


def test_creates_file_and_folder_with_foreign_keys_on(tmp_path: Path) -> None:
    path = tmp_path / "出力" / "minutes.db"
    db = open_database(path)
    assert {table.name for table in ALL_TABLES} <= set(db.table_names())
    assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    db.close()
    assert sorted(p.name for p in path.parent.iterdir()) == ["minutes.db"]


def test_opening_again_changes_no_byte(path: Path) -> None:
    open_database(path).close()
    before = path.read_bytes()
    open_database(path).close()
    open_connection(path).close()
    assert path.read_bytes() == before


def test_versions_are_the_migrations() -> None:
    assert [migration.name for migration in MIGRATIONS._migrations] == list(VERSIONS)


def test_tables_of_the_first_migration_are_frozen() -> None:
    """A released definition is not edited, databases made with it exist: add a migration instead."""
    statements = [table.create_sql() for table in ALL_TABLES if table.since == 1] + [FIRST_INDEX_SQL]
    assert hashlib.sha256("\n".join(statements).encode()).hexdigest()[:16] == _FROZEN


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"this is a text file, not a database", "データベースではないファイルです"),
        (b"PK\x03\x04 a word file", "データベースではないファイルです"),
        (b"SQLite format 3\x00" + b"\xff" * 4000, "データベースが壊れています"),
    ],
)
@pytest.mark.parametrize("opened", [open_database, open_connection])
def test_refuses_what_is_no_database(path: Path, content: bytes, reason: str, opened: object) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        opened(path)  # type: ignore[operator]
    assert caught.value.reason == reason
    assert str(path) in str(caught.value)
    assert path.read_bytes() == content


def test_missing(path: Path) -> None:
    with pytest.raises(StoreError, match="データベースがありません"):
        open_connection(path)
    with pytest.raises(StoreError, match="データベースがありません"):
        open_database(path, create=False)
    assert not path.exists()


def test_empty_file_is_made_a_database_but_not_read_as_one(path: Path) -> None:
    path.touch()
    with pytest.raises(StoreError, match="データベースではない"):
        open_connection(path)
    open_database(path).close()
    open_connection(path).close()


def test_folder(tmp_path: Path) -> None:
    for opened in (open_database, open_connection):
        with pytest.raises(StoreError, match="フォルダーが指定されています"):
            opened(tmp_path)


def test_newer_version_is_refused_and_left_alone(path: Path) -> None:
    db = open_database(path)
    db["_sqlite_migrations"].insert({"migration_set": "minutes_pipeline", "name": "m999_future", "applied_at": "x"})
    db.close()
    before = path.read_bytes()
    for opened in (open_database, open_connection):
        with pytest.raises(StoreError, match="新しい版"):
            opened(path)
    assert path.read_bytes() == before


def test_database_of_another_program(path: Path) -> None:
    conn = sqlite3.connect(path)
    conn.execute("CREATE TABLE documents (x)")
    conn.commit()
    conn.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="別の用途のデータベース"):
        open_database(path)
    with pytest.raises(StoreError, match="議事録のデータベースではありません"):
        open_connection(path)
    assert path.read_bytes() == before


def test_tables_beside_others(path: Path) -> None:
    conn = sqlite3.connect(path)
    conn.execute("CREATE TABLE 台帳 (x)")
    conn.commit()
    conn.close()
    db = open_database(path)
    assert {"台帳", "documents"} <= set(db.table_names())
    db.close()


def test_locked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_database(path).close()
    monkeypatch.setattr(opening, "_WAIT", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        for opened in (open_database, open_connection):
            with pytest.raises(StoreError, match="ほかのプログラムが使っています"):
                opened(path)
    finally:
        other.close()


def test_connection_for_reading_refuses_to_write(path: Path) -> None:
    open_database(path).close()
    conn = open_connection(path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        conn.execute("DELETE FROM documents")
    conn.close()


_AS_NOBODY = """
import os, sys
from minutes_pipeline.errors import StoreError
from minutes_pipeline.store import migrations
from minutes_pipeline.store.open import open_connection, open_database
if os.getuid() == 0:  # nothing is forbidden to root
    os.setgid(65534); os.setuid(65534)
try:
    (open_connection if sys.argv[2] == "read" else open_database)(sys.argv[1]).close()
    print("opened")
except StoreError as error:
    print(error.reason)
"""


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="permissions of POSIX")
@pytest.mark.parametrize(
    ("how", "exists", "expected"),
    [("write", False, "データベースに書き込めません"), ("read", True, "opened")],
)
def test_folder_without_write_permission(how: str, exists: bool, expected: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if exists:
            open_database(folder / "minutes.db").close()
            (folder / "minutes.db").chmod(0o444)
        folder.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", _AS_NOBODY, str(folder / "minutes.db"), how],
            capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, check=False,
        )  # fmt: skip
        folder.chmod(0o755)
    assert done.stdout.strip() == expected, done.stderr


_OPEN = """
import sys
from minutes_pipeline.store.open import open_database
print("ready", flush=True)
sys.stdin.readline()
open_database(sys.argv[1]).close()
"""


def test_several_programs_make_the_database_at_once(path: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _OPEN, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0, 0, 0]
    db = open_database(path)
    assert db.execute("SELECT count(*) FROM _sqlite_migrations").fetchone() == (len(VERSIONS),)
    db.close()


def test_failing_migration_leaves_nothing_behind(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from minutes_pipeline.store import migrations

    monkeypatch.setattr(migrations, "FIRST_INDEX_SQL", "CREATE VIRTUAL TABLE search_index USING nothing()")
    with pytest.raises(StoreError, match="データベースの処理に失敗しました"):
        open_database(path)
    conn = sqlite3.connect(path)
    assert conn.execute("SELECT name FROM sqlite_master").fetchall() == []
    conn.close()
