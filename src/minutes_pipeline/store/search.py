"""Search (検索): words first, no occurrence missed. Imports sqlite3 and, for a query, SudachiPy; nothing else of weight."""

from __future__ import annotations

import sqlite3

from minutes_pipeline.store.results import Hit, Kind


def search(
    conn: sqlite3.Connection,
    words: str,
    kind: Kind | None = None,
    date_from: str | None = None,
    date_to: str | None = None,
    body: str | None = None,
    goal: str | int | None = None,
    department: str | None = None,
    limit: int = 20,
) -> list[Hit]:
    """Find ``words`` in records and text, best first.

    Words between spaces must all be found; ``A OR B`` either; ``-A`` or ``NOT A`` not; ``"…"`` exactly as written.
    Spellings agree across width, old and new forms (髙 高) and dictionary form (子供 子ども こども).

    Args:
        conn: From ``open_connection`` (or any connection to the file).
        words: The query.
        kind: Only this kind of record; ``text`` for lines of the body.
        date_from: First day of the meeting, ISO, inclusive.
        date_to: Last day, inclusive.
        body: Part of the meeting's name.
        goal: Number of the goal, or a part of its title.
        department: Part of the name of the department (of a program, an attendee, an owner).
        limit: How many at most.

    Raises:
        QueryError: The query is empty or has only words to leave out; a date is not one; an unknown kind.
        StoreError: The file is not one of ours.
    """
    raise NotImplementedError
