"""``minutes ingest`` killed at random moments: no document half there, none lost that was once there.

``MINUTES_INGEST_KILLS`` and ``MINUTES_INGEST_FILES`` make it longer (200 and 60 before a release).
"""

import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from drop_files import write_files
from watching import archived, everything, rows_by_document

KILLS = int(os.environ.get("MINUTES_INGEST_KILLS", "3"))
FILES = int(os.environ.get("MINUTES_INGEST_FILES", "30"))
_PROGRAM = "from minutes_pipeline.cli import main; main()"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")


def ingest(folder: Path, db: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, "ingest", str(folder), "--db", str(db)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def acknowledged(db: Path) -> set[str]:
    """What any reader of the database sees: as good as said."""
    if not db.exists():
        return set()
    with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True, timeout=10)) as connection:
        try:
            return {row[0] for row in connection.execute("SELECT sha256 FROM documents")}
        except sqlite3.OperationalError:  # its tables are being made
            return set()


def kill_after(process: subprocess.Popen[bytes], db: Path, count: int, pause: float) -> set[str]:
    """Kill it when so many are acknowledged and a moment is over; what had been acknowledged until just before."""
    until, seen = time.monotonic() + 60, acknowledged(db)
    while len(seen) < count and time.monotonic() < until and process.poll() is None:
        seen |= acknowledged(db)
        time.sleep(0.005)
    time.sleep(pause)
    seen |= acknowledged(db)
    process.kill()
    process.wait()
    return seen


def test_killed_again_and_again(tmp_path: Path) -> None:
    folder, quiet = tmp_path / "files", tmp_path / "quiet.db"
    write_files(folder, FILES)
    assert ingest(folder, quiet).wait(120) == 0
    whole = rows_by_document(quiet)
    assert len(whole) == FILES
    chance, rounds, halfway = random.Random(20261125), 1, 0
    db, kept = tmp_path / "1.db", set[str]()
    for _ in range(KILLS):
        process = ingest(folder, db)
        # A few files further than the last time; while the program starts, too.
        kept |= kill_after(process, db, len(kept) + chance.randrange(12), chance.uniform(0.0, 0.1))
        there = rows_by_document(db) if db.exists() else {}
        assert all(rows == whole[digest] for digest, rows in there.items()), "a document is torn"
        assert kept <= set(there), "one that was acknowledged is lost"
        halfway += 0 < len(there) < FILES
        if len(there) == FILES:
            rounds += 1
            db, kept = tmp_path / f"{rounds}.db", set()
    assert ingest(folder, db).wait(120) == 0
    assert everything(db) == everything(quiet)
    assert archived(db.with_suffix(".archive")) == archived(quiet.with_suffix(".archive"))
    assert halfway * 2 >= KILLS
    print(f"{KILLS} kills, {halfway} of them in the middle of the files, {rounds} databases")
