"""Settling (版の付け直し): documents stored before versions were known get their reading and their place.

It runs when a database of an earlier version is opened, in the transaction of its migration.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from pydantic import ValidationError

from minutes_pipeline.compare.identity import with_own_ids
from minutes_pipeline.compare.occasion import Occasion
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store.document_rows import put
from minutes_pipeline.store.editions import arriving, packed_occasion, place_edition, settle_edition
from minutes_pipeline.store.history_tables import READINGS
from minutes_pipeline.store.reading import load_document
from minutes_pipeline.store.readings import pack_pages, pack_reading
from minutes_pipeline.store.results import Edition

if TYPE_CHECKING:
    import sqlite3


def settle_documents(conn: sqlite3.Connection) -> int:
    """Give every document without one a reading, an event and a standing, in the order they came; returns how many."""
    rows = conn.execute(
        "SELECT d.id, m.id FROM documents d JOIN meetings m ON m.document_id = d.id WHERE d.event_id IS NULL "
        "ORDER BY d.rowid"
    ).fetchall()
    for document_id, meeting_id in rows:
        _settle(conn, document_id, meeting_id)
    return len(rows)


def _settle(conn: sqlite3.Connection, document_id: str, meeting_id: str) -> None:
    whole = load_document(conn, document_id, meeting_id)
    try:
        minutes = with_own_ids(Minutes.model_validate(whole))
        document = arriving(minutes)
        edition, (body, occasion) = place_edition(conn, document), packed_occasion(document.occasion)
    except ValidationError:
        # Somebody has changed the rows by hand: the document stays as it is, a meeting of its own.
        edition = Edition(meeting_id, 1, "current", "first")
        body, occasion = None, json.dumps(asdict(Occasion(None)))
    pages = dict(
        conn.execute(
            "SELECT span_start, page FROM passages WHERE document_id = ? AND kind = 'text' ORDER BY span_start",
            (document_id,),
        )
    )
    known = pack_pages(pages) if any(page is not None for page in pages.values()) else None
    records = json.dumps({name: value for name, value in whole.items() if name != "text"}, ensure_ascii=False)
    put(conn, READINGS, [(document_id, whole["source"]["program_version"], pack_reading(records), known)])
    conn.execute(
        "UPDATE documents SET event_id = ?, version = ?, standing = ?, body_key = ?, occasion = ? WHERE id = ?",
        (edition.event_id, edition.version, edition.standing, body, occasion, document_id),
    )
    settle_edition(conn, document_id, edition)
