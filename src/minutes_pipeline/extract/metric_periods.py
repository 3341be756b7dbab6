"""Which period a figure covers (期間の係り先): the nearest statement that governs it.

In this order: the last period stated before the figure in its sentence (or right behind it, 2回(2月)); what a change spans
(受診率は平成30年度の48.2%から令和5年度は42.7%となり、5.5ポイント低下: both years); the period of the sentence before, in the same
paragraph; the period of the item's heading (令和4年度のごみ処理の状況), for what the report says of it. 現在, これまで, 累計, その後
end the reach of a period; a planned year does not reach over facts told in the questions and answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from minutes_pipeline.values.periods import PeriodMatch, fiscal_year_of

Span = tuple[date, date]

_RESET = re.compile(
    r"(?<![時分半])現在(?=の|は|、|[^で時末]|$)|現行|これまで|累計|通算|その後|将来(?!負担|人口|推計|像)|毎年|例年|"
    r"かつて|[0-9]年後|従来|当初(?!予算)|前回|[0-9]年前(?!に?比|と比|より)|この[0-9]{1,2}年|"
    r"ここ[0-9]{1,2}年|今期|初年度|年目|昨[春夏秋冬]|平成の初め|今後"
)
_FRAMED = re.compile(r"の[^、。はがをも]{1,16}(?:では?|において|によ[るれ]と?|は)、?")
_EVENT_START = re.compile(
    r"に(?:[^、。]{0,30}?)(?:開設|設置|開始|制定|改正|配置|設立|創設|開館|開所|開園|開校|開業|開通|供用|施行|稼働|完成|竣工|移管|策定|導入)|の\s?(?:建設|建築|築造|竣工|完成|設置|創立|創設|制定|開設|開館|開園|開校|整備|設立|発足|改定|改正)(?=で|、|です|である|に|以来|当時)"
)
# 年度内に3地区で聞き取りを行う, 3月末までに2地区で試行する: the day by which, not the time of it.
_DEADLINE = re.compile(r"(?:内|まで)に")
_TIMES = frozenset(("回", "度", "日", "日間"))
_CLAUSE_END = re.compile(r"(?:[しいきちりびみえけせてれねべめ]|って|んで|ずに?|が|ため|ので|ことから|ところ|ほか)、")
# 相談は46件であり、訪問は318回: nominal predicates side by side, no clause of its own.
_COORDINATED = (
    "であり、",
    "でして、",
    "でありまして、",
    "でございまして、",
    "となり、",
    "となっており、",
    "に上り、",
    "にのぼり、",
    "に達し、",
)
_CAUSE_END = re.compile(r"(?:ため|ので|ことから|から)、")
_ATTACHED = re.compile(r"\s?の\s?(?:延べ|のべ|計|約|およそ|月額|年額|平均|月|年)?\s?")
_FUTURE = re.compile(
    r"予定|見込[みむま]|計画(?:です|であ|でご)|する(?:。|$|考え|方針|方向)|します(?:。|$)|いたします(?:。|$)|"
    r"まいります|していく|行う(?:。|$)|たい(?:。|$|と)"
)
_PAST = re.compile(
    r"(?:た|ました|でした|だった|であった|まして|しており|している)(?:が|ところ|"
    r"ため|もの|こと|際|の|が)?(?:[、。)]|$|です|である|と[のいさ])|済み|たため|"
    r"たのは|たのに"
)
_PAST_END = re.compile(r"(?:(?:し|っ|れ|い|ん|え|け|せ|ち|び|み|り|き|ぎ)[ただ]|ました|でした|であった)。?$")
_SIMILAR_TIME = re.compile(
    r"前年(?:度)?の?(?:同期|同月|同時期|同じ(?:時期|期間|月|頃))(?!比|と|に|より|の\s?[0-9.]{1,6}\s?倍)|"
    r"昨年(?:度)?の?(?:同期|同月|同時期|同じ(?:時期|期間|月|頃))(?!比|と|に|より|の\s?[0-9.]{1,6}\s?倍)"
)
_FROM_BASE = re.compile(r"\s?(?:から(?!は)|と(?:比べ|比較)|に比べ|より|に対し)")
_COMPARED_UNITS = frozenset(("倍", "割"))


@dataclass(frozen=True, slots=True)
class Reach:
    """The period in force at the start of a sentence: carried from the sentence before, or from the heading."""

    carried: Span | None = None
    heading: Span | None = None
    planned: bool = False  # what is carried is the time of a plan that the sentence takes up


def span_of(match: PeriodMatch) -> Span:
    """First and last day of a match."""
    return match.first, match.last


def governing(
    text: str, start: int, end: int, periods: Sequence[PeriodMatch], reach: Reach, *, unit: str | None = None
) -> Span | None:
    """The period of the figure at ``start:end`` of the folded sentence ``text``."""
    before = [p for p in periods if p.end <= start and not _shut_away(text, p, start)]
    direct = before[-1] if before and is_attached(text, before[-1], start) else None
    if direct is not None and unit not in _COMPARED_UNITS:
        return span_of(direct)
    last = next((p for p in reversed(before) if not _attached_to_any(text, p)), None)
    since = last.end if last is not None else 0
    if _of_time_before(text, since, start, unit):
        base = span_of(last) if last is not None else reach.carried or reach.heading
        return None if base is None else _year_before(base)
    reset = _RESET.search(_ASIDE.sub(lambda m: " " * len(m[0]), text[:start]), since)
    summed = last is not None and last.kind in ("range", "until") and reset is not None and reset[0] in ("累計", "通算")
    if reset is not None and not summed:
        return None
    if last is not None:
        if unit not in _TIMES and _DEADLINE.search(text[last.start : last.end + 2]) and _planned(text, start):
            return None
        if _applies(text, last, start):
            return span_of(last)
        return reach.heading
    behind = next((p for p in periods if p.start >= end), None)
    if (
        behind is not None
        and text[end : behind.start].strip() == "("
        and re.match(r"[^0-9)]{0,8}\)", text[behind.end :])
    ):
        return span_of(behind)
    if unit in ("歳", "才"):
        return reach.heading
    return reach.carried or reach.heading


_ASIDE = re.compile(r"\([^()]{0,40}[0-9][^()]{0,40}\)")


def _shut_away(text: str, period: PeriodMatch, start: int) -> bool:
    """Whether a period stands in closed brackets with a figure of its own: 2,318棟(平成30年調査1,874棟)で、444棟増えた."""
    opened = text.rfind("(", 0, period.start)
    if opened < 0 or ")" in text[opened : period.start]:
        return False
    closed = text.find(")", period.end, start)
    return closed > 0 and re.search(r"[0-9]", text[period.end : closed]) is not None


def is_attached(text: str, period: PeriodMatch, start: int) -> bool:
    """Whether a period is tied by の to the figure at ``start`` alone (昨年度の4.5日)."""
    return _ATTACHED.fullmatch(text, period.end, start) is not None


_FIGURE_ATTACHED = re.compile(
    _ATTACHED.pattern
    + r"(?:[▲0-9]|[一二三四五六七八九十百](?=[十百千万億割人件回校台日か%]))(?![^、。]{0,8}(?:当たり|あたり|につき))"
)


def _attached_to_any(text: str, period: PeriodMatch) -> bool:
    """Whether a figure follows ``period`` with only の between."""
    return _FIGURE_ATTACHED.match(text[period.end : period.end + 24]) is not None


def _of_time_before(text: str, since: int, start: int, unit: str | None) -> bool:
    """Whether 前年同期 before the figure makes it that time's own figure, not one compared with it."""
    similar = list(_SIMILAR_TIME.finditer(text, since, start))
    if not similar:
        return False
    found = similar[-1]
    return not (unit in _COMPARED_UNITS and text[found.end() : start].strip() in ("の", "の約"))


def _applies(text: str, period: PeriodMatch, start: int) -> bool:
    """Whether a period before the figure tells its period.

    Not: the day a lasting state began (10月に開設), a plan's day, a period of another clause that gives the cause or another
    thing's time (昨年店が閉じ、一番近い店まで…).
    """
    between = text[period.end : start]
    clauses = [m for m in _CLAUSE_END.finditer(between) if not between[: m.end()].endswith(_COORDINATED)]
    if clauses:
        clause = clauses[-1]
        if _CAUSE_END.search(between) or period.kind in ("year", "month"):
            return period.kind == "range"
        if period.anchored and between.startswith("の") and not _FRAMED.match(between):
            return False
        if period.kind == "day" and "は" in between[clause.end() :]:
            return False
    if _EVENT_START.match(text, period.end) and period.kind in ("year", "month", "day"):
        return False
    if period.kind not in ("day", "month"):
        return True
    return not (_EVENT_START.match(text, period.end) or _planned(text, start))


def is_past(text: str) -> bool:
    """Whether a sentence tells what has happened."""
    return _PAST_END.search(text) is not None or (_PAST.search(text) is not None and _FUTURE.search(text) is None)


def _planned(text: str, start: int) -> bool:
    return _FUTURE.search(text[start:]) is not None and _PAST.search(text[start:]) is None


def _year_before(span: Span) -> Span:
    def back(day: date) -> date:
        return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)

    return back(span[0]), back(span[1])


def change_span(text: str, base_end: int, base: Span | None, now: Span | None) -> Span | None:
    """What a change covers: from the base's period to the present one, where the base is printed with its period."""
    if base is None or now is None or base == now or not _FROM_BASE.match(text, base_end):
        return now
    return min(base[0], now[0]), max(base[1], now[1])


def is_base_of(text: str, end: int) -> bool:
    """Whether the figure that ends at ``end`` is what the next is compared with (前年度の480件|から32件増加)."""
    return _FROM_BASE.match(text, end) is not None


def carried_from(
    text: str,
    periods: Sequence[PeriodMatch],
    used: Sequence[Span | None],
    before: Span | None,
    meeting: date | None = None,
) -> Span | None:
    """The period that reaches from a sentence into the next: the last one stated in it that is not tied to one figure.

    ``used`` are the periods of its figures, ``before`` what reached into it. A coming day or 令和8年度から reaches no further.
    """
    periods = [p for p in periods if not _shut_away(text, p, len(text))]
    if not periods:
        return before
    free = [p for p in periods if not _attached_to_any(text, p) and not (p.kind == "year" and p.anchored)]
    if not free:
        return None
    coming = meeting is not None and free[-1].first > meeting and free[-1].kind != "fiscal"
    if coming or re.match(r"\s?(?:から|以降|までに|をも(?:ちまして|って)|付け?で)", text[free[-1].end :]):
        return None  # 12月2日をもって終わった: the day something ended
    if meeting is not None and fiscal_year_of(free[-1].first) > fiscal_year_of(meeting) + 1:
        return None  # an aim years ahead; a budget is of the next year
    stated = {span_of(p) for p in free if p.kind in ("fiscal", "year")}
    if len(stated & set(used)) > 1:
        return None  # years set side by side: none of them reaches on
    last = span_of(free[-1])
    if used:
        return last if last in used else None
    return last if free[-1].kind != "day" or _PAST.search(text) else None


_REFERS_BACK = re.compile(r"うち|残[るり]|内訳|これら?|その[ほ他]|のは\s?(?:約)?[0-9]|同(?:時点|日)|割合|比率|構成比")


def keeps_count(text: str, names: Sequence[str]) -> bool:
    """Whether a sentence tells more of what was counted on a day, so that the day holds on: parts of it, or the same thing again.

    ``names`` are those of the figures counted. What else is told (a cost, a capacity) is of no day.
    """
    return _REFERS_BACK.search(text) is not None or any(
        len(head := n.split("の")[-1]) > 1 and head in text for n in names
    )


def is_planned(text: str) -> bool:
    """Whether a sentence tells only what is to be done; its time reaches on where its subject is taken up again."""
    return _FUTURE.search(text) is not None and _PAST.search(text) is None


_TAKEN_UP = re.compile(r"[^、。]{0,24}?(?P<noun>[一-龠ァ-ヴー]{2,8})(?:の[^、。はがをも]{1,10})?[はがも]")


def takes_up(text: str, planned: str) -> bool:
    """Whether a sentence takes up what the plan before it spoke of (来年度に講座を開く。講座の定員は20人…)."""
    found = _TAKEN_UP.match(text)
    return found is not None and found["noun"] in planned


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
