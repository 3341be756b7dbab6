"""Program lines with their departments."""

from __future__ import annotations

import pytest

from minutes_pipeline.segment.programs import read_program
from minutes_pipeline.text.folding import flat


@pytest.mark.parametrize(
    ("text", "under_goal", "title", "departments"),
    [
        ("➀事業事例…こども相談窓口 にこにこ（こども部）", True, "こども相談窓口 にこにこ", ["こども部"]),
        (
            "②情報共有…商店の減少、後継者の不在（市民課、防災課）",
            True,
            "商店の減少、後継者の不在",
            ["市民課", "防災課"],
        ),
        ("〇事業事例…支え合い（2000人）事業について（福祉部）", True, "支え合い(2000人)事業について", ["福祉部"]),
        ("③その他（企画部）", True, "その他", ["企画部"]),
        ("１）事業名：出張相談会（こども課・健康課）", False, "出張相談会", ["こども課", "健康課"]),
        ("事業名：まるごと相談窓口", False, "まるごと相談窓口", []),
        ("(2) 取組事例：見守りの会（担当：地域福祉課）", True, "見守りの会", ["地域福祉課"]),
    ],
)
def test_program(text: str, under_goal: bool, title: str, departments: list[str]) -> None:
    folded = flat(text)
    read = read_program(folded, under_goal=under_goal)
    assert read is not None
    assert folded[read[0] : read[1]] == title
    assert [folded[a:b] for a, b in read[2]] == departments


@pytest.mark.parametrize(
    ("text", "under_goal"),
    [
        ("・相談件数：318件", True),
        ("・課題：人手が足りない。", True),
        ("①盆踊りについて（総務部）", False),
        ("(7) 事例紹介：質問票の活用（大野）", False),
        ("情報共有を行った。", True),
        ("事業の紹介があった（福祉部）", True),
    ],
)
def test_no_program(text: str, under_goal: bool) -> None:
    assert read_program(flat(text), under_goal=under_goal) is None
