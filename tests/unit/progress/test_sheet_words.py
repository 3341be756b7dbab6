"""The long cells of the sheet: opinions with their answers, decisions, what is to come, what was said of a goal as a whole."""

from __future__ import annotations

import hashlib

import pytest

from minutes_pipeline.layout.canonical import lay_out
from minutes_pipeline.link.linking import link_meetings
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.pipeline import extract, segment
from minutes_pipeline.progress.plan import Plan
from minutes_pipeline.progress.sheet import WHOLE_GOAL, ProgressSheet, progress_sheet
from minutes_pipeline.progress.sheet_words import reported_year
from minutes_pipeline.read.plain import read_plain

PLAN = Plan.model_validate({
    "plan": "楡ヶ丘市地域福祉計画",
    "goals": [{"number": 1, "title": "相談しやすいまちづくり", "measures": [{"programs": [
        {"title": "くらし相談窓口"}, {"title": "見守りネットワーク"},
    ]}]}],
})  # fmt: skip
LIAISON = """楡ヶ丘市地域福祉庁内連絡会　議事録
日時：令和6年1月23日　14時～15時
場所：302会議室
出席者：福祉部　榎本次長
＜１.進捗状況報告＞
目標１　相談しやすいまちづくり
➀事業事例…くらし相談窓口（福祉部）
・相談件数：令和５年度（12月末現在）：260件
・課題：相談員が２名のため、夜間の電話に対応できていない。
・窓口を市役所の１階に移すこととした。
・夜間の周知を強めてほしいとの意見があった。
→ 広報紙の２月号に番号を載せた。
・来年度は電話の当番を５人に増やす予定である。
"""
COMMITTEE = """楡ヶ丘市地域福祉推進委員会　会議録
日時　令和5年11月7日（火）午後2時～4時
場所　市役所201会議室
出席者　鳴海委員長、椎名委員、早瀬委員
事務局　福祉課　榎本課長
１　令和５年度の取組について
目標１　相談しやすいまちづくり
○椎名委員　くらし相談窓口は平日の昼間だけでなく、土曜日も開いてはどうでしょうか。
○榎本課長　土曜日の試行を来年度に行う方向で調整しております。
○早瀬委員　相談のことは、若い人にも届くよう知らせ方を工夫していただきたいと思います。
○榎本課長　学校を通じて知らせます。
２　その他
○鳴海委員長　本日はここまでといたします。
"""


def _read(text: str, name: str) -> Minutes:
    return extract(segment(lay_out(read_plain(text, name, hashlib.sha256(text.encode()).hexdigest()))))


@pytest.fixture(scope="module")
def sheet() -> ProgressSheet:
    series, others = [_read(LIAISON, "連絡会.txt")], [_read(COMMITTEE, "委員会.txt")]
    return progress_sheet(PLAN, 2023, series, link_meetings(series), (others, link_meetings(others)))


def _quotes(sheet: ProgressSheet, program: str, cell: str) -> list[str]:
    row = next(one for one in sheet.rows if one.program == program)
    return [citation.quote for citation in getattr(row, cell).citations]


@pytest.mark.parametrize(
    ("program", "cell", "expected"),
    [
        ("くらし相談窓口", "issues", ["相談員が２名のため、夜間の電話に対応できていない。"]),
        ("くらし相談窓口", "direction", ["窓口を市役所の１階に移すこととした。"]),
        ("くらし相談窓口", "opinions", [
            "夜間の周知を強めてほしいとの意見があった。", "くらし相談窓口は平日の昼間だけでなく、土曜日も開いてはどうでしょうか。",
        ]),
        ("くらし相談窓口", "responses", ["広報紙の２月号に番号を載せた。", "土曜日の試行を来年度に行う方向で調整しております。"]),
        ("くらし相談窓口", "next_year", ["来年度は電話の当番を５人に増やす予定である。"]),
        ("見守りネットワーク", "opinions", []),
        ("見守りネットワーク", "issues", []),
        (WHOLE_GOAL, "opinions", ["相談のことは、若い人にも届くよう知らせ方を工夫していただきたいと思います。"]),
        (WHOLE_GOAL, "responses", ["学校を通じて知らせます。"]),
    ],
)  # fmt: skip
def test_cells(sheet: ProgressSheet, program: str, cell: str, expected: list[str]) -> None:
    assert _quotes(sheet, program, cell) == expected


def test_each_cell_stands_in_its_document(sheet: ProgressSheet) -> None:
    texts = {"連絡会.txt": _read(LIAISON, "連絡会.txt").text, "委員会.txt": _read(COMMITTEE, "委員会.txt").text}
    cited = [one for row in sheet.rows for cell in row.long_cells for one in cell.citations]
    assert cited and all(texts[one.document][one.span.start : one.span.end] == one.quote for one in cited)
    assert sheet.meetings == (
        ("2023-11-07", "楡ヶ丘市地域福祉推進委員会"),
        ("2024-01-23", "楡ヶ丘市地域福祉庁内連絡会"),
    )


def test_without_the_committee_its_words_are_not_there() -> None:
    series = [_read(LIAISON, "連絡会.txt")]
    alone = progress_sheet(PLAN, 2023, series, link_meetings(series))
    assert _quotes(alone, "くらし相談窓口", "opinions") == ["夜間の周知を強めてほしいとの意見があった。"]
    assert [row.program for row in alone.rows] == ["くらし相談窓口", "見守りネットワーク"]


def test_another_year_has_no_words() -> None:
    series = [_read(LIAISON, "連絡会.txt")]
    other = progress_sheet(PLAN, 2021, series, link_meetings(series))
    assert not any(cell.citations for row in other.rows for cell in row.long_cells)


@pytest.mark.parametrize(
    ("day", "figures", "year"),
    [
        # Figures of the whole last year alone: it is looked back on.
        ("令和6年7月18日", "・相談件数：令和５年度：260件\n・来所者数：令和５年度：120人", 2023),
        # In summer, beside as many of this year.
        ("令和6年7月18日", "・相談件数：令和５年度：260件　令和６年度（6月末現在）：60件", 2023),
        # In winter the figures of this year count, those of the last are compared.
        ("令和7年1月23日", "・相談件数：令和５年度：260件　令和６年度（12月末現在）：160件", 2024),
        ("令和6年11月7日", "・相談件数：令和５年度：260件\n・来所者数：令和５年度：120人", 2023),
        ("令和7年1月23日", "・資料を説明した。", 2024),
        ("令和6年5月1日", "・資料を説明した。", 2024),
    ],
)
def test_the_year_a_meeting_speaks_of(day: str, figures: str, year: int) -> None:
    text = LIAISON.replace("令和6年1月23日", day).replace("・相談件数：令和５年度（12月末現在）：260件", figures)
    assert reported_year(_read(text, "a.txt")) == year
