"""Decisions on links by people (つながりの決定): the same, or not the same; kept, audited, found again after a new reading.

A decision names two records. Their ids may change with a new reading or a new version of the document; the decision then
holds for the record of the same meeting with the same words, the nearest where there are several. Nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from minutes_pipeline.errors import QueryError
from minutes_pipeline.model.link_decision import LinkDecision, LinkKind
from minutes_pipeline.store.correction_changes import change
from minutes_pipeline.store.correction_rows import now, write_audit
from minutes_pipeline.store.link_views import LINK_KINDS
from minutes_pipeline.store.open import store_errors
from minutes_pipeline.text.folding import name_key

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

_TABLES: dict[str, tuple[tuple[str, str], ...]] = {
    "person": (("attendees", "attendee"),),
    "program": (("programs", "program"),),
    "issue": (("issues", "issue"),),
    "action": (("actions", "action"), ("decisions", "decision"), ("issues", "issue"), ("metrics", "metric")),
}
"""Kind of link -> tables that its records may stand in, with the name of the records' kind."""
_WORDS = {
    "attendees": "trim(coalesce(r.affiliation, '') || ' ' || coalesce(r.job_title, '') || ' ' || coalesce(r.name, ''))",
    "programs": "r.title",
}
_ALIKE = 0.75
"""Least likeness of words that were corrected by a new version (0 to 1)."""
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class LinkEnd:
    """One of the two records of a decision (片方の記録).

    Attributes:
        record_id: Its id now, None where the current version has no such record.
        event_id: The meeting as such.
        words: Its name, title or sentence when it was decided.
        start: Where it stood in the text.
        document_id: Its document now, None where it is not there.
        date: Day of the meeting.
        file_name: Name of the document's file.
    """

    record_id: str | None
    event_id: str
    words: str
    start: int
    document_id: str | None = None
    date: str | None = None
    file_name: str | None = None


@dataclass(frozen=True, slots=True)
class LinkChoice:
    """What a person decided (つながりの決定の1件); ``state`` is active, replaced or withdrawn."""

    id: int
    kind: LinkKind
    same: bool
    left: LinkEnd
    right: LinkEnd
    by: str
    at: str
    reason: str
    state: str

    @property
    def holds(self) -> bool:
        """Whether linking heeds it: it is in force, and both records are there."""
        return self.state == "active" and None not in (self.left.record_id, self.right.record_id)


def decide_link(
    db: Database, kind: LinkKind, left: str, right: str, same: bool, *, by: str, reason: str, at: str | None = None
) -> LinkChoice:
    """Decide that two records are the same thing or are not (同じ・別).

    The earlier decision on the same two is replaced; the very same decision again writes nothing.

    Args:
        db: From ``open_database``.
        kind: person, program, issue, or action (a promise and its report).
        left: Id of a record: an attendee, a program, an issue, an action or decision.
        right: Id of the other one, in another meeting; for an action the report (action, decision, issue or figure).
        same: Whether they belong together.
        by: Who decided.
        reason: Why.
        at: When (ISO 8601); now where None.

    Raises:
        QueryError: No such kind or record; both in one meeting; ``by`` or ``reason`` empty.
        StoreError: The database cannot be written.
    """
    if kind not in _TABLES:
        raise QueryError("つながりの種類が正しくありません", f"{'・'.join(LINK_KINDS)} のどれかにしてください")
    with change(db, by, reason) as (by, reason):
        ends = sorted((_end(db.conn, kind, one) for one in (left, right)), key=lambda e: (e.date or "9999", e.start))
        if ends[0].event_id == ends[1].event_id:
            raise QueryError("同じ会議の2件です", "別の会議の記録を指定してください")
        earlier = _on_pair(db.conn, kind, {left, right})
        kept = next((one for one in earlier if one.same is same), None)
        if kept is not None:
            return kept
        at = at or now()
        for one in earlier:
            db.conn.execute("UPDATE link_decisions SET state = 'replaced' WHERE id = ?", (one.id,))
        number = _insert(db.conn, kind, same, ends, by, at, reason)
        before = _said(earlier[-1].same) if earlier else None
        _audit(db.conn, kind, ends, before, _said(same), by, at, reason)
        return _choices(db.conn, "c.id = ?", (number,))[0]


def withdraw_link(db: Database, number: int, *, by: str, reason: str, at: str | None = None) -> LinkChoice:
    """Take a decision back (取り消し): linking goes by what the minutes say again.

    Raises:
        QueryError: No such decision in force; ``by`` or ``reason`` empty.
        StoreError: The database cannot be written.
    """
    with change(db, by, reason) as (by, reason):
        found = _choices(db.conn, "c.id = ? AND c.state = 'active'", (number,))
        if not found:
            raise QueryError(f"{number}番の有効な決定がありません", "minutes links --decided で番号を確かめてください")
        one = found[0]
        db.conn.execute("UPDATE link_decisions SET state = 'withdrawn' WHERE id = ?", (number,))
        _audit(db.conn, one.kind, (one.left, one.right), _said(one.same), None, by, at or now(), reason)
        return _choices(db.conn, "c.id = ?", (number,))[0]


def list_link_decisions(conn: sqlite3.Connection, *, every: bool = False) -> tuple[LinkChoice, ...]:
    """Decisions in the order in which they were made; with ``every`` also those replaced or withdrawn."""
    with store_errors(None):
        return tuple(_choices(conn, "1" if every else "c.state = 'active'"))


def decisions_in_force(conn: sqlite3.Connection, documents: Iterable[str] | None = None) -> tuple[LinkDecision, ...]:
    """What linking heeds, by the present ids of the records; only among these documents where some are given."""
    wanted = None if documents is None else set(documents)
    return tuple(
        LinkDecision(one.kind, one.left.record_id, one.right.record_id, one.same)
        for one in list_link_decisions(conn)
        if one.left.record_id is not None and one.right.record_id is not None
        and (wanted is None or {one.left.document_id, one.right.document_id} <= wanted)
    )  # fmt: skip


def _said(same: bool) -> str:
    return "同じ" if same else "別"


def _end(conn: sqlite3.Connection, kind: str, record_id: str) -> LinkEnd:
    """A record of a current version.

    Raises:
        QueryError: There is none of this id that such a link may have.
    """
    found = _current(conn, kind, record_id)
    if found is None:
        raise QueryError(
            f"「{record_id[:60]}」という、{LINK_KINDS[kind]}のつながりにできる記録がありません",
            "minutes links か minutes show --json で識別子を確かめてください",
        )
    return found


def _select(table: str, where: str) -> str:
    words = _WORDS.get(table, "r.quote")
    return (
        f"SELECT r.id, d.event_id, {words}, r.span_start, d.id, m.date, d.file_name FROM {table} r "
        f"JOIN documents d ON d.id = r.document_id JOIN meetings m ON m.id = r.meeting_id "
        f"WHERE d.standing = 'current' AND {where}"
    )


def _current(conn: sqlite3.Connection, kind: str, record_id: str) -> LinkEnd | None:
    for table, _ in _TABLES[kind]:
        row = conn.execute(_select(table, "r.id = ?"), (record_id,)).fetchone()
        if row is not None:
            return LinkEnd(*row)
    return None


def _again(conn: sqlite3.Connection, kind: str, record_id: str, event: str, words: str, start: int) -> LinkEnd:
    """The record a decision was made on, in the current version: by its id, its words, what is most like them."""
    found = _current(conn, kind, record_id)
    if found is not None:
        return found
    named = [table for table, name in _TABLES[kind] if f"-{name}-" in record_id] or [t for t, _ in _TABLES[kind]]
    rows = [LinkEnd(*row) for table in named for row in conn.execute(_select(table, "d.event_id = ?"), (event,))]
    key = name_key(words)
    same = [row for row in rows if name_key(row.words)[:_LONGEST] == key]
    if not same and rows:
        likeness = {row: SequenceMatcher(None, name_key(row.words)[:_LONGEST], key).ratio() for row in rows}
        best = max(likeness.values())
        same = [row for row in rows if likeness[row] == best >= _ALIKE]
    if not same:
        return LinkEnd(None, event, words, start)
    return min(same, key=lambda row: abs(row.start - start))


def _choices(conn: sqlite3.Connection, where: str, values: Sequence[Any] = ()) -> list[LinkChoice]:
    rows = conn.execute(
        "SELECT c.id, c.kind, c.same, c.left_record, c.left_event, c.left_words, c.left_start, c.right_record, c.right_event, "
        f'c.right_words, c.right_start, c."by", c.at, c.reason, c.state FROM link_decisions c WHERE {where} ORDER BY c.id',
        values,
    ).fetchall()
    return [
        LinkChoice(
            row[0], row[1], bool(row[2]), _again(conn, row[1], *row[3:7]), _again(conn, row[1], *row[7:11]), *row[11:]
        )
        for row in rows
    ]


def _on_pair(conn: sqlite3.Connection, kind: str, pair: set[str]) -> list[LinkChoice]:
    found = _choices(conn, "c.kind = ? AND c.state = 'active'", (kind,))
    return [one for one in found if {one.left.record_id, one.right.record_id} == pair]


def _insert(
    conn: sqlite3.Connection, kind: str, same: bool, ends: Sequence[LinkEnd], by: str, at: str, reason: str
) -> int:
    row: dict[str, Any] = {"kind": kind, "same": int(same), "by": by, "at": at, "reason": reason, "state": "active"}
    for side, end in zip(("left", "right"), ends, strict=True):
        words = name_key(end.words)[:_LONGEST] if len(end.words) > _LONGEST else end.words
        row |= {f"{side}_record": end.record_id, f"{side}_event": end.event_id, f"{side}_words": words}
        row[f"{side}_start"] = end.start
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    done = conn.execute(f"INSERT INTO link_decisions ({names}) VALUES ({marks})", tuple(row.values()))
    return int(done.lastrowid or 0)


def _audit(
    conn: sqlite3.Connection, kind: str, ends: Sequence[LinkEnd], before: str | None, after: str | None,
    by: str, at: str, reason: str,
) -> None:  # fmt: skip
    """A line of the audit for the later record; what it says names the earlier one."""
    left, right = ends
    names = [name for _, name in _TABLES[kind]]
    named = next((name for name in names if f"-{name}-" in (right.record_id or "")), names[0])
    told = f"{left.date or '日付なし'} {left.words[:60]}"
    write_audit(
        conn, "link", event_id=right.event_id, by=by, at=at, reason=reason, document_id=right.document_id,
        kind=named, record_id=right.record_id,
        before=None if before is None else f"{before}: {told}", after=None if after is None else f"{after}: {told}",
    )  # fmt: skip
