"""Readings (読み取り): what extraction said of a document, kept untouched beside the corrected records.

The text is not kept twice: it stands in ``documents``.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from minutes_pipeline.errors import QueryError, StoreError

if TYPE_CHECKING:
    import sqlite3

    from minutes_pipeline.model.document import Document
    from minutes_pipeline.model.minutes import Minutes

#: Start of a line in the text -> its page.
LinePages = dict[int, int | None]


def pages_of(document: Document) -> LinePages:
    """The page of every line."""
    return {line.start: line.page for line in document.lines}


def pack_pages(pages: Mapping[int, int | None] | None) -> str | None:
    """Pages of the lines as JSON ``[[start, page], …]``; None where they are not known."""
    return None if pages is None else json.dumps(list(pages.items()), separators=(",", ":"))


def unpack_pages(packed: str | None) -> LinePages | None:
    """The inverse of ``pack_pages``."""
    return None if packed is None else dict(json.loads(packed))


def pack_reading(records: str) -> bytes:
    """The JSON of ``Minutes`` without its text, packed."""
    return zlib.compress(records.encode("utf-8"), 1)


def load_reading(conn: sqlite3.Connection, document_id: str) -> dict[str, Any]:
    """What extraction said of a document, in the form of ``Minutes`` (as ``load_meeting``), no correction applied.

    Raises:
        QueryError: There is no such document.
    """
    row = conn.execute(
        "SELECT r.minutes, d.text FROM readings r JOIN documents d ON d.id = r.document_id WHERE d.id = ?",
        (document_id,),
    ).fetchone()
    if row is None:
        raise QueryError("この文書の読み取りがありません", "minutes list で会議を確かめてください")
    reading: dict[str, Any] = json.loads(zlib.decompress(row[0]))
    reading["text"] = row[1]
    return reading


def reading_of(conn: sqlite3.Connection, document_id: str) -> Minutes:
    """``load_reading`` as ``Minutes``.

    Raises:
        QueryError: There is no such document.
        StoreError: Somebody changed what is kept of it.
    """
    from minutes_pipeline.model.minutes import Minutes

    try:
        return Minutes.model_validate(load_reading(conn, document_id))
    except (ValueError, zlib.error) as error:
        raise StoreError("保存されている読み取りが壊れています", "元のファイルをもう一度取り込んでください") from error


def earlier_reading(conn: sqlite3.Connection, document_id: str) -> Minutes | None:
    """As ``reading_of``; None where there is none, or none that can be understood."""
    try:
        return reading_of(conn, document_id)
    except (QueryError, StoreError):
        return None


def pages_kept(conn: sqlite3.Connection, document_id: str) -> LinePages | None:
    """The pages of a document's lines as they were stored; None where they are not known."""
    row = conn.execute("SELECT line_pages FROM readings WHERE document_id = ?", (document_id,)).fetchone()
    return None if row is None else unpack_pages(row[0])
