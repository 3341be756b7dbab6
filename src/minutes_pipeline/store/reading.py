"""Reading back (読み出し): the list of meetings, and one meeting whole, without pydantic."""

from __future__ import annotations

import sqlite3
from typing import Any

from minutes_pipeline.store.results import MeetingSummary


def list_meetings(conn: sqlite3.Connection) -> list[MeetingSummary]:
    """All meetings, newest first; those without a date at the end, by file name."""
    raise NotImplementedError


def find_meeting(conn: sqlite3.Connection, key: str) -> MeetingSummary:
    """The one meeting that ``key`` names: its id, the first digits of its document's id, or a part of name, date or file name.

    Several parts between spaces must all be found (``子育て 2024-05``).

    Raises:
        QueryError: None or several; the remedy lists the candidates.
    """
    raise NotImplementedError


def load_meeting(conn: sqlite3.Connection, key: str) -> dict[str, Any]:
    """All records of one meeting in the form of ``Minutes`` (the same keys as ``minutes extract`` writes).

    ``Minutes.model_validate(load_meeting(conn, key))`` holds.

    Raises:
        QueryError: See ``find_meeting``.
    """
    raise NotImplementedError
