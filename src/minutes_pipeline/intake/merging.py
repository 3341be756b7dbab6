"""Merging parts into a database (読み取り結果の取りまとめ): one writer stores what many machines have read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from minutes_pipeline.errors import MinutesError, StoreError
from minutes_pipeline.intake.archive import Archive, SourceTroubleError, digest_of
from minutes_pipeline.intake.extraction import Unreadable, unreadable
from minutes_pipeline.intake.file_names import recorded
from minutes_pipeline.intake.origins import Origin
from minutes_pipeline.intake.parts import PartReading, read_parts
from minutes_pipeline.intake.receive import Parcel, Received, receive_copy

if TYPE_CHECKING:
    from sqlite_utils import Database

_GONE = Unreadable("読み取ったときの場所に原本がありません", "原本を元の場所に戻して、もう一度実行してください")
_CHANGED = Unreadable("読み取ったあとで原本が変わっています", "もう一度 minutes ingest --parts で読み取ってください")


def merge_parts(folder: Path, archive: Archive, db: Database) -> Iterator[tuple[PartReading, Received]]:
    """Store every document of a folder of parts, as ``ingest`` would have, and keep its original in the archive.

    A document whose original is gone or changed is not stored: records without what they come from are worth nothing
    to whoever doubts one. Merging the same parts again changes nothing.

    Args:
        folder: The folder of parts.
        archive: Where originals are kept; whoever calls flushes it at the end.
        db: From ``open_database``.

    Yields:
        The document, and what came of it, in the order of the parts.

    Raises:
        StoreError: The parts cannot be read, archive or database cannot be written.
    """
    for reading in read_parts(folder):
        yield reading, _merge(reading, archive, db)


def _merge(reading: PartReading, archive: Archive, db: Database) -> Received:
    origin = Origin(reading.origin, reading.file_name)
    parcel = Parcel(Path(reading.origin), recorded(reading.file_name))
    try:
        with origin.local() as path:
            parcel = Parcel(path, recorded(reading.file_name))
            if not path.exists():
                return Received(parcel, failure=_GONE)
            if digest_of(path) != reading.sha256:
                return Received(parcel, failure=_CHANGED)
            return receive_copy(parcel, archive, db, reading.extracted)
    except StoreError:
        raise
    except (OSError, SourceTroubleError):
        return Received(parcel, failure=_GONE)
    except MinutesError as error:
        return Received(parcel, failure=unreadable(error))
