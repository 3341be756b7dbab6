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
        meetings: What came in lately: id, name, session, date, file_name, counts of records, and the day of arrival (None
            where it is not known: then they are the latest meetings).
        totals: Number of meetings and of records by table.
        doubtful: Documents with findings to look at: meeting id, name, number.
        conflicts: Corrections that wait for a decision.
        waiting: Files that could not be read and wait for a better one: (file name, why).
    """

    meetings: tuple[dict[str, Any], ...]
    totals: dict[str, int]
    doubtful: tuple[dict[str, Any], ...]
    conflicts: int
    waiting: tuple[tuple[str, str], ...] = ()


def read_home(conn: sqlite3.Connection, latest: int = 8) -> Home:
    """Everything the home page shows, in a handful of indexed queries."""
    with store_errors(None):
        totals = {table: conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTED}
        totals["meetings"] = conn.execute(f"SELECT count(*) FROM documents d WHERE {_CURRENT}").fetchone()[0]
        return Home(
            meetings=_arrived(conn, latest) or _latest(conn, latest),
            totals=totals,
            doubtful=_dicts(conn, _DOUBTFUL),
            conflicts=conn.execute("SELECT count(*) FROM corrections WHERE state = 'conflict'").fetchone()[0],
            waiting=tuple(
                conn.execute("SELECT file_name, reason FROM waiting_files ORDER BY at DESC LIMIT 20").fetchall()
            ),
        )


_RECENT = (
    "(SELECT m.id FROM meetings m JOIN documents d ON d.id = m.document_id WHERE m.date IS NOT NULL "
    f"AND {_CURRENT} ORDER BY m.date DESC LIMIT 50)"
)
_DOUBTFUL = (
    "SELECT m.id AS id, m.name AS name, m.session AS session, m.date AS date, d.file_name AS file_name, count(*) AS count "
    "FROM findings f JOIN meetings m ON m.id = f.meeting_id JOIN documents d ON d.id = m.document_id "
    f"WHERE f.severity <> 'info' AND f.meeting_id IN {_RECENT} GROUP BY m.id ORDER BY count(*) DESC, m.date DESC LIMIT 8"
)


def _dicts(conn: sqlite3.Connection, sql: str, *values: Any) -> tuple[dict[str, Any], ...]:
    cursor = conn.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return tuple(dict(zip(names, row, strict=True)) for row in cursor)


_COUNTS = ", ".join(f"(SELECT count(*) FROM {table} r WHERE r.meeting_id = m.id) AS {table}" for table in _COUNTED)
_SHOWN = f"m.id AS id, m.name AS name, m.session AS session, m.date AS date, d.file_name AS file_name, {_COUNTS}"
_ARRIVALS = 300
"""Arrivals looked at: of a folder taken in at once the latest meetings stand at the top."""


def _arrived(conn: sqlite3.Connection, limit: int) -> tuple[dict[str, Any], ...]:
    """What came in last, by day of arrival; of one day the latest meetings first."""
    return _dicts(
        conn,
        f"WITH came AS (SELECT document_id, max(substr(at, 1, 10)) AS arrived FROM (SELECT document_id, at FROM arrivals "
        "WHERE outcome = 'stored' ORDER BY id DESC LIMIT ?) GROUP BY document_id) "
        f"SELECT {_SHOWN}, c.arrived FROM came c JOIN documents d ON d.id = c.document_id "
        f"JOIN meetings m ON m.document_id = d.id WHERE {_CURRENT} ORDER BY c.arrived DESC, m.date DESC, m.rowid LIMIT ?",
        _ARRIVALS,
        limit,
    )


def _latest(conn: sqlite3.Connection, limit: int) -> tuple[dict[str, Any], ...]:
    return _dicts(
        conn,
        f"SELECT {_SHOWN}, NULL AS arrived FROM meetings m JOIN documents d ON d.id = m.document_id WHERE {_CURRENT} "
        "ORDER BY m.date DESC, m.rowid LIMIT ?",  # as the index on the date gives them; those without one come last
        limit,
    )
