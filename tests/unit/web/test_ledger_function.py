"""The SQL function of the ledger: the same rows in Datasette, its JSON and a plain connection with the plugin."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from minutes_pipeline.ledger_function import add_ledger
from minutes_pipeline.web.questions import QUESTIONS, Question

Ask = Callable[..., Any]
BY_NAME = {question.name: question for question in QUESTIONS}


@pytest.mark.parametrize(("name", "kind"), [("kadai_busho", "課題"), ("shukudai", "宿題")])
def test_a_question_has_the_same_rows_everywhere(ask: Ask, site_db: Path, name: str, kind: str) -> None:
    question = BY_NAME[name]
    query = "&".join(f"{quote(parameter)}=" for parameter in question.parameters)
    told = json.loads(ask(f"/minutes/{name}.json?_shape=array&{query}").text)
    with contextlib.closing(sqlite3.connect(site_db)) as conn:
        add_ledger(conn)
        cursor = conn.execute(question.sql, dict.fromkeys(question.parameters, ""))
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor]
    assert told == rows and rows
    page = json.loads(ask(f"/open.json?kind={quote(kind)}&all={'1' if kind == '宿題' else ''}").text)
    assert len(rows) == page["total"]
    assert sorted(row["状態"] for row in rows) == sorted(row["状態"] for row in page["rows"])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_sqlite_utils_gives_the_same_answers(ask: Ask, site_db: Path, question: Question) -> None:
    """All ten questions, with the real executable."""
    values = {name: {"言葉": "相談", "氏名": "有働", "年度": "2023"}.get(name, "") for name in question.parameters}
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in values.items())
    given = [word for name, value in values.items() for word in ("-p", name, value)]
    executable = Path(sys.executable).with_name("sqlite-utils")
    done = subprocess.run(
        [executable, "query", site_db, question.sql, *given], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert rows == json.loads(ask(f"/minutes/{question.name}.json?_shape=array&{query}").text)
    assert rows or question.name == "mochikoshi"


def test_a_promise_stands_beside_its_report(ask: Ask) -> None:
    address = f"/minutes/shukudai.json?_shape=array&{quote('担当')}=&{quote('会議')}={quote('水守市地域福祉計画')}"
    rows = json.loads(ask(address).text)
    reported = [row for row in rows if row["状態"] == "実施"]
    assert reported and all(row["約束の日"] < row["報告の日"] and row["報告"] for row in reported)
    assert all(row["報告"] is None for row in rows if row["状態"] in ("報告待ち", "期限切れ"))
    assert all(ask(f"/records/{row['識別子']}").status_code == 302 for row in rows if "-meeting-" not in row["識別子"])


@pytest.mark.parametrize("kind", ["課題 ", "issue", None, 3])
def test_no_such_kind(site_db: Path, kind: Any) -> None:
    with contextlib.closing(sqlite3.connect(site_db)) as conn:
        add_ledger(conn)
        assert conn.execute("SELECT count(*) FROM json_each(minutes_ledger(?))", (kind,)).fetchone() == (0,)


@pytest.mark.parametrize("name", [":memory:", "other.db"])
def test_over_another_database_it_gives_nothing(tmp_path: Path, name: str) -> None:
    with contextlib.closing(sqlite3.connect(name if name == ":memory:" else tmp_path / name)) as conn:
        conn.execute("CREATE TABLE birds (name)")
        conn.commit()
        add_ledger(conn)
        assert conn.execute("SELECT minutes_ledger('課題')").fetchone() == (None,)
