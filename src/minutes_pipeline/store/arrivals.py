"""Rows of the table of files that arrived (届いたファイル): what came, when, and what became of it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from minutes_pipeline.store.open import store_errors, writing

if TYPE_CHECKING:
    from sqlite_utils import Database

Outcome = Literal["stored", "unchanged", "failed", "waiting"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that arrived (届いたファイル).

    Attributes:
        at: When, ISO 8601 with the offset from UTC.
        sha256: Digest of its bytes.
        file_name: Its name.
        folder: Its sub-folder of the drop folder (会議体), or None.
        outcome: What became of it.
        message: Japanese sentences for the clerk, or None.
        document_id: The document stored, or None.
    """

    at: str
    sha256: str
    file_name: str
    folder: str | None
    outcome: Outcome
    message: str | None = None
    document_id: str | None = None


_INSERT = (
    "INSERT INTO arrivals (at, sha256, file_name, folder, outcome, message, document_id) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_LATEST = """
SELECT outcome, message FROM arrivals
WHERE sha256 = ? AND file_name = ? AND folder IS ? ORDER BY id DESC LIMIT 1
"""


def record_arrival(db: Database, arrival: Arrival) -> bool:
    """Write down that a file arrived; returns whether a row was added.

    The same bytes under the same name in the same place with the same outcome are written down once: a process that
    was killed after storing a file and before removing it meets it again.

    Raises:
        StoreError: The database is locked, full or read-only.
    """
    with store_errors(arrival.file_name), writing(db):
        latest = db.conn.execute(_LATEST, (arrival.sha256, arrival.file_name, arrival.folder)).fetchone()
        if latest is not None and _is_repeated(latest, arrival):
            return False
        db.conn.execute(
            _INSERT,
            (arrival.at, arrival.sha256, arrival.file_name, arrival.folder, arrival.outcome, arrival.message,
             arrival.document_id),
        )  # fmt: skip
        return True


def _is_repeated(latest: tuple[str, str | None], arrival: Arrival) -> bool:
    if arrival.outcome == "unchanged":
        return latest[0] in ("stored", "unchanged")
    return arrival.outcome in ("failed", "waiting") and latest == (arrival.outcome, arrival.message)


def list_arrivals(conn: sqlite3.Connection, *, limit: int | None = None) -> list[Arrival]:
    """Files that arrived, in the order of arrival; with ``limit`` the last ones only."""
    rows = conn.execute(
        "SELECT at, sha256, file_name, folder, outcome, message, document_id FROM arrivals ORDER BY id DESC LIMIT ?",
        (-1 if limit is None else limit,),
    ).fetchall()
    return [Arrival(*row) for row in reversed(rows)]


def has_arrivals(conn: sqlite3.Connection) -> bool:
    """Whether any file has ever been kept for this database: its archive must then be there."""
    return conn.execute("SELECT 1 FROM arrivals LIMIT 1").fetchone() is not None


@dataclass(frozen=True, slots=True)
class Original:
    """A document's original (原本): what is needed to read it again from the archive."""

    document_id: str
    sha256: str
    file_name: str
    folder: str | None
    program_version: str


def list_originals(conn: sqlite3.Connection) -> list[Original]:
    """The originals of all documents, of every version, in the order in which they were stored."""
    return [
        Original(*row)
        for row in conn.execute("SELECT id, sha256, file_name, folder, program_version FROM documents ORDER BY rowid")
    ]
