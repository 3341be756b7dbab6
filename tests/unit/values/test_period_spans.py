"""Stretches named by parts of a year or by a pair of years."""

from datetime import date

import pytest

from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.periods import Clock, find_periods

CLOCK = Clock(day=date(2024, 11, 14))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("平成30～令和４年度の累計は", "2018-04-01", "2023-03-31"),
        ("令和４、５年度の平均は", "2022-04-01", "2024-03-31"),
        ("令和３～５年度に", "2021-04-01", "2024-03-31"),
        ("３・４年度の実績は", "2021-04-01", "2023-03-31"),
        ("平成30年から令和２年度まで", "2018-04-01", "2021-03-31"),
        ("第３四半期までの累計は", "2024-04-01", "2024-12-31"),
        ("第２四半期の売上は", "2024-07-01", "2024-09-30"),
    ],
)
def test_stretch(text: str, first: str, last: str) -> None:
    assert [(str(p.first), str(p.last)) for p in find_periods(flat(text), CLOCK)] == [(first, last)]


@pytest.mark.parametrize("text", ["５、４年度", "令和５・平成30年度", "第４、５年度"])
def test_falling_pairs_are_no_stretch(text: str) -> None:
    assert all(p.kind != "range" for p in find_periods(flat(text), CLOCK))
