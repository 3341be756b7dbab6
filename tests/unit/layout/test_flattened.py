"""A table flattened into one line is laid out again; slashes in prose are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minutes_pipeline.model.document import Document

Lay = Callable[[str], Document]


def test_roster(lay_text: Lay) -> None:
    document = lay_text(
        "会議録\n【出席簿】　役職／氏名／出欠／備考　会長／甲野　太郎／〇／見本大学　工学部　委員／乙川　花子／×／公募市民"
    )
    assert document.text.split("\n") == [
        "会議録",
        "【出席簿】",
        "役職\t氏名\t出欠\t備考",
        "会長\t甲野　太郎\t〇\t見本大学　工学部",
        "委員\t乙川　花子\t×\t公募市民",
    ]
    assert (document.tables[0].kind, document.tables[0].rows, document.tables[0].cols) == ("data", 3, 4)


def test_figures_with_bars(lay_text: Lay) -> None:
    document = lay_text("項目|目標|実績 加入率|60%|58% 参加者|120人|98人")
    assert document.text.split("\n") == ["項目\t目標\t実績", "加入率\t60%\t58%", "参加者\t120人\t98人"]


@pytest.mark.parametrize(
    "text",
    [
        "１１月１０日（日）／予備日１７日／で公園の清掃を行う。",
        "トップ／組織／審議会　会議録",
        "役職／氏名／出欠　会長／甲野",
        "区分／人数　窓口",
    ],
)
def test_no_table(lay_text: Lay, text: str) -> None:
    assert lay_text(text).tables == () and lay_text(text).text == text
