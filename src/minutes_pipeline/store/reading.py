"""Reading back (読み出し): the list of meetings, and one meeting whole, without pydantic."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.open import store_errors
from minutes_pipeline.store.results import MeetingSummary
from minutes_pipeline.store.tables import FINDINGS, RECORD_TABLES
from minutes_pipeline.text.search_folding import fold_for_search

_COUNTED = (*RECORD_TABLES, FINDINGS.name)
_SHOWN = 10  # candidates named in an error
#: Columns in the order of the definition: a column that a migration added stands last in the table itself.
_SELECTS = {
    name: "SELECT {} FROM {} WHERE meeting_id = ? ORDER BY ordinal".format(
        ", ".join(f'"{column}"' for column in table.column_names), name
    )
    for name, table in RECORD_TABLES.items()
}
_NOT_FIELDS = frozenset({"document_id", "meeting_id", "ordinal", "span_start", "span_end", "page", "bbox"})


def list_meetings(conn: sqlite3.Connection) -> list[MeetingSummary]:
    """All meetings, newest first; those without a date at the end, by file name."""
    with store_errors(None):
        counts: dict[str, dict[str, int]] = {}
        for table in _COUNTED:
            for meeting, count in conn.execute(f"SELECT meeting_id, count(*) FROM {table} GROUP BY meeting_id"):
                counts.setdefault(meeting, {})[table] = count
        doubts = "SELECT meeting_id, count(*) FROM findings WHERE severity <> 'info' GROUP BY meeting_id"
        for meeting, count in conn.execute(doubts):
            counts[meeting]["doubts"] = count
        rows = conn.execute(
            "SELECT m.id, m.document_id, d.file_name, m.name, m.session, m.date, m.venue, d.genre FROM meetings m "
            "JOIN documents d ON d.id = m.document_id ORDER BY m.date IS NULL, m.date DESC, d.file_name, m.id"
        ).fetchall()
    return [_summary(row, counts.get(row[0], {})) for row in rows]


def _summary(row: tuple[Any, ...], counts: dict[str, int]) -> MeetingSummary:
    meeting_id, document_id, file_name, name, session, date, venue, genre = row
    every = {table: counts.get(table, 0) for table in (*_COUNTED, "doubts")}
    return MeetingSummary(meeting_id, document_id, file_name, name, session, date, venue, genre, every)


def _line(meeting: MeetingSummary) -> str:
    return " ".join(filter(None, (meeting.document_id, meeting.date, meeting.name, f"({meeting.file_name})")))


def find_meeting(conn: sqlite3.Connection, key: str) -> MeetingSummary:
    """The one meeting that ``key`` names.

    ``key`` is its id, the first digits (four or more) of its document's id, or a part of its name, date, session
    (第8回) or file name; several parts between spaces must all be found (``子育て 2024-05``). An exact file name,
    name or date wins over a part.

    Raises:
        QueryError: None or several; the remedy lists the candidates.
    """
    meetings = list_meetings(conn)
    wanted = key.strip()
    exact = [m for m in meetings if wanted in {m.meeting_id, m.document_id, m.file_name, m.name, m.date}]
    prefix = [m for m in meetings if len(wanted) >= 4 and m.document_id.startswith(wanted.lower())]
    parts = [fold_for_search(part).text for part in wanted.split()]
    partly = [m for m in meetings if parts and all(part in _haystack(m) for part in parts)]
    for found in (exact, prefix, partly):
        if len(found) == 1:
            return found[0]
        if found:
            shown = "、".join(_line(m) for m in found[:_SHOWN])
            more = f"、ほか{len(found) - _SHOWN}件" if len(found) > _SHOWN else ""
            raise QueryError(
                f"「{key}」に当てはまる会議が{len(found)}件あります", f"次から選んでください: {shown}{more}"
            )
    if not meetings:
        raise QueryError("会議が1件も保存されていません", "minutes ingest で議事録を読み込んでください")
    raise QueryError(
        f"「{key}」に当てはまる会議がありません", "minutes list で一覧を見て、名前や日付の一部を指定してください"
    )


def _haystack(meeting: MeetingSummary) -> str:
    session = "" if meeting.session is None else f"第{meeting.session}回"
    parts = (meeting.name, session, meeting.date, meeting.file_name, meeting.meeting_id)
    return "\n".join(fold_for_search(part).text for part in parts if part)


def _span(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "start": row["span_start"],
        "end": row["span_end"],
        "page": row["page"],
        "bbox": None if row["bbox"] is None else json.loads(row["bbox"]),
    }


def _rows(conn: sqlite3.Connection, sql: str, *values: str) -> list[dict[str, Any]]:
    cursor = conn.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _record(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row in the form of the record's JSON: the same keys in the same order as the model's."""
    record: dict[str, Any] = {"id": row["id"], "quote": row["quote"], "span": _span(row)}
    record |= {name: value for name, value in row.items() if name not in _NOT_FIELDS and name not in record}
    if table == "metrics":
        start, end = record.pop("period_start"), record.pop("period_end")
        record["period"] = None if start is None else {"start": start, "end": end}
    elif table == "programs":
        record["departments"] = json.loads(record["departments"])
    return record


def _findings(conn: sqlite3.Connection, meeting: str) -> list[dict[str, Any]]:
    findings = _rows(conn, "SELECT * FROM findings WHERE meeting_id = ? ORDER BY ordinal", meeting)
    spans: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(
        conn,
        "SELECT s.* FROM finding_spans s JOIN findings f ON f.id = s.finding_id WHERE f.meeting_id = ? "
        "ORDER BY f.ordinal, s.ordinal",
        meeting,
    ):
        spans.setdefault(row["finding_id"], []).append(_span(row))
    return [
        {
            "id": row["id"],
            "code": row["code"],
            "severity": row["severity"],
            "message": row["message"],
            "spans": spans.get(row["id"], []),
            "field": row["field"],
        }
        for row in findings
    ]


def load_meeting(conn: sqlite3.Connection, key: str) -> dict[str, Any]:
    """All records of one meeting in the form of ``Minutes`` (the same keys as ``minutes extract`` writes).

    ``Minutes.model_validate(load_meeting(conn, key))`` holds.

    Raises:
        QueryError: See ``find_meeting``.
    """
    found = find_meeting(conn, key)
    meeting_id = found.meeting_id
    with store_errors(None):
        document = _rows(conn, "SELECT * FROM documents WHERE id = ?", found.document_id)[0]
        meeting = _rows(conn, "SELECT * FROM meetings WHERE id = ?", meeting_id)[0]
        sources = _rows(conn, "SELECT * FROM meeting_sources WHERE meeting_id = ? ORDER BY rowid", meeting_id)
        records = {
            table: [_record(table, row) for row in _rows(conn, _SELECTS[table], meeting_id)] for table in RECORD_TABLES
        }
        findings = _findings(conn, meeting_id)
    return {
        "document": document["file_name"],
        "genre": document["genre"],
        "source": {
            "document_id": document["id"],
            **{
                name: document[name]
                for name in ("file_name", "media_type", "sha256", "pages", "ocr_pages", "program_version")
            },
        },
        "meeting": {
            **{name: meeting[name] for name in ("name", "session", "date", "start_time", "end_time", "venue")},
            "sources": {row["field"]: _span(row) for row in sources},
        },
        **records,
        "findings": findings,
        "text": document["text"],
    }
