"""Program lines with their departments."""

from __future__ import annotations

import pytest

from minutes_pipeline.layout.canonical import lay_out
from minutes_pipeline.model.section import Outline
from minutes_pipeline.read.plain import read_plain
from minutes_pipeline.segment.header import find_header
from minutes_pipeline.segment.outline import build_outline
from minutes_pipeline.segment.program_lines import read_program
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
        ("施策１　移動販売の支援（商工課）", False, "移動販売の支援", ["商工課"]),
        ("◆ 重点事業③：見守りの会【所管：地域福祉課・健康課】", False, "見守りの会", ["地域福祉課", "健康課"]),
        ("取組２－１　朝の学習会（学校教育課）", False, "朝の学習会", ["学校教育課"]),
        ("取組２-(2)　朝の学習会", True, "朝の学習会", []),
        ("【事業名】朝の学習会　担当課：学校教育課", False, "朝の学習会", ["学校教育課"]),
        ("１-２-１　朝の学習会（学校教育課）", True, "朝の学習会", ["学校教育課"]),
        ("〔施策4〕「朝の学習会」（学校教育課ほか）", False, "朝の学習会", ["学校教育課ほか"]),
    ],
)
def test_program(text: str, under_goal: bool, title: str, departments: list[str]) -> None:
    folded = flat(text)
    read = read_program(folded, under_goal=under_goal)
    assert read is not None
    assert folded[read.start : read.end] == title
    assert [folded[a:b] for a, b in read.departments] == departments


@pytest.mark.parametrize(
    ("text", "under_goal"),
    [
        ("・相談件数：318件", True),
        ("・課題：人手が足りない。", True),
        ("①盆踊りについて（総務部）", False),
        ("(7) 事例紹介：質問票の活用（大野）", False),
        ("情報共有を行った。", True),
        ("事業の紹介があった（福祉部）", True),
        ("施策３　支え合いの仕組みづくり", True),
        ("施策の柱１　ことばの支援", True),
        ("取組１　朝の学習会", False),
        ("事業２件を廃止した（福祉部）", False),
        ("16.1人　一日平均", True),
        ("１　防災訓練について（危機管理課）", False),
    ],
)
def test_no_program(text: str, under_goal: bool) -> None:
    assert read_program(flat(text), under_goal=under_goal) is None


_MEETING = """榎野市男女共同参画推進委員会　議事録
日時：令和6年7月18日（木）14時～15時
場所：市役所
出席者：福祉部　榎本次長
１　開会
２　報告事項
{body}
３　閉会
"""


def _outline(body: str) -> Outline:
    text = _MEETING.format(body=body)
    return build_outline(document := lay_out(read_plain(text, "1.txt", "0" * 64)), find_header(document))


def _placed(outline: Outline) -> list[tuple[str, str | None]]:
    return [
        (outline.text_of(s)[:12], None if s.program is None else outline.programs[s.program].title)
        for s in outline.sentences
        if not s.is_heading and "。" in outline.text_of(s)
    ]


def test_a_measure_with_departments_is_a_program_and_no_goal() -> None:
    outline = _outline(
        "基本目標Ⅰ　担い合う暮らし\n施策１　土曜講座（人権課）\n４回開催した。\n基本目標Ⅱ　参画の拡大\n施策２　登用の促進（総務課）\n割合が増えた。"
    )
    assert [p.title for p in outline.programs] == ["土曜講座", "登用の促進"]
    assert [g.title for g in outline.goals] == ["担い合う暮らし", "参画の拡大"]
    assert _placed(outline) == [("４回開催した。", "土曜講座"), ("割合が増えた。", "登用の促進")]


def test_measures_above_programs_stay_goals() -> None:
    outline = _outline("施策１　学びの場（人権課）\n取組１－１　土曜講座（人権課）\n４回開催した。")
    assert [p.title for p in outline.programs] == ["土曜講座"]
    assert [g.title for g in outline.goals] == ["学びの場"]


def test_a_measure_without_departments_is_a_goal() -> None:
    outline = _outline("施策１　学びの場\n４回開催した。")
    assert not outline.programs
    assert [g.title for g in outline.goals] == ["学びの場"]


def test_rows_of_a_table_are_programs_and_later_headings_refer_to_them() -> None:
    rows = "施策\t事業名\t担当課\t指標\t実績\n施策１\t土曜講座\t人権課\t受講者数\t83人\n施策２\t登用の促進\t総務課\t割合\t31.2％"
    outline = _outline(
        f"{rows}\n次の質疑があった。\n＜施策２について＞\n割合が増えた。\n＜土曜講座について＞\n４回開催した。"
    )
    assert [(p.title, p.departments) for p in outline.programs] == [
        ("土曜講座", ("人権課",)),
        ("登用の促進", ("総務課",)),
    ]
    assert _placed(outline) == [
        ("次の質疑があった。", None),
        ("割合が増えた。", "登用の促進"),
        ("４回開催した。", "土曜講座"),
    ]


def test_a_table_of_anything_else_names_no_program() -> None:
    outline = _outline("番号\t件名\t担当課\n１\t条例の改正\t総務課\n２\t予算の補正\t財政課")
    assert not outline.programs
