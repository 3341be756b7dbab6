"""One file into archive and database (1ファイルの受け入れ).

The order is the promise: first the archive (whole, flushed, compared), then the database (records and the line that the
file arrived, in one transaction), and only then may whoever called remove the file. A process that is killed anywhere
between does the same again next time, and nothing is there twice.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from minutes_pipeline.errors import MinutesError, StoreError
from minutes_pipeline.intake.archive import Archive, Kept
from minutes_pipeline.intake.extraction import Extracted, Extractor, Unreadable, unforeseen, unreadable
from minutes_pipeline.store.arrivals import Arrival, has_arrivals, record_arrival
from minutes_pipeline.store.open import store_errors, writing
from minutes_pipeline.store.waiting import drop_waiting

if TYPE_CHECKING:
    from sqlite_utils import Database

    from minutes_pipeline.store.results import StoreResult


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file to be received (届いたファイル): where it lies, the name and sub-folder under which it is known."""

    path: Path
    name: str
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """What came of a file: ``extracted`` and ``stored``, or else ``failure``; ``kept`` is its copy in the archive."""

    parcel: Parcel
    kept: Kept | None = None
    extracted: Extracted | None = None
    stored: StoreResult | None = None
    failure: Unreadable | None = None


def receive(
    parcel: Parcel, archive: Archive, db: Database, extract: Extractor, *, settles: str | None = None
) -> Received:
    """Keep a file, read the kept copy and store what was read. The file itself stays where it is.

    Args:
        parcel: The file.
        archive: Where originals are kept.
        db: From ``open_database``.
        extract: Reads a file.
        settles: Path of a file in 要確認 that waits no more if this one is stored.

    Raises:
        SourceTroubleError: The file is gone or changing: it is not this file's time.
        StoreError: Archive or database cannot be written: no file's time.
    """
    kept = archive.put(parcel.path, name=parcel.name, folder=parcel.folder)
    result = extract(kept.path, parcel.name)
    if isinstance(result, Unreadable):
        return Received(parcel, kept, failure=result)
    return _store(parcel, kept, db, result, settles)


def receive_copy(parcel: Parcel, archive: Archive, db: Database, extracted: Extracted) -> Received:
    """Keep a copy of a file that was read where it lies and stays there, and store what was read (``minutes ingest``).

    Whoever calls flushes the archive at the end (``Archive.flush``).

    Raises:
        SourceTroubleError: The file is gone or changing.
        StoreError: Archive or database cannot be written.
    """
    return store_kept(keep_copy(parcel, archive, extracted), db)


def keep_copy(parcel: Parcel, archive: Archive, extracted: Extracted) -> Received:
    """The first half of ``receive_copy``: what came of it as long as nothing is stored."""
    kept = archive.put(parcel.path, name=parcel.name, folder=parcel.folder, flushed=False)
    if kept.sha256 != extracted.reading.sha256:
        changed = Unreadable("読み取りの間にファイルが変わりました", "もう一度実行してください")
        return Received(parcel, kept, failure=changed)
    return Received(parcel, kept, extracted)


def store_kept(received: Received, db: Database) -> Received:
    """The second half of ``receive_copy``."""
    if received.kept is None or received.extracted is None:
        return received
    return _store(received.parcel, received.kept, db, received.extracted, None)


def check_archive(archive: Archive, db: Database) -> None:
    """See that the archive is there if it must be: an unplugged disk is not to be begun anew in silence.

    Raises:
        StoreError: Files were kept for this database, and their archive is gone.
    """
    if not archive.root.is_dir() and has_arrivals(db.conn):
        raise StoreError(
            "原本の保管庫がありません",
            "元の場所に戻すか、控えから戻してください（なくしたときは、同じ名前の空のフォルダーを作ると続けられます）",
            file=str(archive.root),
        )


def _store(parcel: Parcel, kept: Kept, db: Database, extracted: Extracted, settles: str | None) -> Received:
    from minutes_pipeline.store.writer import store_reading

    try:
        with store_errors(parcel.name), writing(db):
            stored = store_reading(db, extracted.reading, parcel.name, folder=parcel.folder)
            record_arrival(db, _arrival(parcel, kept, stored))
            if settles is not None:
                drop_waiting(db, settles)
    except StoreError as error:
        if is_about_the_database(error):
            raise
        return Received(parcel, kept, failure=unreadable(error))
    except MinutesError as error:
        return Received(parcel, kept, failure=unreadable(error))
    except Exception as error:
        return Received(parcel, kept, failure=unforeseen(error, "保存"))
    return Received(parcel, kept, extracted, stored)


def is_about_the_database(error: StoreError) -> bool:
    """Whether it is the database (locked, full, damaged) that is to blame, or else this one file.

    ``OperationalError`` and plain ``DatabaseError`` (damaged) are about the database; data that SQLite refuses, and
    text it cannot hold, are about the file.
    """
    cause = error.__cause__
    if isinstance(cause, UnicodeError | OverflowError):
        return False
    return not isinstance(cause, sqlite3.DataError | sqlite3.IntegrityError | sqlite3.ProgrammingError)


def now() -> str:
    """The time with its offset from UTC, ISO 8601."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _arrival(parcel: Parcel, kept: Kept, stored: StoreResult) -> Arrival:
    return Arrival(
        at=now(),
        sha256=kept.sha256,
        file_name=parcel.name,
        folder=parcel.folder,
        outcome="unchanged" if stored.status == "unchanged" else "stored",
        message=" ".join(stored.notes) or None,
        document_id=stored.document_id,
    )
