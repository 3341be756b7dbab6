"""Goals as headings, and what only looks like one."""

from __future__ import annotations

import pytest

from minutes_pipeline.segment.goals import read_goal
from minutes_pipeline.text.folding import flat


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("目標１　相談できる場づくり", "1", "相談できる場づくり"),
        ("基本目標Ⅱ　担い手の育成", "2", "担い手の育成"),
        ("■基本目標Ⅰ：身近な居場所", "1", "身近な居場所"),
        ("施策の柱３　安心して暮らせるまち", "3", "安心して暮らせるまち"),
        ("基本施策(1) 子育ての支援", "1", "子育ての支援"),
        ("方針１．情報の発信", "1", "情報の発信"),
        ("基本目標2「笑顔でつながる地域」に関する部分", "2", "笑顔でつながる地域"),
        ("【目標４】権利を守る仕組み", "4", "権利を守る仕組み"),
        ("＜施策①　見守りの充実＞", "1", "見守りの充実"),
        ("重点目標三　防災の備え", "3", "防災の備え"),
        ("基本方針２　健康づくりの推進（健康課）", "2", "健康づくりの推進"),
        ("重点１　事務の効率化", "1", "事務の効率化"),
        ("施策２　受入環境の整備　［評価：Ａ］", "2", "受入環境の整備"),
        ("目標Ⅲ　くらしの基盤を止めない", "3", "くらしの基盤を止めない"),
    ],
)
def test_goal(text: str, number: str, title: str) -> None:
    folded = flat(text)
    read = read_goal(folded)
    assert read is not None
    assert (read[0], folded[read[1] : read[2]]) == (number, title)


@pytest.mark.parametrize(
    "text",
    [
        "目標１から５の取組について",
        "目標５人に届いていない",
        "目標1,000人",
        "目標３年で達成",
        "目標の800グラムには及んでいない。",
        "施策２の予算が足りない。",
        "目標値　12回",
        "目標３ は年度内に達成できない",
        "目標３を達成していない",
        "方針を１つにまとめる",
        "計画の目標1～3について",
    ],
)
def test_no_goal(text: str) -> None:
    assert read_goal(flat(text)) is None
