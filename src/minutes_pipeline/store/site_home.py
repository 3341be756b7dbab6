"""What the home page shows (ホームの内容): the latest meetings, what is open, what to check."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from minutes_pipeline.store.open import store_errors

_CURRENT = "(d.standing IS NULL OR d.standing = 'current')"
_COUNTED = ("decisions", "issues", "actions", "metrics")


@dataclass(frozen=True, slots=True)
class Home:
    """The home page's figures.

    Attributes:
        meetings: The latest meetings: id, name, session, date, file_name and counts of records.
        totals: Number of meetings and of records by table.
        owners: (owner of promises, number) of the latest fiscal year's meetings, most first.
        departments: (department, number of issues under its programs).
        doubtful: Documents with findings to look at: meeting id, name, number.
        conflicts: Corrections that wait for a decision.
    """

    meetings: tuple[dict[str, Any], ...]
    totals: dict[str, int]
    owners: tuple[tuple[str, int], ...]
    departments: tuple[tuple[str, int], ...]
    doubtful: tuple[dict[str, Any], ...]
    conflicts: int


def read_home(conn: sqlite3.Connection, latest: int = 8) -> Home:
    """Everything the home page shows, in a handful of indexed queries."""
    with store_errors(None):
        totals = {table: conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTED}
        totals["meetings"] = conn.execute(f"SELECT count(*) FROM documents d WHERE {_CURRENT}").fetchone()[0]
        return Home(
            meetings=_latest(conn, latest),
            totals=totals,
            owners=_pairs(conn, _OWNERS),
            departments=_pairs(conn, _DEPARTMENTS),
            doubtful=_dicts(conn, _DOUBTFUL),
            conflicts=conn.execute("SELECT count(*) FROM corrections WHERE state = 'conflict'").fetchone()[0],
        )


_RECENT = (
    "(SELECT m.id FROM meetings m JOIN documents d ON d.id = m.document_id WHERE m.date IS NOT NULL "
    f"AND {_CURRENT} ORDER BY m.date DESC LIMIT 50)"
)
_OWNERS = (
    f"SELECT coalesce(owner, '（担当の記載なし）'), count(*) FROM actions WHERE meeting_id IN {_RECENT} "
    "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 8"
)
_DEPARTMENTS = (
    "SELECT j.value, count(*) FROM issues r JOIN programs p ON p.id = r.program_id, json_each(p.departments) j "
    f"WHERE r.meeting_id IN {_RECENT} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 8"
)
_DOUBTFUL = (
    "SELECT m.id AS id, m.name AS name, m.session AS session, m.date AS date, d.file_name AS file_name, count(*) AS count "
    "FROM findings f JOIN meetings m ON m.id = f.meeting_id JOIN documents d ON d.id = m.document_id "
    f"WHERE f.severity <> 'info' AND f.meeting_id IN {_RECENT} GROUP BY m.id ORDER BY count(*) DESC, m.date DESC LIMIT 8"
)


def _pairs(conn: sqlite3.Connection, sql: str) -> tuple[tuple[str, int], ...]:
    return tuple((name, count) for name, count in conn.execute(sql))


def _dicts(conn: sqlite3.Connection, sql: str, *values: Any) -> tuple[dict[str, Any], ...]:
    cursor = conn.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return tuple(dict(zip(names, row, strict=True)) for row in cursor)


def _latest(conn: sqlite3.Connection, limit: int) -> tuple[dict[str, Any], ...]:
    counts = ", ".join(f"(SELECT count(*) FROM {table} r WHERE r.meeting_id = m.id) AS {table}" for table in _COUNTED)
    return _dicts(
        conn,
        f"SELECT m.id AS id, m.name AS name, m.session AS session, m.date AS date, d.file_name AS file_name, {counts} "
        f"FROM meetings m JOIN documents d ON d.id = m.document_id WHERE {_CURRENT} "
        "ORDER BY m.date DESC, m.rowid LIMIT ?",  # as the index on the date gives them; those without one come last
        limit,
    )
