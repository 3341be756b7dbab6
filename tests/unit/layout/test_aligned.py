"""Tables typed with white space: which lines are rows, and what stands in which column."""

from __future__ import annotations

import pytest

from minutes_pipeline.layout.canonical import lay_out
from minutes_pipeline.read.plain import read_plain


def _lines(text: str) -> list[str]:
    return lay_out(read_plain(text, "a.txt", "0" * 64)).text.split("\n")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "　　区　　分　　　　　　　令和３年度　　令和４年度\n　　利用者数（人）　　　　　8,412　　　　10,977\n"
            "　　負担額（千円）　　　　 18,300　　　　21,450\n",
            ["区　　分\t令和３年度\t令和４年度", "利用者数（人）\t8,412\t10,977", "負担額（千円）\t18,300\t21,450"],
        ),
        (
            "　　指　標　　　　　　　　　　　　　単位　　目標値　　実績値\n"
            "　　子育て広場の利用者数　　　　　　人　　　24,000　　22,318\n"
            "　　見守り・サポート・センター会員数　人　　　 1,200　　 1,254\n",
            [
                "指　標\t単位\t目標値\t実績値",
                "子育て広場の利用者数\t人\t24,000\t22,318",
                "見守り・サポート・センター会員数\t人\t1,200\t1,254",
            ],
        ),
        (
            "測定項目　　　　　　　　基準値　　　　令和４年度　　令和５年度\n"
            "上流のＢＯＤ　　　　　　3.0mg/L以下　　2.1mg/L　　　1.8mg/L\n"
            "道路の騒音（昼間）　　　70デシベル以下　68デシベル　　69デシベル\n",
            [
                "測定項目\t基準値\t令和４年度\t令和５年度",
                "上流のＢＯＤ\t3.0mg/L以下\t2.1mg/L\t1.8mg/L",
                "道路の騒音（昼間）\t70デシベル以下\t68デシベル\t69デシベル",
            ],
        ),
        (
            "目標\t施策\t事業名\t担当課\t指標\t令和５年度\n１\t窓口\t相談事業\t福祉課\t件数\t120件\n２\t居場所\t広場\t子育て課\t人数\t80人\n",
            ["目標\t施策\t事業名\t担当課\t指標\t令和５年度", "１\t窓口\t相談事業\t福祉課\t件数\t120件", "２\t居場所\t広場\t子育て課\t人数\t80人"],
        ),
    ],
    ids=["spaced label", "one space behind a long label", "units with a stroke", "progress sheet"],
)  # fmt: skip
def test_table(text: str, rows: list[str]) -> None:
    assert _lines(f"次のとおりである。\n{text}質疑はなかった。\n") == ["次のとおりである。", *rows, "質疑はなかった。"]


@pytest.mark.parametrize(
    "text",
    [
        "会長　　山野　一郎　　福祉部\n委員　　川上　花子　　市民部\n委員　　谷口　次郎　　総務部\n",
        "１番　　山野　一郎　　２番　　川上　花子\n３番　　谷口　次郎　　４番　　森下　三郎\n",
        "日　時　　令和６年５月17日\n場　所　　市役所201会議室\n出席者　　12人\n",
        "（１）事業の報告　　　　10分\n質疑　　５分\n",
    ],
)
def test_no_table(text: str) -> None:
    assert not any("\t" in line for line in _lines(f"{text}以上\n"))
