"""The service under test (試験の相手): a drop folder, its archive and database, and a reading process with its limits."""

import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from judging import BYTES, SECONDS, faults_of, peak_memory, processor_seconds

from minutes_pipeline.intake.archive import Archive
from minutes_pipeline.intake.drop_folder import DropFolder
from minutes_pipeline.intake.extraction import Extracted, Unreadable
from minutes_pipeline.intake.file_names import note_name, recorded
from minutes_pipeline.intake.reports import FileReport, Notice
from minutes_pipeline.intake.scan import QUARANTINE
from minutes_pipeline.intake.worker import Worker
from minutes_pipeline.store.passages import KIND_FIELDS


@dataclass
class Seen:
    """What came of the files of one look.

    ``faults`` are by the file's name as it is recorded; ``as_a_whole`` are those of the folder, the archive and the database.
    """

    faults: dict[str, list[str]]
    as_a_whole: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    results: dict[str, Extracted | Unreadable] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    read: int = 0
    peak: int = 0
    processes: int = 0


class Service:
    """Takes in one folder after the other; the reading process stays."""

    def __init__(self) -> None:
        self._worker = Worker(3 * SECONDS)

    def __enter__(self) -> "Service":
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.close()

    def take_in(self, files: dict[str, bytes], place: Path) -> Seen:
        """All files at one look; ``place`` is an empty folder."""
        folder, seen, told = place / "in", Seen({recorded(name): [] for name in files}), list[FileReport | Notice]()
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        archive, processes = Archive(place / "minutes.archive", owner="fuzz"), set[int]()

        def read(path: Path, name: str) -> Extracted | Unreadable:
            self._worker.prepare()
            process = self._worker.process_id
            begun, worked = time.monotonic(), processor_seconds(process)
            result = self._worker.extract(path, name)
            seconds, now = time.monotonic() - begun, processor_seconds(process)
            # A process that is gone has no times any more.
            self._note(seen, name, result, seconds if worked is None or now is None else now - worked, processes)
            return result

        DropFolder(
            folder, place / "minutes.db", archive, read, settle=0, tell=told.append, stopping=threading.Event()
        ).look()
        seen.processes = len(processes)
        seen.as_a_whole += [f"said: {report.text}" for report in told if isinstance(report, Notice)]
        seen.as_a_whole += lost(files, place, seen)
        return seen

    def _note(self, seen: Seen, name: str, result: Extracted | Unreadable, seconds: float, processes: set[int]) -> None:
        faults = seen.faults[name]
        faults += faults_of(result)
        seen.seconds[name], seen.results[name] = seconds, result
        if seconds > SECONDS:
            faults.append(f"{seconds:.1f} s")
        if isinstance(result, Unreadable):
            seen.refused[str(result)] += 1
        else:
            seen.read += 1
        process = self._worker.process_id
        if process is not None:
            processes.add(process)
            memory = peak_memory(process)
            seen.peak = max(seen.peak, memory)
            if memory > BYTES:
                faults.append(f"{memory / 2**20:.0f} MiB")


def lost(files: dict[str, bytes], place: Path, seen: Seen) -> Iterator[str]:
    """Files that are nowhere or in two places, entries of 要確認 without their note, records that are not in the text."""
    digests = {name: sha256(data).hexdigest() for name, data in files.items()}
    kept = {path.name.partition(".")[0] for path in (place / "minutes.archive").glob("[0-9a-f][0-9a-f]/*")}
    left = {path.name for path in (place / "in").iterdir()} - {QUARANTINE}
    yield from (f"{name}: not taken" for name in sorted(left))
    yield from (f"{name}: not in the archive" for name, digest in digests.items() if digest not in kept)
    waiting = {path.name for path in (place / "in" / QUARANTINE).glob("*")}
    with closing(sqlite3.connect(place / "minutes.db")) as db:
        stored = {row[0] for row in db.execute("SELECT sha256 FROM documents")}
        for name, digest in digests.items():
            if (name in waiting) == (digest in stored):
                yield f"{name}: {'stored and in 要確認' if name in waiting else 'neither stored nor in 要確認'}"
            if name in waiting and note_name(name) not in waiting:
                yield f"{name}: in 要確認 without a note"
        if len(waiting) != 2 * sum(seen.refused.values()):
            yield f"{sum(seen.refused.values())} refused when read, {len(waiting) / 2} in 要確認"
        yield from _ungrounded(db)


def _ungrounded(db: sqlite3.Connection) -> Iterator[str]:
    if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok" or db.execute("PRAGMA foreign_key_check").fetchall():
        yield "the database is damaged"
    for table in KIND_FIELDS.values():
        rows = db.execute(
            f"SELECT file_name, {table}.id, quote, substr(text, span_start + 1, span_end - span_start) FROM {table}"
            " JOIN documents ON documents.id = document_id"
        )
        yield from (f"{name}: {table} {key} stored off its place" for name, key, quote, there in rows if quote != there)
