"""Periods (期間): what stretch of time a printed statement names, resolved against the meeting's date.

Forms, on folded text::

    令和5年度, 2023年度                          a fiscal year (年度), 1 April to 31 March
    令和3年から4年度, 4月~9月, 4月3日~12月28日まで    a range of two dates
    12月末現在, 9月30日時点, 令和5年度末             a day ("as of"): start = end
    12月末までに                                 from the start of the fiscal year to that day
    令和4年度上半期, 第2四半期                      part of a fiscal year
    昨年度 今年度 来年度 (年度内), 昨年 今年, 先月 今月  relative to the meeting; 前年度 to the period that governs
    平成29年中, 令和4年                            a calendar year
    令和6年10月, 10月に                           a month

``比較`` (前年度比, 前年より, 昨年の同じ時期に比べ) and dates of plans without an extent (7月から, 10月頃) are no period of a figure.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date

from minutes_pipeline.text.required import hint
from minutes_pipeline.values.dates import DateMatch, find_dates, may_hold_date
from minutes_pipeline.values.eras import era_year, small_number
from minutes_pipeline.values.period_marks import (
    begins_change,
    is_base_of_comparison,
    is_compared_year,
    is_moved_to,
    is_of_report,
    is_open,
    is_same_time,
    is_vague,
    starts_change,
)
from minutes_pipeline.values.period_match import Clock, PeriodKind, PeriodMatch, fiscal_span, fiscal_year_of
from minutes_pipeline.values.period_spans import (
    SHORT_YEAR,
    YEAR_PAIR,
    last_day_after,
    month_span,
    part_span,
    year_pair_span,
)

__all__ = ["Clock", "PeriodKind", "PeriodMatch", "find_periods", "fiscal_span", "fiscal_year_of", "tells_time"]

_TELLS_YEAR = ("fiscal", "part", "as_of", "until", "range")
_YEARS = range(1868, 2201)
"""Years that minutes speak of; 前年度 said after 前年度 leads no further back."""
_S = r"\s{0,2}"
_RANGE_LINK = re.compile(
    rf"{_S}(?:\([月火水木金土日祝・]{{1,3}}\))?{_S}(?:から|より|~|-){_S}|{_S}[、・,]{_S}|{_S}と{_S}"
)
_AS_OF = re.compile(rf"{_S}(?:末{_S})?(?:日{_S})?\(?(?:現在|時点)")
_UNTIL = re.compile(rf"{_S}(?:まで|迄)(?:に|の|で)?")
_END_PART = re.compile(rf"{_S}末")
_HALF = re.compile(
    rf"{_S}の?{_S}(?:(?P<half>上半期|下半期|上期|下期|前期|後期)|第{_S}(?P<quarter>[1-4一二三四]){_S}四半期)"
)
_RELATIVE = re.compile(
    r"(?P<fy>一昨年度|昨年度|前年度|今年度|本年度|来年度|次年度|翌年度|新年度|当年度|当該年度|同年度|年度内|年度中)"
    r"|(?P<cy>一昨年|おととし|昨年|去年|前年|今年|本年|来年)(?!度|齢|間|次)"
    r"|(?<![一-龠0-9])(?P<closing>年度末)(?=の?(?:見込み?)?(?:残高|現在高|現在|時点))"
    r"|(?P<month>今月|先月|前月|来月|本月)"
    r"|(?<!度)(?<!の)(?P<part>上半期|下半期|第[1-4一二三四]四半期)"
)
# 10月から2か月間, 令和5年度から5年間: the statement ends before the length, which is a figure of its own.
_LENGTH = re.compile(
    rf"{_S}(?:から|より)(?:の)?(?={_S}(?:(?P<months>[0-9]{{1,2}}){_S}(?:か月|カ月|ヶ月|ヵ月|ケ月|箇月)(?:間(?!隔)|(?=の|、|で|に|を|程))|"
    rf"(?P<years>[0-9]{{1,2}}){_S}(?:(?:か|カ|ヶ|ヵ|箇)?年(?:間|計画)|(?:か|カ|ヶ|ヵ|箇)年))(?!前|後))"
)
# 昨年7、8月 / 4~6月: two months, 月 printed once.
_MONTH_PAIR = re.compile(
    rf"(?:(?P<anchor>昨|前|今|本|同|来|一昨){_S}年(?P<fiscal>度)?{_S}(?:の{_S})?|(?<![0-9.年度]))(?P<a>1[0-2]|[1-9]){_S}[、・,~\-]{_S}(?P<b>1[0-2]|[1-9]){_S}月(?!間|額|分)"
)
_SIGN = hint(_RELATIVE, _MONTH_PAIR, YEAR_PAIR, SHORT_YEAR)
_BEGUN = re.compile(r"(?:が|も)(?:始ま|スタート|明け)|(?:を)?迎え|に(?:入|な)")
_OFFSET = {
    "一昨年度": -2, "昨年度": -1, "前年度": -1, "今年度": 0, "本年度": 0, "当年度": 0, "当該年度": 0, "同年度": 0, "年度内": 0, "年度中": 0,
    "来年度": 1, "次年度": 1, "翌年度": 1, "新年度": 1,
    "一昨年": -2, "おととし": -2, "昨年": -1, "去年": -1, "前年": -1, "今年": 0, "本年": 0, "来年": 1,
    "今月": 0, "本月": 0, "先月": -1, "前月": -1, "来月": 1,
}  # fmt: skip


# Relative to the period told of; the others are relative to the meeting.
_OF_THAT_YEAR = frozenset(("同年度", "当該年度"))
_OF_CONTEXT = frozenset(("前年度", "翌年度", "次年度", "同年度", "当該年度", "当年度"))


def _with_year(match: DateMatch, clock: Clock) -> DateMatch | None:
    """The date with the year that the clock gives: printed, anchored (昨年4月), or that of the fiscal year in force."""
    if match.year is not None:
        return match
    if match.anchor is not None:
        offset = {"同": 0, "本": 0, "今": 0, "翌": 1, "来": 1, "前": -1, "昨": -1, "一昨": -2, "翌々": 2}[match.anchor]
        base = clock.fiscal_year if match.fiscal else clock.calendar_year
        return None if base is None else match.in_year(base + offset, fiscal=match.fiscal)
    if match.short_year is not None:
        year = _era_of_meeting(match.short_year, clock)
        return None if year is None else match.in_year(year, fiscal=match.fiscal)
    if match.month is None or clock.fiscal_year is None:
        return None
    return match.in_year(clock.fiscal_year, fiscal=True)


def _era_of_meeting(number: int, clock: Clock) -> int | None:
    """Year of an era year printed without era (26年度), the latest that is not far behind the meeting."""
    now = clock.calendar_year
    if now is None:
        return None
    years = [year for era in ("令和", "平成", "昭和") if (year := era_year(era, number)) is not None]
    return next((year for year in years if year <= now + 8), None)


def _past(dated: DateMatch, clock: Clock) -> DateMatch:
    """An as-of date behind the meeting is the year before's (3月末現在, told in June)."""
    span = dated.period()
    if span is None or clock.day is None or dated.year is None or span[0] <= clock.day:
        return dated
    return dated.in_year(dated.year - 1)


def _range(first: DateMatch, second: DateMatch, clock: Clock) -> tuple[date, date] | None:
    start = _with_year(first, clock)
    if start is None or start.year is None:
        return None
    end = second
    if second.year is None and second.anchor is None:
        months = (start.month or 1, second.month or start.month or 1)
        end = second.in_year(start.year + (months[1] < months[0]))
    dated_end = _with_year(end, clock)
    # 令和3年から4年度: the 年度 of the second holds for both.
    if dated_end is not None and dated_end.fiscal and start.month is None and not start.fiscal:
        start = start.in_year(start.year or 0, fiscal=True)
    spans = (start.period(), None if dated_end is None else dated_end.period())
    if spans[0] is None or spans[1] is None or spans[1][1] < spans[0][0]:
        return None
    return spans[0][0], spans[1][1]


def _single(text: str, match: DateMatch, clock: Clock) -> PeriodMatch | None:
    dated = _with_year(match, clock)
    if dated is None or dated.year is None or dated.part in ("上旬", "中旬", "下旬", "初旬", "初め", "半ば"):
        return None
    end = match.end
    anchored = match.anchor is not None
    half = _HALF.match(text, end) if dated.month is None else None
    if half is not None:
        first, last = part_span(dated.year, half["half"], half["quarter"])
        return PeriodMatch(match.start, half.end(), first, last, "part", anchored)
    if begins_change(text, end):
        return None
    as_of = _AS_OF.match(text, end)
    until = _UNTIL.match(text, end)
    if as_of is not None or (until is not None and dated.month is not None) or dated.end_of:
        assumed = match.year is None and match.month is not None and match.anchor is None
        dated = _past(dated, clock) if assumed else dated
    span = dated.period()
    if span is None:
        return None
    if as_of is not None or (dated.end_of and until is None):
        return PeriodMatch(match.start, as_of.end() if as_of else end, span[1], span[1], "as_of", anchored)
    if until is not None and dated.month is not None:
        base = fiscal_span(fiscal_year_of(span[1]))[0]
        return PeriodMatch(match.start, until.end(), base, span[1], "until", anchored)
    kind: PeriodKind = "day" if dated.day else "month" if dated.month else "fiscal" if dated.fiscal else "year"
    if kind in ("fiscal", "year") and is_compared_year(text, end):
        return None
    length = _LENGTH.match(text, end)
    if length is not None and (length["years"] or dated.month is not None):
        last = last_day_after(span[0], int(length["months"] or 12 * int(length["years"])))
        assumed = match.year is None and not anchored
        return PeriodMatch(match.start, length.end(), span[0], last, "range", anchored, assumed)
    if is_vague(text, end) or is_of_report(text, end) or (kind != "fiscal" and is_open(text, end)):
        return None
    return PeriodMatch(match.start, end, span[0], span[1], kind, anchored, match.year is None and not anchored)


def _told_before(told: Sequence[PeriodMatch], ends: Sequence[int], start: int, clock: Clock) -> int | None:
    """The fiscal year told of right before ``start`` in a sentence; a year to come (an aim) is none.

    ``told`` are the periods that tell one, by their ends ``ends``.
    """
    place = bisect_right(ends, start)
    if place == 0:
        return None
    year = fiscal_year_of(told[place - 1].last)
    late = clock.day is not None and year > fiscal_year_of(clock.day) + 1
    return None if late else year


def _with_relative(
    text: str, found: list[PeriodMatch], taken: Sequence[tuple[int, int]], clock: Clock
) -> list[PeriodMatch]:
    """``found`` and the periods of relative words (昨年度, 同期間) that stand in none of the spans ``taken``."""
    told = sorted((p for p in found if p.kind in _TELLS_YEAR), key=lambda p: p.end)
    ends = [p.end for p in told]
    spans = sorted(taken)
    result = list(found)
    for relative in _RELATIVE.finditer(text):
        if _overlaps(spans, relative.start(), relative.end()):
            continue
        resolved = _relative(text, relative, clock, _told_before(told, ends, relative.start(), clock))
        if resolved is None:
            continue
        result.append(resolved)
        if resolved.kind in _TELLS_YEAR:
            place = bisect_right(ends, resolved.end)
            told.insert(place, resolved)
            ends.insert(place, resolved.end)
    return result


def _fiscal_word(text: str, found: re.Match[str], clock: Clock, told: int | None) -> PeriodMatch | None:
    """The period of 昨年度, 年度内, 同年度 …, with a half or 末 behind it."""
    word, end, offset = found[0], found.end(), _OFFSET[found[0]]
    of_meeting = clock.day is not None and word not in _OF_CONTEXT
    base = fiscal_year_of(clock.day) if of_meeting and clock.day is not None else clock.fiscal_year
    if word in _OF_CONTEXT:
        base = told or (clock.told if word in _OF_THAT_YEAR else None) or base
    if base is None or base + offset not in _YEARS:
        return None
    half = _HALF.match(text, end)
    if half is not None:
        return PeriodMatch(
            found.start(), half.end(), *part_span(base + offset, half["half"], half["quarter"]), "part", True
        )
    span = fiscal_span(base + offset)
    closing = _END_PART.match(text, end)
    if closing is not None:
        as_of = _AS_OF.match(text, end)
        return PeriodMatch(found.start(), (as_of or closing).end(), span[1], span[1], "as_of", True)
    return PeriodMatch(found.start(), end, *span, "fiscal", True)


def _relative(text: str, found: re.Match[str], clock: Clock, told: int | None) -> PeriodMatch | None:
    word, end = found[0], found.end()
    if (
        is_base_of_comparison(text, end)
        or starts_change(text, end, past=_OFFSET.get(word, 0) < 0)
        or is_of_report(text, end)
    ):
        return None
    if found["part"]:
        half = _HALF.match(text, found.start())
        if half is None or clock.fiscal_year is None:
            return None
        span = part_span(clock.fiscal_year, half["half"], half["quarter"])
        until = _UNTIL.match(text, end)
        if until is not None:
            return PeriodMatch(found.start(), until.end(), date(clock.fiscal_year, 4, 1), span[1], "until", False)
        return PeriodMatch(found.start(), end, *span, "part", False)
    if found["closing"]:
        year = told if told is not None else clock.fiscal_year
        if year is None:
            return None
        closing_day = fiscal_span(year)[1]
        return PeriodMatch(found.start(), end, closing_day, closing_day, "as_of", True)
    if word == "新年度" and _BEGUN.match(text, end):
        return None  # said in April: of the day, not of a year to come
    offset = _OFFSET[word]
    if found["fy"]:
        return _fiscal_word(text, found, clock, told)
    if found["month"]:
        if clock.day is None:
            return None
        months = clock.day.year * 12 + clock.day.month - 1 + offset
        return PeriodMatch(found.start(), end, *month_span(months // 12, months % 12 + 1), "month", True)
    year = clock.calendar_year
    if year is None or is_same_time(text, end):
        return None
    return PeriodMatch(found.start(), end, date(year + offset, 1, 1), date(year + offset, 12, 31), "year", True)


def find_periods(text: str, clock: Clock, dates: tuple[DateMatch, ...] | None = None) -> tuple[PeriodMatch, ...]:
    """All periods stated in a folded text, in order, without overlap.

    Args:
        text: Folded text.
        clock: What dates without a year are resolved against.
        dates: ``find_dates(text)`` where the caller has it.

    >>> clock = Clock(day=date(2024, 1, 11))
    >>> [(str(p.first), str(p.last)) for p in find_periods("4月3日~12月28日まで、令和3年から4年度、12月末現在", clock)]
    [('2023-04-03', '2023-12-28'), ('2021-04-01', '2023-03-31'), ('2023-12-31', '2023-12-31')]
    """
    matches = find_dates(text) if dates is None else dates
    if not matches and not _SIGN.search(text):
        return ()
    found, taken = _of_dates(text, matches, clock)
    latest = None if clock.calendar_year is None else clock.calendar_year + 8
    years = [(p, y) for p in YEAR_PAIR.finditer(text) if (y := year_pair_span(p, latest)) is not None]
    found = _replaced(found, taken, [PeriodMatch(p.start(), p.end(), *y, "range") for p, y in years])
    spans = sorted(taken)
    for short in SHORT_YEAR.finditer(text):
        year = era_year(short["era"], small_number(short["year"]) or 0)
        if year is not None and not _overlaps(spans, short.start(), short.end()):
            found.append(PeriodMatch(short.start(), short.end(), *fiscal_span(year), "fiscal"))
            taken.append((short.start(), short.end()))
    months = [(p, m) for p in _MONTH_PAIR.finditer(text) if (m := _month_pair(p, clock)) is not None]
    found = _replaced(
        found,
        taken,
        [PeriodMatch(p.start(), p.end(), *m, "range", p["anchor"] is not None, p["anchor"] is None) for p, m in months],
    )
    found = _with_relative(text, found, taken, clock)
    return tuple(sorted(found, key=lambda p: p.start))


def tells_time(text: str) -> bool:
    """Whether a folded text may state a period at all: ``find_periods`` finds none where it does not."""
    return may_hold_date(text) or _SIGN.search(text) is not None


def _overlaps(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the sorted spans, which do not overlap each other by more than a neighbour, meets ``start:end``."""
    last = bisect_left(spans, (end, 0))
    return any(a < end and start < b for a, b in spans[max(0, last - 3) : last])


def _replaced(
    found: Sequence[PeriodMatch], taken: list[tuple[int, int]], better: Sequence[PeriodMatch]
) -> list[PeriodMatch]:
    """``found`` with ``better`` in place of what they overlap; their spans are taken."""
    spans = [(p.start, p.end) for p in better]
    taken += spans
    return [p for p in found if not _overlaps(spans, p.start, p.end)] + list(better)


def _of_dates(
    text: str, matches: tuple[DateMatch, ...], clock: Clock
) -> tuple[list[PeriodMatch], list[tuple[int, int]]]:
    """The periods that dates make, alone or as ranges, and the spans that they take."""
    found: list[PeriodMatch] = []
    taken: list[tuple[int, int]] = []
    index = 0
    while index < len(matches):
        match = matches[index]
        index += 1
        joined = _joined(text, match, matches[index], clock) if index < len(matches) else None
        if joined is not None:
            found.append(joined)
            taken.append((match.start, matches[index].end))
            index += 1
        elif match.anchor is None or match.month is not None:  # 昨年度, 今年: left to the relative words
            taken.append((match.start, match.end))
            single = _single(text, match, clock)
            if single is not None:
                found.append(single)
    return found, taken


def _joined(text: str, first: DateMatch, second: DateMatch, clock: Clock) -> PeriodMatch | None:
    """Two neighbouring dates as one range (4月3日~12月28日まで), or None."""
    link = _RANGE_LINK.fullmatch(text, first.end, second.start)
    span = _range(first, second, clock) if link is not None and _linked(link[0], first, second) else None
    if span is None or (link is not None and "から" in link[0] and is_moved_to(text, second.end)):
        return None
    until = _UNTIL.match(text, second.end)
    end = until.end() if until else second.end
    assumed = first.year is None and first.anchor is None
    return PeriodMatch(first.start, end, *span, "range", first.anchor is not None, assumed)


def _month_pair(found: re.Match[str], clock: Clock) -> tuple[date, date] | None:
    first = DateMatch(0, 0, month=int(found["a"]), anchor=found["anchor"], fiscal=bool(found["fiscal"]))
    return _range(first, DateMatch(0, 0, month=int(found["b"])), clock)


def _linked(link: str, first: DateMatch, second: DateMatch) -> bool:
    """Whether a link makes a range: から and ~ always, 、・と between neighbouring months (7、8月; 2月と3月)."""
    if re.search(r"から|より|~|-", link):
        return True
    if first.day is not None or second.day is not None or first.month is None or second.month is None:
        return False
    return second.year is None and second.month - first.month in (1, -11)
