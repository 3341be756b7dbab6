"""Which period a figure covers (期間の係り先): the nearest statement that governs it.

In this order: the last period stated before the figure in its sentence (or right behind it, 2回(2月)); what a change spans
(加入率は平成30年度の68.4%から令和5年度は62.9%となり、5.5ポイント低下: both years); the period of the sentence before, in the same
paragraph; the period of the item's heading (令和4年度のごみ処理の状況), for what the report says of it. 現在, これまで, 累計, その後
end the reach of a period; a planned year does not reach over facts told in the questions and answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from minutes_pipeline.values.periods import PeriodMatch

Span = tuple[date, date]

_RESET = re.compile(r"現在(?=の|は|、|[^で時末])|現行|これまで|累計|通算|その後|将来|毎年|例年|かつて|従来|当初|前回|[0-9]年前|この[0-9]{1,2}年|ここ[0-9]{1,2}年|今期|初年度|年目|昨[春夏秋冬]|平成の初め|今後")
_EVENT_START = re.compile(r"に(?:[^、。]{0,30}?)(?:開設|設置|開始|制定|改正|配置|設立|創設|開館|開所|移管|策定|導入)")
_FUTURE = re.compile(r"予定|見込み|する(?:。|$|考え|方針|方向)|します(?:。|$)|いたします(?:。|$)|まいります|していく|行う(?:。|$)|たい(?:。|$|と)")
_PAST = re.compile(r"(?:た|ました|でした|だった|であった|まして|しており|している)(?:が|ところ|ため|もの|こと|際|の|が)?(?:[、。)]|$|です|である|と[のいさ])|済み|たため|たのは|たのに")
_SIMILAR_TIME = re.compile(r"前年(?:度)?の?(?:同期|同月|同時期|同じ(?:時期|期間))(?!比|と|に|より|の\s?[0-9.]{1,6}\s?倍)|昨年(?:度)?の?(?:同期|同月|同時期)(?!比|と|に|より|の\s?[0-9.]{1,6}\s?倍)")
_FROM_BASE = re.compile(r"^[^。]{0,12}?(?:から(?!は)|と(?:比べ|比較)|に比べ|より|に対し)")


@dataclass(frozen=True, slots=True)
class Reach:
    """The period in force at the start of a sentence: carried from the sentence before, or from the heading."""

    carried: Span | None = None
    heading: Span | None = None


def span_of(match: PeriodMatch) -> Span:
    """First and last day of a match."""
    return match.first, match.last


def governing(
    text: str, start: int, end: int, periods: Sequence[PeriodMatch], reach: Reach, *, clause_from: int = 0
) -> Span | None:
    """The period of the figure at ``start:end`` of the folded sentence ``text``.

    ``clause_from`` is where the sentence's part that holds the figure begins.
    """
    before = [p for p in periods if p.end <= start]
    last = before[-1] if before else None
    since = last.end if last is not None else 0
    similar = None
    for similar in _SIMILAR_TIME.finditer(text, since, start):
        pass
    if similar is not None:
        base = span_of(last) if last is not None else reach.carried or reach.heading
        return None if base is None else _year_before(base)
    reset = None
    for reset in _RESET.finditer(text, since, start):
        pass
    if last is not None and reset is None:
        if _applies(text, last, start):
            return span_of(last)
        return None if last.kind in ("day", "month") else reach.heading
    if reset is not None:
        return None
    behind = next((p for p in periods if p.start >= end), None)
    if behind is not None and re.fullmatch(r"\s?[(、]?\s?", text[end : behind.start]):
        return span_of(behind) if text[end : behind.start].strip() == "(" else reach.carried or reach.heading
    return reach.carried or reach.heading


def _applies(text: str, period: PeriodMatch, start: int) -> bool:
    """Whether a date before the figure tells its period: not the start of a lasting state, not a plan's day."""
    if period.kind not in ("day", "month"):
        return True
    return not (_EVENT_START.match(text, period.end) or _planned(text, start))


def _planned(text: str, start: int) -> bool:
    return _FUTURE.search(text[start:]) is not None and _PAST.search(text[start:]) is None


def _year_before(span: Span) -> Span:
    def back(day: date) -> date:
        return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)

    return back(span[0]), back(span[1])


def change_span(text: str, base_end: int, base: Span | None, now: Span | None) -> Span | None:
    """What a change covers: from the base's period to the present one, where the base is printed with its period."""
    if base is None or now is None or base == now or not _FROM_BASE.match(text[base_end : base_end + 24]):
        return now
    return min(base[0], now[0]), max(base[1], now[1])


def reaches(text: str, *, report: bool, heading: Span | None, meeting: date | None) -> Span | None:
    """The heading's period, if it holds for this sentence.

    ``report`` is True where the sentence belongs to the report itself; in questions and answers only facts of a closed
    period that are told in the past are of it.
    """
    if heading is None:
        return None
    if report:
        return heading
    closed = meeting is not None and heading[1] < meeting
    return heading if closed and _PAST.search(text) is not None and not _FUTURE.search(text) else None
