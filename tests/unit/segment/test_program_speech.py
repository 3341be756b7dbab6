"""Programs told in sentences: two names or more that end as programs' names do, each with a figure."""

from __future__ import annotations

import hashlib

import pytest

from minutes_pipeline.layout.canonical import lay_out
from minutes_pipeline.pipeline import extract, segment
from minutes_pipeline.read.plain import read_plain

_HEAD = (
    "楡ヶ丘市福祉審議会　議事要旨\n日時：令和６年1月23日　14時～15時\n場所：302会議室\n議題１　計画の進捗状況について\n"
)


def _titles(body: str) -> list[str]:
    text = f"{_HEAD}{body}\n"
    read = read_plain(text, "a.txt", hashlib.sha256(text.encode()).hexdigest())
    return [program.title for program in extract(segment(lay_out(read))).programs]


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        (
            "・みどり宣誓制度の宣誓は３組であった。\n・出前防災講座は中学校２校で開き、受講者は186人であった。",
            ["みどり宣誓制度", "出前防災講座"],
        ),
        (
            "・みどり・あおば宣誓制度（令和５年10月に「みどり宣誓制度」から改称）の宣誓は９組であった。\n・今年度は担い手に関する入門的研修を２回開いた。",
            ["みどり・あおば宣誓制度", "担い手に関する入門的研修"],
        ),
        # The same program in other words is one.
        (
            "・出前防災講座は中学校２校で開いた。\n・みどり塾は15人が受けた。\n・出前の防災講座は２校だけである。",
            ["出前防災講座", "みどり塾"],
        ),
        # Names in quotation marks that the document uses again, whatever they end in.
        (
            "循環バス「みどりん」の利用者は18,360人であった。デマンド交通「のるのる号」は、412人が利用した。\n・「みどりん」の最終便が早い。",
            ["みどりん", "のるのる号"],
        ),
        # One such sentence alone, and sentences without figures, tell nothing.
        ("・出前防災講座は中学校２校で開いた。", []),
        ("・出前防災講座は好評であった。\n・みどり塾は来年度も続ける。", []),
        ("・県の補助金は2分の1である。\n・研修を２回行った。", []),
        ("・審議会の女性委員の割合は28.4％であった。\n・男性職員の取得率は35.0％であった。", []),
    ],
)
def test_told_in_sentences(body: str, titles: list[str]) -> None:
    assert _titles(body) == titles


def test_a_table_of_one_row() -> None:
    """The heads of the columns name no program; the one row beneath them does."""
    assert _titles(
        "事業\t担当課\t指標\t目標値\t実績値\nくらし相談窓口\t福祉課\t来所者数（人）\t300\t312\n・説明した。"
    ) == ["くらし相談窓口"]
