"""The same indicator over the years: shortened names, other halves of a year, figures called by their program alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minutes_pipeline.link.linking import link_bodies
from minutes_pipeline.link.metric_series import metric_key
from minutes_pipeline.model.minutes import Minutes

Reader = Callable[..., list[Minutes]]


def _minutes(year: int, *lines: str) -> str:
    return (
        f"楡ヶ丘市地域福祉庁内連絡会　議事録\n日時：令和{year}年1月23日　14時～15時\n場所：302会議室\n出席者：福祉部　榎本次長\n"
        "＜１.進捗状況報告＞\n目標１　相談しやすいまちづくり\n" + "\n".join(lines) + "\n"
    )


CAFE = "➀事業事例…みどりカフェ（福祉部）"


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        # (lines of one year, of the next, figures of one series)
        (["・特養の待機者は214人である。"], ["・特別養護老人ホームの待機者は187人である。"], {214, 187}),
        ([CAFE, "・参加者は延べ842人である。"], [CAFE, "・みどりカフェは、延べ1,015人である。"], {842, 1015}),
        (
            [CAFE, "・みどりカフェは、延べ842人である。", "・登録者は64人である。"],
            [CAFE, "・みどりカフェの利用者は1,015人である。", "・登録者は71人である。"],
            {842, 1015},
        ),
        ([CAFE, "・みどりカフェへの相談は31件である。"], [CAFE, "・相談は48件である。"], {31, 48}),
        (
            [CAFE, "・利用者は665人である。"],
            [CAFE, "・利用者は738人（大人556人、子ども182人）で、前年度の665人から73人増えた。"],
            {665, 738},
        ),
        ([CAFE, "・上半期の相談は412件である。"], [CAFE, "・相談は905件である。"], {412, 905}),
        ([CAFE, "・見直しの件数は16件である。"], [CAFE, "・見直した件数は19件である。"], {16, 19}),
    ],
)
def test_together(series: Reader, first: list[str], second: list[str], together: set[float]) -> None:
    links = link_bodies(series(_minutes(6, *first), _minutes(7, *second)))
    assert together in [{point.value for point in one.points} for one in links.metric_series]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([CAFE, "・登録者の目標は400人である。"], [CAFE, "・登録者は312人である。"]),
        ([CAFE, "・１会場当たり19人である。"], [CAFE, "・参加者は312人である。"]),
        (["・養成研修の修了者は22人である。"], ["・保育所の待機児童は31人である。"]),
    ],
)
def test_apart(series: Reader, first: list[str], second: list[str]) -> None:
    links = link_bodies(series(_minutes(6, *first), _minutes(7, *second)))
    assert [len(one.points) for one in links.metric_series] == [1, 1]


@pytest.mark.parametrize(
    ("name", "key"),
    [("上半期の相談件数", "相談"), ("「みどり塾」の参加者数", "みどり塾の参加"), ("登録者数の目標値", "登録")],
)
def test_key(name: str, key: str) -> None:
    assert metric_key(name) == key
