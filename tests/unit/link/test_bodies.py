"""Which minutes are of one body."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minutes_pipeline.link.bodies import body_key, by_body
from minutes_pipeline.model.minutes import Minutes

Reader = Callable[..., list[Minutes]]
MEMBERS = "榎本　俊介、鳴海　太郎、柏木　幸一、小田　学"


def _minutes(title: str, year: int, members: str = MEMBERS) -> str:
    return f"{title}\n日時：令和{year}年1月23日　14時～15時\n場所：302会議室\n出席委員：{members}\n議題１　計画の進捗について\n・資料により説明した。\n"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("令和５年度第１回楡ヶ丘市環境審議会　会議録", "第２回楡ヶ丘市環境審議会（書面開催）　結果概要", True),
        ("楡ヶ丘市環境審議会　議事録", "環境審議会　議事録", True),
        ("楡ヶ丘市環境推進委員会　議事録", "楡ヶ丘市環境推進協議会　議事録", True),
        ("楡ヶ丘市環境審議会　議事録", "楡ヶ丘市環境審議会 専門部会　議事録", False),
        ("楡ヶ丘市環境審議会　議事録", "楡ヶ丘市図書館協議会　議事録", False),
    ],
)
def test_same_members(series: Reader, first: str, second: str, same: bool) -> None:
    assert len(by_body(series(_minutes(first, 5), _minutes(second, 6)))) == (1 if same else 2)


def test_names_alike_with_other_members_are_two(series: Reader) -> None:
    read = series(
        _minutes("楡ヶ丘市環境推進委員会　議事録", 5),
        _minutes("楡ヶ丘市環境推進協議会　議事録", 6, "高野　ゆり、沢口　優、二宮　淳、真鍋　勝"),
    )
    assert len(by_body(read)) == 2


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("第３期楡ヶ丘市環境審議会（令和６年度第２回）質疑応答の記録", "楡ヶ丘市環境審議会"),
        ("楡ヶ丘市環境審議会 要点記録", "楡ヶ丘市環境審議会"),
    ],
)
def test_key(name: str, key: str) -> None:
    assert body_key(name) == key
