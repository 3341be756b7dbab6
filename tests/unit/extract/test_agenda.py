"""Records of agenda items and goals: grounded, with parent and place."""

from __future__ import annotations

from pathlib import Path

from minutes_pipeline.extract.agenda import extract_agenda_items, extract_goals
from minutes_pipeline.model.section import Outline
from minutes_pipeline.pipeline import read_document, segment

TEXT = """みどり市福祉連絡会　議事録

日時：令和6年2月8日（木）10:00～11:30
場所：みどり市役所　会議室
出席者：企画部　甲野次長、福祉部　乙川次長

＜１．会長の選出＞
・会長は乙川次長に決定した。

＜２．計画の進捗について＞
◆各課の取組について
目標１　相談の体制づくり
・相談は812件であった。
目標２　担い手の育成
・受講者は42人であった。
◆評価の方法について
・様式を改めることとした。
"""


def _outline(tmp_path: Path) -> Outline:
    path = tmp_path / "minutes.txt"
    path.write_text(TEXT, "utf-8")
    return segment(read_document(path))


def test_agenda_items_are_grounded_and_know_their_parent(tmp_path: Path) -> None:
    outline = _outline(tmp_path)
    items = extract_agenda_items(outline)
    assert [(i.number, i.title, i.level) for i in items] == [
        ("1", "会長の選出", 1),
        ("2", "計画の進捗について", 1),
        (None, "各課の取組について", 2),
        (None, "評価の方法について", 2),
    ]
    assert [i.parent_id for i in items] == [None, None, items[1].id, items[1].id]
    assert len({i.id for i in items}) == len(items)
    assert all(outline.document.text[i.span.start : i.span.end] == i.quote == i.title for i in items)
    assert all(0 < i.confidence <= 1 and i.rule_id for i in items)


def test_goals_are_numbered_and_placed(tmp_path: Path) -> None:
    outline = _outline(tmp_path)
    goals = extract_goals(outline)
    items = extract_agenda_items(outline)
    assert [(g.number, g.title) for g in goals] == [(1, "相談の体制づくり"), (2, "担い手の育成")]
    assert {g.agenda_item for g in goals} == {"各課の取組について"}
    assert {g.agenda_item_id for g in goals} == {items[2].id}
    assert all(outline.document.text[g.span.start : g.span.end] == g.quote for g in goals)
