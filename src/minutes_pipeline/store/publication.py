"""Which agenda items of a partly public meeting are open (公開する議題)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.correction_rows import write_audit
from minutes_pipeline.store.open import store_errors, writing
from minutes_pipeline.store.reading import find_meeting, load_meeting
from minutes_pipeline.text.folding import name_key

if TYPE_CHECKING:
    from sqlite_utils import Database


def opened_items(conn: sqlite3.Connection, event_id: str) -> tuple[str, ...]:
    """Titles of the items that are open, in the order in which they were opened."""
    with store_errors(None):
        rows = conn.execute("SELECT title FROM public_items WHERE event_id = ? ORDER BY rowid", (event_id,))
        return tuple(row[0] for row in rows)


def open_items(db: Database, meeting_key: str, titles: Sequence[str], *, by: str, reason: str) -> tuple[str, ...]:
    """Say which items of a meeting are public; what was said before is replaced. Returns the titles as printed.

    Raises:
        QueryError: No such meeting, or an item that is not in its agenda; ``by`` or ``reason`` empty.
        StoreError: The database cannot be written.
    """
    if not by.strip() or not reason.strip():
        raise QueryError("名前か理由がありません", "誰が、なぜ決めたかを書いてください")
    with store_errors(None), writing(db):
        meeting = find_meeting(db.conn, meeting_key)
        known = {
            name_key(item["title"]): item["title"] for item in load_meeting(db.conn, meeting.meeting_id)["agenda_items"]
        }
        unknown = [title for title in titles if name_key(title) not in known]
        if unknown:
            raise QueryError(
                f"議題「{unknown[0]}」はこの会議にありません", f"次から選んでください: {'、'.join(known.values())}"
            )
        chosen = tuple(dict.fromkeys(known[name_key(title)] for title in titles))
        before = opened_items(db.conn, meeting.event_id or "")
        if chosen != before:
            db.conn.execute("DELETE FROM public_items WHERE event_id = ?", (meeting.event_id,))
            db.conn.executemany(
                "INSERT INTO public_items VALUES (?, ?)", [(meeting.event_id, title) for title in chosen]
            )
            write_audit(
                db.conn, "status", event_id=meeting.event_id, by=by, before=list(before), after=list(chosen), kind="meeting",
                document_id=meeting.document_id, field="public_items", reason=reason,
            )  # fmt: skip
    return chosen
