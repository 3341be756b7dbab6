"""Storing: whole or absent, twice is once, what is gone is gone, nothing lost on the way."""

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
from minutes_pipeline.model.document import Document, Line
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store import document_rows, writer
from minutes_pipeline.store import open as opening
from minutes_pipeline.store.open import open_connection, open_database
from minutes_pipeline.store.reading import load_meeting
from minutes_pipeline.store.search import search
from minutes_pipeline.store.writer import store_minutes

Build = Callable[..., Minutes]


def dump(db: Database) -> list[str]:
    return list(db.conn.iterdump())


def check(db: Database) -> None:
    """The file, its references and its index are sound."""
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.execute("INSERT INTO search_index(search_index) VALUES ('integrity-check')")


def test_added_then_unchanged_to_the_byte(db: Database, path: Path, minutes: Minutes) -> None:
    first = store_minutes(db, minutes)
    assert first.status == "added"
    assert first.counts == {
        "attendees": 2, "agenda_items": 3, "goals": 1, "programs": 1, "remarks": 1, "decisions": 1, "metrics": 2,
        "issues": 1, "actions": 1, "findings": 1,
    }  # fmt: skip
    assert first.notes == ()
    check(db)
    before = path.read_bytes()
    second = store_minutes(db, minutes)
    assert (second.status, second.counts) == ("unchanged", first.counts)
    assert path.read_bytes() == before


def test_what_is_read_back_is_what_was_stored(db: Database, minutes: Minutes) -> None:
    store_minutes(db, minutes)
    loaded = load_meeting(db.conn, minutes.source.document_id)
    assert Minutes.model_validate(loaded) == minutes
    assert loaded == minutes.model_dump(mode="json")
    assert list(loaded) == list(minutes.model_dump())


def test_every_quote_is_grounded_in_the_database(db: Database, minutes: Minutes) -> None:
    store_minutes(db, minutes)
    for table in (
        "attendees",
        "agenda_items",
        "goals",
        "programs",
        "remarks",
        "decisions",
        "metrics",
        "issues",
        "actions",
    ):
        for quote, found in db.execute(
            f"SELECT quote, substr(d.text, span_start + 1, span_end - span_start) FROM {table} r "
            "JOIN documents d ON d.id = r.document_id"
        ):
            assert found == quote


def test_new_reading_replaces_the_earlier_one(db: Database, minutes: Minutes) -> None:
    """The same bytes, a newer program: records keep their ids, those no longer read are gone, also from search."""
    store_minutes(db, minutes)
    fewer = minutes.model_copy(
        update={
            "issues": (),
            "metrics": minutes.metrics[:1],
            "findings": (),
            "decisions": (minutes.decisions[0].model_copy(update={"result": "decided"}),),
        }
    )
    result = store_minutes(db, fewer)
    assert (result.status, result.removed) == ("updated", 3)
    check(db)
    assert Minutes.model_validate(load_meeting(db.conn, minutes.source.document_id)) == fewer
    assert search(db.conn, "周知", kind="issue") == []
    assert [hit.kind for hit in search(db.conn, "周知")] == ["text"]
    assert db.execute("SELECT count(*) FROM finding_spans").fetchone() == (0,)
    assert db.execute("SELECT count(*) FROM passages WHERE kind IN ('issue', 'finding')").fetchone() == (0,)


def test_back_and_forth_is_the_first_reading_again(db: Database, minutes: Minutes) -> None:
    store_minutes(db, minutes)
    before = [
        row for row in dump(db) if "search_index" not in row and "passages" not in row and "index_terms" not in row
    ]
    store_minutes(db, minutes.model_copy(update={"issues": (), "goals": (), "programs": ()}))
    store_minutes(db, minutes)
    check(db)
    after = [
        row for row in dump(db) if "search_index" not in row and "passages" not in row and "index_terms" not in row
    ]
    assert sorted(after) == sorted(before)


def test_reference_to_a_record_that_is_not_there_is_left_empty_and_said(db: Database, minutes: Minutes) -> None:
    result = store_minutes(db, minutes.model_copy(update={"goals": ()}))
    assert result.notes == ("つながり先の記録が見つからない参照が7件あり、空にして保存しました。",)
    check(db)
    assert db.execute("SELECT goal_id, agenda_item FROM decisions").fetchone() == (None, "子どもの相談体制について")


def test_records_of_one_id_are_both_kept(db: Database, minutes: Minutes) -> None:
    twice = minutes.model_copy(update={"metrics": (minutes.metrics[0], minutes.metrics[0])})
    store_minutes(db, twice)
    identity = minutes.metrics[0].id
    assert [row[0] for row in db.execute("SELECT id FROM metrics ORDER BY ordinal")] == [identity, f"{identity}-2"]


def test_same_name_other_content_is_said(db: Database, minutes: Minutes, make_minutes: Build) -> None:
    store_minutes(db, minutes)
    renamed = make_minutes((*minutes.text.split("\n"), "（追記）"), number=4)
    assert renamed.source.document_id != minutes.source.document_id
    assert store_minutes(db, renamed).notes == ("同じ名前で内容の違う文書が、ほかに1件保存されています。",)
    assert db.execute("SELECT count(*) FROM documents").fetchone() == (2,)


def test_document_gives_the_pages_of_lines(db: Database, minutes: Minutes) -> None:
    lines, start = [], 0
    for number, line in enumerate(minutes.text.split("\n")):
        lines.append(Line(start, start + len(line), page=number + 1))
        start += len(line) + 1
    document = Document("x", "x", "pdf", "x", minutes.text, tuple(lines))
    store_minutes(db, minutes, document)
    rows = db.execute("SELECT page FROM passages WHERE kind = 'text' ORDER BY span_start").fetchall()
    assert [row[0] for row in rows] == list(range(1, len(lines) + 1))


def test_without_the_document_a_page_is_given_only_where_records_agree(db: Database, minutes: Minutes) -> None:
    store_minutes(db, minutes)
    pages = dict(db.execute("SELECT span_start, page FROM passages WHERE kind = 'text'").fetchall())
    text = minutes.text
    assert pages[text.index("出席者　")] == 1  # before a record of page 1
    assert pages[text.index("１　開会")] == 1
    assert pages[text.index("２　子ども")] is None  # between a record of page 1 and one of page 2: not guessed
    assert pages[text.index("利用者：")] == 2
    assert pages[text.index("サ−ビス")] is None  # behind the last record


def test_lines_stand_under_agenda_item_goal_and_program(db: Database, minutes: Minutes) -> None:
    store_minutes(db, minutes)
    rows = {
        start: (item, goal, department)
        for start, item, goal, department in db.execute(
            "SELECT p.span_start, a.title, g.title, department FROM passages p LEFT JOIN agenda_items a "
            "ON a.id = p.agenda_item_id LEFT JOIN goals g ON g.id = p.goal_id WHERE kind = 'text'"
        )
    }
    text, talks, goal = minutes.text, "子どもの相談体制について", "相談しやすい窓口づくり"
    assert rows[0] == (None, None, None)
    assert rows[text.index("２　子ども")] == (talks, None, None)
    assert rows[text.index("利用者：")] == (talks, goal, "こども未来部")
    assert rows[text.index("サ−ビス")] == ("その他", None, None)


def test_deleting_a_document_by_plain_sql_takes_all_of_it(db: Database, minutes: Minutes) -> None:
    store_minutes(db, minutes)
    with db.atomic():
        db.execute("DELETE FROM documents")
    for table in ("meetings", "meeting_sources", "metrics", "findings", "finding_spans", "passages", "index_terms"):
        assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
    assert search(db.conn, "相談") == []
    # The index still holds numbers of passages that are gone: none may be given out again.
    store_minutes(db, minutes)
    assert {hit.text for hit in search(db.conn, "ボランティア")} == {minutes.text.split("\n")[-1]}


def test_failing_document_leaves_the_database_as_it_was(
    db: Database, path: Path, minutes: Minutes, make_minutes: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_minutes(db, minutes)
    before = dump(db)

    def fails(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(document_rows, "index", fails)
    with pytest.raises(StoreError, match="ディスクに空きがありません"):
        store_minutes(db, make_minutes(file_name="別の会議.pdf", number=4))
    with pytest.raises(StoreError):
        store_minutes(db, minutes.model_copy(update={"issues": ()}))
    assert dump(db) == before
    check(db)


def test_text_that_cannot_be_stored(db: Database, minutes: Minutes) -> None:
    before = dump(db)
    with pytest.raises(StoreError, match="保存できない文字"):
        store_minutes(db, minutes.model_copy(update={"text": minutes.text + "\ud800"}))
    assert dump(db) == before


@pytest.mark.parametrize(
    ("value", "stored"),
    [(2**63 - 1, 2**63 - 1), (-(2**63), -(2**63)), (2**63, float(2**63)), (10**30, 1e30), (0.1, 0.1), (-3, -3)],
)
def test_large_figures(db: Database, minutes: Minutes, value: float, stored: float) -> None:
    metric = minutes.metrics[0].model_copy(update={"value": value})
    store_minutes(db, minutes.model_copy(update={"metrics": (metric,)}))
    assert db.execute("SELECT value FROM metrics").fetchone() == (stored,)


def test_figure_beyond_all_measure(db: Database, minutes: Minutes) -> None:
    metric = minutes.metrics[0].model_copy(update={"value": 10**400})
    before = dump(db)
    with pytest.raises(StoreError, match="大きな数"):
        store_minutes(db, minutes.model_copy(update={"metrics": (metric,)}))
    assert dump(db) == before


def test_locked_by_another_program(path: Path, minutes: Minutes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_WAIT", 0.05)
    db = open_database(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="ほかのプログラムが使っています"):
        store_minutes(db, minutes)
    other.execute("ROLLBACK")
    other.close()
    assert store_minutes(db, minutes).status == "added"
    db.close()


_STORE_FOREVER = """
import sys
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store.open import open_database
from minutes_pipeline.store.writer import store_minutes
from minutes_pipeline.text.search_terms import terms_of
readings = [Minutes.model_validate_json(line) for line in open(sys.argv[2], encoding="utf-8")]
terms_of("相談")
db = open_database(sys.argv[1])
print("ready", flush=True)
while True:
    for reading in readings:
        store_minutes(db, reading)
"""


_STORE_ALL = """
import sys
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store.open import open_database
from minutes_pipeline.store.writer import store_minutes
db = open_database(sys.argv[1])
for line in open(sys.argv[2], encoding="utf-8"):
    store_minutes(db, Minutes.model_validate_json(line))
"""


def test_two_programs_store_at_once(path: Path, tmp_path: Path, make_minutes: Build) -> None:
    processes = []
    for half in range(2):
        source = tmp_path / f"{half}.jsonl"
        lines = [
            make_minutes(file_name=f"{half}-{number}.pdf", number=20 * half + number).model_dump_json()
            for number in range(15)
        ]
        source.write_text("\n".join(lines), encoding="utf-8")
        processes.append(subprocess.Popen([sys.executable, "-c", _STORE_ALL, str(path), str(source)]))
    assert [process.wait() for process in processes] == [0, 0]
    db = open_database(path)
    check(db)
    assert db.execute("SELECT count(*) FROM documents").fetchone() == (30,)
    assert len(search(db.conn, "ボランティア", limit=100)) == 30
    db.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="SIGKILL of POSIX")
def test_killed_at_any_moment_a_document_is_whole_or_absent(tmp_path: Path, make_minutes: Build) -> None:
    """20 x kill -9 of a process that stores two readings of two documents in turn, each time into a new file."""
    lines = tuple(f"{number}番の委員が相談件数は{number}件で課題だと述べた。" for number in range(400))
    base = make_minutes()
    whole = {}
    source = tmp_path / "readings.jsonl"
    with source.open("w", encoding="utf-8") as stream:
        for number, file_name in enumerate(("一.pdf", "二.pdf")):
            reading = make_minutes((*base.text.split("\n"), *lines), file_name, number)
            fewer = reading.model_copy(update={"issues": (), "metrics": ()})
            for variant in (reading, fewer):
                whole.setdefault(reading.source.document_id, []).append(variant)
                stream.write(variant.model_dump_json() + "\n")
    picked = random.Random(2024)
    seen = set()
    for number in range(20):
        path = tmp_path / f"{number}.db"
        process = subprocess.Popen(
            [sys.executable, "-c", _STORE_FOREVER, str(path), str(source)], stdout=subprocess.PIPE, encoding="utf-8"
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(picked.uniform(0.0, 0.25))
        process.kill()
        process.wait()
        process.stdout.close()
        open_connection(path).close()  # a reader must roll back what was left half done, too
        db = open_database(path)
        check(db)
        stored = [row[0] for row in db.execute("SELECT id FROM documents")]
        for document in stored:
            loaded = Minutes.model_validate(load_meeting(db.conn, document))
            assert loaded in whole[document]
            passages = db.execute("SELECT count(*) FROM passages WHERE document_id = ?", (document,)).fetchone()[0]
            records = sum(len(getattr(loaded, name)) for name in writer.RECORD_TABLES)
            assert passages == records + sum(1 for line in loaded.text.split("\n") if line.strip())
            seen.add(len(loaded.issues))
        seen.add(f"{len(stored)} documents")
        db.close()
    assert {0, 1} <= seen, f"the kills met too few states: {seen}"
