"""``minutes audit``: every change with who, when, what and why; for reading, for Excel, for programs."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.cli.terminal import width_of

Minutes = Callable[..., Any]


@pytest.fixture
def changed(minutes: Minutes, database: Path) -> dict[str, Any]:
    """A database with an edit by one person and a rejection and a state by another."""
    shown: dict[str, Any] = json.loads(minutes("show", "青葉", "--db", database, "--json").out)
    metric, issue = shown["metrics"][0]["id"], shown["issues"][0]["id"]
    for words in (
        ["correct", metric, "値=1,250", "単位=", "--by", "山田", "--reason", "=cmd|'/C calc'!A0"],
        ["correct", issue, "--reject", "--by", "鈴木", "--reason", "意見"],
        ["status", "青葉", "--set", "確定", "--by", "鈴木", "--reason", "決裁"],
    ):
        assert minutes(*words, "--db", database).code == 0
    return {"metric": metric, "issue": issue}


def entries(minutes: Minutes, database: Path, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(minutes("audit", *words, "--db", database, "--json").out)
    return found


def test_newest_first_with_everything(minutes: Minutes, database: Path, changed: dict[str, Any]) -> None:
    page = minutes("audit", "--db", database).out
    assert page.index("状態の変更") < page.index("却下") < page.index("値: 1,200 → 1,250")
    assert "確定の状態: 不明 → 確定" in page
    assert "単位: 件 → （空）" in page
    assert "理由: 意見" in page
    assert changed["metric"] in page
    assert page.rstrip().endswith("4件")


@pytest.mark.parametrize("width", ["60", "80", "100"])
def test_the_page_keeps_to_the_terminal(
    minutes: Minutes, database: Path, changed: dict[str, Any], monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    lines = minutes("audit", "--db", database).out.splitlines()
    assert changed
    assert all(width_of(line) <= int(width) for line in lines)


def test_it_is_narrowed_by_meeting_record_person_day_and_number(
    minutes: Minutes, database: Path, changed: dict[str, Any]
) -> None:
    assert len(entries(minutes, database, "青葉")) == 4
    assert {entry["action"] for entry in entries(minutes, database, changed["metric"])} == {"edit"}
    assert {entry["action"] for entry in entries(minutes, database, changed["issue"])} == {"reject"}
    assert {entry["by"] for entry in entries(minutes, database, "--by", "鈴木")} == {"鈴木"}
    assert len(entries(minutes, database, "--limit", "1")) == 1
    assert entries(minutes, database, "--to", "令和2年1月1日") == []
    assert len(entries(minutes, database, "--from", "令和2年1月1日")) == 4


def test_csv_opens_in_excel_and_runs_nothing(minutes: Minutes, database: Path, changed: dict[str, Any]) -> None:
    done = minutes("audit", "--csv", "--db", database)
    assert done.out.startswith("\ufeff番号,日時,変えた人,したこと,")
    rows = list(csv.DictReader(io.StringIO(done.out.removeprefix("\ufeff"))))
    assert len(rows) == 4
    assert changed
    edit = next(row for row in rows if row["項目"] == "値")
    assert (edit["前の値"], edit["後の値"], edit["変えた人"]) == ("1,200", "1,250", "山田")
    assert edit["理由"] == "'=cmd|'/C calc'!A0"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--csv", "--json"], "--csv と --json は一緒に使えません"),
        (["--from", "そのうち"], "「--from」の日付「そのうち」が読み取れません"),
        (["なぞの会議"], "「なぞの会議」という記号の記録も会議もありません"),
        (["--limit", "0"], "「--limit」の値が正しくありません"),
    ],
)
def test_what_is_refused(minutes: Minutes, database: Path, words: list[str], sentence: str) -> None:
    done = minutes("audit", *words, "--db", database)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err


def test_nothing_yet(minutes: Minutes, database: Path) -> None:
    assert minutes("audit", "--db", database).out == "変更はまだありません。\n"
    assert minutes("audit", "--by", "誰か", "--db", database).out == "当てはまる変更はありません。\n"
