"""Due dates (期限) resolved against the day of the meeting: 年度内, 3月末まで, 来月中, 次回."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.dates import parse_date
from minutes_pipeline.values.eras import ERA, era_year, small_number
from minutes_pipeline.values.periods import fiscal_span, fiscal_year_of

_NEXT = re.compile(r"次回|次の(?:会議|連絡会|委員会|審議会)|今度の")
_MONTH = re.compile(
    rf"(?:(?P<era>{ERA}|[RH])\s?(?P<eray>[0-9元]{{1,2}})[年.]\s?|(?P<west>[0-9]{{4}})[年./]\s?|(?P<rel>今年|来年|翌年|本年)\s?)?"
    r"(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月\s?(?P<part>上旬|中旬|下旬|末|初め|初旬|中|頃|(?P<day>[0-9]{1,2})日)?"
)
_FISCAL = re.compile(
    rf"(?:(?P<era>{ERA}|[RH])\s?(?P<eray>[0-9元]{{1,2}})|(?P<west>[0-9]{{4}})|(?P<rel>今|本|来|次|翌|同|再来))年度"
)
#: A part of a fiscal year (年度のどの部分), behind 年度 or alone: the last month of each.
_PART = re.compile(
    r"(?P<first>上半期|前半|前期)|(?P<second>下半期|後半|後期)|第?(?P<quarter>[1-4一二三四])四半期|(?P<start>当初|早々|初頭|初め|始め|はじめ|早い時期)"
)
_SPAN = re.compile(
    r"(?P<number>[0-9]{1,3}|[一二三四五六七八九十]{1,2}|半)(?P<unit>日|週間?|[かヶカヵケ箇]月|年)(?:間)?(?:以内|後(?!期|半)|を?(?:目途|めど|目処))"
)
_NUMERIC = re.compile(r"(?<![0-9/.])(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9/.])")
_ERA_MONTH = re.compile(rf"(?P<era>{ERA}|[RH])\s?(?P<year>[0-9元]{{1,2}})[./](?P<month>1[0-2]|0?[1-9])(?![0-9./])")
_PART_DAY = {"上旬": 10, "初旬": 10, "初め": 10, "中旬": 20}


def is_next_meeting(due: str) -> bool:
    """Whether the term is the next meeting (次回), whatever its day.

    >>> is_next_meeting("次回の連絡会"), is_next_meeting("年度内")
    (True, False)
    """
    return bool(_NEXT.search(flat(due)))


def resolve_due(due: str | None, meeting: date | None) -> date | None:
    """The last day on which the promise is kept in time; None where the words name no day.

    Months without a year are the first after the meeting; a month ends with its last day; 年度 with 31 March. The next
    meeting has no day yet: ``is_next_meeting``.

    >>> day = date(2024, 1, 23)
    >>> [str(resolve_due(due, day)) for due in ("年度内", "３月中", "来年度", "令和６年10月頃", "12月末まで", "次回の連絡会")]
    ['2024-03-31', '2024-03-31', '2025-03-31', '2024-10-31', '2024-12-31', 'None']
    """
    if not due:
        return None
    text = flat(due)
    return (
        _exact(text) or _month(text, meeting) or _fiscal(text, meeting) or _span(text, meeting) or _near(text, meeting)
    )


def _exact(text: str) -> date | None:
    found = _ERA_MONTH.search(text)
    if found is None:
        return parse_date(text)
    year = era_year(found["era"], small_number(found["year"]) or 0)
    return None if year is None else _month_end(year, int(found["month"]))


def _month_end(year: int, month: int) -> date:
    """The last day of a month; months beyond December are those of the next years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])


def _span(text: str, meeting: date | None) -> date | None:
    """So many days, weeks, months or years from the meeting (１か月以内, ２週間後), or a day without its year (12/20)."""
    if meeting is None:
        return None
    numeric = _NUMERIC.search(text)
    if numeric is not None:
        month, day = int(numeric["month"]), int(numeric["day"])
        year = meeting.year + (month < meeting.month)
        return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None
    found = _SPAN.search(text)
    if found is None:
        return None
    half = found["number"] == "半"
    number = small_number(found["number"]) or 0
    if found["unit"][0] in "日週":
        return None if half else meeting + timedelta(days=number * (1 if found["unit"] == "日" else 7))
    months = 6 if half and found["unit"] == "年" else 0 if half else number * (12 if found["unit"] == "年" else 1)
    if not months:
        return None
    last = _month_end(meeting.year, meeting.month + months)
    return last.replace(day=min(last.day, meeting.day))


def _month(text: str, meeting: date | None) -> date | None:
    found = None
    for found in _MONTH.finditer(text):  # noqa: B007 - the last month named is the term (6月から8月まで)
        pass
    if found is None:
        return None
    month = small_number(found["month"])
    if month is None or not 1 <= month <= 12:
        return None
    year = _year(found, meeting, month)
    if year is None:
        return None
    last = calendar.monthrange(year, month)[1]
    if found["day"]:
        return date(year, month, int(found["day"])) if 1 <= int(found["day"]) <= last else None
    return date(year, month, _PART_DAY.get(found["part"] or "", last))


def _year(found: re.Match[str], meeting: date | None, month: int) -> int | None:
    if found["era"]:
        return era_year(found["era"], small_number(found["eray"]) or 0)
    if found["west"]:
        return int(found["west"])
    if meeting is None:
        return None
    if found["rel"]:
        return meeting.year + (found["rel"] in ("来年", "翌年"))
    return meeting.year + (month < meeting.month)


def _fiscal(text: str, meeting: date | None) -> date | None:
    """A fiscal year or a part of one; a part alone is the next that ends after the meeting."""
    found = _FISCAL.search(text)
    if found is None:
        part = _PART.search(text)
        if part is None or meeting is None or part["start"]:
            return None
        this = _part_end(part, fiscal_year_of(meeting))
        return this if this >= meeting else _part_end(part, fiscal_year_of(meeting) + 1)
    if found["era"]:
        year = era_year(found["era"], small_number(found["eray"]) or 0)
    elif found["west"]:
        year = int(found["west"])
    elif meeting is None:
        return None
    else:
        ahead = {"来": 1, "次": 1, "翌": 1, "再来": 2}.get(found["rel"], 0)
        year = fiscal_year_of(meeting) + ahead
    if year is None:
        return None
    part = _PART.match(text, found.end() + (text[found.end() : found.end() + 1] in "のに "))
    return _part_end(part, year) if part is not None else fiscal_span(year)[1]


def _part_end(part: re.Match[str], year: int) -> date:
    """The last day of a part of the fiscal year that begins in ``year``."""
    if part["quarter"]:
        return _month_end(year, 3 + 3 * (small_number(part["quarter"]) or 0))
    return _month_end(year, 9 if part["first"] else 4 if part["start"] else 15)


def _near(text: str, meeting: date | None) -> date | None:
    if meeting is None:
        return None
    if re.search(r"年度(?:内|中|末)", text):
        return fiscal_span(fiscal_year_of(meeting))[1]
    if re.search(r"年(?:内|末)|今年中|本年中", text):
        return date(meeting.year, 12, 31)
    if "来月" in text or "翌月" in text:
        first = date(meeting.year + meeting.month // 12, meeting.month % 12 + 1, 1)
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    if re.search(r"今月|本月|(?<![0-9一二三四五六七八九十かヶカヵケ箇])月(?:末|内)", text):
        return meeting.replace(day=calendar.monthrange(meeting.year, meeting.month)[1])
    if re.search(r"明日|翌日", text):
        return meeting + timedelta(days=1)
    if re.search(r"来週|翌週", text):
        return meeting + timedelta(days=13 - meeting.weekday())
    if "今週" in text:
        return meeting + timedelta(days=6 - meeting.weekday())
    return None
