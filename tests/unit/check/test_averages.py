"""Averages: total ÷ printed days against the printed mean."""

from collections.abc import Callable

import pytest

from minutes_pipeline.check.averages import check_averages
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.section import Outline

Make = Callable[[str], tuple[Outline, Minutes]]


@pytest.mark.parametrize(
    "body",
    [
        "・利用状況：４月３日～12月28日まで　189日間\n　利用者：3,045人　一日平均　16.1人",
        "・７月29日から８月９日までの平日10日間開き、１日平均38.4人、延べ384人の参加があった。",
        "・来館者は一日平均316人である。",
        "・37団体に総額1,850千円を交付した。１団体当たりの平均は５万円である。",
        "・41団体に総額2,009千円を交付し、１団体当たりの平均は４万９千円であった。",
        "・利用状況：189日間\n　利用者：約3,000人　一日平均　20.0人",
    ],
)
def test_no_finding(minutes_of: Make, body: str) -> None:
    assert check_averages(*minutes_of(body)) == ()


@pytest.mark.parametrize(
    ("body", "cited"),
    [
        (
            "・利用状況：４月３日～12月28日まで　189日間\n　利用者：3,045人　一日平均　18.1人",
            ["189日間", "3,045人", "18.1人"],
        ),
        ("・37団体に総額1,850千円を交付した。１団体当たりの平均は６万円である。", ["37団体", "1,850千円", "６万円"]),
    ],
)
def test_finding(minutes_of: Make, body: str, cited: list[str]) -> None:
    outline, minutes = minutes_of(body)
    findings = check_averages(outline, minutes)
    assert [f.code for f in findings] == ["average_mismatch"]
    quotes = [outline.document.text[s.start : s.end] for s in findings[0].spans]
    assert len(quotes) == 3
    assert all(any(c in q for q in quotes) for c in cited)
