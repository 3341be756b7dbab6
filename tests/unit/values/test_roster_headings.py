"""Headings of a roster's columns."""

from __future__ import annotations

import pytest

from minutes_pipeline.values.roster_headings import head_words

HEADS = [
    ("区分\t所属\t職名\t氏名\t出欠", ["区分", "所属", "職名", "氏名", "出欠"]),
    ("職　名　　　　氏　名　　　　　所　属　等　　　　　出欠", ["職名", "氏名", "所属等", "出欠"]),
    ("│ 役職 │ 氏　名 │ 備考 │", ["役職", "氏名", "備考"]),
    ("氏名（敬称略）\t所属・役職\t出・欠", ["氏名", "所属・役職", "出・欠"]),
    ("No. 氏名 所属", ["No.", "氏名", "所属"]),
]


@pytest.mark.parametrize(("line", "words"), HEADS)
def test_headings(line: str, words: list[str]) -> None:
    assert head_words(line) == words


@pytest.mark.parametrize(
    "line",
    ["所属\t職名", "氏名", "氏名　　森田　太郎", "出席委員　　会長　森田　太郎", "備考\t出欠", "委員長　　　氏家　誠"],
)
def test_no_headings(line: str) -> None:
    assert head_words(line) is None
