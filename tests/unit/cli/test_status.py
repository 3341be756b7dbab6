"""``minutes status``: draft or confirmed, and how far public."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.cli.terminal import width_of

Minutes = Callable[..., Any]
TEXT = """第２回 青葉市地域福祉推進会議 議事録

日　時　令和６年５月17日（金）　午後１時30分～３時
場　所　青葉市役所　201会議室
出席者　福祉部　山野部長

１　相談支援の状況について
・相談件数は令和５年度で１,２００件であった。
・次年度の計画案を原案のとおり承認した。
"""
SIGNED = ("--by", "山田", "--reason", "市長決裁")


def state(minutes: Minutes, database: Path) -> tuple[Any, Any]:
    (row,) = json.loads(minutes("status", "青葉", "--db", database, "--json").out)
    return row["confirmation"], row["publication"]


def test_a_meeting_that_nobody_released_is_not_public(minutes: Minutes, database: Path) -> None:
    assert state(minutes, database)[1] == "not_public"
    assert "非公開" in minutes("status", "--db", database).out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--set", "確定", "--publish", "一部公開"], ("confirmed", "partly")),
        (["--set", "draft"], ("draft", "not_public")),
        (["--publish", "ｐｕｂｌｉｃ"], (None, "public")),
    ],
)
def test_states_by_their_japanese_or_english_name(
    minutes: Minutes, database: Path, words: list[str], expected: tuple[Any, Any]
) -> None:
    done = minutes("status", "青葉", *words, *SIGNED, "--db", database)
    assert done.code == 0, done.err
    assert state(minutes, database) == expected


def test_setting_it_again_writes_no_second_line(minutes: Minutes, database: Path) -> None:
    for _ in range(2):
        assert minutes("status", "青葉", "--publish", "公開", *SIGNED, "--db", database).code == 0
    entries = json.loads(minutes("audit", "--json", "--db", database).out)
    assert [(entry["before"], entry["after"], entry["reason"]) for entry in entries] == [
        ("not_public", "public", "市長決裁")
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["青葉", "--set", "ほぼ確定"], "「--set」に「ほぼ確定」はありません。案・確定から選んでください。"),
        (["青葉", "--publish", "秘密"], "非公開・一部公開・公開から選んでください。"),
        (["--set", "確定"], "状態を決める会議が指定されていません"),
        (["なぞ", "--set", "確定"], "「なぞ」に当てはまる会議がありません"),
    ],
)
def test_what_is_refused(minutes: Minutes, database: Path, words: list[str], sentence: str) -> None:
    done = minutes("status", *words, *SIGNED, "--db", database)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err


@pytest.mark.parametrize("width", ["60", "80"])
def test_the_table_keeps_to_the_terminal(
    minutes: Minutes, database: Path, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    assert all(width_of(line) <= int(width) for line in minutes("status", "--db", database).out.splitlines())


def test_versions_are_shown_separated_joined_and_preferred(minutes: Minutes, tmp_path: Path) -> None:
    db = tmp_path / "m.db"
    for name, more in (("a.txt", ""), ("b.txt", "・窓口の時間を延ばすことを承認した。\n")):
        (tmp_path / name).write_text(TEXT + more, "utf-8")
        assert minutes("ingest", tmp_path / name, "--db", db).code == 0
    signed = ("--by", "山田", "--reason", "確かめた", "--db", db)
    assert "［2/2版］" in minutes("list", "--db", db).out
    every = minutes("list", "--versions", "--db", db).out
    assert "［1/2版 前の版］" in every
    assert minutes("status", "a.txt", "--prefer", *signed).code == 0
    assert "［1/2版］" in minutes("list", "--db", db).out
    assert minutes("status", "b.txt", "--separate", *signed).code == 0
    assert minutes("list", "--db", db).out.count("青葉市") == 2
    assert minutes("status", "b.txt", "--join", "a.txt", *signed).code == 0
    assert minutes("list", "--db", db).out.count("青葉市") == 1
    both = minutes("status", "b.txt", "--prefer", "--separate", *signed)
    assert both.code == 2 and "同時にはできません" in both.err
