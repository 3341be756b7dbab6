"""The same program across meetings: renamed, moved to another department, described by another title."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minutes_pipeline.link.programs import link_programs, program_key
from minutes_pipeline.model.minutes import Minutes

Reader = Callable[..., list[Minutes]]


def _minutes(year: int, *programs: str) -> str:
    body = "\n".join(programs)
    return (
        f"楡ヶ丘市地域福祉庁内連絡会　議事録\n日時：令和{year}年1月23日　14時～15時\n場所：302会議室\n出席者：福祉部　榎本次長\n"
        f"＜１.進捗状況報告＞\n目標１　相談しやすいまちづくり\n{body}\n"
    )


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("➀事業事例…くらし相談窓口（福祉部）", "➀事業事例…くらし相談窓口（市民部）", True),
        ("➀事業事例…くらし相談窓口（福祉部）", "➀事業事例…くらし相談窓口事業について（福祉部）", True),
        ("➀情報共有…自治会への加入率の低下（市民部）", "➀情報共有…自治会の加入促進（市民部）", True),
        (
            "➀事業事例…なないろ広場（こども部）",
            "➀事業事例…にれの子センター（こども部）\n令和６年４月に「なないろ広場」から名称を改めた。",
            True,
        ),
        ("➀事業事例…くらし相談窓口（福祉部）", "➀事業事例…手話通訳者派遣事業（福祉部）", False),
        ("➀事業事例…成年後見支援センター（福祉部）", "➀事業事例…子育て支援センター（こども部）", False),
        ("③その他（企画部）", "③その他（企画部）", False),
    ],
)
def test_linked(series: Reader, first: str, second: str, same: bool) -> None:
    histories, _, owner = link_programs(series(_minutes(6, first), _minutes(7, second)))
    assert any(len(history.appearances) == 2 for history in histories) is same
    assert all(0 <= number < len(histories) for number in owner.values())


def test_one_program_is_not_given_to_two(series: Reader) -> None:
    histories, _, _ = link_programs(
        series(
            _minutes(6, "➀事業事例…見守り訪問事業（福祉部）"),
            _minutes(7, "➀事業事例…見守り訪問事業（福祉部）\n②事業事例…見守り配食事業（福祉部）"),
        )
    )
    assert [len(history.appearances) for history in histories] == [2, 1]


@pytest.mark.parametrize(
    ("title", "key"), [("くらし相談窓口事業について", "くらし相談窓口"), ("見守り等", "見守り"), ("事業", "事業")]
)
def test_key(title: str, key: str) -> None:
    assert program_key(title) == key
