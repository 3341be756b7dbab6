"""Periods: which days a printed statement names."""

from datetime import date

import pytest

from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.periods import Clock, find_periods, fiscal_year_of

CLOCK = Clock(day=date(2025, 2, 18))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("令和５年度の", "2023-04-01", "2024-03-31"),
        ("2023年度は", "2023-04-01", "2024-03-31"),
        ("令和３年から４年度まで", "2021-04-01", "2023-03-31"),
        ("４月３日～12月 28日まで", "2024-04-03", "2024-12-28"),
        ("８月１日から31日まで", "2024-08-01", "2024-08-31"),
        ("令和3年12月から令和4年3月までの", "2021-12-01", "2022-03-31"),
        ("昨年４月から12月までの", "2024-04-01", "2024-12-31"),
        ("平成20年から令和3年までに", "2008-01-01", "2021-12-31"),
        ("昨年７、８月の", "2024-07-01", "2024-08-31"),
        ("12月末現在で", "2024-12-31", "2024-12-31"),
        ("１月１日現在", "2025-01-01", "2025-01-01"),
        ("９月30日時点の", "2024-09-30", "2024-09-30"),
        ("令和５年度末で", "2024-03-31", "2024-03-31"),
        ("９月末までに", "2024-04-01", "2024-09-30"),
        ("昨年度の", "2023-04-01", "2024-03-31"),
        ("今年度すでに", "2024-04-01", "2025-03-31"),
        ("年度内に", "2024-04-01", "2025-03-31"),
        ("来年度に", "2025-04-01", "2026-03-31"),
        ("昨年は", "2024-01-01", "2024-12-31"),
        ("平成29年中の", "2017-01-01", "2017-12-31"),
        ("令和４年度上半期の", "2022-04-01", "2022-09-30"),
        ("下半期の", "2024-10-01", "2025-03-31"),
        ("令和5年度第２四半期は", "2023-07-01", "2023-09-30"),
        ("今月の申請", "2025-02-01", "2025-02-28"),
        ("先月は", "2025-01-01", "2025-01-31"),
        ("６月の懇談会", "2024-06-01", "2024-06-30"),
        ("30年度の", "2018-04-01", "2019-03-31"),
        ("10月から２か月間の", "2024-10-01", "2024-11-30"),
        ("昨年度末時点の", "2024-03-31", "2024-03-31"),
    ],
)
def test_period(text: str, first: str, last: str) -> None:
    assert [(str(p.first), str(p.last)) for p in find_periods(flat(text), CLOCK)] == [(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "前年度比▲2.3％",
        "昨年度より８％増",
        "前年から38人",
        "昨年の同じ時期に比べて",
        "前年度の同期間と比べて",
        "昨年度の連絡会で報告した",
        "７月から試行する",
        "10月頃に行う",
        "次年度へ繰り越す",
        "昨年秋の調査",
        "前年を１割上回る",
        "30分程度",
    ],
)
def test_no_period(text: str) -> None:
    assert find_periods(flat(text), CLOCK) == ()


def test_previous_year_follows_the_period_told_of() -> None:
    told = Clock(day=date(2024, 11, 14), fiscal=2023)
    assert str(find_periods("前年度の", told)[0].first) == "2022-04-01"
    assert str(find_periods("今年度の", told)[0].first) == "2024-04-01"


@pytest.mark.parametrize(
    ("text", "first", "last", "stated"),
    [
        ("計画の期間は令和６年度から５年間で、", "2024-04-01", "2029-03-31", "令和6年度から"),
        ("10月から２か月間閉館する", "2024-10-01", "2024-11-30", "10月から"),
    ],
)
def test_a_length_behind_its_start_is_left_to_the_figures(text: str, first: str, last: str, stated: str) -> None:
    folded = flat(text)
    found = find_periods(folded, CLOCK)
    assert [(str(p.first), str(p.last), folded[p.start : p.end]) for p in found] == [(first, last, stated)]


def test_the_year_before_said_over_and_over_leads_to_no_impossible_year() -> None:
    found = find_periods("前年度" * 2500, Clock(day=date(2024, 5, 1)))
    assert found
    assert min(p.first.year for p in found) >= 1868


def test_without_a_year_nothing_is_guessed() -> None:
    assert find_periods("４月３日から12月28日まで、昨年度は", Clock()) == ()


def test_as_of_is_not_behind_the_meeting() -> None:
    june = Clock(day=date(2024, 6, 20))
    assert str(find_periods("3月末現在", june)[0].first) == "2024-03-31"


def test_fiscal_year() -> None:
    assert [fiscal_year_of(date(2024, m, 1)) for m in (1, 3, 4, 12)] == [2023, 2023, 2024, 2024]
