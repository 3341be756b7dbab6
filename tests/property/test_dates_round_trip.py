"""Dates printed in many forms read back; random text never crashes."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from minutes_pipeline.values.dates import WEEKDAYS, find_dates, parse_date
from minutes_pipeline.values.times import find_times

_DAYS = st.dates(min_value=date(2019, 5, 1), max_value=date(2045, 12, 31))
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def _forms(day: date) -> list[str]:
    era, weekday = day.year - 2018, WEEKDAYS[day.weekday()]
    return [
        f"令和{era}年{day.month}月{day.day}日（{weekday}）",
        f"令和{era}年{day.month}月{day.day}日".translate(_WIDE),
        f"令和 {era} 年 {day.month} 月 {day.day} 日（{weekday}曜日）",
        f"令和{era}年（{day.year}年）{day.month}月{day.day}日",
        f"{day.year}年（令和{era}年）{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}（{weekday}）",
        day.isoformat(),
        f"R{era}.{day.month}.{day.day}",
    ]


@given(_DAYS, st.integers(0, 7))
def test_round_trip(day: date, form: int) -> None:
    printed = _forms(day)[form]
    (found,) = find_dates(printed)
    assert parse_date(printed) == day
    assert not found.conflict and found.weekday_fits() is not False
    assert 0 <= found.start < found.end <= len(printed)


@given(st.text(alphabet="令和平成元年度月日時分午前後0123456789０１５/.-（）月火 　~～・の末同翌", max_size=60))
def test_any_text(text: str) -> None:
    for match in find_dates(text):
        assert 0 <= match.start < match.end <= len(text)
        assert match.month is None or 1 <= match.month <= 12
    for time in find_times(text):
        assert text[time.start : time.end] and 0 <= time.hour <= 24
