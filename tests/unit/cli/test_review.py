"""``minutes review`` at the terminal: which records come first, what the page shows, what each key does."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.cli.review_page import marked_lines
from minutes_pipeline.cli.review_walk import Walk, walk
from minutes_pipeline.cli.terminal import width_of
from minutes_pipeline.model.finding import Finding
from minutes_pipeline.model.minutes import Minutes as Records
from minutes_pipeline.model.records import SourceSpan
from minutes_pipeline.pipeline import extract_file
from minutes_pipeline.store import corrections
from minutes_pipeline.store.doubts import CONFLICT, Doubt, list_doubts
from minutes_pipeline.store.open import open_connection, open_database
from minutes_pipeline.store.reading import load_meeting
from minutes_pipeline.store.writer import store_minutes

Minutes = Callable[..., Any]


class Script:
    """A person who answers from a list; what was said is kept."""

    def __init__(self, *answers: Any) -> None:
        self.answers: Iterator[Any] = iter(answers)
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)

    def key(self, prompt: str) -> str:
        return self._next(prompt)

    def ask(self, prompt: str) -> str:
        return self._next(prompt)

    def _next(self, prompt: str) -> str:
        self.said.append(prompt)
        answer = next(self.answers)
        if callable(answer):
            answer = answer()
        if isinstance(answer, BaseException):
            raise answer
        return str(answer)

    @property
    def text(self) -> str:
        return "\n".join(self.said)


@contextmanager
def walking(database: Path, *answers: Any, **filters: Any) -> Iterator[tuple[Script, str, Any]]:
    """Walk through the doubts with these answers; gives the script, the closing sentence and the database after."""
    db = open_database(database)
    try:
        script = Script(*answers)
        doubts = list_doubts(db.conn, **{"below": 1.0, **filters})
        yield script, walk(Walk(db, script, "山田", doubts)), db
    finally:
        db.close()


def doubts_of(database: Path, **options: Any) -> list[Doubt]:
    conn = open_connection(database)
    try:
        return list_doubts(conn, **options)
    finally:
        conn.close()


def stored(database: Path) -> dict[str, Any]:
    conn = open_connection(database)
    try:
        return load_meeting(conn, "青葉")
    finally:
        conn.close()


@pytest.fixture
def doubtful(tmp_path: Path, source: Path) -> Path:
    """A database whose records have doubts of every sort, made by hand."""
    records = extract_file(source)
    metric, issue, action = records.metrics[0], records.issues[0], records.actions[0]
    place = SourceSpan(start=metric.span.start + 1, end=metric.span.end)
    records = records.model_copy(
        update={
            "metrics": (metric.model_copy(update={"confidence": 0.95}),),
            "issues": (issue.model_copy(update={"confidence": 0.55}),),
            "actions": (action.model_copy(update={"confidence": 0.7}),),
            "decisions": tuple(d.model_copy(update={"ocr_confidence": 0.91}) for d in records.decisions),
            "findings": (
                Finding(id="f1", code="x", severity="warning", message="合計が合いません。", spans=(place,)),
                Finding(id="f2", code="y", severity="warning", message="曜日が違います。", field="meeting.date"),
                Finding(id="f3", code="z", severity="info", message="参考です。", spans=(issue.span,)),
            ),
        }
    )
    path = tmp_path / "doubtful.db"
    db = open_database(path)
    store_minutes(db, records)
    db.close()
    return path


def test_the_most_doubtful_come_first(doubtful: Path) -> None:
    found = doubts_of(doubtful)
    assert [doubt.kind for doubt in found] == ["meeting", "metric", "issue", "action", "decision"]
    assert [doubt.reasons for doubt in found] == [
        ("曜日が違います。",),
        ("合計が合いません。",),
        ("確からしさが低い",),
        ("確からしさが低い",),
        ("文字認識（OCR）で読んだ（確からしさ 0.91）",),
    ]


def test_filters(doubtful: Path) -> None:
    assert [doubt.kind for doubt in doubts_of(doubtful, kind="issue")] == ["issue"]
    assert [doubt.kind for doubt in doubts_of(doubtful, below=0.6)] == ["meeting", "metric", "issue", "decision"]
    assert len(doubts_of(doubtful, limit=2)) == 2
    everything = doubts_of(doubtful, everything=True)
    assert {"attendee", "agenda_item", "metric", "meeting"} <= {doubt.kind for doubt in everything}


def test_what_was_looked_at_does_not_come_again(doubtful: Path) -> None:
    db = open_database(doubtful)
    meeting, metric, issue, *_ = list_doubts(db.conn)
    corrections.accept(db, meeting.record_id, by="山田")
    corrections.correct(db, metric.record_id, {"value": "3"}, by="山田", reason="x")
    corrections.reject(db, issue.record_id, by="山田", reason="x")
    assert [doubt.kind for doubt in list_doubts(db.conn)] == ["action", "decision"]
    assert {"meeting", "metric"} <= {doubt.kind for doubt in list_doubts(db.conn, everything=True)}
    db.close()


def test_conflicts_come_first_of_all(doubtful: Path, source: Path) -> None:
    db = open_database(doubtful)
    metric = list_doubts(db.conn, kind="metric")[0]
    corrections.correct(db, metric.record_id, {"value": "1,300"}, by="山田", reason="x")
    store_minutes(db, revised(source))
    first = list_doubts(db.conn, "青葉")[0]
    assert (first.rank, first.kind) == (CONFLICT, "metric")
    assert first.conflict is not None
    db.close()


def revised(source: Path) -> Records:
    path = source.with_name("青葉_第2回_修正.txt")
    path.write_text(source.read_text("utf-8").replace("１，２００件", "１，４００件"), "utf-8")
    return extract_file(path)


def test_the_page_shows_fields_reasons_and_the_marked_place(doubtful: Path) -> None:
    with walking(doubtful, "5", "0", below=0.75) as (script, _, _db):
        page = script.said[1 + 1]
    assert "[2/5]" in page
    assert "第2回 青葉市地域福祉推進会議" in page
    assert "・合計が合いません。" in page
    assert "値        1,200" in page
    assert "期間      令和5年度" in page
    assert "・【相談件数は令和５年度で１，２００件】であった。" in page
    assert "１　相談支援の状況について" in page
    assert "記号 " in page


@pytest.mark.parametrize("width", ["60", "80", "100"])
def test_pages_keep_to_the_terminal(doubtful: Path, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    with walking(doubtful, *["5"] * 99, below=0.75, everything=True) as (script, _, _db):
        lines = script.text.splitlines()
    assert len(lines) > 50
    assert [line for line in lines if width_of(line) > int(width) and "確認　2" not in line] == []


def test_one_key_accepts_and_goes_on(doubtful: Path) -> None:
    with walking(doubtful, "5", "1", "0", below=0.75) as (script, closing, _):
        assert "[3/5]" in script.text
    assert stored(doubtful)["metrics"][0]["review"] == "accepted"
    assert closing == "終わりました。確認 1件。残り 4件。"


@pytest.mark.parametrize("key", ["1", "y"])
def test_aliases(doubtful: Path, key: str) -> None:
    with walking(doubtful, "", key, "b", "q", below=0.75):
        pass
    assert stored(doubtful)["metrics"][0]["review"] == "accepted"


def test_editing_field_by_field(doubtful: Path) -> None:
    answers = ["5", "2", "相談の件数", "1,250", "", "-", "1", "", "", "", "原本で確認", "0"]
    with walking(doubtful, *answers, below=0.75) as (script, closing, _):
        assert "  値 [1,200]: " in script.text
        assert "1 約　2 ほぼ　3 以上" in script.text
    metric = stored(doubtful)["metrics"][0]
    assert [metric[name] for name in ("name", "value", "unit", "qualifier")] == ["相談の件数", 1250, None, "about"]
    assert closing.startswith("終わりました。訂正 1件。")


def test_a_refused_value_is_asked_again_with_what_was_typed(doubtful: Path) -> None:
    fields = ["", "たくさん", "", "", "", "", "", ""]
    again = ["", "1,250", "", "", "", "", "", ""]
    with walking(doubtful, "5", "2", *fields, "", *again, "", "0", below=0.75) as (script, _, _db):
        assert "「値」の値を読めません" in script.text
        assert "  値 [たくさん]: " in script.text
    assert stored(doubtful)["metrics"][0]["value"] == 1250


def test_a_choice_that_is_none_and_a_field_that_must_not_be_empty_are_asked_again(doubtful: Path) -> None:
    fields = ["-", "", "", "", "", "9", "なぞ", "", "", "", ""]
    with walking(doubtful, "5", "2", *fields, "0", below=0.75) as (script, _, _db):
        assert "「名称」は空にできません。" in script.text
        assert "「9」という選択肢はありません。" in script.text
        assert "変わった項目はありません。" in script.text


def test_interrupting_an_edit_changes_nothing_and_stays(doubtful: Path) -> None:
    with walking(doubtful, "5", "2", "別の名", KeyboardInterrupt(), "0", below=0.75) as (script, closing, _):
        assert script.text.count("[2/5]") == 2
    assert stored(doubtful)["metrics"][0]["review"] is None
    assert closing == "終わりました。何も変えていません。残り 5件。"


def test_interrupting_the_walk_ends_it(doubtful: Path) -> None:
    with walking(doubtful, "1", KeyboardInterrupt(), below=0.75) as (_, closing, _db):
        assert closing == "終わりました。確認 1件。残り 4件。"


def test_rejecting_and_taking_it_back(doubtful: Path) -> None:
    before = stored(doubtful)["metrics"]
    with walking(doubtful, "5", "3", "", "6", "7", "0", below=0.75) as (script, closing, db):
        assert "この記録はもうありません" in script.text
        assert "「却下」を取り消しました。" in script.text
        assert [entry.action for entry in corrections.list_audit(db.conn)] == ["withdraw", "reject"]
    assert stored(doubtful)["metrics"] == before
    assert closing == "終わりました。何も変えていません。残り 5件。"


def test_taking_back_an_edit_of_several_fields(doubtful: Path) -> None:
    before = stored(doubtful)["metrics"]
    answers = ["5", "2", "別の名", "9", "", "", "", "", "", "", "", "6", "7", "0"]
    with walking(doubtful, *answers, below=0.75):
        pass
    assert stored(doubtful)["metrics"] == before


def test_adding_a_record_with_a_pasted_quote(doubtful: Path) -> None:
    answers = ["5", "4", "9", "事務局が他市の", "事例を調査する。", "", "事務局", "", "-", "読み落とし", "0"]
    with walking(doubtful, *answers, below=0.75) as (script, closing, _):
        assert "1 出席者　2 議題" in script.text
    added = [record for record in stored(doubtful)["actions"] if record["review"] == "added"]
    assert [(record["quote"], record["owner"]) for record in added] == [("事務局が他市の事例を調査する。", "事務局")]
    assert "追加 1件" in closing


def test_a_meeting_cannot_be_rejected_but_corrected(doubtful: Path) -> None:
    answers = ["3", "2", "", "", "令和6年5月18日", "", "", "", "", "0"]
    with walking(doubtful, *answers, below=0.75) as (script, _, _db):
        assert "会議そのものは却下できません" in script.text
    assert stored(doubtful)["meeting"]["date"] == "2024-05-18"


def test_an_unknown_key_is_said(doubtful: Path) -> None:
    with walking(doubtful, "x", "0", below=0.75) as (script, _, _db):
        assert "「x」には何も割り当てられていません。" in script.text


@pytest.mark.parametrize("key", ["1", "2", "3"])
def test_a_record_that_another_person_changed_meanwhile_is_shown_again(doubtful: Path, key: str) -> None:
    def other_person() -> str:
        db = open_database(doubtful)
        corrections.correct(db, doubts_of(doubtful, kind="metric")[0].record_id, {"value": "7"}, by="鈴木", reason="x")
        db.close()
        return key

    typed = {"1": [], "2": ["", "9", "", "", "", "", "", "", ""], "3": [""]}[key]
    with walking(doubtful, "5", other_person, *typed, "0", below=0.75) as (script, closing, _):
        assert "表示しているあいだに、この記録がほかで変わりました" in script.text
        assert "値        7　（読み取り: 1,200）" in script.text
    assert stored(doubtful)["metrics"][0]["value"] == 7
    assert "何も変えていません" in closing


@pytest.mark.parametrize(("key", "value", "done"), [("1", 1300, "人の値を残した"), ("2", 1400, "文書の値を取った")])
def test_deciding_a_conflict(doubtful: Path, source: Path, key: str, value: int, done: str) -> None:
    db = open_database(doubtful)
    corrections.correct(db, list_doubts(db.conn, kind="metric")[0].record_id, {"value": "1,300"}, by="鈴", reason="x")
    store_minutes(db, revised(source))
    db.close()
    with walking(doubtful, key, "", "0", below=0.75) as (script, closing, db):
        assert "値（人）        1,300" in script.text
        assert "そのときの文書  1,200" in script.text
        assert "いまの文書      1,400" in script.text
        assert corrections.list_conflicts(db.conn) == []
    assert stored(doubtful)["metrics"][0]["value"] == value
    assert f"{done} 1件" in closing


def test_a_conflict_without_a_record_is_ended_or_added_anew(doubtful: Path, source: Path) -> None:
    db = open_database(doubtful)
    corrections.correct(db, list_doubts(db.conn, kind="issue")[0].record_id, {"agenda_item": ""}, by="鈴", reason="x")
    path = source.with_name("青葉_第2回_修正.txt")
    text = source.read_text("utf-8")
    path.write_text(text.replace("・専門の相談員が不足していることが課題である。", "・窓口の開く時刻が遅い。"), "utf-8")
    store_minutes(db, extract_file(path))
    assert list_doubts(db.conn)[0].conflict is not None
    db.close()
    answers = ["1", "4", "9", "窓口の開く時刻が遅い。", "", "", "", "", "", "2", "", "0"]
    with walking(doubtful, *answers, below=0.75) as (script, closing, db):
        assert "いまの文書      この記録はありません" in script.text
        assert "【専門の相談員が不足していることが課題である。】" in script.text.replace("\n  │", "")
        assert "「1」には何も割り当てられていません。" in script.text
        assert corrections.list_conflicts(db.conn) == []
    assert "窓口の開く時刻が遅い。" in [record["quote"] for record in stored(doubtful)["actions"]]
    assert "追加 1件、訂正を終えた 1件" in closing


def test_a_confirmed_record_that_the_new_version_changed_shows_both(doubtful: Path, source: Path) -> None:
    db = open_database(doubtful)
    corrections.accept(db, list_doubts(db.conn, kind="metric")[0].record_id, by="鈴木")
    store_minutes(db, revised(source))
    db.close()
    with walking(doubtful, "0", below=0.75) as (script, _, _db):
        assert "確認　（鈴木、" in script.text
        assert "1,200 → いまの文書 1,400" in script.text


def test_nothing_left_to_look_at_is_said(minutes: Minutes, database: Path) -> None:
    done = minutes("review", "--list", "--below", "0", "--db", database)
    assert (done.code, done.out) == (0, "確かめてほしい記録はありません。\n")


def test_the_list_names_every_record(minutes: Minutes, doubtful: Path) -> None:
    page = minutes("review", "--list", "--db", doubtful).out
    rows = json.loads(minutes("review", "--list", "--json", "--db", doubtful).out)
    assert len(rows) == 5
    assert all(row["record_id"] in page for row in rows)
    assert rows[1]["record"]["value"] == 1200
    assert page.rstrip().endswith("5件")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "端末で対話しながら使うものです。一覧は --list"),
        (["--list", "--xlsx", "a.xlsx"], "--listと--xlsxは一緒に使えません"),
        (["--dry-run"], "--dry-run は --apply と一緒に使うものです"),
        (["--below", "2"], "「--below」の「2」が正しくありません"),
        (["--below", "低い"], "「--below」の「低い」が正しくありません"),
        (["--kind", "なぞ", "--list"], "「なぞ」という種類の記録はありません"),
        (["--meeting", "なぞ", "--list"], "「なぞ」に当てはまる会議がありません"),
        (["--limit", "0", "--list"], "「--limit」の値が正しくありません"),
    ],
)
def test_what_is_refused(minutes: Minutes, database: Path, words: list[str], sentence: str) -> None:
    done = minutes("review", *words, "--db", database)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_percentages_and_full_width_figures_are_understood(minutes: Minutes, doubtful: Path) -> None:
    pages = [minutes("review", "--list", "--below", text, "--db", doubtful).out for text in ("0.6", "60%", "０．６")]
    assert pages[0] == pages[1] == pages[2]
    assert pages[0].rstrip().endswith("4件")


def test_places_are_marked_within_long_lines() -> None:
    text = "前の行\n" + "あ" * 400 + "ここ" + "い" * 400 + "\n後の行"
    lines = marked_lines(text, [(404, 406)], 76)
    assert "【ここ】" in "".join(lines)
    assert lines[0].startswith("…")
    assert lines[-1].endswith("…")
    assert all(width_of(line) <= 76 for line in lines)


def test_of_a_long_place_the_middle_is_left_out() -> None:
    text = "前\n" + "あ" * 5000 + "\n後"
    lines = marked_lines(text, [(2, 5002)], 76)
    assert len(lines) < 30
    assert "……" in "".join(lines)
    assert lines[-1] == "後"


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo terminal")
def test_at_a_real_terminal_one_key_is_enough(doubtful: Path) -> None:
    import pty

    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(COLUMNS="80", NO_COLOR="1", TERM="xterm")
        command = "from minutes_pipeline.cli import main; main()"
        os.execv(
            sys.executable, [sys.executable, "-c", command, "review", "--by", "山田", "--db", str(doubtful)]
        )  # fmt: skip
    seen = _converse(terminal, ["\x1b[C", "１", "0"])
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, seen
    assert "終わりました。確認 1件。" in seen
    assert stored(doubtful)["metrics"][0]["review"] == "accepted"


def _converse(terminal: int, keys: list[str]) -> str:
    """Send each key when the menu has been shown once more; returns all that was shown."""
    seen, sent, end = b"", 0, time.monotonic() + 60
    while time.monotonic() < end:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:
            break
        if not chunk:
            break
        seen += chunk
        if sent < len(keys) and seen.count("0 終了: ".encode()) > sent:
            time.sleep(0.1)
            os.write(terminal, keys[sent].encode())
            sent += 1
    os.close(terminal)
    return seen.decode("utf-8", "replace")


def test_a_doubt_without_its_record_is_passed_over(doubtful: Path) -> None:
    db = open_database(doubtful)
    doubts = list_doubts(db.conn)
    gone = replace(doubts[1], record_id=doubts[1].record_id[:-10] + "0000000000")
    script = Script("5", "5")
    assert walk(Walk(db, script, "山田", [gone, doubts[2]])).startswith("終わりました。")
    assert "この記録はもうありません" in script.text
    db.close()
