"""Opening the database for a command that reads it (データベースを開く), apart from typer: ``minutes search`` does without."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEFAULT_DATABASE = Path("outputs/minutes.db")


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection, closed at the end.

    Raises:
        StoreError: Missing, not a database, not one of ours, locked, of a newer version.
    """
    from minutes_pipeline.store.open import open_connection

    connection = open_connection(path)
    try:
        yield connection
    finally:
        connection.close()
