"""The newest extraction over the archive (読み直し): every original is read again and compared with what was read then.

Records that are the same keep their ids, corrections by people stay: that is the store's doing. Here is decided what is
read again, and told what has changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from minutes_pipeline.errors import QueryError, StoreError
from minutes_pipeline.intake.archive import Archive
from minutes_pipeline.intake.extraction import Extracted, Extractor, Unreadable, unreadable
from minutes_pipeline.intake.receive import is_about_the_database
from minutes_pipeline.version import __version__

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

    from minutes_pipeline.compare.differences import Difference
    from minutes_pipeline.store.arrivals import Original

_VERSION = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){0,4}")
_MISSING = Unreadable(
    "原本が保管庫にありません", "元のファイルを minutes ingest か置き場でもう一度取り込むと、次から読み直せます"
)
_DAMAGED = Unreadable("保管庫の原本が壊れています", "控えから戻すか、元のファイルをもう一度取り込んでください")


@dataclass(frozen=True, slots=True)
class Reread:
    """What came of reading one document again (読み直しの結果).

    Attributes:
        original: The document.
        status: ``same`` (nothing differs), ``changed``, or ``failed``: it is as it was before.
        differences: What the new reading says differently, field by field.
        failure: Why it failed.
        corrections: How many corrections of people lie over the new records.
        conflicts: How many of them do not fit any more.
    """

    original: Original
    status: Literal["same", "changed", "failed"]
    differences: tuple[Difference, ...] = ()
    failure: Unreadable | None = None
    corrections: int = 0
    conflicts: int = 0


def version_key(version: str) -> tuple[int, ...]:
    """A version for comparing; what stands behind its numbers does not count.

    >>> version_key("0.10.1") > version_key("0.9"), version_key("1.0") == version_key("1.0.0")
    (True, True)

    Raises:
        QueryError: It begins with no number.
    """
    match = _VERSION.match(version)
    if match is None:
        raise QueryError(f"「{version}」は版の番号ではありません", f"{__version__} のような番号を指定してください")
    numbers = [int(part) for part in match[0].split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def due(originals: list[Original], since: str | None) -> list[Original]:
    """The documents to read again: all, or those that a version before ``since`` has read.

    Raises:
        QueryError: ``since`` is no version.
    """
    if since is None:
        return originals
    wanted = version_key(since)
    return [original for original in originals if version_key(original.program_version) < wanted]


def reprocess(db: Database, archive: Archive, extract: Extractor, originals: list[Original]) -> Iterator[Reread]:
    """Read the originals again and store what was read, each in a transaction of its own.

    Raises:
        StoreError: The database cannot be written.
    """
    from minutes_pipeline.store.writer import store_reading

    for original in originals:
        result = _extracted(archive, extract, original)
        if isinstance(result, Unreadable):
            yield Reread(original, "failed", failure=result)
            continue
        found = _differences(db.conn, original, result)
        try:
            stored = store_reading(db, result.reading, original.file_name)
        except StoreError as error:
            if is_about_the_database(error):
                raise
            yield Reread(original, "failed", failure=unreadable(error))
            continue
        yield Reread(
            original, "changed" if found else "same", found,
            corrections=stored.corrections_applied, conflicts=stored.conflicts,
        )  # fmt: skip


def rehearse(
    conn: sqlite3.Connection, archive: Archive, extract: Extractor, originals: list[Original]
) -> Iterator[Reread]:
    """Read the originals again and tell what would change; nothing is written."""
    for original in originals:
        result = _extracted(archive, extract, original)
        if isinstance(result, Unreadable):
            yield Reread(original, "failed", failure=result)
            continue
        found = _differences(conn, original, result)
        yield Reread(original, "changed" if found else "same", found)


def _extracted(archive: Archive, extract: Extractor, original: Original) -> Extracted | Unreadable:
    if archive.get(original.sha256) is None:
        return _MISSING
    path = archive.verify(original.sha256)
    return _DAMAGED if path is None else extract(path, original.file_name)


def _differences(conn: sqlite3.Connection, original: Original, extracted: Extracted) -> tuple[Difference, ...]:
    from minutes_pipeline.compare.differences import differences
    from minutes_pipeline.compare.identity import keep_ids
    from minutes_pipeline.store.open import store_errors
    from minutes_pipeline.store.readings import reading_of

    with store_errors(original.file_name):
        old = reading_of(conn, original.document_id)
    return differences(old, keep_ids(old, extracted.minutes))
