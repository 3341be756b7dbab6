"""First and last day of stretches named by month, half, quarter or a pair of years (期間の日付計算)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from minutes_pipeline.values.eras import era_year, small_number

_S = r"\s{0,2}"
# 平成30~令和4年度, 令和4、5年度, 4~6年度: 年度 printed once.
YEAR_PAIR = re.compile(
    rf"(?:(?P<era>令和|平成|昭和|[RH]){_S})?(?<![0-9.第])(?P<a>元|[0-9]{{1,2}}){_S}年?{_S}(?:~|-|から|、|・|及び|と){_S}"
    rf"(?:(?P<era2>令和|平成|昭和|[RH]){_S})?(?P<b>元|[0-9]{{1,2}}){_S}年{_S}度(?!末)"
)


# R6 52.8%, R5実績: an era year by its letter alone, a fiscal year.
SHORT_YEAR = re.compile(
    r"(?<![A-Za-z0-9])(?P<era>[RH])(?P<year>元|[0-9]{1,2})(?=\s?[)、~→:]|\s[0-9▲]|の?(?:実績|見込|目標|決算|予算)|$)(?!\s?[./-])"
)


def month_span(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def last_day_after(first: date, months: int) -> date:
    """Last day of a stretch of ``months`` that begins on ``first`` (10月から2か月間 -> 30 November)."""
    month = first.year * 12 + first.month - 1 + months
    start_of_next = date(month // 12, month % 12 + 1, min(first.day, 28))
    return start_of_next - timedelta(days=1)


def part_span(year: int, half: str | None, quarter: str | None) -> tuple[date, date]:
    """First and last day of a half or a quarter of the fiscal year ``year``."""
    if half is not None:
        upper = half in ("上半期", "上期", "前期")
        return (date(year, 4, 1), date(year, 9, 30)) if upper else (date(year, 10, 1), date(year + 1, 3, 31))
    index = "1234".find(quarter or "1")
    index = index if index >= 0 else "一二三四".index(quarter or "一")
    starts = ((year, 4), (year, 7), (year, 10), (year + 1, 1))[index]
    return date(starts[0], starts[1], 1), month_span(starts[0], starts[1] + 2)[1]


def year_pair_span(found: re.Match[str], latest: int | None) -> tuple[date, date] | None:
    """First and last day of two fiscal years printed as one, or None where they are no stretch.

    Args:
        found: A match of ``YEAR_PAIR``.
        latest: The latest year that an era year printed without era may mean, or None.
    """
    era = found["era"] or found["era2"]
    numbers = small_number(found["a"]), small_number(found["b"])
    if numbers[0] is None or numbers[1] is None or (era is None and latest is None):
        return None
    if era is None:
        named = [e for e in ("令和", "平成") if (y := era_year(e, numbers[1])) is not None and y <= (latest or 0)]
        if not named:
            return None
        era = named[0]
    first, last = era_year(found["era"] or era, numbers[0]), era_year(found["era2"] or era, numbers[1])
    if first is None or last is None or not 0 < last - first < 30:
        return None
    return date(first, 4, 1), date(last + 1, 3, 31)
