"""Two programs at once end like one after the other; one killed at any moment leaves every document whole."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from minutes_pipeline.errors import StoreError
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store import corrections
from minutes_pipeline.store import open as opening
from minutes_pipeline.store.correction_rows import select_corrections
from minutes_pipeline.store.open import open_connection, open_database
from minutes_pipeline.store.overlay import overlay
from minutes_pipeline.store.reading import list_meetings, load_meeting
from minutes_pipeline.store.readings import reading_of
from minutes_pipeline.store.search import search
from minutes_pipeline.store.writer import store_minutes

Build = Callable[..., Minutes]

_STORE = """
import sys
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store.open import open_database
from minutes_pipeline.store.writer import store_minutes
readings = [Minutes.model_validate_json(line) for line in open(sys.argv[2], encoding="utf-8")]
db = open_database(sys.argv[1])
for minutes in readings:
    store_minutes(db, minutes)
"""
_CORRECT = """
import sys
from minutes_pipeline.errors import QueryError
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store import corrections
from minutes_pipeline.store.open import open_database
from minutes_pipeline.store.writer import store_minutes
readings = [Minutes.model_validate_json(line) for line in open(sys.argv[2], encoding="utf-8")]
db = open_database(sys.argv[1])
print("ready", flush=True)
signed = {"by": "野中", "reason": "録音"}
while True:
    for number, minutes in enumerate(readings):
        store_minutes(db, minutes)
        try:
            made = corrections.correct(db, minutes.metrics[0].id, {"value": str(number), "unit": "名"}, **signed)
            corrections.reject(db, minutes.issues[0].id, **signed)
            corrections.add(db, minutes.source.document_id, "issue", "ボランティアの確保に苦慮している。", {}, **signed)
            corrections.withdraw(db, made[0].id, **signed)
        except QueryError:
            pass
"""


def versions(make: Build, meetings: int) -> list[Minutes]:
    """For each meeting a draft, its revision and the same again in a second format, in the order of a drop folder."""
    made = []
    lines = make().text.split("\n")
    for number in range(meetings):
        for step, (name, more) in enumerate((("案.docx", ()), ("修正.docx", ("以上",)), ("修正.pdf", ("以上",)))):
            minutes = make((*lines, *more), f"{number}_{name}", number)
            source = minutes.source.model_copy(update={"media_type": name[-4:].strip(".")})
            made.append((step, number, minutes.model_copy(update={"source": source})))
    return [minutes for _, _, minutes in sorted(made, key=lambda row: row[:2])]


def written(path: Path, readings: list[Minutes]) -> Path:
    path.write_text("\n".join(minutes.model_dump_json() for minutes in readings), encoding="utf-8")
    return path


def state(db: Database) -> list[object]:
    """All that is stored but numbers and times."""
    tables = ("meetings", "metrics", "decisions", "issues", "actions", "attendees", "events", "readings", "findings")
    rows: list[object] = [db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables]
    rows.append(
        db.execute("SELECT id, event_id, version, standing, records_sha256 FROM documents ORDER BY 1").fetchall()
    )
    rows.append(sorted((h.document_id, h.kind, h.start, h.label) for h in search(db.conn, "相談", limit=10_000)))
    rows.append(
        sorted(db.execute("SELECT action, event_id, document_id, before, after FROM audit").fetchall(), key=str)
    )
    return rows


def sound(db: Database) -> None:
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.execute("INSERT INTO search_index(search_index) VALUES ('integrity-check')")
    standings = db.execute("SELECT count(*) FROM documents WHERE standing = 'current' GROUP BY event_id").fetchall()
    assert set(standings) <= {(1,)}
    assert db.execute("SELECT count(*) FROM events").fetchone() == (len(standings),)


def test_two_programs_with_the_same_files(path: Path, tmp_path: Path, make_minutes: Build) -> None:
    readings = versions(make_minutes, 6)
    source = written(tmp_path / "readings.jsonl", readings)
    command = [sys.executable, "-c", _STORE, str(path), str(source)]
    processes = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    alone = open_database(tmp_path / "alone.db")
    for minutes in readings:
        store_minutes(alone, minutes)
    db = open_database(path)
    sound(db)
    assert state(db) == state(alone)
    assert {m.file_name.split("_")[1] for m in list_meetings(db.conn)} == {"修正.docx"}
    assert len(list_meetings(db.conn)) == 6
    db.close()
    alone.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="SIGKILL of POSIX")
def test_killed_while_correcting(tmp_path: Path, make_minutes: Build) -> None:
    """12 x kill -9: the rows are the reading with the corrections laid over, and every correction has its audit."""
    source = written(tmp_path / "readings.jsonl", versions(make_minutes, 2))
    picked = random.Random(11)
    path = tmp_path / "minutes.db"
    for _ in range(12):
        command = [sys.executable, "-c", _CORRECT, str(path), str(source)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(picked.uniform(0.0, 0.4))
        process.kill()
        process.wait()
        process.stdout.close()
        open_connection(path).close()
        db = open_database(path)
        sound(db)
        for meeting in list_meetings(db.conn):
            reading = reading_of(db.conn, meeting.document_id)
            made = select_corrections(db.conn, "event_id = ?", (meeting.event_id,))
            ids = sorted({c.document_id for c in made} - {meeting.document_id})
            laid = overlay(reading, made, origins={i: reading_of(db.conn, i) for i in ids})
            assert Minutes.model_validate(load_meeting(db.conn, meeting.document_id)) == laid.minutes
            for c in made:
                actions = {entry.action for entry in corrections.list_audit(db.conn) if entry.correction_id == c.id}
                assert c.action in actions
                assert c.state != "withdrawn" or actions & {"withdraw", "replace"}
        db.close()
    conn = sqlite3.connect(path)
    assert conn.execute("SELECT count(DISTINCT state) FROM corrections").fetchone()[0] >= 2
    conn.close()


def test_locked_while_correcting(path: Path, minutes: Minutes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_WAIT", 0.05)
    db = open_database(path)
    store_minutes(db, minutes)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for change in (
        lambda: corrections.correct(db, minutes.metrics[0].id, {"value": "1"}, by="野中", reason="録音"),
        lambda: corrections.accept(db, minutes.metrics[0].id, by="野中"),
        lambda: corrections.set_status(db, "青葉ヶ丘", publication="public", by="野中", reason="決裁"),
    ):
        with pytest.raises(StoreError, match="ほかのプログラムが使っています"):
            change()
    assert store_minutes(db, minutes).status == "unchanged"  # asks for nothing to be written
    other.execute("ROLLBACK")
    other.close()
    assert corrections.correct(db, minutes.metrics[0].id, {"value": "1"}, by="野中", reason="録音")[0].state == "active"
    db.close()
