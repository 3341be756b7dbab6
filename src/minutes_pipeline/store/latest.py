"""Found passages, the latest meeting first (新しい順), without looking at all of them where there are many."""

from __future__ import annotations

import sqlite3
from itertools import groupby
from operator import itemgetter
from typing import Any

MANY = 2_000
"""Passages up to which all are looked at."""
_WALKED = 400
"""Documents looked into one by one; when these do not hold enough, everything found is sorted."""

_RANGE = """
SELECT (SELECT id FROM passages WHERE document_id = :document ORDER BY id LIMIT 1),
       (SELECT id FROM passages WHERE document_id = :document ORDER BY id DESC LIMIT 1)
"""


def is_many(conn: sqlite3.Connection, match: str, filters: str, values: dict[str, Any]) -> bool:
    """Whether more than ``MANY`` passages are found."""
    sql = f"SELECT count(*) FROM (SELECT 1 {_found(filters)} LIMIT {MANY + 1})"
    return bool(conn.execute(sql, {**values, "match": match}).fetchone()[0] > MANY)


def _found(filters: str) -> str:
    """What is found; the passages are looked up only where something is asked of them."""
    joined = f"JOIN passages s ON s.id = search_index.rowid WHERE search_index MATCH :match {filters}"
    return f"FROM search_index {joined if filters else 'WHERE search_index MATCH :match'}"


def latest(conn: sqlite3.Connection, match: str, filters: str, values: dict[str, Any], limit: int) -> list[int]:
    """Numbers of the ``limit`` latest passages found, in the order of the document; those without a date last.

    Args:
        conn: A connection to the database.
        match: Expression of the index.
        filters: Conditions on the passages ``s``, each with its AND.
        values: What the filters ask for.
        limit: How many at most.
    """
    given = {**values, "match": match, "limit": limit}
    if is_many(conn, match, filters, values):
        walked = _walk(conn, f"SELECT search_index.rowid {_found(filters)}", given, limit)
        if len(walked) == limit:
            return walked
    return [row[0] for row in conn.execute(_sorted(filters) + " LIMIT :limit", given)]


def every(conn: sqlite3.Connection, match: str, filters: str, values: dict[str, Any]) -> list[tuple[int, str]]:
    """(number, kind) of all passages found, in the order of ``latest``."""
    return conn.execute(_sorted(filters), {**values, "match": match}).fetchall()


def _sorted(filters: str) -> str:
    ids = f"SELECT search_index.rowid AS id {_found(filters)}"
    passages = (
        f"SELECT s.id, s.kind FROM ({ids}) f JOIN passages s ON s.id = f.id JOIN meetings m ON m.id = s.meeting_id"
    )
    return f"{passages} ORDER BY m.date DESC, s.id"


def _walk(conn: sqlite3.Connection, found: str, given: dict[str, Any], limit: int) -> list[int]:
    """As far as ``_WALKED`` documents reach, the latest first: the index gives the passages of one for next to nothing."""
    ids: list[int] = []
    inside = f"{found} AND search_index.rowid BETWEEN :first AND :last"
    sql = "SELECT date, document_id FROM meetings WHERE date IS NOT NULL ORDER BY date DESC"
    walked = 0
    for _, day in groupby(conn.execute(sql), itemgetter(0)):
        ranges = [conn.execute(_RANGE, {"document": document}).fetchone() for _, document in day]
        for first, last in sorted(row for row in ranges if row[0] is not None):
            ids += (row[0] for row in conn.execute(inside, {**given, "first": first, "last": last}))
            if len(ids) >= limit:
                return ids[:limit]
        walked += len(ranges)
        if walked > _WALKED:
            break
    return ids
