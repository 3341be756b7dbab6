"""``minutes status``: draft or confirmed, and how far public."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.cli.terminal import width_of

Minutes = Callable[..., Any]
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
