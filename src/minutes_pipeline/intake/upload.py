"""Taking in what was uploaded in the browser (画面からの取り込み): read first, stored when a person says so."""

from __future__ import annotations

import threading
from pathlib import Path

from minutes_pipeline.errors import ReadError
from minutes_pipeline.intake.archive import Archive, archive_of
from minutes_pipeline.intake.extraction import Unreadable
from minutes_pipeline.intake.receive import Parcel, receive
from minutes_pipeline.intake.worker import Worker
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store.open import open_database

_EDITIONS = {
    "first": "新しい会議として保存しました。",
    "new_version": "すでにある会議の新しい版として保存しました。",
    "rendition": "すでにある会議の同じ内容の別形式として保存しました。",
    "older_draft": "確定した版のある会議の案として保存しました（最新版は変わりません）。",
    "same_file": "同じファイルがすでに保存されています。何も変えていません。",
}


class Uploads:
    """Reads files in a worker process and takes them in through the same door as the drop folder."""

    def __init__(self, db_path: Path) -> None:
        self._db_path = db_path
        self._worker = Worker()
        self._lock = threading.Lock()

    def preview(self, path: Path, name: str) -> Minutes:
        """The records of a file, without storing anything.

        Raises:
            ReadError: It cannot be read.
        """
        with self._lock:
            result = self._worker.extract(path, name)
        if isinstance(result, Unreadable):
            raise ReadError(result.reason, result.remedy, file=name)
        return result.minutes

    def take(self, path: Path, name: str) -> tuple[str, str]:
        """Archive and store the file: (meeting id, one Japanese sentence about what became of it).

        Raises:
            ReadError: It cannot be read.
            StoreError: Archive or database cannot be written.
        """
        database = open_database(self._db_path, create=False)
        try:
            with self._lock:
                received = receive(
                    Parcel(path, name), Archive(archive_of(self._db_path)), database, self._worker.extract
                )
        finally:
            database.close()
        if received.failure is not None or received.stored is None:
            failure = received.failure or Unreadable("保存できませんでした", "もう一度やり直してください")
            raise ReadError(failure.reason, failure.remedy, file=name)
        edition = received.stored.edition
        return received.stored.meeting_id, _EDITIONS[edition.kind if edition else "first"]

    def close(self) -> None:
        """End the worker."""
        self._worker.close()
