"""The links of one body (会議体ごとのつながり), worked out when a page asks and kept until its records change."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from typing import Any

from minutes_pipeline.link.linking import body_key, link_meetings
from minutes_pipeline.model.links import Links
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store.reading import load_document
from minutes_pipeline.store.site_bodies import list_names, meetings_named

_KEPT = 32
_MOST = 60
_CHARACTERS = 600_000
"""Meetings of a body that are linked, and characters of their texts: the latest ones. Linking takes 3 s a million."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body: its latest printed name, key, number of meetings, first and last day."""

    key: str
    name: str
    count: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class LinkedBody:
    """A body with the meetings that are linked (oldest first) and their links; how many others were too much."""

    body: Body
    meetings: tuple[dict[str, Any], ...]
    links: Links
    left_out: int = 0

    def meeting_of(self, document: str) -> dict[str, Any] | None:
        """The meeting whose file has this name."""
        return next((one for one in self.meetings if one["file_name"] == document), None)


_lock = threading.Lock()
_cache: dict[tuple[Any, ...], Links] = {}


def bodies_of(conn: sqlite3.Connection) -> list[Body]:
    """All bodies, the one that met last first."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in list_names(conn):
        groups.setdefault(body_key(row["name"]), []).append(row)
    return [
        Body(
            key, rows[0]["name"], sum(row["count"] for row in rows),
            min((row["first"] for row in rows if row["first"]), default=None), rows[0]["last"],
        )
        for key, rows in groups.items()
    ]  # fmt: skip


def linked_body(conn: sqlite3.Connection, key: str) -> LinkedBody | None:
    """One body with its links; None when there is none of this key."""
    names = [row["name"] for row in list_names(conn) if body_key(row["name"]) == key]
    body = next((one for one in bodies_of(conn) if one.key == key), None)
    if body is None:
        return None
    every = meetings_named(conn, names)
    meetings = _bearable(every)
    fingerprint = tuple((one["id"], one["digest"], one["reviewed"]) for one in meetings)
    with _lock:
        links = _cache.get(fingerprint)
    if links is None:
        links = link_meetings(
            [Minutes.model_validate(load_document(conn, one["document"], one["id"])) for one in meetings]
        )
        with _lock:
            while len(_cache) >= _KEPT:
                _cache.pop(next(iter(_cache)))
            _cache[fingerprint] = links
    return LinkedBody(body, tuple(meetings), links, len(every) - len(meetings))


def _bearable(meetings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The latest meetings, as many as can be linked while somebody waits; one that is too long is passed over."""
    kept: list[dict[str, Any]] = []
    left = _CHARACTERS
    for one in reversed(meetings):
        if one["length"] <= left and len(kept) < _MOST:
            kept.append(one)
            left -= one["length"]
    return kept[::-1]
