"""What is open over all bodies (未解決の課題と宿題): the ledgers of the bodies put together, the latest meetings first.

A body's ledger takes time to work out, so it is kept until one of its meetings changes; and all of them together until
the database changes. Only so many meetings are linked that nobody waits long: who wants more looks at the body itself.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from minutes_pipeline.errors import MinutesError
from minutes_pipeline.model.links import PromiseEnd, Suggestion, ThreadState
from minutes_pipeline.progress.ledger import ISSUE_STANDINGS, PROMISE_STANDINGS
from minutes_pipeline.store.link_views import LINK_KINDS
from minutes_pipeline.store.open import open_connection, store_errors
from minutes_pipeline.store.site_columns import state_of
from minutes_pipeline.web.beside import beside
from minutes_pipeline.web.linked import LinkedBody, bodies_of, link_selection, select_meetings

_CHARACTERS = 400_000
_OF_A_BODY = 24
"""Characters of all texts that are linked, and meetings of one body: one to two seconds when nothing is kept."""
_MOST_KEPT = 400
_BASES = 4
"""Ledgers of bodies, and of databases, that are kept."""
SETTLED = frozenset({ISSUE_STANDINGS["closed"], PROMISE_STANDINGS["done"]})
_ORDER = {
    name: number
    for number, name in enumerate((
        PROMISE_STANDINGS["overdue"], ISSUE_STANDINGS["open"], PROMISE_STANDINGS["open"], PROMISE_STANDINGS["not_done"],
        ISSUE_STANDINGS["unmentioned"], ISSUE_STANDINGS["closed"], PROMISE_STANDINGS["done"],
    ))
}  # fmt: skip
KINDS = {"issue": "課題", "action": "宿題"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where it is spoken of: day and id of the meeting, words, range in the text, and the record there."""

    date: str | None
    meeting_id: str | None
    quote: str
    start: int
    end: int
    record_id: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An issue or a promise with its present state.

    Attributes:
        kind: 課題 or 宿題.
        standing: Its state in Japanese (``ISSUE_STANDINGS``, ``PROMISE_STANDINGS``).
        body_key: Key of the body.
        body: Name of the body.
        who: Departments of an issue's program, or who promised.
        program: The program of an issue.
        first: Where it was raised or promised.
        last: Where it was spoken of last: the report on a promise. The same as ``first`` when nobody has since.
        due: The term of a promise as printed.
        due_date: Its last day.
        unmentioned: Meetings since an issue was spoken of.
    """

    kind: str
    standing: str
    body_key: str
    body: str
    who: tuple[str, ...]
    program: str | None
    first: Mention
    last: Mention
    due: str | None = None
    due_date: str | None = None
    unmentioned: int = 0

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.standing in SETTLED


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two records that may be the same thing (つながりの候補), with the words of both, the earlier one first."""

    body_key: str
    body: str
    suggestion: Suggestion
    left: Mention
    right: Mention


@dataclass(frozen=True, slots=True)
class Ledger:
    """All items, what to look at first at the top; how many meetings they come from, and how many were too many.

    ``doubts`` are the likely links that nobody has decided, the likeliest first.
    """

    items: tuple[Item, ...]
    meetings: int
    left_out: int
    doubts: tuple[Doubt, ...] = ()


_lock = threading.Lock()
_starting = threading.Lock()
_working: dict[str, threading.Thread] = {}
_whole: dict[str, tuple[Any, Ledger]] = {}
_parts: dict[tuple[Any, ...], tuple[tuple[Item, ...], tuple[Doubt, ...]]] = {}


def whole_ledger(conn: sqlite3.Connection) -> Ledger:
    """The ledger of all bodies as the database is now."""
    path, state = _state(conn)
    known = _whole.get(path)
    if known is not None and known[0] == state:
        return known[1]
    with _lock:
        known = _whole.get(path)
        if known is None or known[0] != state:
            known = (state, _collected(conn))
            while len(_whole) >= _BASES and path not in _whole:
                _whole.pop(next(iter(_whole)))
            _whole[path] = known
        return known[1]


def ledger_in_time(conn: sqlite3.Connection, seconds: float) -> Ledger | None:
    """The ledger if it is there within so many seconds, else None; it is then worked out behind the reader's back."""
    path, state = _state(conn)
    known = _whole.get(path)
    if known is None or known[0] != state:
        if not Path(path).is_file():  # in memory: nobody else can read it
            return whole_ledger(conn)
        with _starting:
            working = _working.get(path)
            if working is None or not working.is_alive():
                working = _working[path] = threading.Thread(target=_work, args=(path,), daemon=True)
                working.start()
        working.join(seconds)
        known = _whole.get(path)
    return known[1] if known is not None and known[0] == state else None


def _work(path: str) -> None:
    """Work the ledger out on a connection of its own; a failure will be told to whoever asks for the list."""
    with (
        contextlib.suppress(MinutesError, sqlite3.Error),
        contextlib.closing(open_connection(path)) as conn,
    ):
        whole_ledger(conn)


def _state(conn: sqlite3.Connection) -> tuple[str, tuple[Any, ...]]:
    with store_errors(None):
        path, written = state_of(conn)
    return path, (written, beside(conn).stamps, date.today())


def _collected(conn: sqlite3.Connection) -> Ledger:
    items: list[Item] = []
    doubts: list[Doubt] = []
    meetings, left_out, left = 0, 0, _CHARACTERS
    for body in bodies_of(conn):
        if left <= 0:
            left_out += body.count
            continue
        selection = select_meetings(conn, body, left, _OF_A_BODY)
        left -= selection.length if selection.meetings else left
        meetings += len(selection.meetings)
        left_out += selection.left_out
        part = _parts.get(selection.fingerprint)
        if part is None:
            linked = link_selection(conn, selection)
            part = (tuple(_items(linked)), tuple(_doubts(linked)))
            while len(_parts) >= _MOST_KEPT:
                _parts.pop(next(iter(_parts)))
            _parts[selection.fingerprint] = part
        items += part[0]
        doubts += part[1]
    items.sort(key=lambda one: one.last.date or "", reverse=True)
    items.sort(key=lambda one: _ORDER[one.standing])
    doubts.sort(key=lambda one: -one.suggestion.score)
    return Ledger(tuple(items), meetings, left_out, tuple(doubts))


def _items(linked: LinkedBody) -> Iterator[Item]:
    key, name = linked.body.key, linked.body.name
    for entry in linked.issues:
        states = entry.thread.states
        yield Item(
            KINDS["issue"], ISSUE_STANDINGS[entry.standing], key, name, entry.departments, entry.thread.program,
            _mention(linked, states[0]), _mention(linked, states[-1]), unmentioned=entry.thread.unmentioned,
        )  # fmt: skip
    for promised in linked.promises:
        promise = promised.promise
        first = _mention(linked, promise.promised)
        yield Item(
            KINDS["action"], PROMISE_STANDINGS[promised.standing], key, name, _owners(promised.owner), None,
            first, _mention(linked, promise.followed_up) if promise.followed_up else first, promised.due, promised.due_date,
        )  # fmt: skip


def _owners(printed: str | None) -> tuple[str, ...]:
    """Who promised, one by one.

    >>> _owners("総務部、健康福祉部"), _owners(None)
    (('総務部', '健康福祉部'), ())
    """
    return tuple(one.strip() for one in (printed or "").split("、") if one.strip())


def _doubts(linked: LinkedBody) -> Iterator[Doubt]:
    """The suggestions both of whose records are there; what cannot be decided (a series of figures) is left out."""
    for one in linked.links.suggestions:
        ends = [_record(linked, identity) for identity in (one.left, one.right)]
        if one.kind in LINK_KINDS and ends[0] is not None and ends[1] is not None:
            yield Doubt(linked.body.key, linked.body.name, one, ends[0], ends[1])


def _record(linked: LinkedBody, identity: str) -> Mention | None:
    known = linked.words.get(identity)
    if known is None:
        return None
    meeting = linked.meeting_of(known[0]) or {}
    return Mention(meeting.get("date"), meeting.get("id"), known[1], 0, 0, identity)


def _mention(linked: LinkedBody, end: ThreadState | PromiseEnd) -> Mention:
    meeting = linked.meeting_of(end.document) or {}
    record = linked.record_at(end.document, end.span.start, end.span.end)
    return Mention(meeting.get("date"), meeting.get("id"), end.quote, end.span.start, end.span.end, record)
