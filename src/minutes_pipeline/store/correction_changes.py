"""How a correction is written (訂正の書き込み): signed, in one transaction, the meeting's document anew at its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.correction_rows import select_corrections
from minutes_pipeline.store.correction_subjects import signed
from minutes_pipeline.store.materialise import materialise_event
from minutes_pipeline.store.open import store_errors, writing

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

    from minutes_pipeline.store.results import Correction

#: Meetings whose documents are still to be written anew, by connection, while ``batch`` is open.
_BATCHES: dict[int, set[str]] = {}


@contextmanager
def batch(db: Database) -> Iterator[None]:
    """Many corrections in one transaction (まとめて訂正): each meeting's document is written anew once, at the end.

    An error inside undoes all of them, unless it is caught inside. What the verbs return is not yet laid over.

    Raises:
        StoreError: The database cannot be written.
    """
    key = id(db.conn)
    if key in _BATCHES:
        yield
        return
    with store_errors(None), writing(db):
        events = _BATCHES[key] = set()
        try:
            yield
        finally:
            del _BATCHES[key]
        for event_id in sorted(events):
            materialise_event(db.conn, event_id)


@contextmanager
def change(db: Database, by: str, reason: str) -> Iterator[tuple[str, str]]:
    """One change: signed, whole or not at all."""
    signature = signed(by, reason)
    with store_errors(None), writing(db):
        yield signature


def renew(conn: sqlite3.Connection, event_id: str) -> None:
    """Write a meeting's document anew, now or at the end of the batch."""
    events = _BATCHES.get(id(conn))
    if events is None:
        materialise_event(conn, event_id)
    else:
        events.add(event_id)


def fresh(conn: sqlite3.Connection, number: int) -> Correction:
    """A correction as it stands.

    Raises:
        QueryError: There is none of this number.
    """
    found = select_corrections(conn, "id = ?", (number,))
    if not found:
        raise QueryError(f"{number}番の訂正がありません", "minutes audit で番号を確かめてください")
    return found[0]
