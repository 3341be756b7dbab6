"""Bodies and their meetings for the site (会議体): which meetings belong to a name, and whether they have changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from minutes_pipeline.store.open import store_errors

_CURRENT = "(d.standing IS NULL OR d.standing = 'current')"


def list_names(conn: sqlite3.Connection) -> list[dict[str, Any]]:
    """Every printed name of a body with its number of meetings and their first and last day, latest first."""
    with store_errors(None):
        rows = conn.execute(
            "SELECT m.name, count(*), min(m.date), max(m.date) FROM meetings m JOIN documents d ON d.id = m.document_id "
            f"WHERE m.name IS NOT NULL AND {_CURRENT} GROUP BY m.name ORDER BY max(m.date) DESC, m.name"
        ).fetchall()
    return [dict(zip(("name", "count", "first", "last"), row, strict=True)) for row in rows]


def meetings_named(conn: sqlite3.Connection, names: Iterable[str], latest: int) -> list[dict[str, Any]]:
    """The current meetings under these names, oldest first, with the digest of what is stored of each.

    Of more than ``latest`` under one name only the latest ones: of a thousand meetings nobody counts the characters.
    """
    found: list[dict[str, Any]] = []
    keys = ("id", "document", "name", "session", "date", "file_name", "digest", "length", "reviewed")
    with store_errors(None):
        for name in sorted(set(names)):
            rows = conn.execute(
                "SELECT m.id, d.id, m.name, m.session, m.date, d.file_name, d.records_sha256, length(d.text), "
                "(SELECT max(a.id) FROM audit a WHERE a.event_id = d.event_id) "
                "FROM (SELECT m.rowid AS number FROM meetings m JOIN documents d ON d.id = m.document_id "
                f"WHERE m.name = ? AND {_CURRENT} ORDER BY m.date IS NOT NULL, m.date DESC LIMIT ?) some "
                "JOIN meetings m ON m.rowid = some.number JOIN documents d ON d.id = m.document_id",
                (name, latest),
            ).fetchall()
            found += [dict(zip(keys, row, strict=True)) for row in rows]
    return sorted(found, key=lambda one: (one["date"] or "9999", one["session"] or 0, one["file_name"]))
