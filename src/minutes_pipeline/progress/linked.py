"""The bodies of a database with their links (会議体ごとの記録とつながり): worked out once, kept, and used again.

What people decided about links and what lies beside the database (名簿, 組織) is heeded. Links stay in the database until
one of these or a meeting changes; where it cannot be written they are worked out each time.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Any

from minutes_pipeline import link
from minutes_pipeline.errors import QueryError, StoreError
from minutes_pipeline.link.bodies import body_key, by_body, one_name
from minutes_pipeline.link.linking import link_meetings
from minutes_pipeline.link.master import Master
from minutes_pipeline.model.link_decision import LinkDecision
from minutes_pipeline.model.links import Links
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.progress.ledger import issue_ledger, promise_ledger
from minutes_pipeline.progress.master_files import master_beside
from minutes_pipeline.store.kept_links import BodyLinks, forget_bodies, keep_links, kept_links
from minutes_pipeline.store.links import decisions_in_force
from minutes_pipeline.store.open import open_connection, open_database, store_errors
from minutes_pipeline.store.reading import list_meetings, load_document
from minutes_pipeline.store.results import MeetingSummary
from minutes_pipeline.version import __version__

_FORM = 1
"""Counted up when what is kept takes another form."""
_ALIKE = 0.7
"""Least likeness of two names that may be of one body (0 to 1); whether they are the meetings themselves tell."""
_STALE = (
    "SELECT d.id FROM documents d LEFT JOIN linked_meetings l ON l.document_id = d.id "
    "WHERE d.standing = 'current' AND l.records_sha256 IS NOT d.records_sha256"
)
_MOST_DOCUMENTS, _MOST_MEETINGS = 5000, 200
"""Of a larger database, of a body with more meetings, links are not worked out before somebody asks."""


@dataclass(frozen=True)
class LinkedSeries:
    """A body with its meetings and links.

    Attributes:
        key: Its key (``body_key``; the document's id where no name is printed).
        name: Its latest printed name, else the file's.
        series: Minutes, oldest first; ``document`` tells them apart even where files have one name.
        links: Their links.
        events: ``document`` -> the meeting as such, over all versions of the document.
    """

    key: str
    name: str
    series: tuple[Minutes, ...]
    links: Links
    events: Mapping[str, str] = field(default_factory=dict)

    @property
    def days(self) -> dict[str, str | None]:
        """Day of each meeting by its document."""
        return {minutes.document: minutes.meeting.date for minutes in self.series}


def linked_bodies(path: Path, body: str | None = None, *, keep: bool = True) -> list[LinkedSeries]:
    """Each body whose name holds ``body`` (all for None) with its links.

    Args:
        path: The database.
        body: A part of the body's name.
        keep: Whether to write links that were worked out anew into the database, where that is possible.

    Raises:
        QueryError: No body has such a name, or there are no meetings at all.
        QueryError: The roster or the table of reorganisations beside the database cannot be understood.
        StoreError: The database is missing or none of ours.
    """
    master = master_beside(path)
    connection = open_connection(path)
    try:
        meetings = list_meetings(connection)
        if not meetings:
            raise QueryError("会議が1件も保存されていません", "minutes ingest で議事録を読み込んでください")
        groups = _groups(connection, meetings, _named(meetings, body))
        found, fresh = _all_linked(connection, groups, master)
    finally:
        connection.close()
    if keep and fresh:
        _keep(path, fresh, None if body is not None else [one.key for one in found])
    return found


def refresh_links(path: Path, documents: Collection[str]) -> int:
    """Work the links of the bodies out anew to which those of these documents belong that are not linked as they are now.

    Gives the number of these bodies.

    Nothing is done in a database so large that finding them takes long, and for bodies of very many meetings: there it is
    done when somebody asks.

    Raises:
        QueryError: The roster or the table of reorganisations beside the database cannot be understood.
        StoreError: The database cannot be read.
    """
    master = master_beside(path)
    connection = open_connection(path)
    try:
        with store_errors(str(path)):
            count = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
            stale = {row[0] for row in connection.execute(_STALE)} if count <= _MOST_DOCUMENTS else set()
        wanted = stale & set(documents)
        meetings = list_meetings(connection) if wanted else ()
        groups = _groups(connection, meetings, wanted) if wanted else []
        found, fresh = _all_linked(connection, [one for one in groups if len(one.meetings) <= _MOST_MEETINGS], master)
    finally:
        connection.close()
    if fresh:
        _keep(path, fresh, None)
    return len(found)


@dataclass(frozen=True)
class _Group:
    """A body before it is linked: its key, its meetings and minutes, oldest first."""

    key: str
    meetings: tuple[MeetingSummary, ...]
    series: tuple[Minutes, ...]


def _named(meetings: Sequence[MeetingSummary], body: str | None) -> set[str]:
    """Documents of the bodies whose name holds ``body``, all for None."""
    if body is None:
        return {meeting.document_id for meeting in meetings}
    names = one_name(body_key(meeting.name) for meeting in meetings)
    found = {one.document_id for one in meetings if one.name and body_key(body) in names[body_key(one.name)]}
    if not found:
        latest = {names[body_key(one.name)]: one.name for one in meetings if one.name}
        known = "、".join(sorted(latest.values())[:8])
        raise QueryError(f"「{body}」という会議体はありません", f"次から選んでください: {known}")
    return found


def _groups(conn: sqlite3.Connection, meetings: Sequence[MeetingSummary], wanted: set[str]) -> list[_Group]:
    """The bodies that hold one of the wanted documents.

    Minutes of a body may print other names, or none: those whose name is like a wanted one are looked at, too.
    """
    names = one_name(body_key(meeting.name) for meeting in meetings)
    keys = {names[body_key(one.name)] for one in meetings if one.document_id in wanted}
    others = set(names.values()) - keys
    keys |= {one for one in others if not one or any(_may_be(one, key) for key in keys)}
    near = {one.document_id: one for one in meetings if names[body_key(one.name)] in keys}
    read = [Minutes.model_validate(load_document(conn, one.document_id, one.meeting_id)) for one in near.values()]
    found = []
    for group in by_body(read):
        told = tuple(near[minutes.source.document_id] for minutes in group)
        if any(one.document_id in wanted for one in told):
            latest = next((one.name for one in reversed(told) if one.name), None)
            found.append(_Group(names[body_key(latest)] if latest else told[0].document_id, told, tuple(group)))
    return found


def _may_be(one: str, other: str) -> bool:
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.real_quick_ratio() >= _ALIKE and match.quick_ratio() >= _ALIKE


def _all_linked(
    conn: sqlite3.Connection, groups: Sequence[_Group], master: Master
) -> tuple[list[LinkedSeries], list[BodyLinks]]:
    found, fresh = [], []
    for group in groups:
        linked, made = _linked(conn, group, master)
        found.append(linked)
        fresh += [made] if made is not None else []
    return found, fresh


def _linked(conn: sqlite3.Connection, group: _Group, master: Master) -> tuple[LinkedSeries, BodyLinks | None]:
    """A body with its links; and what to keep of it, None where that is there already."""
    key, meetings = group.key, group.meetings
    names = _told_apart([meeting.file_name for meeting in meetings])
    documents = tuple(meeting.document_id for meeting in meetings)
    series = tuple(
        minutes.model_copy(update={"document": name}) for minutes, name in zip(group.series, names, strict=True)
    )
    decisions = decisions_in_force(conn, documents)
    fingerprint = _fingerprint(conn, documents, names, decisions, master)
    links = kept_links(conn, key, fingerprint)
    name = next((one.name for one in reversed(meetings) if one.name), meetings[0].file_name)
    events = dict(zip(names, (meeting.event_id for meeting in meetings), strict=True))
    if links is not None:
        return LinkedSeries(key, name, series, links, events), None
    links = link_meetings(series, master, decisions)
    threads, promises = ledger_rows(key, series, links)
    return (
        LinkedSeries(key, name, series, links, events),
        BodyLinks(key, name, fingerprint, documents, links, threads, promises),
    )


def _told_apart(names: Sequence[str]) -> list[str]:
    """File names, each once: folders may hold files of one name, and links tell meetings apart by it.

    >>> _told_apart(["a.txt", "b.txt", "a.txt"])
    ['a.txt', 'b.txt', 'a.txt（2）']
    """
    seen: Counter[str] = Counter()
    told = []
    for name in names:
        seen[name] += 1
        told.append(name if seen[name] == 1 else f"{name}（{seen[name]}）")
    return told


@lru_cache(maxsize=1)
def _program() -> str:
    """The version, and a digest of the rules of linking: what an earlier state of them found is worked out anew."""
    digest = hashlib.sha256(__version__.encode())
    for file in sorted(Path(link.__path__[0]).glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _fingerprint(
    conn: sqlite3.Connection, documents: Sequence[str], names: Sequence[str], decisions: Sequence[LinkDecision],
    master: Master,
) -> str:  # fmt: skip
    """What changes whenever the links can: the records as corrected, decisions, master data, the program."""
    with store_errors(None):
        digests = [
            conn.execute(
                "SELECT records_sha256, (SELECT max(a.id) FROM audit a WHERE a.event_id = d.event_id AND a.action <> 'link') "
                "FROM documents d WHERE id = ?",
                (document,),
            ).fetchone()
            for document in documents
        ]
    told = [_FORM, _program(), documents, names, digests, [repr(one) for one in decisions], repr(master)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8")).hexdigest()


def ledger_rows(
    key: str, series: Sequence[Minutes], links: Links
) -> tuple[tuple[dict[str, Any], ...], tuple[dict[str, Any], ...]]:
    """Rows of ``issue_threads`` (each with its states) and of ``promises``, in the order of the ledgers."""
    ids = {minutes.document: minutes.source.document_id for minutes in series}
    days = {minutes.document: minutes.meeting.date for minutes in series}
    threads = tuple(
        {
            "id": f"{ids[entry.thread.states[0].document]}-thread-{entry.thread.states[0].span.start}", "body": key,
            "standing": entry.standing, "program": entry.thread.program,
            "departments": "、".join(entry.departments) or None, "title": entry.thread.states[0].quote,
            "since": entry.since, "last": entry.last, "unmentioned": entry.thread.unmentioned,
            "states": [
                {
                    "document_id": ids[state.document], "state": state.state, "quote": state.quote,
                    "span_start": state.span.start, "span_end": state.span.end,
                }
                for state in entry.thread.states
            ],
        }
        for entry in issue_ledger(series, links)
    )  # fmt: skip
    promises = []
    # Whether a term is over is worked out when somebody asks: the day given here does not matter.
    for told in promise_ledger(series, links, date.min):
        end, report = told.promise.promised, told.promise.followed_up
        promises.append(
            {
                "id": f"{ids[end.document]}-promise-{end.span.start}-{end.span.end}", "body": key,
                "document_id": ids[end.document], "owner": told.owner, "due": told.due, "due_date": told.due_date,
                "promised_on": told.promised_on, "quote": end.quote, "span_start": end.span.start,
                "span_end": end.span.end, "outcome": report.outcome if report else None,
                "report_document_id": ids[report.document] if report else None,
                "reported_on": days[report.document] if report else None,
                "report_quote": report.quote if report else None, "report_start": report.span.start if report else None,
            }
        )  # fmt: skip
    return threads, tuple(promises)


def _keep(path: Path, fresh: Sequence[BodyLinks], known: Sequence[str] | None) -> bool:
    """Write what was worked out; whether it was done. Who may only read the database works it out anew next time."""
    try:
        database = open_database(path, create=False)
    except StoreError:
        return False
    try:
        for body in fresh:
            keep_links(database, body)
        if known is not None:
            forget_bodies(database, known)
    except StoreError:
        return False
    finally:
        database.close()
    return True
