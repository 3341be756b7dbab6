"""Materialising (訂正を重ねた記録の書き込み): the tables hold the reading of a document with its corrections laid over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.correction_rows import audit_correction, select_corrections, update_correction
from minutes_pipeline.store.document_rows import Written, document_rows, put_document
from minutes_pipeline.store.overlay import Outcome, Overlaid, overlay
from minutes_pipeline.store.prepared import Reading
from minutes_pipeline.store.readings import earlier_reading, pages_kept, reading_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from minutes_pipeline.model.minutes import Minutes
    from minutes_pipeline.store.results import Correction, Edition


def materialise(
    conn: sqlite3.Connection, reading: Reading, edition: Edition, *, known: bool
) -> tuple[Written, tuple[Outcome, ...]]:
    """Write the rows of one document out of its reading and the corrections of its meeting.

    The current version alone is searched, and decides what becomes of each correction. An older one shows those that
    were made up to its version. Returns what was written, and what became of every correction.
    """
    searched = edition.standing == "current"
    corrections = _corrections(conn, edition)
    if not corrections:
        return put_document(conn, reading.rows, known=known, searched=searched), ()
    minutes, pages = reading.minutes, reading.pages
    laid = overlay(minutes, corrections, origins=_origins(conn, minutes, corrections), pages=pages)
    written = put_document(conn, document_rows(laid.minutes, pages), known=known, searched=searched)
    if searched:
        _keep_outcomes(conn, corrections, laid)
    return written, laid.outcomes


def materialise_event(conn: sqlite3.Connection, event_id: str) -> None:
    """Write the rows of a meeting's current version anew, after a correction was made or withdrawn."""
    from minutes_pipeline.store.results import Edition

    row = conn.execute(
        "SELECT id, version FROM documents WHERE event_id = ? AND standing = 'current'", (event_id,)
    ).fetchone()
    if row is None:
        raise QueryError("この会議のいまの版がありません", "minutes list で会議を確かめてください")
    edition = Edition(event_id, row[1], "current", "same_file", row[0], 1.0)
    materialise(conn, Reading(reading_of(conn, row[0]), pages_kept(conn, row[0])), edition, known=True)


def _corrections(conn: sqlite3.Connection, edition: Edition) -> list[Correction]:
    found = select_corrections(conn, "event_id = ? AND state <> 'withdrawn'", (edition.event_id,))
    if edition.standing == "current" or not found:
        return found
    versions = dict(conn.execute("SELECT id, version FROM documents WHERE event_id = ?", (edition.event_id,)))
    return [c for c in found if versions.get(c.document_id, edition.version) <= edition.version]


def _origins(conn: sqlite3.Connection, minutes: Minutes, corrections: Iterable[Correction]) -> dict[str, Minutes]:
    """Readings of the other documents that corrections were made on, where they are still there."""
    wanted = {c.document_id for c in corrections} - {minutes.source.document_id}
    readings = {document_id: earlier_reading(conn, document_id) for document_id in sorted(wanted)}
    return {document_id: reading for document_id, reading in readings.items() if reading is not None}


def _keep_outcomes(conn: sqlite3.Connection, corrections: list[Correction], laid: Overlaid) -> None:
    by_id = {c.id: c for c in corrections}
    for outcome in laid.outcomes:
        c = by_id[outcome.correction_id]
        state = "conflict" if outcome.outcome == "conflict" else "active"
        if (c.state, c.conflict, c.anchor_id) == (state, outcome.reason, outcome.anchor_id):
            continue
        update_correction(conn, c.id, state=state, conflict=outcome.reason, anchor_id=outcome.anchor_id)
        if c.state != state:
            action = "conflict" if state == "conflict" else "settle"
            audit_correction(conn, action, c, before=c.state, after=state, reason=outcome.reason)
