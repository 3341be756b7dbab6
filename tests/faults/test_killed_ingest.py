"""``minutes ingest`` killed at random moments: no document half there, none lost that was once there.

``MINUTES_INGEST_KILLS`` makes it longer (200 before a release).
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

KILLS = int(os.environ.get("MINUTES_INGEST_KILLS", "4"))
FILES = 60
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


def kill_within(process: subprocess.Popen[bytes], db: Path, seconds: float) -> set[str]:
    """Kill it after so long; what had been acknowledged until just before."""
    until, seen = time.monotonic() + seconds, set[str]()
    while time.monotonic() < until and process.poll() is None:
        seen |= acknowledged(db)
        time.sleep(0.01)
    process.kill()
    process.wait()
    return seen


def test_killed_again_and_again(tmp_path: Path) -> None:
    folder, quiet = tmp_path / "files", tmp_path / "quiet.db"
    write_files(folder, FILES)
    assert ingest(folder, quiet).wait(120) == 0
    whole = rows_by_document(quiet)
    assert len(whole) == FILES
    chance, rounds, torn_chances = random.Random(20261125), 1, 0
    since = 0
    db, kept = tmp_path / "1.db", set[str]()
    for _ in range(KILLS):
        process = ingest(folder, db)
        kept |= kill_within(process, db, chance.uniform(0.6, 3.0))
        there = rows_by_document(db) if db.exists() else {}
        assert all(rows == whole[digest] for digest, rows in there.items()), "a document is torn"
        assert kept <= set(there), "one that was acknowledged is lost"
        torn_chances += 0 < len(there) < FILES
        since += 1
        if len(there) == FILES or since == 8:
            rounds, since = rounds + 1, 0
            db, kept = tmp_path / f"{rounds}.db", set()
    assert ingest(folder, db).wait(120) == 0
    assert everything(db) == everything(quiet)
    assert archived(db.with_suffix(".archive")) == archived(quiet.with_suffix(".archive"))
    print(f"{KILLS} kills, {torn_chances} of them in the middle of the files, {rounds} databases")
