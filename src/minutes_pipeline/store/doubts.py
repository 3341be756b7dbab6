"""Which records a person should look at first (確かめる記録), and why: conflicts, findings, OCR, low confidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from minutes_pipeline.compare.kinds import KIND_FIELDS
from minutes_pipeline.store.correction_lists import list_corrections
from minutes_pipeline.store.open import store_errors
from minutes_pipeline.store.reading import find_meeting, list_meetings

if TYPE_CHECKING:
    import sqlite3

    from minutes_pipeline.store.results import Correction, MeetingSummary

Rank = Literal[0, 1, 2]
CONFLICT: Rank = 0
FINDING: Rank = 1
DOUBTFUL: Rank = 2
VERY_DOUBTFUL = 0.6
"""Records below this are marked for a second look wherever they are shown."""
_WIDE = frozenset({"remark"})
"""Kinds whose quote encloses other records: a finding points to them only where it points to nothing smaller."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One record to look at (確かめる記録).

    Attributes:
        kind: Kind of record, or ``meeting``.
        record_id: Its id; of a conflict without a record in the current version the id it had.
        meeting: Its meeting.
        rank: ``CONFLICT``, ``FINDING`` or ``DOUBTFUL``; smaller first.
        sureness: The lesser of its confidence and that of character recognition, 0 to 1; 1 for a meeting.
        start: Where it stands in the text.
        reasons: Why it should be looked at, Japanese phrases; none where all records were asked for.
        conflict: The correction in conflict, for ``CONFLICT``.
    """

    kind: str
    record_id: str
    meeting: MeetingSummary
    rank: Rank
    sureness: float
    start: int
    reasons: tuple[str, ...]
    conflict: Correction | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A record as the tables have it."""

    kind: str
    record_id: str
    start: int
    end: int
    confidence: float
    ocr_confidence: float | None
    is_reviewed: bool


def list_doubts(
    conn: sqlite3.Connection,
    meeting_key: str | None = None,
    *,
    kind: str | None = None,
    below: float = 0.75,
    everything: bool = False,
    limit: int | None = None,
) -> list[Doubt]:
    """Records of current versions that nobody has looked at yet, the most doubtful first.

    Conflicts come first of all, then what a finding (注意・誤り) points to, then the very doubtful, then the others. Within
    these by meeting and place, so that a reader need not leap from one document to another. A finding
    that points to no record is one about the meeting.

    Args:
        conn: From ``open_connection``.
        meeting_key: Limits to one meeting, see ``find_meeting``.
        kind: Limits to one kind of record, or ``meeting``.
        below: Records of lower confidence are doubtful.
        everything: All records, also those that were looked at or are beyond doubt.
        limit: No more than this many.

    Raises:
        QueryError: ``meeting_key`` names no meeting or several.
    """
    meetings = list_meetings(conn) if meeting_key is None else [find_meeting(conn, meeting_key)]
    # Looked up once for all meetings: asked for one by one, each would be searched for among all.
    made: dict[str, list[Correction]] = {}
    for correction in list_corrections(conn, meeting_key, states=("active", "conflict")):
        made.setdefault(correction.event_id, []).append(correction)
    found: list[Doubt] = []
    for meeting in meetings:
        found += _of_meeting(conn, meeting, made.get(meeting.event_id, []), below, everything)
    found = [doubt for doubt in found if kind in (None, doubt.kind)]
    order = {meeting.meeting_id: number for number, meeting in enumerate(meetings)}
    found.sort(key=lambda d: (d.rank, d.sureness >= VERY_DOUBTFUL, order[d.meeting.meeting_id], d.start, d.record_id))
    return found[:limit]


def _of_meeting(
    conn: sqlite3.Connection, meeting: MeetingSummary, made: Sequence[Correction], below: float, everything: bool
) -> list[Doubt]:
    candidates = _candidates(conn, meeting, made)
    pointed = _findings(conn, meeting, candidates)
    found = []
    for candidate in candidates:
        reasons = pointed.get(candidate.record_id, ())
        weak = _weakness(candidate, below)
        is_doubtful = bool(reasons or weak) and not candidate.is_reviewed
        if everything or is_doubtful:
            rank = FINDING if reasons and is_doubtful else DOUBTFUL
            sureness = min(c for c in (candidate.confidence, candidate.ocr_confidence) if c is not None)
            found.append(
                Doubt(candidate.kind, candidate.record_id, meeting, rank, sureness, candidate.start, (*reasons, *weak))
            )
    return [*_conflicts(meeting, made, found), *found]


def _candidates(conn: sqlite3.Connection, meeting: MeetingSummary, made: Sequence[Correction]) -> list[_Candidate]:
    """The meeting itself and its records."""
    looked_at = any(one.kind == "meeting" and one.state == "active" for one in made)
    candidates = [_Candidate("meeting", meeting.meeting_id, 0, 0, 1.0, None, looked_at)]
    with store_errors(None):
        for kind, table in KIND_FIELDS.items():
            rows = conn.execute(
                "SELECT id, span_start, span_end, confidence, ocr_confidence, review IS NOT NULL "
                f'FROM "{table}" WHERE meeting_id = ? ORDER BY ordinal',
                (meeting.meeting_id,),
            )
            candidates += [
                _Candidate(kind, identity, start, end, confidence, ocr, bool(reviewed))
                for identity, start, end, confidence, ocr, reviewed in rows
            ]
    return candidates


def _weakness(candidate: _Candidate, below: float) -> tuple[str, ...]:
    reasons = []
    if candidate.confidence < below:
        reasons.append("確からしさが低い")
    if candidate.ocr_confidence is not None:
        reasons.append(f"文字認識（OCR）で読んだ（確からしさ {candidate.ocr_confidence:.2f}）")
    return tuple(reasons)


def _findings(
    conn: sqlite3.Connection, meeting: MeetingSummary, candidates: Sequence[_Candidate]
) -> dict[str, tuple[str, ...]]:
    """Record id -> messages of the findings that point to it."""
    with store_errors(None):
        rows = conn.execute(
            "SELECT f.ordinal, f.message, f.field, s.span_start, s.span_end FROM findings f "
            "LEFT JOIN finding_spans s ON s.finding_id = f.id WHERE f.meeting_id = ? AND f.severity <> 'info' "
            "ORDER BY f.ordinal, s.ordinal",
            (meeting.meeting_id,),
        ).fetchall()
    spans: dict[tuple[int, str, str | None], list[tuple[int, int]]] = {}
    for ordinal, message, field, start, end in rows:
        spans.setdefault((ordinal, message, field), []).extend([] if start is None else [(start, end)])
    pointed: dict[str, tuple[str, ...]] = {}
    for (_, message, field), places in spans.items():
        is_meeting = (field or "").startswith("meeting.")
        for record in [] if is_meeting else _pointed(candidates, places):
            pointed[record] = (*pointed.get(record, ()), message)
        if is_meeting or not _pointed(candidates, places):
            pointed[meeting.meeting_id] = (*pointed.get(meeting.meeting_id, ()), message)
    return pointed


def _pointed(candidates: Iterable[_Candidate], places: Sequence[tuple[int, int]]) -> list[str]:
    """Ids of the records that the places touch: the small ones, else the ones that enclose them."""
    touched = [
        candidate
        for candidate in candidates
        if any(candidate.start < end and start < candidate.end for start, end in places)
    ]
    small = [candidate for candidate in touched if candidate.kind not in _WIDE]
    return [candidate.record_id for candidate in small or touched]


def _conflicts(meeting: MeetingSummary, made: Sequence[Correction], found: Sequence[Doubt]) -> list[Doubt]:
    """A doubt for every correction in conflict; where its record is, the place is known."""
    places = {doubt.record_id: doubt for doubt in found}
    conflicts = []
    for correction in made:
        if correction.state == "conflict":
            record = correction.anchor_id or correction.record_id
            known = places.get(record)
            blank = Doubt(correction.kind, record, meeting, CONFLICT, 0.0, known.start if known else 0, ())
            conflicts.append(replace(blank, reasons=(correction.conflict or "食い違い",), conflict=correction))
    return conflicts
