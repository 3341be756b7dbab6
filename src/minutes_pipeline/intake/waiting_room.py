"""Who waits in 要確認 and when each is tried again (要確認の扱い).

Again when the file was replaced, when the program it waits for is there, when our own version has changed; never just
because time has passed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from minutes_pipeline.intake.archive import Archive, SourceTroubleError, digest_of
from minutes_pipeline.intake.extraction import Extractor, Unreadable
from minutes_pipeline.intake.quarantine import (
    counterpart,
    move_in,
    note_of,
    path_key,
    remove_empty_folders,
    remove_note,
    sort_waiting,
    write_note,
)
from minutes_pipeline.intake.receive import Parcel, Received, now, receive
from minutes_pipeline.intake.removal import remove
from minutes_pipeline.intake.reports import FileReport, Tell, Troubles
from minutes_pipeline.intake.scan import QUARANTINE, Found
from minutes_pipeline.intake.stability import is_being_written
from minutes_pipeline.store.arrivals import Arrival, Outcome, record_arrival
from minutes_pipeline.store.open import writing
from minutes_pipeline.store.waiting import WaitingFile, drop_waiting, list_waiting, put_waiting
from minutes_pipeline.version import __version__

if TYPE_CHECKING:
    from sqlite_utils import Database

_ASK_AGAIN = 30.0
"""Seconds between two questions whether a program is there: asking may mean to run it."""


class WaitingRoom:
    """要確認 of one drop folder."""

    def __init__(self, root: Path, archive: Archive, extract: Extractor, tell: Tell) -> None:
        self.root = root
        self._archive = archive
        self._extract = extract
        self._tell = tell
        self._rows: dict[str, WaitingFile] = {}
        self._digests: dict[Path, tuple[tuple[int, int], str]] = {}
        self._quiet: object = ()
        self.is_known = False
        """Whether the rows of the database have been read."""
        self._ready: dict[str, tuple[float, bool]] = {}
        self._tried_with: set[tuple[str, str]] = set()

    def to_do(self, found: tuple[Found, ...], ready_to_try: frozenset[Path]) -> bool:
        """Whether anything in 要確認 differs from what the last look left behind."""
        if not found and not self._rows:
            self._quiet = ()
            return False
        return not self.is_known or self._state(found, ready_to_try) != self._quiet

    def _state(self, found: tuple[Found, ...], ready_to_try: frozenset[Path]) -> object:
        programs = {row.program for row in self._rows.values() if row.program is not None}
        there = frozenset(program for program in programs if self._is_ready(program))
        return (tuple((file.path, file.mark, file.path in ready_to_try) for file in found), there)

    def go_through(
        self, db: Database, found: tuple[Found, ...], ready_to_try: frozenset[Path], troubles: Troubles
    ) -> Iterator[Received]:
        """Try again what is worth it, and strike out what is gone; yields what came of each file tried."""
        self._load(db)
        waiting = sort_waiting(found)
        try:
            for note in waiting.orphans:
                note.unlink(missing_ok=True)
                remove_empty_folders(self.root, note.parent)
        except OSError:
            pass  # a note too many does no harm
        here = {path_key(file.path) for file in waiting.files}
        for gone in [key for key in self._rows if key not in here]:
            drop_waiting(db, gone)
            del self._rows[gone]
        for file in waiting.files:
            if file.path in ready_to_try and not is_being_written(file.path):
                received = self._consider(db, file, troubles)
                if received is not None:
                    yield received
        self.is_known = True
        self._quiet = self._state(found, ready_to_try)

    def _load(self, db: Database) -> None:
        top = path_key(self.root / QUARANTINE)
        self._rows = {
            row.path: row for row in list_waiting(db.conn) if row.path.startswith((f"{top}/", f"{top}\\"))
        }  # fmt: skip

    def _consider(self, db: Database, file: Found, troubles: Troubles) -> Received | None:
        row = self._rows.get(path_key(file.path))
        try:
            if not self._is_worth_it(row, self._digest(file)):
                return None
            # A numbered file is known under the name it came with, unless somebody has put another in its place.
            name = file.name if row is None else row.file_name
            parcel = Parcel(file.path, name, file.folder)
            received = receive(parcel, self._archive, db, self._extract, settles=path_key(file.path))
        except (OSError, SourceTroubleError):
            return None  # gone, or somebody is at it: the next look sees
        try:
            if received.failure is not None:
                self._note_failure(db, file, file.path, received, received.failure)
                self._tell(FileReport(received, file.path))
            else:
                self._tell(FileReport(received))
                self._rows.pop(path_key(file.path), None)
                self._take_out(file, received.kept.sha256 if received.kept else "")
        except OSError:
            troubles.meet(
                f"「{QUARANTINE}」のファイルを動かせません。フォルダーの書き込み権限を確かめてください。",
                about=f"「{QUARANTINE}」への書き込み",
            )
        return received

    def _is_worth_it(self, row: WaitingFile | None, sha256: str) -> bool:
        if row is None or row.sha256 != sha256 or row.program_version != __version__:
            return True
        if row.program is None or not self._is_ready(row.program):
            return False
        # Once only: the program is there, and the file still cannot be read.
        key = (row.path, row.program)
        if key in self._tried_with:
            return False
        self._tried_with.add(key)
        return True

    def _is_ready(self, program: str) -> bool:
        from minutes_pipeline.read.programs import is_ready

        asked, is_there = self._ready.get(program, (-_ASK_AGAIN, False))
        if time.monotonic() - asked >= _ASK_AGAIN:
            is_there = is_ready(program)
            self._ready[program] = (time.monotonic(), is_there)
            if not is_there:
                self._tried_with = {key for key in self._tried_with if key[1] != program}
        return is_there

    def _digest(self, file: Found) -> str:
        known = self._digests.get(file.path)
        if known is None or known[0] != file.mark:
            known = self._digests[file.path] = (file.mark, digest_of(file.path))
        return known[1]

    def admit(self, db: Database, found: Found, received: Received) -> Path:
        """Move a file that failed from the drop folder into 要確認; returns its place.

        Raises:
            OSError: The drop folder cannot be written.
            StoreError: The database cannot.
        """
        if received.kept is None or received.failure is None:
            raise ValueError("only a file that is kept and failed waits")
        place = self._twin(found, received.kept.sha256)
        if place is not None:
            remove(found, received.kept.sha256)  # the same bytes wait there already
        else:
            place = move_in(self.root, found.path)
        self._note_failure(db, found, place, received, received.failure)
        return place

    def _twin(self, found: Found, sha256: str) -> Path | None:
        place = counterpart(self.root, found.path)
        try:
            return place if digest_of(place) == sha256 else None
        except OSError:
            return None

    def _note_failure(self, db: Database, found: Found, place: Path, received: Received, failure: Unreadable) -> None:
        parcel, sha256 = received.parcel, received.kept.sha256 if received.kept else ""
        at = now()
        write_note(place, failure, at=at)
        row = WaitingFile(
            path_key(place), sha256, parcel.name, at, failure.reason, failure.remedy, failure.program, __version__
        )
        outcome: Outcome = "failed" if failure.program is None else "waiting"
        with writing(db):
            put_waiting(db, row)
            record_arrival(db, Arrival(at, sha256, parcel.name, parcel.folder, outcome, str(failure)))
        self._rows[row.path] = row

    def settle(self, db: Database, dropped: Path) -> None:
        """A good file was stored: the one of the same name and folder that waits in 要確認 need not wait any more.

        Only if it is the one that was tried: somebody may just have put another in its place.

        Raises:
            OSError: The drop folder cannot be written.
            StoreError: The database cannot.
        """
        place = counterpart(self.root, dropped)
        if not self.is_known:
            self._load(db)
        row = self._rows.get(path_key(place))
        if row is None:
            return
        try:
            is_same = digest_of(place) == row.sha256 and self._archive.verify(row.sha256) is not None
        except FileNotFoundError:
            is_same = False
        if is_same:
            place.unlink(missing_ok=True)
            remove_note(place)
            remove_empty_folders(self.root, place.parent)
            drop_waiting(db, row.path)
            del self._rows[row.path]

    def _take_out(self, file: Found, sha256: str) -> None:
        if remove(file, sha256):
            remove_note(file.path)
            remove_empty_folders(self.root, note_of(file.path).parent)
