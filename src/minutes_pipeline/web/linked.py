"""The links of one body (会議体ごとのつながり), worked out when a page asks and kept until its records change."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from minutes_pipeline.link.bodies import body_key, one_name
from minutes_pipeline.link.linking import link_meetings
from minutes_pipeline.link.programs import program_key
from minutes_pipeline.model.link_decision import LinkDecision
from minutes_pipeline.model.links import IssueThread, Links, ProgramHistory, Promise, Suggestion
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.progress.ledger import IssueEntry, PromiseEntry, issue_ledger, promise_ledger
from minutes_pipeline.progress.plan import Plan, learn_plan
from minutes_pipeline.progress.sheet import ProgressSheet, progress_sheet
from minutes_pipeline.store.links import decisions_in_force
from minutes_pipeline.store.reading import load_document
from minutes_pipeline.store.site_bodies import list_names, meetings_named
from minutes_pipeline.web.beside import Beside, beside

_KEPT = 16
_SHEETS = 8
_MOST = 60
_COMPARED = 1000
"""Names of bodies that are compared with each other: with or without the municipality."""
_CHARACTERS = 600_000
"""Meetings of a body that are linked, and characters of their texts: the latest ones. Linking takes 3 s a million."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body: its key, latest printed name, number of meetings, first and last day, all its printed names and their keys."""

    key: str
    name: str
    count: int
    first: str | None
    last: str | None
    names: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class LinkedBody:
    """A body with the meetings that are linked (oldest first) and what follows from them.

    Attributes:
        body: The body.
        meetings: Its meetings (``site_bodies.meetings_named``), oldest first.
        series: Their minutes.
        links: Their links.
        today: The day on which a term is over or not.
        left_out: How many meetings were too much to be linked while somebody waits.
        given: Master data and plan that people laid beside the database.
    """

    body: Body
    meetings: tuple[dict[str, Any], ...]
    series: tuple[Minutes, ...]
    links: Links
    today: date
    left_out: int = 0
    given: Beside = field(default_factory=Beside)
    _sheets: list[tuple[Any, ProgressSheet]] = field(default_factory=list, repr=False)

    def meeting_of(self, document: str) -> dict[str, Any] | None:
        """The meeting whose file has this name."""
        return next((one for one in self.meetings if one["file_name"] == document), None)

    def document_of(self, meeting_id: str) -> str | None:
        """The name under which the links know the file of a meeting."""
        return next((one["file_name"] for one in self.meetings if one["id"] == meeting_id), None)

    @cached_property
    def _places(self) -> dict[str, tuple[tuple[int, int, str], ...]]:
        return {
            one.document: tuple(
                (record.span.start, record.span.end, record.id)
                for records in (one.issues, one.actions, one.decisions, one.metrics)
                for record in records
            )
            for one in self.series
        }

    def record_at(self, document: str, start: int, end: int) -> str | None:
        """An issue, a promise, else another record that stands at this place of a document."""
        return next((identity for a, b, identity in self._places.get(document, ()) if a < end and start < b), None)

    @cached_property
    def issues(self) -> tuple[IssueEntry, ...]:
        """The ledger of issues (課題台帳)."""
        return issue_ledger(self.series, self.links)

    @cached_property
    def promises(self) -> tuple[PromiseEntry, ...]:
        """The ledger of promises (宿題台帳)."""
        return promise_ledger(self.series, self.links, self.today)

    def issues_of(self, threads: Iterable[IssueThread]) -> tuple[IssueEntry, ...]:
        """The entries of the ledger for these threads."""
        wanted = {id(one) for one in threads}
        return tuple(entry for entry in self.issues if id(entry.thread) in wanted)

    def promises_of(self, promises: Iterable[Promise]) -> tuple[PromiseEntry, ...]:
        """The entries of the ledger for these promises."""
        wanted = {id(one) for one in promises}
        return tuple(entry for entry in self.promises if id(entry.promise) in wanted)

    def suggestions_about(self, records: Iterable[str]) -> tuple[Suggestion, ...]:
        """Likely links that touch one of these records."""
        wanted = set(records)
        return tuple(one for one in self.links.suggestions if wanted & {one.left, one.right})

    @cached_property
    def histories(self) -> dict[str, ProgramHistory]:
        """Key of every name that a program had (``program_key``) -> its history."""
        return {program_key(a.name): history for history in self.links.programs for a in history.appearances}

    @cached_property
    def plan(self) -> Plan:
        """The plan given for this body, else one learnt from its minutes."""
        given = self.given.plan
        if given is not None and body_key(given.body or "") in self.body.key and self._is_meant(given):
            return given
        return learn_plan(self.series, self.links)

    @property
    def is_planned(self) -> bool:
        """Whether the plan is one that people gave."""
        return self.plan is self.given.plan

    def _is_meant(self, plan: Plan) -> bool:
        """Whether the plan names its body, or at least a program that the body reports on."""
        programs = (one for goal in plan.goals for measure in goal.measures for one in measure.programs)
        names = (name for one in programs for name in (one.title, *one.aliases))
        return bool(plan.body) or any(program_key(name) in self.histories for name in names)

    def sheet(self, year: int, committee: LinkedBody | None = None) -> ProgressSheet:
        """The progress sheet of a fiscal year (進捗管理表), with what the body that evaluates the plan says."""
        key = (year, committee and (committee.body, committee.meetings[-1:]))
        found = next((sheet for one, sheet in self._sheets if one == key), None)
        if found is None:
            heard = (committee.series, committee.links) if committee else None
            found = progress_sheet(self.plan, year, self.series, self.links, heard)
            self._sheets[:] = [*self._sheets[-_SHEETS:], (key, found)]
        return found

    @cached_property
    def words(self) -> dict[str, tuple[str, str]]:
        """Record -> (its document, its words), for attendees, programs, issues, actions and metrics."""
        found: dict[str, tuple[str, str]] = {}
        for one in self.series:
            found |= {
                a.id: (one.document, " ".join(filter(None, (a.affiliation, a.job_title, a.name))))
                for a in one.attendees
            }
            found |= {p.id: (one.document, p.title) for p in one.programs}
            for records in (one.issues, one.actions, one.metrics, one.decisions):
                found |= {record.id: (one.document, record.quote) for record in records}
        return found


_lock = threading.Lock()
_cache: dict[tuple[Any, ...], LinkedBody] = {}


def bodies_of(conn: sqlite3.Connection) -> list[Body]:
    """All bodies, the one that met last first."""
    rows = [(body_key(row["name"]), row) for row in list_names(conn)]
    keys = {key for key, _ in rows}
    same = one_name(keys) if len(keys) <= _COMPARED else {key: key for key in keys}
    groups: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for key, row in rows:
        groups.setdefault(same[key], []).append((key, row))
    return [_body(key, found) for key, found in groups.items()]


def _body(key: str, found: list[tuple[str, dict[str, Any]]]) -> Body:
    rows = [row for _, row in found]
    return Body(
        key, rows[0]["name"], sum(row["count"] for row in rows),
        min((row["first"] for row in rows if row["first"]), default=None), rows[0]["last"],
        tuple(row["name"] for row in rows), tuple(dict.fromkeys((key, *(one for one, _ in found)))),
    )  # fmt: skip


def linked_body(conn: sqlite3.Connection, key: str) -> LinkedBody | None:
    """One body with its links, by any of its keys; None when there is none of this key."""
    body = next((one for one in bodies_of(conn) if key in one.keys), None)
    if body is None:
        return None
    selection = select_meetings(conn, body)
    with _lock:
        linked = _cache.get(selection.fingerprint)
    if linked is None:
        linked = link_selection(conn, selection)
        with _lock:
            while len(_cache) >= _KEPT:
                _cache.pop(next(iter(_cache)))
            _cache[selection.fingerprint] = linked
    return linked


@dataclass(frozen=True)
class Selection:
    """Meetings of a body that can be linked while somebody waits (oldest first), how many cannot, what people decided."""

    body: Body
    meetings: tuple[dict[str, Any], ...]
    left_out: int
    given: Beside
    today: date
    decisions: tuple[LinkDecision, ...] = ()

    @property
    def fingerprint(self) -> tuple[Any, ...]:
        """What changes whenever the links can."""
        told = ((one["id"], one["digest"], one["reviewed"]) for one in self.meetings)
        return (self.body, self.given.stamps, self.today, self.left_out, self.decisions, *told)

    @property
    def length(self) -> int:
        """Characters of the texts."""
        return sum(one["length"] for one in self.meetings)


def select_meetings(
    conn: sqlite3.Connection, body: Body, characters: int = _CHARACTERS, most: int = _MOST
) -> Selection:
    """The latest meetings of a body, as many as there is room for; one that is too long is passed over."""
    every = _told_apart(meetings_named(conn, body.names, 2 * most))
    kept: list[dict[str, Any]] = []
    left = characters
    for one in reversed(every):
        if one["length"] <= left and len(kept) < most:
            kept.append(one)
            left -= one["length"]
    decisions = decisions_in_force(conn, [one["document"] for one in kept])
    return Selection(body, tuple(kept[::-1]), body.count - len(kept), beside(conn), date.today(), decisions)


def _told_apart(meetings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The meetings, each under a file name of its own: links tell meetings apart by it, and folders may hold one each.

    >>> [one["file_name"] for one in _told_apart([{"file_name": "a.txt", "id": "1"}, {"file_name": "a.txt", "id": "2"}])]
    ['a.txt', 'a.txt（2）']
    """
    seen: Counter[str] = Counter()
    for one in meetings:
        name = one["file_name"]
        seen[name] += 1
        if seen[name] > 1:
            one["file_name"] = f"{name}（{seen[name]}）"
    return meetings


def link_selection(conn: sqlite3.Connection, selection: Selection) -> LinkedBody:
    """Read and link what was selected."""
    series = tuple(
        Minutes.model_validate(load_document(conn, one["document"], one["id"]) | {"document": one["file_name"]})
        for one in selection.meetings
    )
    links = link_meetings(series, selection.given.master, selection.decisions)
    return LinkedBody(
        selection.body, selection.meetings, series, links, selection.today, selection.left_out, selection.given
    )
