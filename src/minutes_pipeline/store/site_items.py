"""One record with what it stands under (1件の記録), and the decisions of a body for what came before one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from minutes_pipeline.store.open import store_errors
from minutes_pipeline.store.reading import load_record

_AROUND = 90


def read_item(conn: sqlite3.Connection, table: str, record_id: str) -> dict[str, Any] | None:
    """A record with its meeting, goal, program and the text around it; None when there is none of this kind and id.

    Keys: ``record`` (the form of its JSON), ``meeting`` (id, name, session, date, file_name, event_id), ``goal``,
    ``program`` (titles), ``departments``, ``before`` and ``after`` (text around the quote), ``item_range`` (where the
    agenda item it stands under begins and ends in the text; None under none).
    """
    with store_errors(None):
        record = load_record(conn, table, record_id)
        if record is None:
            return None
        start, end = record["span"]["start"], record["span"]["end"]
        row = conn.execute(
            "SELECT m.id, m.name, m.session, m.date, d.file_name, d.event_id, d.standing, g.title, p.title, p.departments, "
            "substr(d.text, ?, ?), substr(d.text, ?, ?) "
            f"FROM {table} r JOIN meetings m ON m.id = r.meeting_id JOIN documents d ON d.id = r.document_id "
            "LEFT JOIN goals g ON g.id = r.goal_id LEFT JOIN programs p ON p.id = r.program_id WHERE r.id = ?",
            (max(0, start - _AROUND) + 1, min(start, _AROUND), end + 1, _AROUND, record_id),
        ).fetchone()
        names = ("id", "name", "session", "date", "file_name", "event_id", "standing")
        return {
            "record": record, "meeting": dict(zip(names, row[:7], strict=True)), "goal": row[7], "program": row[8],
            "departments": json.loads(row[9]) if row[9] else [], "before": row[10], "after": row[11],
            "item_range": _item_range(conn, record),
        }  # fmt: skip


def _item_range(conn: sqlite3.Connection, record: dict[str, Any]) -> tuple[int, int] | None:
    item = record.get("agenda_item_id")
    if item is None:
        return None
    row = conn.execute("SELECT span_start, level, document_id FROM agenda_items WHERE id = ?", (item,)).fetchone()
    if row is None:
        return None
    following = conn.execute(
        "SELECT min(span_start) FROM agenda_items WHERE document_id = ? AND span_start > ? AND level <= ?",
        (row[2], row[0], row[1]),
    ).fetchone()[0]
    return row[0], following if following is not None else 1 << 60


def decisions_in(conn: sqlite3.Connection, meetings: Sequence[str]) -> list[dict[str, Any]]:
    """The decisions of these meetings, oldest first: id, quote, result, agenda_item, program, meeting_id, date."""
    names = ("id", "quote", "result", "agenda_item", "program", "meeting_id", "date")
    with store_errors(None):
        rows = conn.execute(
            "SELECT r.id, r.quote, r.result, r.agenda_item, p.title, r.meeting_id, m.date FROM decisions r "
            "JOIN meetings m ON m.id = r.meeting_id LEFT JOIN programs p ON p.id = r.program_id "
            "WHERE r.meeting_id IN (SELECT value FROM json_each(?)) ORDER BY m.date, r.ordinal",
            (json.dumps(list(meetings)),),
        ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]
