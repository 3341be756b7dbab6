"""Numbers that run on within a line, and numbers that do not."""

from __future__ import annotations

import pytest

from minutes_pipeline.values.running_numbers import running_numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("第1番 開会 第2番 町長挨拶 第3番 議事", ["第1番", "第2番", "第3番"]),
        ("日程第1 署名議員の指名 第2 会期の決定 第3 諸般の報告", ["日程第1", "第2", "第3"]),
        ("議題 1.開会 2.議事 (1)予算 (2)決算 3.その他", ["1.", "2.", "3."]),
        ("1 開会 2 あいさつ", ["1 ", "2 "]),
        ("一 開会 二 議事 三 閉会", ["一 ", "二 ", "三 "]),
        ("①盆踊り ②花火", ["①", "②"]),
        ("⑴ 予算 ⑵ 決算", ["⑴", "⑵"]),
        ("議題3 予算について 議題4 決算について 議題5 その他", ["議題3", "議題4", "議題5"]),
    ],
)
def test_runs(text: str, found: list[str]) -> None:
    assert [text[n.start : n.end] for n in running_numbers(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "平成1 年から 2 年の間",
        "1 番 北条 2 番 田渕",
        "1 名、2 名",
        "第 3 回 総会 第 4 回 総会",
        "3 開会 4 議事",
        "1 開会した。そのあと、2 議事に入った。",
        "1.5 人と 2.5 人",
        "1 開会 3 閉会",
        "",
    ],
)
def test_no_run(text: str) -> None:
    assert running_numbers(text) == ()
