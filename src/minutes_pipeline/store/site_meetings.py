"""The list of meetings for the site (会議の一覧): filtered and counted by facet, a page at a time. Current versions only."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from minutes_pipeline.store.open import store_errors
from minutes_pipeline.store.site_columns import Numbers, Words, state_of
from minutes_pipeline.store.site_facets import FACETS, FacetCount, Facets, together

MEETING_FACETS = ("year", "body", "confirmation", "publication")
_COUNTED = ("decisions", "issues", "actions", "metrics")
_VALUES = 12
_KEPT = 4


@dataclass
class _Columns:
    """The current meetings, newest first: row numbers, and of each facet the number of the value (0: none)."""

    rows: Numbers
    codes: dict[str, Numbers]
    words: dict[str, Words] = field(default_factory=dict)


_lock = threading.Lock()
_kept: dict[str, tuple[tuple[Any, ...], _Columns]] = {}


def meetings_page(
    conn: sqlite3.Connection, number: int, size: int, chosen: Mapping[str, str]
) -> tuple[list[dict[str, Any]], int, Facets]:
    """Page ``number`` of the current meetings, newest first, with counts of their records; how many there are; facets.

    ``chosen`` gives values of ``MEETING_FACETS``: a printed name, a fiscal year, what ``events`` holds; each may be empty.
    """
    with store_errors(None):
        columns = _columns_of(conn)
        masks = {
            name: columns.codes[name] == columns.words[name].known(_value(name, text))
            for name, text in chosen.items()
            if name in MEETING_FACETS and text
        }
        left = columns.rows[together(masks, len(columns.rows))]
        rows = _rows(conn, [int(one) for one in left[(number - 1) * size : number * size]])
    return rows, len(left), tuple((FACETS[name], _counted(columns, name, masks, chosen)) for name in MEETING_FACETS)


def _value(name: str, text: str) -> Any:
    return (int(text) if text.isdecimal() and len(text) == 4 else -1) if name == "year" else text


def _counted(
    columns: _Columns, name: str, masks: Mapping[str, Numbers], chosen: Mapping[str, str]
) -> tuple[FacetCount, ...]:
    """Values by count under the choices in the other facets; years latest first."""
    counts = np.bincount(columns.codes[name][together(masks, len(columns.rows), without=name)])
    words = columns.words[name].words
    pairs = [(words[n], int(counts[n])) for n in np.flatnonzero(counts) if n]
    pairs.sort(key=(lambda pair: -pair[0]) if name == "year" else (lambda pair: (-pair[1], str(pair[0]))))
    picked = chosen.get(name, "")
    shown = pairs if name == "year" else pairs[:_VALUES] + [p for p in pairs[_VALUES:] if p[0] == picked]
    return tuple(FacetCount(value, count, str(value) == picked) for value, count in shown)


def _columns_of(conn: sqlite3.Connection) -> _Columns:
    with _lock:
        path, state = state_of(conn)
        known = _kept.get(path)
        if known is None or known[0] != state:
            while len(_kept) >= _KEPT and path not in _kept:
                _kept.pop(next(iter(_kept)))
            known = _kept[path] = (state, _read(conn))
        return known[1]


def _read(conn: sqlite3.Connection) -> _Columns:
    found = conn.execute(
        "SELECT m.rowid, m.date, m.name, e.confirmation, coalesce(e.publication, 'not_public') FROM meetings m "
        "JOIN documents d ON d.id = m.document_id LEFT JOIN events e ON e.id = d.event_id "
        "WHERE d.standing IS NULL OR d.standing = 'current' ORDER BY m.date DESC, m.rowid"
    ).fetchall()
    words = {name: Words() for name in MEETING_FACETS}
    told = [
        tuple(
            words[name].number(value)
            for name, value in zip(MEETING_FACETS, (year_of_day(row[1]), *row[2:]), strict=True)
        )
        for row in found
    ]
    codes = np.array(told, np.int32).reshape(len(found), len(MEETING_FACETS))
    rows = np.array([row[0] for row in found], np.int64)
    return _Columns(rows, {name: codes[:, at] for at, name in enumerate(MEETING_FACETS)}, words)


def year_of_day(day: str | None) -> int | None:
    """The fiscal year of a day.

    >>> year_of_day("2024-03-31"), year_of_day("2024-04-01"), year_of_day(None)
    (2023, 2024, None)
    """
    return int(day[:4]) - (day[5:7] < "04") if day else None


def _rows(conn: sqlite3.Connection, wanted: list[int]) -> list[dict[str, Any]]:
    counts = ", ".join(f"(SELECT count(*) FROM {table} r WHERE r.meeting_id = m.id) AS {table}" for table in _COUNTED)
    cursor = conn.execute(
        f"SELECT m.id, m.name, m.session, m.date, d.file_name, e.confirmation, e.publication, d.version, {counts}, "
        "(SELECT count(*) FROM findings f WHERE f.meeting_id = m.id AND f.severity <> 'info') AS doubts, m.rowid AS row "
        "FROM json_each(?) j JOIN meetings m ON m.rowid = j.value JOIN documents d ON d.id = m.document_id "
        "LEFT JOIN events e ON e.id = d.event_id",
        (json.dumps(wanted),),
    )
    names = [column[0] for column in cursor.description]
    rows = {row[-1]: dict(zip(names, row, strict=True)) for row in cursor}
    return [rows[one] for one in wanted if one in rows]
