"""Changes beside the two figures that changed: what holds, what does not, and what is another statement."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minutes_pipeline.check.differences import check_differences
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.section import Outline

Make = Callable[[str], tuple[Outline, Minutes]]

HOLDS = [
    "利用者は738人で、令和４年度の665人から73人、11.0％増えた。",
    "受講者は83人で、前年度の58人から25人増えた。",
    "充足率は平成29年度の71.2％から令和４年度は66.5％となり、4.7ポイント低下した。",
    "相談は1,200件で、前年度の1,000件に比べ20.0％の増となった。",
    "外国人住民は９月末現在で4,120人、昨年同期の3,847人から273人の増。",
    "令和５年度の利用者数は51,934人で、令和４年度の48,210人を3,724人上回りました。",
    "ボランティアは38人から35人に減り、３人の減となった。",
    "配布率は96.4％から99.1％へと2.7ポイント上がった。",
]
FAILS = [
    "受講者は83人で、前年度の58人から35人増えた。",
    "充足率は平成29年度の71.2％から令和４年度は66.5％となり、5.7ポイント低下した。",
    "相談は1,200件で、前年度の1,000件に比べ25.0％の増となった。",
    "外国人住民は９月末現在で4,120人、昨年同期の3,847人から373人の増。",
    "令和５年度の利用者数は51,934人で、令和４年度の48,210人を3,824人上回りました。",
    "ボランティアは38人から35人に減り、５人の減となった。",
]
ELSEWHERE = [
    "職員は120人で、昨年度は300人から20人増やした。",
    "受講者は83人で、前年度の58人から約30人増えた。",
    "受講者は83人で、会場は前年度の４か所から２か所増えた。",
    "割合は30.0％で、前年度の25.0％から20.0％増えた。",
]
"""Another change, a rounded one, other units, a percentage of a percentage."""


@pytest.mark.parametrize("sentence", [*HOLDS, *ELSEWHERE])
def test_no_finding(minutes_of: Make, sentence: str) -> None:
    assert check_differences(*minutes_of(f"・{sentence}")) == ()


@pytest.mark.parametrize("sentence", FAILS)
def test_a_change_that_is_off_cites_three_places(minutes_of: Make, sentence: str) -> None:
    findings = check_differences(*minutes_of(f"・{sentence}"))
    assert [(f.code, f.severity, len(f.spans)) for f in findings] == [("difference_mismatch", "warning", 3)]
