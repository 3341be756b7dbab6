"""Reading back (読み出し): the list of meetings, and one meeting whole, without pydantic."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from minutes_pipeline.compare.kinds import MEETING_FIELDS
from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.open import store_errors
from minutes_pipeline.store.results import MeetingSummary
from minutes_pipeline.store.tables import FINDINGS, RECORD_TABLES
from minutes_pipeline.text.search_folding import fold_for_search

if TYPE_CHECKING:
    from minutes_pipeline.compare.differences import Difference

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


def list_meetings(conn: sqlite3.Connection, *, versions: bool = False) -> list[MeetingSummary]:
    """All meetings, newest first; those without a date at the end, by file name.

    One line for each meeting, its current version; with ``versions`` a line for every document.
    """
    return _summaries(conn, "1" if versions else "v.standing = 'current'", _NEWEST_FIRST)


def list_versions(conn: sqlite3.Connection, key: str) -> list[MeetingSummary]:
    """All documents of one meeting by version, renditions (別形式) last in theirs.

    Raises:
        QueryError: See ``find_meeting``; ``key`` may name any version.
    """
    event_id = find_meeting(conn, key, versions=True).event_id
    return _summaries(conn, "v.event_id = ?", "v.version, v.standing = 'rendition', d.rowid", event_id)


_NEWEST_FIRST = "m.date IS NULL, m.date DESC, v.file_name, m.id"


# v is documents, too: its columns behind the text are read from an index, d's are those before the text.
_SUMMARY = """
SELECT m.id, m.document_id, v.file_name, m.name, m.session, m.date, m.venue, d.genre, v.event_id, v.version,
       (SELECT count(*) FROM documents x WHERE x.event_id = v.event_id AND x.standing <> 'rendition'),
       v.standing, e.confirmation, e.publication,
       (SELECT count(*) FROM corrections c WHERE c.event_id = v.event_id AND c.state = 'conflict')
FROM meetings m JOIN documents v ON v.id = m.document_id JOIN documents d ON d.id = m.document_id
JOIN events e ON e.id = v.event_id
WHERE {} ORDER BY {}
"""


def _summaries(conn: sqlite3.Connection, where: str, order: str, *values: str) -> list[MeetingSummary]:
    """Meetings with their counts."""
    found = _uncounted(conn, where, order, *values)
    counts: dict[str, dict[str, int]] = {meeting.meeting_id: {} for meeting in found}
    with store_errors(None):
        # Of few meetings the counts are looked up one by one, of all of them by one pass.
        some = "WHERE meeting_id IN (SELECT value FROM json_each(?))" if values else "WHERE 1"
        given = (json.dumps(list(counts)),) if values else ()
        for table in _COUNTED:
            sql = f"SELECT meeting_id, count(*) FROM {table} {some} GROUP BY meeting_id"
            for meeting, count in conn.execute(sql, given):
                counts.setdefault(meeting, {})[table] = count
        doubts = f"SELECT meeting_id, count(*) FROM findings {some} AND severity <> 'info' GROUP BY meeting_id"
        for meeting, count in conn.execute(doubts, given):
            counts.setdefault(meeting, {})["doubts"] = count
    return [
        replace(m, counts={table: counts[m.meeting_id].get(table, 0) for table in (*_COUNTED, "doubts")}) for m in found
    ]


def _uncounted(conn: sqlite3.Connection, where: str, order: str, *values: str) -> list[MeetingSummary]:
    """Meetings without their counts, which take a look at every record."""
    with store_errors(None):
        return [_summary(row) for row in conn.execute(_SUMMARY.format(where, order), values)]


def _summary(row: tuple[Any, ...]) -> MeetingSummary:
    meeting_id, document_id, file_name, name, session, date, venue, genre, *edition = row
    return MeetingSummary(meeting_id, document_id, file_name, name, session, date, venue, genre, {}, *edition)


def _line(meeting: MeetingSummary) -> str:
    return " ".join(filter(None, (meeting.document_id, meeting.date, meeting.name, f"({meeting.file_name})")))


def find_meeting(conn: sqlite3.Connection, key: str, *, versions: bool = False) -> MeetingSummary:
    """The one meeting that ``key`` names: its current version.

    ``key`` is its id (also that of its first version, the event's), the first digits (four or more) of its document's
    id, or a part of its name, date, session (第8回) or file name; several parts between spaces must all be found
    (``子育て 2024-05``). An exact file name, name or date wins over a part.

    With ``versions`` older versions and renditions are found, too, where ``key`` names no current one.

    Raises:
        QueryError: None or several; the remedy lists the candidates. An older version without ``versions``.
    """
    wanted = key.strip()
    exact = _summaries(conn, "m.id = ? OR m.document_id = ?", "1", wanted, wanted)
    if exact and (versions or exact[0].standing == "current"):
        return exact[0]
    meetings = _uncounted(conn, "v.standing = 'current'", _NEWEST_FIRST)
    found = _match(meetings, key)
    if not found:
        older = _match(_uncounted(conn, "v.standing <> 'current'", _NEWEST_FIRST), key)
        found = older if versions else _current_of(meetings, older, key)
    if len(found) == 1:
        return _summaries(conn, "m.id = ?", "1", found[0].meeting_id)[0]
    if found:
        shown = "、".join(_line(m) for m in found[:_SHOWN])
        more = f"、ほか{len(found) - _SHOWN}件" if len(found) > _SHOWN else ""
        raise QueryError(f"「{key}」に当てはまる会議が{len(found)}件あります", f"次から選んでください: {shown}{more}")
    if not meetings:
        raise QueryError("会議が1件も保存されていません", "minutes ingest で議事録を読み込んでください")
    raise QueryError(
        f"「{key}」に当てはまる会議がありません", "minutes list で一覧を見て、名前や日付の一部を指定してください"
    )


def _match(meetings: list[MeetingSummary], key: str) -> list[MeetingSummary]:
    """The meetings that ``key`` names best: exactly, by the beginning of an id, or by parts."""
    wanted = key.strip()
    parts = [fold_for_search(part).text for part in wanted.split()]
    exact = [m for m in meetings if wanted in {m.meeting_id, m.document_id, m.event_id}]
    exact = exact or [m for m in meetings if wanted in {m.file_name, m.name, m.date}]
    prefix = [m for m in meetings if len(wanted) >= 4 and m.document_id.startswith(wanted.lower())]
    partly = [m for m in meetings if parts and all(part in _haystack(m) for part in parts)]
    return exact or prefix or partly


def _current_of(meetings: list[MeetingSummary], older: list[MeetingSummary], key: str) -> list[MeetingSummary]:
    """What to do about a key that names only older versions: say which the current one is."""
    events = {m.event_id for m in older}
    current = [m for m in meetings if m.event_id in events]
    if len(current) == 1:
        raise QueryError(f"「{key}」はいまの版ではありません", f"いまの版は次のとおりです: {_line(current[0])}")
    return current


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


def load_meeting(conn: sqlite3.Connection, key: str, *, versions: bool = False) -> dict[str, Any]:
    """All records of one meeting in the form of ``Minutes`` (the same keys as ``minutes extract`` writes).

    They are as people corrected them; ``readings.load_reading`` gives what the program read.
    ``Minutes.model_validate(load_meeting(conn, key))`` holds.

    Args:
        conn: A connection to the database.
        key: See ``find_meeting``.
        versions: Whether it may name an older version.

    Raises:
        QueryError: See ``find_meeting``.
    """
    found = find_meeting(conn, key, versions=versions)
    return load_document(conn, found.document_id, found.meeting_id)


def load_document(
    conn: sqlite3.Connection, document_id: str, meeting_id: str, *, between: tuple[int, int] | None = None
) -> dict[str, Any]:
    """The records of one document as the tables have them, in the form of ``Minutes``.

    ``between`` leaves only records that reach into this range of the text (the text is whole all the same).
    """
    with store_errors(None):
        document = _rows(conn, "SELECT * FROM documents WHERE id = ?", document_id)[0]
        meeting = _rows(conn, "SELECT * FROM meetings WHERE id = ?", meeting_id)[0]
        sources = _rows(conn, "SELECT * FROM meeting_sources WHERE meeting_id = ? ORDER BY rowid", meeting_id)
        records = {
            table: [_record(table, row) for row in _rows(conn, _select(table, between), meeting_id)]
            for table in RECORD_TABLES
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
            **{name: meeting[name] for name in MEETING_FIELDS},
            "sources": {row["field"]: _span(row) for row in sources},
        },
        **records,
        "findings": findings,
        "text": document["text"],
    }


def _select(table: str, between: tuple[int, int] | None) -> str:
    if between is None:
        return _SELECTS[table]
    start, end = map(int, between)
    return _SELECTS[table].replace(" ORDER BY", f" AND span_start < {end} AND span_end > {start} ORDER BY")


def load_record(conn: sqlite3.Connection, table: str, record_id: str) -> dict[str, Any] | None:
    """One record (or meeting) of any version in the form of its JSON, with its ``document_id``; None if not there."""
    rows = _rows(conn, f'SELECT * FROM "{table}" WHERE id = ?', record_id)
    if not rows:
        return None
    row = rows[0]
    if table == "meetings":
        return {name: row[name] for name in ("document_id", *MEETING_FIELDS)}
    ordered = {name: row[name] for name in RECORD_TABLES[table].column_names}
    return {"document_id": row["document_id"], **_record(table, ordered)}


def meeting_differences(
    conn: sqlite3.Connection, key: str, from_version: int | None = None, to_version: int | None = None
) -> tuple[Difference, ...]:
    """What two versions of a meeting say differently, as the program read them (corrections left out).

    Args:
        conn: A connection to the database.
        key: See ``find_meeting``; any version.
        from_version: The earlier one; the one before ``to_version`` where None.
        to_version: The later one; the newest where None.

    Raises:
        QueryError: There is one version only, or none of these numbers.
    """
    from minutes_pipeline.compare.differences import differences
    from minutes_pipeline.store.readings import reading_of

    numbers = {m.version: m.document_id for m in list_versions(conn, key) if m.standing != "rendition"}
    if len(numbers) < 2:
        raise QueryError("この会議には版が1つしかありません", "新しい版を取り込むと比べられます")
    to = max(numbers) if to_version is None else to_version
    start = max((n for n in numbers if n < to), default=0) if from_version is None else from_version
    if start not in numbers or to not in numbers:
        known = "・".join(map(str, sorted(numbers)))
        raise QueryError(f"{start}版と{to}版は比べられません", f"版の番号は {known} から選んでください")
    return differences(reading_of(conn, numbers[start]), reading_of(conn, numbers[to]))
