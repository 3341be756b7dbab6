"""Pushing: twice changes nothing, a correction just that, people's edits stay, nothing is deleted, all or nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.unit.progress.conftest import BODIES, read

from minutes_pipeline.errors import QueryError, StoreError
from minutes_pipeline.link.linking import link_meetings
from minutes_pipeline.model.links import Links
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.progress import pushing
from minutes_pipeline.progress.engines import Engine, open_engine
from minutes_pipeline.progress.pushing import push
from minutes_pipeline.progress.rows import Rows, progress_rows
from minutes_pipeline.progress.tables import COMMON, HISTORY, TABLES, json_schema

TODAY = date(2026, 2, 1)


@pytest.fixture
def rows(series: list[Minutes], links: Links) -> Rows:
    return progress_rows(series, links, TODAY)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "progress.db")
    address = str(request.getfixturevalue("postgres"))
    import psycopg

    with psycopg.connect(address) as conn:
        for table in (*TABLES, HISTORY):
            conn.execute(f'DROP TABLE IF EXISTS "{table.name}"')
    return address


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    opened = open_engine(url)
    yield opened
    opened.close()


def _all(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    found = {}
    with engine.transaction(keep=False):
        for table in (*TABLES, HISTORY):
            columns = [c.name for c in (*table.columns, *(() if table is HISTORY else COMMON))]
            cursor = engine._execute(f'SELECT {", ".join(chr(34) + c + chr(34) for c in columns)} FROM "{table.name}"')  # type: ignore[attr-defined]
            found[table.name] = sorted(
                (dict(zip(columns, row, strict=True)) for row in cursor), key=lambda r: str(r["id"])
            )
    return found


def test_twice_changes_nothing(engine: Engine, rows: Rows) -> None:
    first = push(engine, [rows], at="2026-02-01T10:00:00")
    assert set(first.counts) == {"added"} and first.counts["added"] == sum(map(len, rows.values()))
    before = _all(engine)
    second = push(engine, [rows], at="2026-02-01T11:00:00")
    assert (second.changes, second.unchanged) == ((), first.counts["added"])
    assert _all(engine) == before


def test_a_corrected_figure_changes_just_that(engine: Engine, series: list[Minutes], rows: Rows) -> None:
    push(engine, [rows], at="1")
    before = _all(engine)
    metric = series[1].metrics[0]
    corrected = series[1].model_copy(
        update={"metrics": (metric.model_copy(update={"value": 299}), *series[1].metrics[1:])}
    )
    changed = [series[0], corrected, series[2]]
    done = push(engine, [progress_rows(changed, link_meetings(changed), TODAY)], at="2")
    (change,) = done.changes
    assert (change.table, change.action) == ("progress_figures", "changed")
    after = _all(engine)
    assert next(r for r in after["progress_figures"] if r not in before["progress_figures"])["value"] == 299
    (told,) = [r for r in after["progress_history"] if r["action"] == "changed"]
    assert f'"value": {metric.value}' in told["before"] and '"value": 299' in told["after"]


def test_a_new_version_of_the_minutes_changes_just_what_it_says_anew(engine: Engine) -> None:
    """A line put in and a figure corrected: another file, other ids and places of all records, but one row changes."""
    before = [read(number, text) for number, text in enumerate(BODIES, 1)]
    text = BODIES[0].replace("210件", "219件").replace("・課題", "・資料を配った。\n・課題")
    after = [read(1, text), *before[1:]]
    assert before[0].source.document_id != after[0].source.document_id
    events = [{one.document: f"event{one.document}" for one in series} for series in (before, after)]
    push(engine, [progress_rows(before, link_meetings(before), TODAY, events[0])], at="1")
    done = push(engine, [progress_rows(after, link_meetings(after), TODAY, events[1])], at="2")
    assert [(c.table, c.action) for c in done.changes] == [("progress_figures", "changed")]
    (change,) = done.changes
    assert change.before is not None and change.after is not None
    assert {k for k, v in change.after.items() if change.before[k] != v} == {"value", "quote"}


def test_a_body_whose_name_was_corrected_keeps_its_rows(engine: Engine, rows: Rows) -> None:
    push(engine, [rows], at="1")
    renamed = {name: [{**row, "body": "正しい名前"} for row in part] for name, part in rows.items()}
    assert set(push(engine, [renamed], at="2").counts) == {"changed"}
    found = _all(engine)
    assert {name: len(part) for name, part in found.items() if name != HISTORY.name} == {
        n: len(p) for n, p in rows.items()
    }


def test_ids_are_unique_and_stay(series: list[Minutes], links: Links, rows: Rows) -> None:
    assert progress_rows(series, links, TODAY) == rows
    for name, part in rows.items():
        assert len({row["id"] for row in part}) == len(part) > 0, name


def test_a_persons_edit_is_never_overwritten(engine: Engine, series: list[Minutes], rows: Rows) -> None:
    push(engine, [rows], at="1")
    metric = series[0].metrics[0]
    (number,) = {r["id"] for r in rows["progress_figures"] if r["quote"] == metric.quote and r["value"] == metric.value}
    with engine.transaction(keep=True):
        engine.update("progress_figures", number, {"value": 1})
    assert not push(engine, [rows], at="2").changes
    corrected = series[0].model_copy(
        update={"metrics": (metric.model_copy(update={"value": 2}), *series[0].metrics[1:])}
    )
    changed = [corrected, *series[1:]]
    new = progress_rows(changed, link_meetings(changed), TODAY)
    assert push(engine, [new], at="3").counts == {"held": 1}
    found = _all(engine)
    assert [r["value"] for r in found["progress_figures"] if r["id"] == number] == [1]
    assert sum(r["action"] == "held" for r in found["progress_history"]) == 1
    push(engine, [new], at="4")
    assert sum(r["action"] == "held" for r in _all(engine)["progress_history"]) == 1


def test_what_is_gone_is_withdrawn_and_may_return(engine: Engine, series: list[Minutes], rows: Rows) -> None:
    push(engine, [rows], at="1")
    total = len(_all(engine)["progress_figures"])
    fewer = series[:2]
    push(engine, [progress_rows(fewer, link_meetings(fewer), TODAY)], at="2")
    found = _all(engine)["progress_figures"]
    assert len(found) == total and sum(r["withdrawn"] for r in found) == len(series[2].metrics)
    push(engine, [rows], at="3")
    assert not any(r["withdrawn"] for r in _all(engine)["progress_figures"])


def test_other_bodies_stay(engine: Engine, rows: Rows) -> None:
    push(engine, [rows], at="1")
    other = {name: [{**row, "id": f"x{row['id']}", "body": "別の会議"} for row in part] for name, part in rows.items()}
    assert set(push(engine, [other], at="2").counts) == {"added"}
    assert not any(row["withdrawn"] for row in _all(engine)["progress_issues"])


def test_a_dry_run_writes_nothing(engine: Engine, rows: Rows) -> None:
    push(engine, [], at="0")
    before = _all(engine)
    done = push(engine, [rows], at="1", dry_run=True)
    assert done.counts["added"] == sum(map(len, rows.values()))
    assert _all(engine) == before


def test_an_error_midway_changes_nothing(engine: Engine, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    push(engine, [], at="0")
    before = _all(engine)
    written = pushing._write
    calls: list[int] = []

    def fails(*arguments: Any) -> None:
        calls.append(1)
        if len(calls) > 5:
            raise RuntimeError
        written(*arguments)

    monkeypatch.setattr(pushing, "_write", fails)
    with pytest.raises(RuntimeError):
        push(engine, [rows], at="1")
    assert _all(engine) == before


_KILLED = """
import os, signal, sys
from minutes_pipeline.progress import pushing
from minutes_pipeline.progress.engines import open_engine
import json
rows = json.load(open(sys.argv[2], encoding="utf-8"))
count = 0
written = pushing._write
def dies(*arguments):
    global count
    count += 1
    if count == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    written(*arguments)
pushing._write = dies
pushing.push(open_engine(sys.argv[1]), [rows], at="1")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL がありません")
def test_killed_midway_nothing_has_changed(engine: Engine, url: str, rows: Rows, tmp_path: Path) -> None:
    import json

    push(engine, [], at="0")
    before = _all(engine)
    (tmp_path / "rows.json").write_text(json.dumps(rows), "utf-8")
    done = subprocess.run([sys.executable, "-c", _KILLED, url, str(tmp_path / "rows.json")], check=False)
    assert done.returncode == -9
    assert _all(engine) == before
    assert push(engine, [rows], at="2").counts["added"] == sum(map(len, rows.values()))


@pytest.mark.parametrize(
    ("url", "error", "words"),
    [
        ("mysql://host/db", QueryError, "アドレスが分かりません"),
        ("postgresql://nobody@127.0.0.1:1/none", StoreError, "サーバーにつながりません"),
    ],
)
def test_what_cannot_be_reached(url: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        open_engine(url)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"not a database at all, only text" * 40)
    with pytest.raises(StoreError, match="開けません"):
        open_engine(str(tmp_path / "x.db"))


def test_schema_names_every_column(rows: Rows, tmp_path: Path) -> None:
    import jsonschema

    engine = open_engine(str(tmp_path / "p.db"))
    push(engine, [rows], at="1")
    jsonschema.validate(_all(engine), json_schema())
    engine.close()
    conn = sqlite3.connect(tmp_path / "p.db")
    tables = {row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    conn.close()
    assert tables == {table.name for table in (*TABLES, HISTORY)} == set(json_schema()["properties"])
