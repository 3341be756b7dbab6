"""Opening the database (データベースを開く), with errors a clerk can act on."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def open_database(path: Path | str, create: bool = True) -> Database:
    """Open the database for writing, bring its tables up to date, switch foreign keys on.

    Args:
        path: The database file.
        create: Make the file (and its folder) when it is missing.

    Raises:
        StoreError: Missing (``create=False``), not a database, locked, of a newer version, folder not writable.
    """
    raise NotImplementedError


def open_connection(path: Path | str) -> sqlite3.Connection:
    """Open the database for reading with ``sqlite3`` alone (light: no sqlite_utils); it is never written to.

    Raises:
        StoreError: Missing, not a database, not one of ours, locked, of a newer version.
    """
    raise NotImplementedError
