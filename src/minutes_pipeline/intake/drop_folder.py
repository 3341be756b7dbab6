"""One look at the drop folder (置き場の一巡): everything that is ready is taken; what is not is left for the next look.

The look itself is the truth: whatever an earlier process did or left undone, the next look finds it and goes on.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from minutes_pipeline.errors import StoreError
from minutes_pipeline.intake.archive import Archive, SourceTroubleError
from minutes_pipeline.intake.extraction import Extractor
from minutes_pipeline.intake.file_names import recorded
from minutes_pipeline.intake.receive import Parcel, Received, check_archive, receive
from minutes_pipeline.intake.removal import clear_away, remove
from minutes_pipeline.intake.reports import FileReport, Tell, Troubles
from minutes_pipeline.intake.scan import Found, Scan, scan
from minutes_pipeline.intake.stability import Stillness, is_being_written
from minutes_pipeline.intake.waiting_room import WaitingRoom
from minutes_pipeline.intake.worker import StoppedError

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Look:
    """What a look came to.

    Attributes:
        taken: Number of files dealt with.
        failed: Number of them that went to 要確認.
        pending: Files that are not ready yet: still growing, or held by another program.
        next_in: Seconds until the first of them may be; None where none is growing.
        has_trouble: Something kept files from being taken that somebody must see to.
    """

    taken: int = 0
    failed: int = 0
    pending: int = 0
    next_in: float | None = None
    has_trouble: bool = False


class DropFolder:
    """The drop folder with what is remembered from look to look; all of it may be lost without harm.

    Args:
        folder: The drop folder.
        db_path: The database; made when the first file comes.
        archive: The archive beside it.
        extract: Reads a file.
        settle: Seconds for which a file must stand still.
        tell: Is told of every file and every trouble.
        stopping: Set when the program is to end: after the present file.
    """

    def __init__(
        self, folder: Path, db_path: Path, archive: Archive, extract: Extractor, *, settle: float, tell: Tell,
        stopping: Event,
    ) -> None:  # fmt: skip
        self.folder = folder
        self._db_path = db_path
        self._archive = archive
        self._extract = extract
        self._tell = tell
        self._stopping = stopping
        self._stillness = Stillness(settle)
        self._troubles = Troubles(tell)
        self._room = WaitingRoom(folder, archive, extract, tell)
        self._unmovable: dict[Path, tuple[tuple[int, int], Received]] = {}
        self._counts = {"taken": 0, "failed": 0, "pending": 0}

    def look(self) -> Look:
        """Take every file that is ready."""
        self._counts = dict.fromkeys(self._counts, 0)
        self._troubles.begin()
        next_in = None
        try:
            next_in = self._look()
        except OSError:
            self._troubles.meet(
                f"置き場のフォルダー「{self.folder}」を開けません。場所・接続・権限を確かめてください。",
                about="置き場のフォルダー",
            )
        except StoreError as error:
            # Named is the database or the archive: the next look may meet the same trouble with another file.
            place = f"{error.file}: " if error.file in (str(self._db_path), str(self._archive.root)) else ""
            self._troubles.meet(f"{place}{error.reason}。{error.remedy}。", about=error.reason)
        except StoppedError:
            pass
        else:
            if not self._stopping.is_set():
                self._troubles.end()
        return Look(**self._counts, next_in=next_in, has_trouble=self._troubles.any)

    def _look(self) -> float | None:
        seen = scan(self.folder)
        for name in seen.unreadable:
            self._troubles.meet(f"下のフォルダー「{name}」を開けません。権限を確かめてください。")
        ready, next_in = self._ready(seen)
        is_first = not self._room.is_known and self._db_path.exists()
        room = is_first or self._room.to_do(seen.waiting, self._still(seen.waiting))
        if not (ready or room or seen.taken):
            return next_in
        with self._opened() as db:
            self._clear_away(seen)
            if room:
                for received in self._room.go_through(db, seen.waiting, self._still(seen.waiting), self._troubles):
                    self._count(received)
                    if self._stopping.is_set():
                        return next_in
            for found in ready:
                if self._stopping.is_set():
                    break
                self._take(db, found)
        return next_in

    def _still(self, found: tuple[Found, ...]) -> frozenset[Path]:
        now = time.monotonic()
        return frozenset(file.path for file in found if self._stillness.remaining(file, now) == 0)

    def _ready(self, seen: Scan) -> tuple[list[Found], float | None]:
        """The dropped files that may be taken now, and in how many seconds the next one may be."""
        now = time.monotonic()
        here = {found.path for found in (*seen.dropped, *seen.waiting)}
        self._stillness.keep_only(here)
        self._unmovable = {path: known for path, known in self._unmovable.items() if path in here}
        waits = {found.path: self._stillness.remaining(found, now) for found in (*seen.dropped, *seen.waiting)}
        growing = [seconds for seconds in waits.values() if seconds > 0]
        self._counts["pending"] = sum(waits[found.path] > 0 for found in seen.dropped)
        return [found for found in seen.dropped if waits[found.path] == 0], min(growing, default=None)

    @contextmanager
    def _opened(self) -> Iterator[Database]:
        """The database, for this look only: it may be moved, copied or restored between two looks."""
        from minutes_pipeline.store.open import open_database, store_errors

        db = open_database(self._db_path)
        try:
            with store_errors(str(self._db_path)):
                check_archive(self._archive, db)
                yield db
        finally:
            db.close()

    def _clear_away(self, seen: Scan) -> None:
        try:
            clear_away(seen.taken, self._archive)
        except OSError:
            self._cannot_move()

    def _take(self, db: Database, found: Found) -> None:
        known = self._unmovable.get(found.path)
        if known is not None and known[0] == found.mark:
            self._finish(db, found, known[1], is_new=False)
            return
        if is_being_written(found.path):
            self._counts["pending"] += 1
            self._stillness.restart(found)
            self._troubles.meet(
                f"「{found.shown}」はほかのプログラムが書き込み中です。終わったら取り込みます。", is_trouble=False
            )
            return
        try:
            received = receive(Parcel(found.path, found.name, found.folder), self._archive, db, self._extract)
        except SourceTroubleError as error:
            self._not_now(found, error)
            return
        self._finish(db, found, received, is_new=True)

    def _not_now(self, found: Found, error: SourceTroubleError) -> None:
        self._stillness.restart(found)
        if error.is_gone:
            self._troubles.meet(
                f"「{found.shown}」は、取り込む前に置き場からなくなりました。必要なら入れ直してください。"
            )
            return
        self._counts["pending"] += 1
        if error.is_refused:
            self._troubles.meet(
                f"「{found.shown}」を開けません（ほかのプログラムが使用中か、読む権限がありません）。"
                "開けるようになったら取り込みます。"
            )

    def _finish(self, db: Database, found: Found, received: Received, *, is_new: bool) -> None:
        """Stored: remove it from the drop folder. Failed: move it into 要確認."""
        if is_new:
            self._count(received)
            if received.failure is None:
                self._tell(FileReport(received))
        place = None
        try:
            if received.failure is not None:
                place = self._room.admit(db, found, received)
            elif received.kept is not None:
                self._room.settle(db, found.path)
                remove(found, received.kept.sha256)
            self._unmovable.pop(found.path, None)
        except OSError:
            # Kept and stored it is; reading it again every few seconds would change nothing.
            self._unmovable[found.path] = (found.mark, received)
            self._cannot_move()
        if received.failure is not None and (is_new or place is not None):
            self._tell(FileReport(received, place))

    def _count(self, received: Received) -> None:
        self._counts["taken"] += 1
        self._counts["failed"] += received.failure is not None

    def _cannot_move(self) -> None:
        self._troubles.meet(
            f"置き場「{recorded(str(self.folder))}」の中でファイルを動かせません。フォルダーの書き込み権限と"
            "ディスクの空きを確かめてください（読み取ったファイルの原本は保管庫にあります）。",
            about="置き場への書き込み",
        )
