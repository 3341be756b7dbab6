"""Figures in sentences (文中の数値): one folded sentence in, its figures with name, quote, period and qualifier out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from minutes_pipeline.extract.metric_bare import Name
from minutes_pipeline.extract.metric_names import Namer
from minutes_pipeline.extract.metric_periods import (
    Reach,
    Span,
    change_span,
    governing,
    is_attached,
    is_base_of,
    is_past,
    is_planned,
)
from minutes_pipeline.extract.metric_phrases import phrases_of
from minutes_pipeline.extract.metric_qualifiers import Marks, Qualifier, marks_of
from minutes_pipeline.extract.metric_traps import about_this_meeting, hypothetical, quoted_words, trap_of
from minutes_pipeline.extract.metric_view import Asked
from minutes_pipeline.extract.metric_words import SHARES, before_figure, changes, is_standing, is_target
from minutes_pipeline.text.tokens import Token, tokenize
from minutes_pipeline.values.dates import find_dates
from minutes_pipeline.values.numbers import Figure as Value
from minutes_pipeline.values.periods import Clock, PeriodMatch, find_periods, fiscal_span, fiscal_year_of
from minutes_pipeline.values.units import Quantity, find_quantities


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure read from a sentence or a cell; offsets are those of the text it was read from.

    ``place`` is the span of number and unit, ``start:end`` that of the quote.
    """

    start: int
    end: int
    name: str
    value: Value
    value_max: Value | None
    unit: str | None
    qualifier: Qualifier | None
    period: tuple[date, date] | None
    rule: str
    confidence: float
    place: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence stands in.

    Attributes:
        clock: Dates without a year are resolved against it.
        reach: Periods in force at its start.
        label: Label at the head of its line (利用者), or None.
        topic: Title of the program that the lines around are about, or None.
        before: Name of the figure before in the same paragraph, or None.
        befores: Units and names of the figures of the sentence before; one of the same unit is taken up first.
        theme: Gives what the sentences before were about (a question's topic); asked only where nothing else names a figure.
        title: Title of the agenda item, the name of last resort.
        quorum: The line speaks of who is present.
        tokens: The sentence's tokens, or None to have them made.
        offset: Where the sentence begins in the text that the tokens' positions are of.
    """

    clock: Clock
    reach: Reach = field(default_factory=Reach)
    label: str | None = None
    topic: str | None = None
    before: str | None = None
    befores: tuple[tuple[str | None, str], ...] = ()
    theme: Callable[[], str | None] | None = None
    title: str | None = None
    quorum: bool = False
    tokens: tuple[Token, ...] | None = None
    offset: int = 0


_BARE_BEFORE = re.compile(r"(?:[はがもを:]|[年度目]の|から|当たり|あたり)\s?$")
_BARE_CHANGE = re.compile(r"\s?から\s?[0-9][0-9,.]{0,9}\s?[にへ](?:減|増|なっ|な[りる]|縮|拡)")
_BARE_AFTER = re.compile(r"\s?(?:[、。)]|$|で(?:す|し|あ|、)|だ|に(?:増|減|上|の|ま|達|と)|から|まで|と(?:な|い))")


def _is_bare_figure(text: str, quantity: Quantity) -> bool:
    """Whether a number without a unit is a figure (新規の団体は6、解散した団体は1)."""
    if _BARE_CHANGE.match(text, quantity.end):
        return True  # 10年で58から31に減った
    return bool(_BARE_BEFORE.search(text[: quantity.start][-6:]) and _BARE_AFTER.match(text, quantity.end))


def _blocked(text: str) -> list[tuple[int, int]]:
    """Spans whose numbers are none: dates, and short quotations."""
    return [(d.start, d.end) for d in find_dates(text) if not d.slash] + list(quoted_words(text))


_LONGEST = 1000
"""Characters read at a time: a "sentence" that is longer has lost its marks, and time must stay linear."""


_JUST_READ = 64
"""Sentences whose quantities and periods are kept: the steps of one reading ask for them one after the other."""


@lru_cache(maxsize=_JUST_READ)
def quantities_in(text: str) -> tuple[Quantity, ...]:
    """The numbers of a folded sentence that may be figures, in order."""
    return tuple(q for q in find_quantities(text) if not q.hidden) if _NUMBER.search(text) else ()


_NUMBER = re.compile(r"[0-9一二三四五六七八九十百千]|ゼロ")


def figures_of(text: str, context: Context) -> tuple[Figure, ...]:
    """All figures of a folded sentence, in order."""
    if len(text) <= _LONGEST:
        return _figures(text, context)
    found: list[Figure] = []
    start = 0
    while start < len(text):
        end = min(len(text), start + _LONGEST)
        if end < len(text):
            end = max(text.rfind(mark, start + _LONGEST // 2, end) for mark in "、 ,") + 1 or end
        first, last = context.offset + start, context.offset + end
        tokens = None if context.tokens is None else tuple(t for t in context.tokens if first <= t.start < last)
        shifted = replace(context, offset=first if tokens is not None else 0, tokens=tokens)
        found += [_moved(f, start) for f in _figures(text[start:end], shifted)]
        start = end
    return tuple(found)


def _moved(figure: Figure, by: int) -> Figure:
    place = (figure.place[0] + by, figure.place[1] + by)
    return replace(figure, start=figure.start + by, end=figure.end + by, place=place)


def _figures(text: str, context: Context) -> tuple[Figure, ...]:
    quantities = quantities_in(text)
    if not quantities:
        return ()
    blocked = _blocked(text)
    periods = stated_periods(text, context.clock)
    blocked += [(p.start, p.end) for p in periods]
    quorum = context.quorum or about_this_meeting(text)
    kept = [q for q in quantities if not _excluded(text, q, blocked, quorum)]
    return _read(text, context, periods, kept) if kept else ()


@lru_cache(maxsize=_JUST_READ)
def stated_periods(text: str, clock: Clock) -> tuple[PeriodMatch, ...]:
    """The periods of a sentence; days without a year that are told in the past are not behind the meeting."""
    found = find_periods(text, clock)
    if not found or clock.day is None or not is_past(text):
        return found
    return tuple(p.a_year_before() if p.assumed and p.first > clock.day else p for p in found)


def _excluded(text: str, quantity: Quantity, blocked: Sequence[tuple[int, int]], quorum: bool) -> bool:
    if any(a < quantity.end and quantity.start < b for a, b in blocked):
        return True
    if trap_of(text, quantity) is not None or hypothetical(text, quantity):
        return True
    if quorum and quantity.unit in ("人", "名", "通", "票", "世帯", "社", "団体", None):
        return True
    return quantity.unit is None and not _is_bare_figure(text, quantity)


def _read(
    text: str, context: Context, periods: Sequence[PeriodMatch], quantities: Sequence[Quantity]
) -> tuple[Figure, ...]:
    """The figures of one sentence from left to right; a name may come from the figure before."""
    marks = _shared_falls(text, quantities, [marks_of(text, q) for q in quantities])
    places = []
    floor = 0
    for mark in marks:
        bound = max([floor, *(p.end for p in periods if p.end <= mark.start)])
        places.append((before_figure(text, mark.start, bound), mark.end))
        floor = mark.end
    spans = [(p.start, p.end) for p in periods]
    tokens = context.tokens if context.tokens is not None else tokenize(text)
    phrases = phrases_of(text, tokens, context.offset, places, spans)
    index = {p.number: i for i, p in enumerate(phrases) if p.kind == "figure"}
    namer = Namer(
        text, phrases, tokens, context.offset, label=context.label, before=context.before, topic=context.topic, theme=context.theme,
        title=context.title, befores=context.befores,
    )  # fmt: skip
    found: list[Figure] = []
    for number, (quantity, mark) in enumerate(zip(quantities, marks, strict=True)):
        if number not in index:
            continue
        name = namer.name(Asked(quantity, index[number], places[number][0], mark.end))
        if quantity.unit in ("回", "度") and (name.rule == "guessed" or name.text in ("開催", "実施", "開催すること")):
            continue  # how often this meeting is held
        found.append(_figure(text, context, periods, quantity, mark, name, found))
    return tuple(found)


_SIDE_BY_SIDE = re.compile(r"、[^、。0-9]{1,10}で\s?(?:約|およそ)?")


# 運営費は年間約960万円を見込む: a cost of every year, not of the year told before.
_YEARLY_PLAN = re.compile(r"(?:年間|年額|毎年|1年当たり)(?:で)?(?:約|およそ)?\s?$")
_OF_WHOLE_YEAR = re.compile(r"年間(?:目標|計画)|通年の|年間の目標")
# 置くことのできる自転車, 2学級以上が標準: what can or should be is of no year told before.
_ABLE = re.compile(
    r"(?:置く|止める|停める|入る|座る|泊まる|受け入れる|収容|収納|駐車|駐輪)[^、。]{0,3}(?:できる|可能)|収容"
)
_AS_STANDARD = re.compile(r"\s?[がを](?:標準|基準|原則|目安|上限|下限)")
_AS_SHARE = re.compile(r"(?:、|\s)?(?:率|割合)(?:にして|で)(?:約|およそ)?")
_FROM_BEFORE = re.compile(r"(?:から|より|比べ(?:て|ると)?|比較(?:して|すると)?|比で?|対し)、?(?:約|およそ)?$")
_PER_CENT = frozenset(("%", "パーセント"))
_SHARE_NAME = re.compile(r"率|割合|比|シェア|%|「")
_BY = re.compile(r"で\s?(?:約|およそ)?$")


def _shared_falls(text: str, quantities: Sequence[Quantity], marks: list[Marks]) -> list[Marks]:
    """A fall told behind the last of several figures holds for each (件数で15%、金額で21%の|減)."""
    for place in range(len(marks) - 2, -1, -1):
        here, after = marks[place], marks[place + 1]
        beside = _SIDE_BY_SIDE.fullmatch(text, here.end, after.start) and _BY.search(text[: here.start])
        also = _AS_SHARE.fullmatch(text, here.end, after.start) or (
            text[here.end : after.start] == "、"
            and quantities[place + 1].unit in SHARES
            and quantities[place].unit not in SHARES
            and _FROM_BEFORE.search(text[: here.start])
        )
        if after.fall and also:
            marks[place] = replace(here, fall=quantities[place].value > 0)
        if after.fall and beside and quantities[place].unit == quantities[place + 1].unit:
            marks[place] = replace(here, fall=True)
    return marks


def _figure(
    text: str, context: Context, periods: Sequence[PeriodMatch], quantity: Quantity, marks: Marks, name: Name,
    found: Sequence[Figure],
) -> Figure:  # fmt: skip
    period = _covered(text, context, periods, quantity, marks, name, found)
    value = -quantity.value if marks.fall else quantity.value
    confidence = _CONFIDENCE.get(name.rule, 0.85) - (0 if quantity.listed else 0.1)
    start, end = _quote(text, marks, name, found)
    return Figure(
        start,
        end,
        name.text,
        value,
        quantity.value_max,
        quantity.unit,
        marks.qualifier or ("about" if name.text.split("の")[-1].startswith("概算") else None),
        period,
        name.rule,
        confidence,
        (marks.start, marks.end),
    )


def _covered(
    text: str, context: Context, periods: Sequence[PeriodMatch], quantity: Quantity, marks: Marks, name: Name,
    found: Sequence[Figure],
) -> Span | None:  # fmt: skip
    """The period of a figure: what governs its place, less what its name and the figures beside it rule out."""
    yearly = _YEARLY_PLAN.search(text[: marks.start]) and is_planned(text) and not context.reach.heading
    fixed = (
        yearly
        or is_target(name.text)
        or _ABLE.search(name.text)
        or _AS_STANDARD.match(text, marks.end)
        or (is_standing(name.text) and not context.reach.planned)
    )
    reach = Reach(heading=context.reach.heading) if fixed else context.reach
    attached = [p for p in periods if is_attached(text, p, marks.start)]
    if _CHANGE_BASE.match(text, marks.end) and not attached:
        return None
    if quantity.unit in _PER_CENT and not _SHARE_NAME.search(name.text) and any(p.anchored for p in attached):
        return None  # 申込みは前年の92%: what it is measured against
    last = found[-1].place[1] if found and not is_base_of(text, found[-1].place[1]) else None
    own = last is None or any(
        last <= p.start and p.end <= marks.start and text[p.end : p.end + 1] != ")" for p in periods
    )
    if name.rule != "aim" and is_standing(name.text) and not own:
        return None  # 受診率は38%で、目標値は60%: of no year but its own
    period = governing(text, marks.start, marks.end, periods, reach, unit=quantity.unit)
    if _THE_SAME.search(text[: marks.start]) and (same := _year_before_told(text, found)) is not None:
        return same
    if (main := _before_bracket(text, marks, found)) is not None:
        return main.period
    if period is not None and _OF_WHOLE_YEAR.search(name.text):
        period = fiscal_span(fiscal_year_of(period[0]))
    return _changed(text, context, found, period) if found and changes(text, marks.end) else period


def _year_before_told(text: str, found: Sequence[Figure]) -> Span | None:
    """The period of the last figure of the year before (小学校128件(前年度94件)、中学校37件(同41件)), or None."""
    return next(
        (f.period for f in reversed(found) if _YEAR_BEFORE.search(text[max(0, f.place[0] - 12) : f.place[0]])), None
    )


_THE_SAME = re.compile(r"\(同\s?$")
_YEAR_BEFORE = re.compile(r"(?:前年|昨年|前年度|昨年度)(?:度)?(?:同期|同月)?(?:は|の|が|:)?\s?$")


def _before_bracket(text: str, marks: Marks, found: Sequence[Figure]) -> Figure | None:
    """The figure that a change in the bracket behind it is of (1,240件(前年度1,182件、+58件)), or None."""
    opened = text.rfind("(", 0, marks.start)
    if opened < 0 or ")" in text[opened : marks.start] or not found or found[-1].place[0] < opened:
        return None
    signed = text[marks.start] in "+▲-" or _CHANGED_BY.match(text, marks.end) is not None
    before = [f for f in found if f.place[1] <= opened]
    return before[-1] if signed and before else None


_CHANGED_BY = re.compile(r"\s?の?(?:増|減|上昇|低下)")


def _quote(text: str, marks: Marks, name: Name, found: Sequence[Figure]) -> tuple[int, int]:
    """Start and end of the quote: from the name to the figure; where no name stands before it, the clause around it."""
    start = min(name.start, marks.start)
    tail = _QUOTE_TAIL.match(text, marks.end)
    if name.rule in _NAMED_BEFORE:
        return start, tail.end() if tail else marks.end
    floor = found[-1].place[1] if found else 0
    clause = max(floor, *(text.rfind(mark, floor, marks.start) + 1 for mark in "、。(「:"))
    lead = _LEAD.match(text, clause)
    clause = lead.end() if lead is not None and lead.end() <= start else clause
    predicate = _PREDICATE_TAIL.match(text, marks.end)
    ends = [m.end() for m in (tail, predicate) if m is not None]
    return min(start, clause), max([marks.end, *ends])


# How often a name found by a rule was right on documents with known records (docs/accuracy.md).
_CONFIDENCE = {
    "topic": 0.95, "label": 0.93, "part": 0.92, "predicate": 0.92, "aim": 0.92, "comparison": 0.92, "inherited": 0.9, "bracketed": 0.88,
    "apposed": 0.86, "counted": 0.85, "object": 0.83, "behind": 0.82, "guessed": 0.55, "following": 0.5,
}  # fmt: skip
_NAMED_BEFORE = frozenset(
    ("topic", "label", "apposed", "counted", "bracketed", "comparison", "aim", "object", "part", "rate")
)
_LEAD = re.compile(r"[はがをもにでとの、\s)]{1,4}")
_PREDICATE_TAIL = re.compile(r"\s?(?:[のがをにはもで]{1,2})(?:[一-龠ァ-ヴー]{1,8}[にをがへ])?[一-龠ァ-ヴー]{1,8}")


def _changed(text: str, context: Context, found: Sequence[Figure], period: Span | None) -> Span | None:
    """What a change told behind its base covers (AからBになり、5ポイント低下した; Aから更に1ポイント低下した)."""
    last = found[-1]
    if period is not None and period == last.period and is_base_of(text, last.place[1]):
        earlier = next((f.period for f in reversed(found[:-1]) if f.unit == last.unit), None)
        return earlier or context.reach.carried or context.reach.heading
    if len(found) > 1 and found[-2].unit == last.unit and last.period == period:
        joined = change_span(text, found[-2].place[1], found[-2].period, period)
        if joined != period:
            return joined
    return change_span(text, last.place[1], last.period, period)


# A figure that a change starts from (6人から10人に): its time is the one before, which nothing tells.
_CHANGE_BASE = re.compile(r"\s?から(?=[^。0-9]{0,24}[0-9][^。、]{0,14}(?:[にへ](?!は|つ|関|対)|まで|と(?:し|す|な)))")
_QUOTE_TAIL = re.compile(
    r"\s?(?:の(?:増(?:額|加)?|減(?:額|少)?|[一-龠]{1,6}(?=[、。でがを]))|増(?:加|"
    r"えた)?|減(?:少|った|りました)?|低下した|(?:が|を|に)[一-龠ァ-ヴ]{2,6}(?=[しすさでいがを、。]))"
)
