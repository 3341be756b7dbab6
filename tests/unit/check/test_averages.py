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
        "・利用状況：４月３日～12月20日まで　180日間\n　利用者：2,898人　一日平均　16.1人",
        "・８月５日から８月14日までの10日間開き、１日平均27.3人、延べ273人の参加があった。",
        "・来館者は一日平均316人である。",
        "・38団体に総額1,900千円を交付した。１団体当たりの平均は５万円である。",
        "・41団体に総額2,009千円を交付し、１団体当たりの額は平均４万９千円であった。",
        "・利用状況：180日間\n　利用者：約3,000人　一日平均　20.0人",
        "・利用状況：180日間\n　利用者：2,999人　一日平均　16.6人",
    ],
)
def test_no_finding(minutes_of: Make, body: str) -> None:
    assert check_averages(*minutes_of(body)) == ()


@pytest.mark.parametrize(
    ("body", "cited"),
    [
        (
            "・利用状況：４月３日～12月20日まで　180日間\n　利用者：2,898人　一日平均　18.1人",
            ["180日間", "2,898人", "18.1人"],
        ),
        ("・38団体に総額1,900千円を交付した。１団体当たりの平均は６万円である。", ["38団体", "1,900千円", "６万円"]),
    ],
)
def test_finding(minutes_of: Make, body: str, cited: list[str]) -> None:
    outline, minutes = minutes_of(body)
    findings = check_averages(outline, minutes)
    assert [f.code for f in findings] == ["average_mismatch"]
    quotes = [outline.document.text[s.start : s.end] for s in findings[0].spans]
    assert len(quotes) == 3
    assert all(any(c in q for q in quotes) for c in cited)
