"""Found passages, the latest meeting first (新しい順), without looking at all of them where there are many."""

from __future__ import annotations

import json
import sqlite3
from itertools import groupby
from operator import itemgetter
from typing import Any

MANY = 2_000
"""Passages up to which bm25 is worth its microsecond each; of more, the latest meeting comes first."""
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
    every = f"SELECT search_index.rowid AS id {_found(filters)}"
    sql = f"SELECT s.id FROM ({every}) f JOIN passages s ON s.id = f.id JOIN meetings m ON m.id = s.meeting_id"
    return [row[0] for row in conn.execute(f"{sql} ORDER BY m.date DESC, s.id LIMIT :limit", given)]


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


def tiers(conn: sqlite3.Connection, matches: list[tuple[int, str]], ids: list[int]) -> dict[int, int]:
    """The first tier of ``matches`` (tier, expression) that has each passage."""
    found: dict[int, int] = {}
    for tier, match in matches:
        rest = [one for one in ids if one not in found]
        if rest:
            sql = "SELECT rowid FROM search_index WHERE search_index MATCH ? AND rowid IN (SELECT value FROM json_each(?))"
            found.update((row[0], tier) for row in conn.execute(sql, (match, json.dumps(rest))))
    return found
