"""Programs under another name: what stands in their place, restates their figures, ends alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minutes_pipeline.link.programs import link_programs
from minutes_pipeline.link.successors import ending_likeness
from minutes_pipeline.model.minutes import Minutes

Reader = Callable[..., list[Minutes]]


def _minutes(year: int, *programs: str) -> str:
    return (
        f"楡ヶ丘市地域福祉庁内連絡会　議事録\n日時：令和{year}年1月23日　14時～15時\n場所：302会議室\n出席者：福祉部　榎本次長\n"
        "＜１.進捗状況報告＞\n目標１　相談しやすいまちづくり\n" + "\n".join(programs) + "\n"
    )


FIRST = "➀事業事例…見守り訪問（福祉部）\n・訪問は412件である。"
LAST = "③事業事例…手話通訳の派遣（福祉部）\n・派遣は128件である。"


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        # In its place, of the same department, and its figure is printed again.
        (
            "②事業事例…いきいき体操（健康部）\n・会場は64か所である。",
            "②事業事例…にれ元気塾（健康部）\n・会場は昨年度の64か所から71か所に増えた。",
            True,
        ),
        # In its place, and the names end alike.
        ("②事業事例…緊急通報装置の貸与（健康部）", "②事業事例…高齢者見守り装置の貸与（健康部）", True),
        # In its place, of another department, with nothing in common.
        ("②事業事例…いきいき体操（健康部）", "②事業事例…空き家の活用（建設部）", False),
    ],
)
def test_in_its_place(series: Reader, old: str, new: str, same: bool) -> None:
    histories, _, _ = link_programs(series(_minutes(6, FIRST, old, LAST), _minutes(7, FIRST, new, LAST)))
    assert [len(history.appearances) for history in histories] == ([2, 2, 2] if same else [2, 1, 2, 1])


def test_told_by_an_earlier_meeting(series: Reader) -> None:
    """The change of name is often told before the new name heads a report."""
    told = "②事業事例…いきいき体操（健康部）\n・４月から「にれ元気塾」と名前を変えた。"
    histories, _, _ = link_programs(series(_minutes(6, told), _minutes(7, "➀事業事例…にれ元気塾（市民部）")))
    assert [len(history.appearances) for history in histories] == [2]


@pytest.mark.parametrize(
    ("one", "other", "alike"), [("緊急通報装置貸与", "見守り装置貸与", True), ("空き家相談", "子育て相談", False)]
)
def test_endings(one: str, other: str, alike: bool) -> None:
    assert (ending_likeness(one, other) > 0) is alike
