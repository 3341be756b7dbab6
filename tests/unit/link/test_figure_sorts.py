"""Sorts of figures: targets, rates and means beside what was reached."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minutes_pipeline.link.figure_sorts import Columns, is_change, sort_of
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.text.folding import flat

Reader = Callable[..., list[Minutes]]
_HEAD = (
    "楡ヶ丘市地域福祉庁内連絡会　議事録\n日時：令和６年1月23日　14時～15時\n場所：302会議室\n出席者：福祉部　榎本次長\n"
)


@pytest.mark.parametrize(
    ("line", "sorts"),
    [
        ("・登録者は、目標400人に対し312人であった。", {400: "target", 312: ""}),
        ("・利用者は312人である。", {312: ""}),
        ("・登録者の目標達成率は78.0％であった。", {78.0: "rate"}),
        ("・参加者は１会場当たり15人である。", {15: "mean"}),
        ("・目標を上回り、登録者は312人となった。", {312: ""}),
        ("取組\t指標\t年間の目標\t９月末\n見守り訪問\t訪問件数\t400件\t312件", {400: "target", 312: ""}),
    ],
)
def test_sorts(series: Reader, line: str, sorts: dict[float, str]) -> None:
    (minutes,) = series(f"{_HEAD}＜１.進捗状況報告＞\n{line}\n")
    text, columns = flat(minutes.text), Columns(minutes.text)
    found = {m.value: sort_of(m, text, columns.at(m.span.start)) for m in minutes.metrics}
    assert {value: found.get(value) for value in sorts} == sorts


def test_heads_of_columns() -> None:
    columns = Columns("前の文\n取組\t目標\t実績\n見守り\t40\t31\nあとの文")
    assert [columns.at(at) for at in (0, 5, 17, 20, 24)] == ["", "", "目標", "実績", ""]


@pytest.mark.parametrize(("line", "change"), [("・登録者は25人増えた。", True), ("・登録者は25人に増えた。", False)])
def test_changes(series: Reader, line: str, change: bool) -> None:
    (minutes,) = series(f"{_HEAD}＜１.進捗状況報告＞\n{line}\n")
    assert [is_change(m, flat(minutes.text)) for m in minutes.metrics] == [change]
