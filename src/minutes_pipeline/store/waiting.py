"""Rows of the table of files in 要確認 (要確認のファイル): why each waits, and when it is worth trying again."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minutes_pipeline.store.open import store_errors, writing

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file that waits in 要確認 (要確認のファイル).

    Attributes:
        path: Where it lies, as text: absolute, so that several drop folders may share a database.
        sha256: Digest of its bytes.
        file_name: The name it came with.
        at: When it was last tried, ISO 8601.
        reason: Why it could not be read, Japanese phrase without 。.
        remedy: What to do, Japanese phrase without 。.
        program: The optional program it waits for, or None.
        program_version: The version of this program that tried.
        attempts: How often it was tried.
    """

    path: str
    sha256: str
    file_name: str
    at: str
    reason: str
    remedy: str
    program: str | None
    program_version: str
    attempts: int = 1


_COLUMNS = "path, sha256, file_name, at, reason, remedy, program, program_version, attempts"
_PUT = f"""
INSERT INTO waiting_files ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (path) DO UPDATE SET sha256 = excluded.sha256, file_name = excluded.file_name, at = excluded.at,
    reason = excluded.reason, remedy = excluded.remedy, program = excluded.program,
    program_version = excluded.program_version, attempts = waiting_files.attempts + 1
"""


def put_waiting(db: Database, file: WaitingFile) -> None:
    """Write down a file that waits; one that waits already at that path has been tried once more.

    Raises:
        StoreError: The database is locked, full or read-only.
    """
    row = (file.path, file.sha256, file.file_name, file.at, file.reason, file.remedy, file.program,
           file.program_version, file.attempts)  # fmt: skip
    with store_errors(file.file_name), writing(db):
        db.conn.execute(_PUT, row)


def drop_waiting(db: Database, path: str) -> None:
    """Strike out a file that waits no more; nothing happens where none does.

    Raises:
        StoreError: The database is locked, full or read-only.
    """
    with store_errors(None), writing(db):
        db.conn.execute("DELETE FROM waiting_files WHERE path = ?", (path,))


def list_waiting(conn: sqlite3.Connection) -> list[WaitingFile]:
    """All files that wait, by path."""
    return [WaitingFile(*row) for row in conn.execute(f"SELECT {_COLUMNS} FROM waiting_files ORDER BY path")]
