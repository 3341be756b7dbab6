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
    return _month(text, meeting) or _fiscal(text, meeting) or _near(text, meeting) or _exact(text)


def _exact(text: str) -> date | None:
    return parse_date(text)


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
    found = _FISCAL.search(text)
    if found is None:
        return None
    if found["era"]:
        year = era_year(found["era"], small_number(found["eray"]) or 0)
    elif found["west"]:
        year = int(found["west"])
    elif meeting is None:
        return None
    else:
        ahead = {"来": 1, "次": 1, "翌": 1, "再来": 2}.get(found["rel"], 0)
        year = fiscal_year_of(meeting) + ahead
    return None if year is None else fiscal_span(year)[1]


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
    if "今月" in text:
        return meeting.replace(day=calendar.monthrange(meeting.year, meeting.month)[1])
    if "来週" in text:
        return meeting + timedelta(days=13 - meeting.weekday())
    if "今週" in text:
        return meeting + timedelta(days=6 - meeting.weekday())
    return None
