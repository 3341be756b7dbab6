"""Corrections by people (人の訂正): the verbs. Each is one transaction: row, audit, corrected document.

Texts are read by the grammars of ``values`` and checked by the model; whatever does not fit is one ``QueryError`` that
says what is allowed. Nothing is ever deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.additions import add
from minutes_pipeline.store.code_words import CONFIRMATIONS, PUBLICATIONS
from minutes_pipeline.store.correction_changes import batch, change, fresh, renew
from minutes_pipeline.store.correction_lists import (
    MEETING,
    find_record,
    fingerprint,
    list_audit,
    list_conflicts,
    list_corrections,
)
from minutes_pipeline.store.correction_rows import (
    audit_correction,
    insert_correction,
    now,
    select_corrections,
    update_correction,
    write_audit,
)
from minutes_pipeline.store.correction_subjects import Subject, now_said, subject_of
from minutes_pipeline.store.given import parse_values
from minutes_pipeline.store.reading import find_meeting
from minutes_pipeline.store.results import Confirmation, Correction, EventStatus, Publication

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

__all__ = [
    "accept", "add", "batch", "correct", "find_record", "fingerprint", "list_audit", "list_conflicts",
    "list_corrections", "reject", "resolve_conflict", "set_status", "withdraw",
]  # fmt: skip


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
        One correction for each field that changes; a field that has this value already gives none.

    Raises:
        QueryError: No such record, field or value; ``by`` or ``reason`` empty; the record is of an older version.
        StoreError: The database cannot be written.
    """
    with change(db, by, reason) as (by, reason):
        subject = subject_of(db.conn, record_id)
        date = db.conn.execute("SELECT date FROM meetings WHERE document_id = ?", (subject.document_id,)).fetchone()
        wanted = subject.checked(parse_values(subject.kind, dict(values), date[0]))
        at = at or now()
        made = [
            _edit(db.conn, subject, field, value, by, reason, at)
            for field, value in wanted.items()
            if now_said(subject.view.record, field) != value
        ]
        if made:
            renew(db.conn, subject.view.event_id)
        return tuple(fresh(db.conn, number) for number in made)


def _edit(conn: sqlite3.Connection, subject: Subject, field: str, value: Any, by: str, reason: str, at: str) -> int:
    for earlier in subject.live("edit", field):
        update_correction(conn, earlier.id, state="withdrawn", conflict=None)
        audit_correction(conn, "replace", earlier, by=by, at=at, before=earlier.value, after=value, reason=reason)
    number = insert_correction(
        conn,
        {**subject.row("edit", by, reason, at), "field": field, "value": value, "extracted": subject.extracted(field)},
    )
    before = now_said(subject.view.record, field)
    audit_correction(conn, "edit", fresh(conn, number), by=by, at=at, before=before, after=value, reason=reason)
    return number


def accept(
    db: Database, record_id: str, *, by: str, reason: str = "内容を確かめました", at: str | None = None
) -> Correction:
    """Mark a record as checked and right (確認済み).

    Accepting twice writes nothing and returns the first; so does accepting what a person added.

    Raises:
        QueryError: No such record; ``by`` or ``reason`` empty; the record is of an older version.
        StoreError: The database cannot be written.
    """
    return _mark(db, record_id, "accept", by, reason, at)


def reject(db: Database, record_id: str, *, by: str, reason: str, at: str | None = None) -> Correction:
    """Take out a record that the program took wrongly (除外). One that a person added is withdrawn instead.

    Raises:
        QueryError: No such record; ``by`` or ``reason`` empty; the record is of an older version, or is a meeting.
        StoreError: The database cannot be written.
    """
    return _mark(db, record_id, "reject", by, reason, at)


def _mark(
    db: Database, record_id: str, action: Literal["accept", "reject"], by: str, reason: str, at: str | None
) -> Correction:
    with change(db, by, reason) as (by, reason):
        subject = subject_of(db.conn, record_id)
        if action == "reject" and subject.kind == MEETING:
            raise QueryError("会議そのものは除けません", "会議の項目を直すか、記録を指定してください")
        added = subject.live("add")
        if added:
            return _take_back(db.conn, added[0], by, reason, at or now()) if action == "reject" else added[0]
        at = at or now()
        for done in subject.live(action):
            if done.state == "active":
                return done
            # What was said of an earlier version is in conflict: it is said anew, of what the source says now.
            update_correction(db.conn, done.id, state="withdrawn", conflict=None)
            audit_correction(db.conn, "replace", done, by=by, at=at, reason=reason)
        number = insert_correction(db.conn, subject.row(action, by, reason, at))
        audit_correction(db.conn, action, fresh(db.conn, number), by=by, at=at, reason=reason)
        renew(db.conn, subject.view.event_id)
        return fresh(db.conn, number)


def withdraw(db: Database, correction_id: int, *, by: str, reason: str, at: str | None = None) -> Correction:
    """Take a correction back (取り消し): the record is again as the program reads it.

    With an addition all that was done to the added record is taken back, too.

    Raises:
        QueryError: No such correction, or it is withdrawn already; ``by`` or ``reason`` empty.
        StoreError: The database cannot be written.
    """
    with change(db, by, reason) as (by, reason):
        correction = fresh(db.conn, correction_id)
        if correction.state == "withdrawn":
            raise QueryError(f"{correction_id}番の訂正はすでに取り消されています", "minutes audit で確かめてください")
        return _take_back(db.conn, correction, by, reason, at or now())


def _take_back(
    conn: sqlite3.Connection, correction: Correction, by: str, reason: str, at: str, action: str = "withdraw"
) -> Correction:
    gone = [correction]
    if correction.action == "add":
        gone += select_corrections(
            conn, "event_id = ? AND record_id = ? AND state <> 'withdrawn' AND id <> ?",
            (correction.event_id, correction.record_id, correction.id),
        )  # fmt: skip
    for one in gone:
        update_correction(conn, one.id, state="withdrawn", conflict=None)
        audit_correction(conn, action, one, by=by, at=at, before=one.value, after=one.extracted, reason=reason)
    renew(conn, correction.event_id)
    return fresh(conn, correction.id)


def resolve_conflict(
    db: Database, correction_id: int, keep: Literal["person", "source"], *, by: str, reason: str, at: str | None = None
) -> Correction:
    """Decide a conflict (食い違いの決着): keep the person's value over what the new version says, or the source's.

    Kept, the correction counts from now on as made on the current version. The source's value withdraws it.

    Raises:
        QueryError: No such correction, or it is in no conflict; nothing in the current version could hold the person's
            value; ``by`` or ``reason`` empty.
        StoreError: The database cannot be written.
    """
    if keep not in ("person", "source"):
        raise QueryError("残すほうを読めません", "person（人の値）か source（文書の値）にしてください")
    with change(db, by, reason) as (by, reason):
        correction = fresh(db.conn, correction_id)
        if correction.state != "conflict":
            raise QueryError(
                f"{correction_id}番の訂正は食い違っていません", "minutes review で食い違いを確かめてください"
            )
        at = at or now()
        if keep == "source":
            return _take_back(db.conn, correction, by, reason, at, "resolve")
        if correction.anchor_id is None:
            raise QueryError(
                "いまの版の本文に、訂正を当てはめる記録がありません", "文書の値に従うか、記録を新しく追加してください"
            )
        subject = subject_of(db.conn, correction.anchor_id)
        changes = subject.anchored_anew(correction)
        update_correction(db.conn, correction.id, **changes, state="active", conflict=None)
        audit_correction(
            db.conn,
            "resolve",
            correction,
            by=by,
            at=at,
            before=changes.get("extracted"),
            after=correction.value,
            reason=reason,
        )
        renew(db.conn, correction.event_id)
        return fresh(db.conn, correction.id)


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
    """Set draft/confirmed and how far the meeting is public; None leaves it.

    Raises:
        QueryError: No such meeting or value; ``by`` or ``reason`` empty.
        StoreError: The database cannot be written.
    """
    wanted = {"confirmation": confirmation, "publication": publication}
    for name, allowed in (("confirmation", CONFIRMATIONS), ("publication", PUBLICATIONS)):
        if wanted[name] is not None and wanted[name] not in allowed:
            raise QueryError("会議の状態を読めません", f"{'・'.join(allowed)} のどれかにしてください")
    with change(db, by, reason) as (by, reason):
        meeting = find_meeting(db.conn, meeting_key, versions=True)
        known = {"confirmation": meeting.confirmation, "publication": meeting.publication}
        for name, value in wanted.items():
            if value is not None and value != known[name]:
                db.conn.execute(f"UPDATE events SET {name} = ? WHERE id = ?", (value, meeting.event_id))
                write_audit(
                    db.conn, "status", event_id=meeting.event_id, by=by, at=at, before=known[name], after=value,
                    document_id=meeting.document_id, kind=MEETING, field=name, reason=reason,
                )  # fmt: skip
        now_set: Any = {name: known[name] if value is None else value for name, value in wanted.items()}
        return EventStatus(meeting.event_id, now_set["confirmation"], now_set["publication"])
