"""Records of programs: grounded, with departments, item and goal."""

from __future__ import annotations

from pathlib import Path

from minutes_pipeline.extract.agenda import extract_agenda_items, extract_goals
from minutes_pipeline.extract.programs import extract_programs
from minutes_pipeline.pipeline import read_document, segment

TEXT = """みどり市福祉連絡会　議事録

日時：令和6年2月8日（木）10:00～11:30
場所：みどり市役所　会議室
出席者：企画部　甲野次長、福祉部　乙川次長

＜１．計画の進捗について＞
目標１　相談の体制づくり
➀事業事例…まるごと相談窓口（福祉部）
・相談は812件であった。
②情報共有…加入率の低下（市民課、防災課）
・加入率は61％である。
＜２．その他＞
・次回は8月に開く。
"""


def test_programs(tmp_path: Path) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text(TEXT, "utf-8")
    outline = segment(read_document(path))
    programs = extract_programs(outline)
    item, goal = extract_agenda_items(outline)[0], extract_goals(outline)[0]
    assert [(p.title, p.departments) for p in programs] == [
        ("まるごと相談窓口", ("福祉部",)),
        ("加入率の低下", ("市民課", "防災課")),
    ]
    assert {(p.agenda_item_id, p.goal_id) for p in programs} == {(item.id, goal.id)}
    assert [p.program_id for p in programs] == [p.id for p in programs]
    assert all(outline.document.text[p.span.start : p.span.end] == p.quote == p.title for p in programs)
    closing = next(s for s in outline.sentences if "次回は8月" in outline.text_of(s))
    assert (closing.goal, closing.program) == (None, None)
