"""Opening the database (データベースを開く), with errors a clerk can act on.

The journal is SQLite's rollback journal, not WAL: the file often lies on a shared network drive, where WAL does not
work, and one file without companions is easier to copy and to hand on. A document is one short transaction, so readers
seldom wait.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from minutes_pipeline.errors import StoreError
from minutes_pipeline.store.versions import MIGRATION_SET, VERSIONS

if TYPE_CHECKING:
    from sqlite_utils import Database

_MAGIC = b"SQLite format 3\x00"
_WAIT = 10.0  # seconds to wait for another program that writes


@contextmanager
def store_errors(file: str | None) -> Iterator[None]:
    """Turn the errors of sqlite3 into ``StoreError`` with reason and remedy."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explained(error, file) from error
    except UnicodeEncodeError as error:
        raise StoreError(
            "本文に保存できない文字があります", "元のファイルを開いて保存し直してください", file=file
        ) from error
    except OverflowError as error:
        raise StoreError("保存できないほど大きな数があります", "元の文書の数字を確かめてください", file=file) from error


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """One transaction that no other program writes beside (BEGIN IMMEDIATE): what it reads stays true until it ends.

    Waits ``_WAIT`` seconds for another writer. Inside another such transaction it is part of that one.
    """
    if db.conn.in_transaction:
        with db.atomic():
            yield
        return
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def _explained(error: sqlite3.Error, file: str | None) -> StoreError:
    text = str(error).lower()
    if "locked" in text or "busy" in text:
        return StoreError(
            "データベースをほかのプログラムが使っています",
            "そのプログラムを閉じるか、しばらく待ってからやり直してください",
            file=file,
        )
    if "readonly" in text or "unable to open" in text:
        return StoreError(
            "データベースに書き込めません", "フォルダーとファイルの書き込み権限を確かめてください", file=file
        )
    if "full" in text:
        return StoreError("ディスクに空きがありません", "空きを作ってからやり直してください", file=file)
    if "not a database" in text or "malformed" in text:
        return StoreError("データベースが壊れています", "控えから戻すか、別のファイル名で作り直してください", file=file)
    return StoreError(
        f"データベースの処理に失敗しました（{error}）", "別のファイル名で作り直せるか試してください", file=file
    )


def _check_file(path: Path, create: bool) -> None:
    """Refuse what cannot be a database before SQLite touches it."""
    if path.is_dir():
        raise StoreError("フォルダーが指定されています", "データベースのファイル名を指定してください", file=str(path))
    if not path.exists():
        if create:
            return
        raise StoreError(
            "データベースがありません", "minutes ingest で作るか、--db の指定を確かめてください", file=str(path)
        )
    try:
        with path.open("rb") as stream:
            head = stream.read(len(_MAGIC))
    except OSError as error:
        raise StoreError("データベースを読めません", "読み取り権限を確かめてください", file=str(path)) from error
    if head != _MAGIC and not (create and not head):
        raise StoreError("データベースではないファイルです", "--db に別のファイル名を指定してください", file=str(path))


def _applied(conn: sqlite3.Connection) -> list[str] | None:
    """Names of the migrations applied, or None when the file is none of ours."""
    if not conn.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        return None
    rows = conn.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY id", (MIGRATION_SET,))
    return [row[0] for row in rows] or None


def _refuse_newer(applied: list[str], file: str) -> None:
    if set(applied) - set(VERSIONS):
        raise StoreError(
            "新しい版のプログラムで作られたデータベースです", "minutes-pipeline を更新してください", file=file
        )


def _refuse_foreign(conn: sqlite3.Connection, file: str) -> None:
    """Refuse a database that has tables or views of our names but not from us."""
    from minutes_pipeline.store.tables import ALL_TABLES
    from minutes_pipeline.store.views import VIEWS

    ours = {table.name for table in ALL_TABLES} | {view.name for view in VIEWS} | {"search_index"}
    there = {row[0] for row in conn.execute("SELECT name FROM sqlite_master")}
    if ours & there:
        raise StoreError(
            f"別の用途のデータベースです（同じ名前の表 {min(ours & there)} があります）",
            "--db に別のファイル名を指定してください",
            file=file,
        )


def open_database(path: Path | str, create: bool = True) -> Database:
    """Open the database for writing, bring its tables up to date, switch foreign keys on.

    Args:
        path: The database file.
        create: Make the file (and its folder) when it is missing.

    Raises:
        StoreError: Missing (``create=False``), not a database, locked, of a newer version, folder not writable.
    """
    from sqlite_utils import Database

    path = Path(path)
    _check_file(path, create)
    if create and not path.parent.exists():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError("フォルダーを作れません", "書き込める場所を指定してください", file=str(path)) from error
    with store_errors(str(path)):
        conn = sqlite3.connect(path, timeout=_WAIT)
        try:
            # One look: another process may just be making the tables.
            conn.execute("BEGIN")
            applied = _applied(conn)
            if applied is None:
                _refuse_foreign(conn, str(path))
            else:
                _refuse_newer(applied, str(path))
            conn.execute("COMMIT")
            db = Database(conn, execute_plugins=False)
            conn.execute("PRAGMA foreign_keys = ON")
            if applied != list(VERSIONS):
                _migrate(db)
        except BaseException:
            conn.close()
            raise
    return db


def _migrate(db: Database) -> None:
    """Apply what is missing: all of it or nothing, and one program at a time."""
    from minutes_pipeline.store.migrations import MIGRATIONS

    db.conn.execute("BEGIN IMMEDIATE")
    try:
        MIGRATIONS.apply(db)
        if db.conn.execute("SELECT 1 FROM documents WHERE event_id IS NULL LIMIT 1").fetchone():
            from minutes_pipeline.store.settling import settle_documents

            settle_documents(db.conn)
        db.conn.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def open_connection(path: Path | str) -> sqlite3.Connection:
    """Open the database for reading with ``sqlite3`` alone (light: no sqlite_utils).

    It is never written to, but that one of an older version is brought up to date first.

    Raises:
        StoreError: Missing, not a database, not one of ours, locked, of a newer version.
    """
    path = Path(path)
    _check_file(path, create=False)
    with store_errors(str(path)):
        conn = _look(path)
        if _is_older(conn):
            # Who only looks takes nothing in: an older database is made one of this version where it can be written.
            conn.close()
            with suppress(StoreError):
                open_database(path, create=False).close()
            conn = _look(path)
        try:
            check_tables(conn, str(path))
        except BaseException:
            conn.close()
            raise
    return conn


def _look(path: Path) -> sqlite3.Connection:
    # Not mode=ro: after a crash SQLite must roll the journal back before anyone can read. A file that may not be
    # written is opened for reading by itself.
    conn = sqlite3.connect(path, timeout=_WAIT)
    conn.execute("PRAGMA query_only = ON")
    return conn


def _is_older(conn: sqlite3.Connection) -> bool:
    try:
        applied = _applied(conn)
    except BaseException:
        conn.close()
        raise
    return applied is not None and set(applied) < set(VERSIONS)


def check_tables(conn: sqlite3.Connection, file: str | None = None) -> None:
    """Raise ``StoreError`` unless the connection is to a database of this version."""
    applied = _applied(conn)
    if applied is None:
        raise StoreError(
            "議事録のデータベースではありません", "minutes ingest で作ったファイルを指定してください", file=file
        )
    _refuse_newer(applied, file or "")
    if len(applied) < len(VERSIONS):
        raise StoreError("古い版のデータベースです", "minutes ingest を一度実行すると新しい版になります", file=file)
