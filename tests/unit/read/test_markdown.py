"""Markdown: constructs become structure, marks of emphasis vanish."""

from __future__ import annotations

import pytest

from minutes_pipeline.model.raw import RawItem, RawLine, RawTable
from minutes_pipeline.read.markdown import plain_text, read_markdown


def _items(text: str) -> tuple[RawItem, ...]:
    return read_markdown(text, "a.md", "0" * 64).items


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**決定**した", "決定した"),
        ("*次回*は`未定`", "次回は未定"),
        ('[資料１](http://example.jp/a_(1).pdf "題")', "資料１"),
        ("![図](a.png)と<https://example.jp>", "図とhttps://example.jp"),
        ("~~旧~~新", "旧新"),
        ("一<!-- 注 -->二", "一二"),
        (r"\*印", "*印"),
        ("3*4*5は60", "3*4*5は60"),
        ("file_name_a", "file_name_a"),
        ("５ * ３ = 15", "５ * ３ = 15"),
        ("a < b > c", "a < b > c"),
    ],
)
def test_inline(text: str, plain: str) -> None:
    assert plain_text(text) == plain


def test_blocks() -> None:
    text = (
        "---\ntitle: x\n---\n# 会議録 #\n\n日時：令和６年\n場所：本庁舎\n\n議題\n----\n- 甲\n  - 乙\n1. 丙\n"
        "> 引用\n\n***\n```\nコード\n```\n終わり<br>です"
    )
    found = [(i.text, i.outline, i.list_level, i.blank_before) for i in _items(text) if isinstance(i, RawLine)]
    assert found == [
        ("会議録", 1, None, False),
        ("日時：令和６年", None, None, True),
        ("場所：本庁舎", None, None, False),
        ("議題", 2, None, True),
        ("・甲", None, 0, False),
        ("・乙", None, 1, False),
        ("1. 丙", None, 0, False),
        ("引用", None, None, False),
        ("コード", None, None, True),
        ("終わり", None, None, False),
        ("です", None, None, False),
    ]


def test_table() -> None:
    (table,) = _items("| 区分 | 人数 |\n|:--|--:|\n| 窓口 | **3人** |\n| 訪問 | 4人 |\n")
    assert isinstance(table, RawTable) and (table.rows, table.cols) == (3, 2)
    texts = [c.content[0].text for c in table.cells if c.content and isinstance(c.content[0], RawLine)]
    assert texts == ["区分", "人数", "窓口", "3人", "訪問", "4人"]
    assert [c.head for c in table.cells] == [True, True, False, False, False, False]


def test_a_line_with_a_bar_is_no_table() -> None:
    assert all(isinstance(item, RawLine) for item in _items("甲 | 乙\n丙"))
