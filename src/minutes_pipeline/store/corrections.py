"""Corrections by people (人の訂正): the verbs. Each is one transaction: row, audit, corrected document.

Texts are read by the grammars of ``values`` and checked by the model; whatever does not fit is one ``QueryError`` that
says what is allowed. Nothing is ever deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from minutes_pipeline.store.results import (
    AuditEntry,
    Confirmation,
    Correction,
    CorrectionState,
    EventStatus,
    Publication,
    RecordView,
)

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database


def correct(
    db: Database, record_id: str, values: Mapping[str, str], *, by: str, reason: str, at: str | None = None
) -> tuple[Correction, ...]:
    """Set fields of a record (訂正): field -> text as a person writes it; an empty text empties the field.

    Args:
        db: From ``open_database``.
        record_id: A record's id, or a meeting's for its name, session, date, start_time, end_time, venue.
        values: English names of fields (``editable_fields``) to texts: ``1,234``, ``令和6年5月17日``, ``承認``.
        by: Who.
        reason: Why.
        at: When (ISO 8601); now where None.

    Returns:
        One correction for each field that changes; a field that already has this value by a person gives none.

    Raises:
        QueryError: No such record, field or value; ``by`` or ``reason`` empty; the record is of an older version.
        StoreError: The database cannot be written.
    """
    raise NotImplementedError


def accept(
    db: Database, record_id: str, *, by: str, reason: str = "内容を確かめました", at: str | None = None
) -> Correction:
    """Mark a record as checked and right (確認済み). Accepting twice writes nothing and returns the first."""
    raise NotImplementedError


def reject(db: Database, record_id: str, *, by: str, reason: str, at: str | None = None) -> Correction:
    """Take out a record that the program took wrongly (除外). One that a person added is withdrawn instead."""
    raise NotImplementedError


def add(
    db: Database,
    meeting_key: str,
    kind: str,
    quote: str,
    values: Mapping[str, str],
    *,
    by: str,
    reason: str,
    at: str | None = None,
) -> Correction:
    """Add a record that the program missed (追加); ``quote`` must stand in the text. ``record_id`` of what comes back is the new record's."""
    raise NotImplementedError


def withdraw(db: Database, correction_id: int, *, by: str, reason: str, at: str | None = None) -> Correction:
    """Take a correction back (取り消し): the record is again as the program reads it."""
    raise NotImplementedError


def resolve_conflict(
    db: Database, correction_id: int, keep: Literal["person", "source"], *, by: str, reason: str, at: str | None = None
) -> Correction:
    """Decide a conflict (食い違いの決着): keep the person's value over what the new version says, or the source's."""
    raise NotImplementedError


def set_status(
    db: Database,
    meeting_key: str,
    *,
    confirmation: Confirmation | None = None,
    publication: Publication | None = None,
    by: str,
    reason: str,
    at: str | None = None,
) -> EventStatus:
    """Set draft/confirmed and how far the meeting is public; None leaves it."""
    raise NotImplementedError


def list_corrections(
    conn: sqlite3.Connection,
    meeting_key: str | None = None,
    *,
    record_id: str | None = None,
    states: tuple[CorrectionState, ...] | None = None,
) -> list[Correction]:
    """Corrections by number, all or of one meeting or record (also by the id it has in the current version)."""
    raise NotImplementedError


def list_conflicts(conn: sqlite3.Connection, meeting_key: str | None = None) -> list[Correction]:
    """Corrections in conflict, by number; ``conflict`` says why."""
    return list_corrections(conn, meeting_key, states=("conflict",))


def list_audit(
    conn: sqlite3.Connection,
    meeting_key: str | None = None,
    *,
    record_id: str | None = None,
    by: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
) -> list[AuditEntry]:
    """Changes, newest first; ``since`` and ``until`` are ISO dates or times, inclusive."""
    raise NotImplementedError


def find_record(conn: sqlite3.Connection, record_id: str) -> RecordView:
    """A record with what the program read and what people corrected.

    Raises:
        QueryError: No record has this id.
    """
    raise NotImplementedError


def fingerprint(conn: sqlite3.Connection, record_id: str) -> str:
    """16 hex digits that change when the record's fields, quote or review change: for optimistic checks.

    Raises:
        QueryError: No record has this id.
    """
    raise NotImplementedError
