"""Levels from forms and numbers; families that are headings and families that are not."""

from __future__ import annotations

import pytest

from minutes_pipeline.model.document import Document, Line
from minutes_pipeline.model.section import Header
from minutes_pipeline.segment.consistency import runs_on
from minutes_pipeline.segment.outline import build_outline


def _items(text: str) -> list[tuple[int, str]]:
    lines, position = [], 0
    rows = [row for row in text.strip("\n").split("\n") if row.strip()]
    bodies = [row.strip() for row in rows]
    for number, (row, body) in enumerate(zip(rows, bodies, strict=True)):
        indent = len(row) - len(row.lstrip())
        lines.append(Line(position, position + len(body), block=number, indent=indent))
        position += len(body) + 1
    document = Document("0" * 16, "t.txt", "txt", "0" * 64, "\n".join(bodies), tuple(lines))
    return [(h.level, h.title) for h in build_outline(document, Header((), 0)).agenda_items]


NESTED = [
    (
        "１　開会\n開会した。\n２　議事\n（１）予算について\n承認した。\n（２）規約について\n承認した。\n３　その他\nなし。",
        [(1, "開会"), (2, "予算について"), (2, "規約について"), (1, "その他")],
    ),
    (
        "議事\n（１）予算について\n承認した。\n（２）規約について\n承認した。",
        [(1, "予算について"), (1, "規約について")],
    ),
    (
        "５．主な質疑\n（１）予算について\n承認した。\n（２）規約について\n承認した。",
        [(1, "予算について"), (1, "規約について")],
    ),
    (
        "１　報告事項\n①工事について\n終えた。\n②点検について\n終えた。\n２　協議事項\n①広報について\n決めた。",
        [(1, "報告事項"), (2, "工事について"), (2, "点検について"), (1, "協議事項"), (2, "広報について")],
    ),
    (
        "＜１．進捗について＞\n◆窓口の状況\n・混んでいる。\n◆評価の方法\n・改める。\n＜２．その他＞\n・なし。",
        [(1, "進捗について"), (2, "窓口の状況"), (2, "評価の方法"), (1, "その他")],
    ),
    (
        "開会の言葉（乙川副会長）\n始めます。\n第１号議案　事業報告\n承認した。\n第２号議案　決算報告\n承認した。\n閉会の言葉\n終わり。",
        [(1, "開会の言葉"), (1, "事業報告"), (1, "決算報告"), (1, "閉会の言葉")],
    ),
    (
        "Ⅰ　報告\n１　工事について\n終えた。\n２　点検について\n終えた。\nⅡ　協議\n１　広報について\n決めた。",
        [(1, "報告"), (2, "工事について"), (2, "点検について"), (1, "協議"), (2, "広報について")],
    ),
    (
        "１ 開会\n開会した。\n２ 議事\n（１）予算について\n承認した。\n３ その他\nなし。\n４閉会\n閉会した。",
        [(1, "開会"), (2, "予算について"), (1, "その他"), (1, "閉会")],
    ),
    (
        "第１号議案　定款の変更\n可決した。\n第２号議案　補正予算\n可決した。\n報告事項\n会長が報告した。",
        [(1, "定款の変更"), (1, "補正予算"), (1, "報告事項")],
    ),
    (
        "４　付議事項\n１　市長指示事項\n指示した。\n２　審議事項\n⑴　料金について\n了承した。\n⑵　窓口について\n了承した。\n"
        "３　報告事項\n⑴　工事について\n報告した。\n４　その他\nなし。",
        [
            (1, "市長指示事項"),
            (1, "審議事項"),
            (2, "料金について"),
            (2, "窓口について"),
            (1, "報告事項"),
            (2, "工事について"),
            (1, "その他"),
        ],
    ),
    (
        "１　付議事項\n⑴　料金について\n了承した。\n２　報告事項\n⑴　工事について\n報告した。",
        [(1, "付議事項"), (2, "料金について"), (1, "報告事項"), (2, "工事について")],
    ),
    (
        "1. 費用の内訳\n1-1. 植栽について\n高い。\n1-2. 舗装について\n高い。\n2. 感想\n見直す余地がある。",
        [(1, "費用の内訳"), (2, "植栽について"), (2, "舗装について"), (1, "感想")],
    ),
]


@pytest.mark.parametrize(("text", "items"), NESTED)
def test_levels(text: str, items: list[tuple[int, str]]) -> None:
    assert _items(text) == items


@pytest.mark.parametrize(
    "text",
    [
        "次の意見が出た。\n（１）人手が足りない。\n（２）費用がかかる。\n（３）時間がない。",
        "・工事を終えた。\n・点検を終えた。\n・清掃を終えた。",
        "○市民の声が届いていない。\n○広報が弱い。",
        "令和5年の参加者は12人であった。\n10月に行う。",
        "（拍手）\n（総員挙手）\n可決した。",
        "〔「異議なし」と呼ぶ者あり〕\n可決した。\n〔「異議なし」と呼ぶ者あり〕\n可決した。",
        "①広報の充実\n②講座の開催\n③相談の強化",
    ],
)
def test_no_items(text: str) -> None:
    assert _items(text) == []


def test_a_bullet_heading_needs_text_beneath() -> None:
    with_text = "議事内容\n・祭りの収支について\n　黒字であった。\n・清掃の日程について\n　11月に行う。"
    assert _items(with_text) == [(1, "祭りの収支について"), (1, "清掃の日程について")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3], True),
        ([1, 2, 1, 2, 3], True),
        ([5, 6, 7], True),
        ([1, None, 2], True),
        ([3, 7, 12], False),
        ([2, 9], False),
    ],
)
def test_runs_on(values: list[int | None], expected: bool) -> None:
    assert runs_on(values) is expected


@pytest.mark.parametrize("row", ["議題1", "の件について", "１　開会", "◆予算について"])
def test_thousands_of_headings_nest_no_deeper_than_minutes_do(row: str) -> None:
    levels = [level for level, _ in _items("\n".join([row] * 3000))]
    assert max(levels, default=1) <= 12
