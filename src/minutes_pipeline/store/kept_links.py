"""Links kept in the database (つながりの控え): what linking found of a body, until one of its meetings or a decision changes.

They hold nothing that could not be worked out again. Beside the whole as JSON stand the ledgers as rows, so that plain SQL
gives the answers of ``minutes issues`` and ``minutes actions``.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from minutes_pipeline.model.links import Links
from minutes_pipeline.store.open import store_errors, writing

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

Row = Mapping[str, Any]


@dataclass(frozen=True)
class BodyLinks:
    """What is kept of a body.

    Attributes:
        key: Its key.
        name: Its latest name.
        fingerprint: Of all the links were made from.
        documents: Ids of the documents.
        links: The links.
        threads: Rows of ``issue_threads``, each with its rows of ``issue_states`` under ``states``.
        promises: Rows of ``promises``.
    """

    key: str
    name: str
    fingerprint: str
    documents: tuple[str, ...]
    links: Links
    threads: Sequence[Row] = field(default=())
    promises: Sequence[Row] = field(default=())


def kept_links(conn: sqlite3.Connection, key: str, fingerprint: str) -> Links | None:
    """The links of a body as they were kept, None where they were made from something else or cannot be understood."""
    with store_errors(None):
        row = conn.execute(
            "SELECT links FROM linked_bodies WHERE id = ? AND fingerprint = ?", (key, fingerprint)
        ).fetchone()
    if row is None:
        return None
    try:
        return Links.model_validate_json(zlib.decompress(row[0]))
    except (ValueError, zlib.error):
        return None


def keep_links(db: Database, body: BodyLinks) -> None:
    """Write the links of a body in the place of those kept before.

    Raises:
        StoreError: The database cannot be written.
    """
    with store_errors(None), writing(db):
        conn = db.conn
        marks = ", ".join("?" * len(body.documents))
        # A body that has another name now, or that is one with this: its meetings are kept once.
        conn.execute(
            "DELETE FROM linked_bodies WHERE id = ? OR id IN "
            f"(SELECT body FROM linked_meetings WHERE document_id IN ({marks}))",
            (body.key, *body.documents),
        )
        packed = zlib.compress(body.links.model_dump_json().encode("utf-8"), 6)
        conn.execute(
            "INSERT INTO linked_bodies (id, name, fingerprint, meetings, links) VALUES (?, ?, ?, ?, ?)",
            (body.key, body.name, body.fingerprint, len(body.documents), packed),
        )
        conn.execute(
            "INSERT OR REPLACE INTO linked_meetings (document_id, body, records_sha256) "
            f"SELECT id, ?, records_sha256 FROM documents WHERE id IN ({marks})",
            (body.key, *body.documents),
        )
        _put(conn, "link_suggestions", _suggestions(body))
        _put(conn, "promises", body.promises)
        for thread in body.threads:
            _put(conn, "issue_threads", [{name: value for name, value in thread.items() if name != "states"}])
            _put(conn, "issue_states", [{"thread_id": thread["id"], **state} for state in thread["states"]])


def forget_bodies(db: Database, known: Iterable[str]) -> None:
    """Drop what is kept of bodies that are not there any more."""
    with store_errors(None), writing(db):
        gone = {row[0] for row in db.conn.execute("SELECT id FROM linked_bodies")} - set(known)
        db.conn.executemany("DELETE FROM linked_bodies WHERE id = ?", [(key,) for key in sorted(gone)])


def _suggestions(body: BodyLinks) -> list[Row]:
    return [
        {
            "body": body.key, "kind": one.kind, "left_record": one.left, "right_record": one.right, "score": one.score,
            "reasons": json.dumps(one.reasons, ensure_ascii=False),
        }
        for one in body.links.suggestions
    ]  # fmt: skip


def _put(conn: sqlite3.Connection, table: str, rows: Sequence[Row]) -> None:
    for row in rows:
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        conn.execute(f'INSERT OR REPLACE INTO "{table}" ({names}) VALUES ({marks})', tuple(row.values()))
