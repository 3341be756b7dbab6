"""Editions (版): which meeting a document is of, and how it stands among the versions of that meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutes_pipeline.store.results import Edition
from minutes_pipeline.store.rows import meeting_id

if TYPE_CHECKING:
    import sqlite3

    from minutes_pipeline.model.minutes import Minutes


def place_edition(conn: sqlite3.Connection, minutes: Minutes) -> Edition:
    """Where ``minutes`` stand among the documents stored; to be called inside the transaction that stores them."""
    row = conn.execute(
        "SELECT event_id, version, standing FROM documents WHERE id = ?", (minutes.source.document_id,)
    ).fetchone()
    if row is not None:
        event_id, version, standing = row
        return Edition(event_id, version, standing, "same_file", minutes.source.document_id, 1.0)
    return Edition(meeting_id(minutes), 1, "current", "first")
