"""The SQL function ``minutes_ledger`` (台帳の関数): issues and promises with their states, for Datasette and sqlite-utils.

sqlite-utils loads this on every command: it imports nothing of weight until the function is called.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import hookimpl


def add_ledger(conn: sqlite3.Connection) -> None:
    """Give a connection the function ``minutes_ledger(kind)``: 課題 or 宿題 -> a JSON array of rows, for ``json_each``.

    It reads the file of the connection anew and read-only; NULL for a database in memory or one that is none of ours.
    """
    path = next((row[2] for row in conn.execute("PRAGMA database_list") if row[1] == "main"), "")

    def minutes_ledger(kind: str | None) -> str | None:
        from minutes_pipeline.web.ledger_rows import ledger_json

        return ledger_json(path, kind) if path else None

    conn.create_function("minutes_ledger", 1, minutes_ledger)


@hookimpl  # type: ignore[untyped-decorator,unused-ignore]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Give every connection of sqlite-utils the function ``minutes_ledger``."""
    add_ledger(conn)
