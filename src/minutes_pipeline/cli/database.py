"""Where the database is (データベースの場所) and how commands that read it open it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

DEFAULT_DATABASE = Path("outputs/minutes.db")

DatabaseOption = Annotated[Path, typer.Option("--db", metavar="ファイル", help="データベース")]
"""``--db``, the same in every command."""
JsonOption = Annotated[bool, typer.Option("--json", help="プログラムが読める JSON で出す")]
"""``--json``, the same in every command."""


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
