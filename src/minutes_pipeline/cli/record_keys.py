"""Which record the user means (記録の記号): its whole id, the end of it, or a meeting for the meeting's own fields."""

from __future__ import annotations

import re
import sqlite3

from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.open import store_errors
from minutes_pipeline.store.reading import find_meeting
from minutes_pipeline.store.tables import RECORD_TABLES

_ID = re.compile(r"[0-9a-f]{16}-[a-z_]{1,20}-[0-9a-f]{10}(?:-\d{1,6})?")
_SHORTEST = 6
"""Fewer characters of an id name nothing."""
_SHOWN = 5


def is_record_key(word: str) -> bool:
    """Whether ``word`` has the form of a record's id.

    >>> is_record_key("0123456789abcdef-metric-3350cf42d1"), is_record_key("値=120")
    (True, False)
    """
    return _ID.fullmatch(word.strip()) is not None


def record_id_of(conn: sqlite3.Connection, key: str) -> str:
    """The id of the one record that ``key`` names; for a meeting (see ``find_meeting``) the meeting's.

    Raises:
        QueryError: None or several.
    """
    key = key.strip()
    if is_record_key(key):
        return key
    found = _ending(conn, key) if len(key) >= _SHORTEST else []
    if len(found) == 1:
        return found[0]
    if found:
        shown = "、".join(found[:_SHOWN])
        raise QueryError(f"「{key}」で終わる記号の記録が{len(found)}件あります", f"記号を全部書いてください: {shown}")
    try:
        return find_meeting(conn, key).meeting_id
    except QueryError as error:
        if "件あります" in error.reason:
            raise
        raise QueryError(
            f"「{key}」という記号の記録も会議もありません",
            "記号は「minutes review --list」か「minutes audit」で見られます",
        ) from error


def _ending(conn: sqlite3.Connection, key: str) -> list[str]:
    """Ids of records of current versions that end in ``key``."""
    found: list[str] = []
    with store_errors(None):
        for table in RECORD_TABLES:
            rows = conn.execute(
                f'SELECT r.id FROM "{table}" r JOIN documents d ON d.id = r.document_id '
                "WHERE substr(r.id, -length(?)) = ? AND d.standing IS NOT 'superseded' AND d.standing IS NOT 'rendition' "
                "ORDER BY r.id",
                (key, key),
            )
            found += [row[0] for row in rows]
    return found
