"""The outline of a whole document: zones, places of sentences, turns, tree; and that no text makes it fall."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minutes_pipeline.model.document import Document, Line
from minutes_pipeline.model.section import Header, Outline, Section
from minutes_pipeline.pipeline import read_document, segment
from minutes_pipeline.segment.outline import build_outline

LIAISON = Path(__file__).parent / "forms" / "liaison_goals_in_boxes.txt"


def _document(lines: list[str]) -> Document:
    positions, text = [], ""
    for number, line in enumerate(lines):
        positions.append(Line(len(text), len(text) + len(line), block=number))
        text += line + "\n"
    return Document("0" * 16, "test.txt", "txt", "0" * 64, text[:-1], tuple(positions))


def _outline(lines: list[str], body_line: int = 0) -> Outline:
    return build_outline(_document(lines), Header((), body_line))


def test_goals_and_programs_hold_for_the_sentences_beneath() -> None:
    outline = segment(read_document(LIAISON))
    assert [(g.number, g.title) for g in outline.goals] == [("1", "身近な相談の場づくり"), ("2", "担い手の育成")]
    assert [(p.title, p.departments) for p in outline.programs] == [
        ("まるごと相談窓口", ("地域福祉課",)),
        ("出張相談会", ("こども課", "健康課")),
        ("ボランティア講座", ("社会福祉協議会",)),
    ]
    visitors = next(s for s in outline.sentences if "延べ94人" in outline.text_of(s))
    assert (visitors.agenda_item, visitors.goal, visitors.program) == (2, 0, 1)
    form = next(s for s in outline.sentences if "様式を改める" in outline.text_of(s))
    assert (form.agenda_item, form.goal, form.program) == (3, None, None)
    shortage = next(s for s in outline.sentences if "相談員が足りない" in outline.text_of(s))
    assert (shortage.mark, shortage.label) == ("・", "課題")


def test_goal_as_the_subject_of_an_item() -> None:
    lines = [
        "（１）基本目標１「支え合い」の進捗について",
        "担い手が足りない。",
        "（２）基本目標２「見守り」の進捗について",
        "順調である。",
    ]
    outline = _outline(lines)
    assert [h.title for h in outline.agenda_items] == [
        "基本目標１「支え合い」の進捗について",
        "基本目標２「見守り」の進捗について",
    ]
    assert [(g.number, g.title) for g in outline.goals] == [("1", "支え合い"), ("2", "見守り")]
    shortage = next(s for s in outline.sentences if "足りない" in outline.text_of(s))
    assert (shortage.agenda_item, shortage.goal) == (0, 0)


def test_numbered_goals_beneath_an_item_are_no_items() -> None:
    lines = [
        "１　計画の進捗について",
        "（１）基本目標１　支え合い",
        "担い手が足りない。",
        "（２）基本目標２　見守り",
        "順調である。",
        "２　その他",
        "なし。",
    ]
    outline = _outline(lines)
    assert [h.title for h in outline.agenda_items] == ["計画の進捗について", "その他"]
    assert [g.title for g in outline.goals] == ["支え合い", "見守り"]


def test_goal_that_the_chair_calls() -> None:
    lines = [
        "会長：次に、基本目標３「居場所づくり」について、説明をお願いします。",
        "事務局：居場所は12か所です。",
        "会長：よろしいですか。",
    ]
    outline = _outline(lines)
    assert [(g.number, g.title) for g in outline.goals] == [("3", "居場所づくり")]


def test_zones_of_the_closing_lines() -> None:
    outline = _outline(
        [
            "１　予算について",
            "原案のとおり承認した。",
            "２　その他",
            "特になし。",
            "次回役員会…11月9日（土）",
            "以上のとおり相違ないことを認め、署名する。",
            "議長　甲野一郎",
            "お問い合わせ",
            "電話番号：012-345-6789",
        ]
    )
    assert outline.zones == ("body",) * 4 + ("next_meeting", "signature", "signature", "noise", "noise")
    assert all("署名する" not in outline.text_of(s) for s in outline.sentences)


def test_turns_and_stage_directions() -> None:
    outline = _outline(
        [
            "○議長（甲野一郎君）　採決します。御異議ありませんか。",
            "（「異議なし」の声あり）",
            "○議長（甲野一郎君）　可決しました。",
        ]
    )
    assert [(t.speaker, t.side) for t in outline.turns] == [("議長（甲野一郎君）", "chair")] * 2
    assert [outline.text_of(s) for s in outline.sentences] == [
        "採決します。",
        "御異議ありませんか。",
        "（「異議なし」の声あり）",
        "可決しました。",
    ]


def test_block_labels_govern_and_are_no_items() -> None:
    outline = _outline(
        ["（１）計画案について", "〈審議結果〉", "承認した。", "（２）予算案について", "〈審議結果〉", "保留とした。"]
    )
    assert [h.title for h in outline.agenda_items] == ["計画案について", "予算案について"]
    assert [(outline.text_of(s), s.block_label) for s in outline.sentences if not s.is_heading] == [
        ("承認した。", "審議結果"),
        ("保留とした。", "審議結果"),
    ]


def test_one_line_with_a_whole_meeting() -> None:
    outline = _outline(
        [
            "○甲野委員長　　次に，議題１，利用状況について，説明をお願いします。　○事務局（乙川）　　貸出は4,120点です。　"
            "○丙田委員　　少ないと思います。　（「はい」の声あり）　○甲野委員長　　次に，議題２，その他です。"
        ]
    )
    assert [t.speaker for t in outline.turns] == ["甲野委員長", "事務局（乙川）", "丙田委員", "甲野委員長"]
    assert [h.title for h in outline.agenda_items] == ["利用状況について", "その他"]


def _nested(section: Section) -> bool:
    inside = all(section.start <= c.start and c.end <= section.end and _nested(c) for c in section.children)
    ordered = all(a.end <= b.start for a, b in zip(section.children, section.children[1:], strict=False))
    return inside and ordered


def test_tree_nests_by_level() -> None:
    outline = segment(read_document(LIAISON))
    root = outline.root
    assert _nested(root)
    assert [c.heading.title for c in root.children if c.heading] == ["会長の選出", "計画の進捗状況について", "その他"]
    report = root.children[1].children[0]
    assert [c.kind for c in report.children] == ["goal", "goal"]
    assert [c.kind for c in report.children[0].children] == ["program", "program"]


PARTS = st.sampled_from(
    [
        *(
            "議題",
            "（１）",
            "１　",
            "日程第１",
            "議案第２号",
            "について",
            "○",
            "委員",
            "：",
            "会長",
            "。",
            "「",
            "」",
            "（",
            "）",
        ),
        *(
            "〔",
            "目標１",
            "　",
            "\t",
            "開会",
            "その他",
            "次に、",
            "を議題とします",
            "①",
            "ア",
            "・",
            "【",
            "】",
            "＜",
            "＞",
        ),
        *("12人", "次回", "────────", "署名", "電話：", "事務局"),
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(PARTS, min_size=1, max_size=9).map("".join), max_size=14), st.integers(0, 3))
def test_no_text_makes_it_fall(lines: list[str], body_line: int) -> None:
    lines = [line.strip() for line in lines if line.strip()]
    outline = _outline(lines, min(body_line, len(lines)))
    text = outline.document.text
    assert len(outline.zones) == len(lines)
    assert all(0 <= s.start < s.end <= len(text) and "\n" not in text[s.start : s.end] for s in outline.sentences)
    assert all(text[h.start : h.end].strip() == h.title for h in (*outline.agenda_items, *outline.goals))
    assert all(s.agenda_item is None or s.agenda_item < len(outline.agenda_items) for s in outline.sentences)
    assert _nested(outline.root)
