"""``minutes links``: suggestions one by one, a pair of records, what was decided; refusals say what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.cli import links as command
from minutes_pipeline.model.links import Suggestion
from minutes_pipeline.progress.linked import linked_bodies
from minutes_pipeline.store.links import list_link_decisions
from minutes_pipeline.store.open import open_connection

Command = Callable[..., Any]
_TEXT = """楡ヶ丘市地域福祉庁内連絡会　議事録
日時：令和{year}年1月23日　14時～15時
場所：302会議室
出席者：{who}
＜１.進捗状況報告＞
・課題：{issue}
"""


@pytest.fixture
def db(tmp_path: Path, minutes: Command) -> Path:
    for year, who, issue in (
        (5, "総務部　椎名主任", "窓口の職員が足りない。"), (6, "福祉部　椎名部長", "会場の椅子が古い。"),
    ):  # fmt: skip
        (tmp_path / f"r{year}.txt").write_text(_TEXT.format(year=year, who=who, issue=issue), "utf-8")
    path = tmp_path / "minutes.db"
    assert minutes("ingest", tmp_path / "r5.txt", tmp_path / "r6.txt", "--db", path).code == 0
    return path


def _ids(path: Path, kind: str = "attendees") -> list[str]:
    (body,) = linked_bodies(path)
    return [getattr(one, kind)[0].id for one in body.series]


class _Keys:
    """A person at the terminal: keys and lines in order."""

    def __init__(self, *keys: str) -> None:
        self.keys, self.shown = list(keys), ""

    def say(self, text: str) -> None:
        self.shown += text

    def key(self, prompt: str) -> str:
        if not self.keys:
            raise EOFError
        return self.keys.pop(0)

    def ask(self, prompt: str) -> str:
        return self.keys.pop(0)


def _likely(path: Path) -> list[command.Likely]:
    left, right = _ids(path)
    one = Suggestion(kind="person", left=left, right=right, score=0.4, reasons=("姓が同じ",))
    return [command.Likely("連絡会", one, "令和5年1月23日　総務部 主任 椎名", "令和6年1月23日　福祉部 部長 椎名")]


def test_the_walk_shows_both_records_and_keeps_the_decision(db: Path) -> None:
    person = _Keys("n", "b", "1", "")
    found = [*_likely(db)] * 2
    assert (
        command.walk(db, found, person, "山田") == "1件を決めました。台帳や画面には、次に開いたときから反映されます。"
    )
    assert "総務部 主任 椎名" in person.shown and "姓が同じ" in person.shown and "0.40" in person.shown
    (body,) = linked_bodies(db)
    assert [len(one.appearances) for one in body.links.people] == [2]
    conn = open_connection(db)
    assert [(one.by, one.reason) for one in list_link_decisions(conn)] == [("山田", "記録を見比べて決めた")]
    conn.close()


def test_leaving_the_walk_keeps_what_was_decided_before(db: Path) -> None:
    assert command.walk(db, _likely(db) * 3, _Keys("2", "別の人", "q"), "山田").startswith("1件")
    assert command.walk(db, _likely(db), _Keys(), "山田").startswith("0件")


def test_a_pair_is_decided_listed_and_taken_back(db: Path, minutes: Command) -> None:
    left, right = _ids(db, "issues")
    done = minutes("links", left, right[-10:], "--same", "--by", "山田", "--reason", "続き", "--db", db)
    assert done.code == 0 and "1番［課題］同じ　山田" in done.out and "窓口の職員が足りない。" in done.out
    (thread,) = linked_bodies(db)[0].links.issues
    assert [state.state for state in thread.states] == ["opened", "continued"]
    assert "理由: 続き" in minutes("links", "--decided", "--db", db).out
    assert json.loads(minutes("links", "--decided", "--json", "--db", db).out)[0]["same"] is True
    assert "つながりの決定" in minutes("audit", "--db", db).out
    taken = minutes("links", "--withdraw", "1", "--by", "山田", "--reason", "誤り", "--db", db)
    assert taken.code == 0 and len(linked_bodies(db)[0].links.issues) == 2
    assert minutes("links", "--decided", "--db", db).out == "決めたつながりはまだありません。\n"


def test_lists(db: Path, minutes: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (
        minutes("links", "--refresh", "--db", db).out == "1の会議体、2回の会議のつながりは、いまの記録のとおりです。\n"
    )
    found = _likely(db)
    monkeypatch.setattr(command, "likely_links", lambda bodies: found)
    listed = minutes("links", "--db", db)
    assert listed.code == 0 and "［人物］連絡会（確からしさ 0.40）" in listed.out and "1件。決めるときは" in listed.out
    assert json.loads(minutes("links", "--json", "--db", db).out)[0]["reasons"] == ["姓が同じ"]
    monkeypatch.setattr(command, "likely_links", lambda bodies: [])
    assert minutes("links", "--list", "--db", db).out == "決めてほしいつながりはありません。\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--same"], "記録を2つ指定してください"),
        (["{0}", "{1}"], "同じか別かが決まりません"),
        (["{0}", "{1}", "--same", "--different"], "同じか別かが決まりません"),
        (["{0}", "{2}", "--same"], "この2つの記録はつなげません"),
        (["zzzzzzz", "{1}", "--same"], "「zzzzzzz」という記号の記録も会議もありません"),
        (["--withdraw", "9"], "変える理由がありません"),
        (["--withdraw", "9", "--reason", "x"], "9番の有効な決定がありません"),
    ],
)
def test_what_is_refused(db: Path, minutes: Command, words: list[str], said: str) -> None:
    ids = [*_ids(db), _ids(db, "issues")[1]]
    done = minutes("links", *(word.format(*ids) for word in words), "--by", "山田", "--db", db)
    assert done.code == 2 and said in done.err and "Traceback" not in done.err


def test_suggestions_have_the_words_of_both_records(db: Path) -> None:
    (body,) = linked_bodies(db)
    left, right = _ids(db)
    gone = Suggestion(kind="person", left=left, right="x", score=0.45, reasons=())
    likely = Suggestion(kind="person", left=left, right=right, score=0.4, reasons=("姓が同じ",))
    links = body.links.model_copy(update={"suggestions": (gone, likely)})
    changed = type(body)(body.key, body.name, body.series, links, body.events)
    (one,) = command.likely_links([changed])
    assert (one.suggestion, one.left) == (likely, "令和5年1月23日　総務部 主任 椎名")
