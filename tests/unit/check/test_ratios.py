"""Ratios: a printed percentage against the counts beside it."""

from collections.abc import Callable

import pytest

from minutes_pipeline.check.ratios import check_ratios
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.section import Outline

Make = Callable[[str], tuple[Outline, Minutes]]


@pytest.mark.parametrize(
    "body",
    [
        "・対象者3,120人のうち、同意した方は1,747人（同意率56.0％）である。",
        "・発送2,000通に対し回答は874通（回収率43.7％）であった。",
        "・参加は120人で、前年の100人から20％増えた。",
        "・登録者は200人、団体は40団体、加入率は66.5％である。",
        "・対象200人のうち約50人（30％）が参加した。",
    ],
)
def test_no_finding(minutes_of: Make, body: str) -> None:
    assert check_ratios(*minutes_of(body)) == ()


@pytest.mark.parametrize(
    "body",
    [
        "・対象者3,120人のうち、同意した方は1,747人（同意率65.0％）である。",
        "・発送2,000通に対し回答は874通（回収率47.3％）であった。",
    ],
)
def test_finding_cites_three_places(minutes_of: Make, body: str) -> None:
    outline, minutes = minutes_of(body)
    findings = check_ratios(outline, minutes)
    assert [f.code for f in findings] == ["ratio_mismatch"]
    assert len(findings[0].spans) == 3
    assert all(f.severity == "warning" for f in findings)
