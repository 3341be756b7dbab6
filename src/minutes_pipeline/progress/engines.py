"""The two kinds of progress database (SQLite と PostgreSQL) behind one small face."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from minutes_pipeline.errors import QueryError, StoreError
from minutes_pipeline.progress.tables import ProgressColumn, ProgressTable

_TYPES = {
    "sqlite": {"text": "TEXT", "number": "REAL", "integer": "INTEGER"},
    "postgresql": {"text": "TEXT", "number": "DOUBLE PRECISION", "integer": "BIGINT"},
}


class Engine(Protocol):
    """A database that rows are pushed into."""

    @contextmanager
    def transaction(self, *, keep: bool) -> Iterator[None]:
        """One transaction; without ``keep`` it is rolled back at its end."""
        yield

    def create(self, table: ProgressTable, more: Sequence[ProgressColumn]) -> None:
        """Make a table that is not there."""

    def lock(self, table: str) -> None:
        """Keep other programs from pushing meanwhile."""

    def select(self, table: str, columns: Sequence[str], column: str, values: Sequence[str]) -> list[dict[str, Any]]:
        """Rows whose ``column`` has one of the values."""

    def upsert(self, table: str, row: dict[str, Any]) -> None:
        """Insert a row, or replace the values of the one with its id."""

    def update(self, table: str, identity: str, values: dict[str, Any]) -> None:
        """Change columns of the row with this id."""

    def close(self) -> None:
        """Close the connection."""


class _Sql:
    """SQL that both understand; ``?`` stands for a value."""

    kind = "sqlite"

    def _execute(self, sql: str, values: Sequence[Any] = ()) -> Any:
        raise NotImplementedError

    def create(self, table: ProgressTable, more: Sequence[ProgressColumn]) -> None:
        """See ``Engine``."""
        types = _TYPES[self.kind]
        parts = [f'"{column.name}" {types[column.type]}' for column in (*table.columns, *more)]
        parts[0] += " PRIMARY KEY"
        self._execute(f'CREATE TABLE IF NOT EXISTS "{table.name}" ({", ".join(parts)})')

    def select(self, table: str, columns: Sequence[str], column: str, values: Sequence[str]) -> list[dict[str, Any]]:
        """See ``Engine``."""
        names = ", ".join(f'"{name}"' for name in columns)
        found = []
        for value in values:
            cursor = self._execute(f'SELECT {names} FROM "{table}" WHERE "{column}" = ?', (value,))
            found += [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        return found

    def upsert(self, table: str, row: dict[str, Any]) -> None:
        """See ``Engine``."""
        names = list(row)
        columns, marks = ", ".join(f'"{n}"' for n in names), ", ".join("?" * len(names))
        changes = ", ".join(f'"{n}" = excluded."{n}"' for n in names if n != "id")
        self._execute(
            f'INSERT INTO "{table}" ({columns}) VALUES ({marks}) ON CONFLICT ("id") DO UPDATE SET {changes}',
            [row[n] for n in names],
        )

    def update(self, table: str, identity: str, values: dict[str, Any]) -> None:
        """See ``Engine``."""
        changes = ", ".join(f'"{name}" = ?' for name in values)
        self._execute(f'UPDATE "{table}" SET {changes} WHERE "id" = ?', [*values.values(), identity])


class SqliteEngine(_Sql):
    """SQLite (既定)."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._conn = sqlite3.connect(path, timeout=10.0, isolation_level=None)
            self._conn.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                "進捗データベースを開けません", "場所と書き込み権限を確かめてください", file=str(path)
            ) from error

    @contextmanager
    def transaction(self, *, keep: bool) -> Iterator[None]:
        """See ``Engine``."""
        try:
            self._conn.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._conn.execute("ROLLBACK")
                raise
            self._conn.execute("COMMIT" if keep else "ROLLBACK")
        except sqlite3.Error as error:
            raise _trouble(error) from error

    def lock(self, table: str) -> None:
        """BEGIN IMMEDIATE has locked the whole file."""

    def _execute(self, sql: str, values: Sequence[Any] = ()) -> Any:
        return self._conn.execute(sql, values)

    def close(self) -> None:
        """See ``Engine``."""
        self._conn.close()


class PostgresEngine(_Sql):
    """PostgreSQL, by psycopg 3."""

    kind = "postgresql"

    def __init__(self, url: str) -> None:
        try:
            import psycopg
        except ImportError as error:
            raise StoreError(
                "PostgreSQL につなぐ部品がありません", "pip install 'minutes-pipeline[postgres]' で入れてください"
            ) from error
        self._errors = psycopg.Error
        try:
            self._conn = psycopg.connect(url, connect_timeout=10)
        except psycopg.Error as error:
            raise StoreError(
                "PostgreSQL のサーバーにつながりません",
                "サーバーが動いているか、アドレス・データベース名・利用者・パスワードを確かめてください",
            ) from error

    @contextmanager
    def transaction(self, *, keep: bool) -> Iterator[None]:
        """See ``Engine``."""
        try:
            try:
                yield
            except BaseException:
                self._conn.rollback()
                raise
            if keep:
                self._conn.commit()
            else:
                self._conn.rollback()
        except self._errors as error:
            raise _trouble(error) from error

    def lock(self, table: str) -> None:
        """See ``Engine``: others may read, not push."""
        self._execute(f'LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE')

    def _execute(self, sql: str, values: Sequence[Any] = ()) -> Any:
        return self._conn.execute(sql.replace("?", "%s"), list(values))

    def close(self) -> None:
        """See ``Engine``."""
        self._conn.close()


def _trouble(error: Exception) -> StoreError:
    return StoreError(
        f"進捗データベースに書き込めません（{type(error).__name__}）",
        "ほかのプログラムが使っていないか、権限と空き容量を確かめてください。何も書き込んでいません",
    )


def open_engine(url: str) -> Engine:
    """The database of an address: postgresql://…, sqlite:///file, or the path of a SQLite file.

    Raises:
        QueryError: An address of another kind.
        StoreError: It cannot be reached.
    """
    if url.startswith(("postgresql://", "postgres://")):
        return PostgresEngine(url)
    if "://" in url and not url.startswith("sqlite:///"):
        raise QueryError("つなぎ先のアドレスが分かりません", "postgresql://… か、SQLite のファイル名を指定してください")
    return SqliteEngine(Path(url.removeprefix("sqlite:///")))
