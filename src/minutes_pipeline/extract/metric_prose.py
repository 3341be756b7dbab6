"""Figures in sentences (文中の数値): one folded sentence in, its figures with name, quote, period and qualifier out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from minutes_pipeline.extract.metric_names import (
    MEASURE_WORD,
    Name,
    allotted,
    before_figure,
    behind,
    counts_itself,
    is_aim,
    is_base,
    is_comparison,
    is_empty,
    joined,
    noun_phrase,
    predicate,
    strip_periods,
)
from minutes_pipeline.extract.metric_periods import Reach, change_span, governing
from minutes_pipeline.extract.metric_qualifiers import Marks, marks_of
from minutes_pipeline.extract.metric_traps import (
    TIME_UNITS,
    about_this_meeting,
    hypothetical,
    quoted_words,
    trap_of,
)
from minutes_pipeline.values.dates import find_dates
from minutes_pipeline.values.numbers import Figure as Value
from minutes_pipeline.values.periods import Clock, PeriodMatch, find_periods
from minutes_pipeline.values.units import Quantity, find_quantities

SHARES = frozenset(("%", "パーセント", "割", "倍", "ポイント", "‰", "分", "厘"))
_PEOPLE = frozenset(("人", "名", "者"))


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
    qualifier: str | None
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
        topic: What the lines around are about (a program, an item), the name of last resort.
        before: Name of the figure before in the same paragraph, or None.
        quorum: The line speaks of who is present.
    """

    clock: Clock
    reach: Reach = field(default_factory=Reach)
    label: str | None = None
    topic: str | None = None
    before: str | None = None
    quorum: bool = False


_BARE_BEFORE = re.compile(r"(?:[はがも:]|[年度目]の|から)\s?$")
_BARE_AFTER = re.compile(r"\s?(?:[、。)]|$|で(?:す|し|あ|、)|だ|に(?:増|減|上|の|ま|達|と)|から|まで|と(?:な|い))")
_FRAME = re.compile(r"(?:では|には|については|につきましては|について|は|を)、")
_PARTICLE = re.compile(r"(?:では|には|とは|からは|までは|について|につき|のは|[はがもをにでのとへ:]|から|より|につ?いて?)\s?$")
_INHERIT_BEFORE_DE = re.compile(r"(?:見積り?|見込み?|試算|推計|集計|調査|時点|末|現在|年度?|月|日|間|結果|合計|計|全体|平均|換算|にし)$")
_ITSELF = re.compile(r"のうち|中(?=[0-9約])")
_PLACE = re.compile(r"(?:市|町|村|区|県|国|都|府|道|市内|町内|区内|県内|村内|域内|管内|全国|県|圏|国内|校区|学区|校)$")


def _is_bare_figure(text: str, quantity: Quantity) -> bool:
    """Whether a number without a unit is a figure (新規の団体は6、解散した団体は1)."""
    return bool(_BARE_BEFORE.search(text[: quantity.start][-6:]) and _BARE_AFTER.match(text, quantity.end))


def _blocked(text: str) -> list[tuple[int, int]]:
    """Spans whose numbers are none: dates, and short quotations."""
    return [(d.start, d.end) for d in find_dates(text) if not d.slash] + list(quoted_words(text))


def figures_of(text: str, context: Context) -> tuple[Figure, ...]:
    """All figures of a folded sentence, in order."""
    if not re.search(r"[0-9一二三四五六七八九十百千]", text):
        return ()
    quantities = [q for q in find_quantities(text) if not q.hidden]
    if not quantities:
        return ()
    blocked = _blocked(text)
    periods = find_periods(text, context.clock)
    quorum = context.quorum or about_this_meeting(text)
    kept = [q for q in quantities if not _excluded(text, q, blocked, quorum)]
    reader = _Sentence(text, context, periods, kept)
    return reader.read()


def _excluded(text: str, quantity: Quantity, blocked: Sequence[tuple[int, int]], quorum: bool) -> bool:
    if any(a < quantity.end and quantity.start < b for a, b in blocked):
        return True
    if trap_of(text, quantity) is not None or hypothetical(text, quantity):
        return True
    if quorum and quantity.unit in ("人", "名", "通", "票", "世帯", "社", "団体", None):
        return True
    return quantity.unit is None and not _is_bare_figure(text, quantity)


class _Sentence:
    """Reads the figures of one sentence from left to right; a name may come from the figure before."""

    def __init__(
        self, text: str, context: Context, periods: Sequence[PeriodMatch], quantities: Sequence[Quantity]
    ) -> None:
        self.text = text
        self.context = context
        self.periods = periods
        self.spans = [(p.start, p.end) for p in periods]
        self.quantities = quantities
        self.found: list[Figure] = []

    def read(self) -> tuple[Figure, ...]:
        for index, quantity in enumerate(self.quantities):
            following = self.quantities[index + 1] if index + 1 < len(self.quantities) else None
            self.found.append(self._figure(quantity, following))
        return tuple(self.found)

    # -- one figure ---------------------------------------------------------------------------------------------

    def _figure(self, quantity: Quantity, following: Quantity | None) -> Figure:
        marks = marks_of(self.text, quantity)
        name = self._name(quantity, marks, following)
        period = governing(self.text, marks.start, marks.end, self.periods, self.context.reach)
        if self.found and (marks.fall or re.match(r"\s?(?:増|上|の増|伸)", self.text[marks.end :])):
            base = self.found[-1]
            period = change_span(self.text, base.place[1], base.period, self._now(base, period))
        value = -quantity.value if marks.fall else quantity.value
        start = min(name.start, marks.start)
        confidence = 0.9 if quantity.listed and name.rule not in ("inherited", "topic_only") else 0.75
        return Figure(
            start, self._quote_end(marks.end), name.text, value, quantity.value_max, quantity.unit, marks.qualifier,
            period, name.rule, confidence, (marks.start, marks.end),
        )  # fmt: skip

    def _now(self, base: Figure, period: tuple[date, date] | None) -> tuple[date, date] | None:
        """The present period against which a base is compared: the one stated before the base, if the base's own is last."""
        if period != base.period:
            return period
        others = [f.period for f in self.found[:-1] if f.period is not None and f.period != base.period]
        return others[-1] if others else self.context.reach.carried or self.context.reach.heading or period

    def _quote_end(self, end: int) -> int:
        found = _QUOTE_TAIL.match(self.text, end)
        return found.end() if found else end

    # -- its name -----------------------------------------------------------------------------------------------

    def _name(self, quantity: Quantity, marks: Marks, following: Quantity | None) -> Name:
        text = self.text
        floor = self.found[-1].place[1] if self.found else 0
        end = before_figure(text, marks.start, floor)
        head = text[floor:end].strip(" 、。(")
        if self.found and text[floor:end].strip() == "(":
            return self._in_brackets(quantity, marks)
        if not head or text[end - 1] in "、。(\t" or head in ("と", "から", "に", "で", "の", "および", "及び"):
            return self._headless(quantity, marks, following)
        if is_comparison(text[:end]):
            start, words = noun_phrase(text, end, floor)
            return Name(joined(self._base_name(quantity), re.sub(r"[はがで:\s]+$", "", words)), start, "comparison")
        particle = _PARTICLE.search(text[floor:end])
        stem = floor + particle.start() if particle else end
        return self._with_phrase(quantity, marks, stem, particle[0].strip() if particle else "", floor)

    def _with_phrase(self, quantity: Quantity, marks: Marks, stem: int, particle: str, floor: int) -> Name:
        start, words = noun_phrase(self.text, stem, floor)
        start = strip_periods(self.text, start, stem, self.spans)
        words = self.text[start:stem].strip()
        if not words or is_empty(words) or self._is_time(start, stem):
            return self._without_phrase(quantity, marks, floor, particle)
        if particle in ("の", "") and (is_base(words) or (quantity.unit in SHARES and particle == "の")):
            return Name(self._base_name(quantity, words), start, "inherited")
        if particle == "の" and is_aim(words):
            return Name(joined(self._base_name(quantity, ""), words), start, "aim")
        if particle == "で" and _INHERIT_BEFORE_DE.search(words):
            return Name(self._base_name(quantity, words), start, "inherited")
        if particle in ("に", "で", "から", "より", "と", "へ", "には", "では"):
            return self._of_place(quantity, marks, start, words, particle)
        if particle in ("", "の") and counts_itself(quantity):
            return self._counted(quantity, start, words, particle)
        return Name(self._framed(words, start), start, "topic" if particle in ("は", "が", "も", "のは") else "apposed")

    def _of_place(self, quantity: Quantity, marks: Marks, start: int, words: str, particle: str) -> Name:
        """に・で: the thing a figure is put to (質疑応答に5分), or the place where it was counted (小学校で312円)."""
        noun = behind(self.text, marks.end) or allotted(self.text, marks.end)
        if noun is not None:
            return Name(f"{words}の{noun}" if noun not in words else words, start, "behind")
        frame = self._frame(start)
        if particle in ("で", "では") and (frame or self.found):
            return Name(joined(frame or self.found[-1].name, words), start, "part")
        action = predicate(self.text, marks.end)
        if action is not None and particle in ("に", "と", "とは", "から", "には") and not re.search("計上|充|予定", action):
            return Name(f"{words}の{action}", start, "predicate")
        return Name(self._framed(words, start), start, "object")

    def _counted(self, quantity: Quantity, start: int, words: str, particle: str) -> Name:
        noun = quantity.unit or ""
        if re.search(r"[たるいのなう]$", words):
            return Name(words + noun, start, "counted")
        if _PLACE.search(words):
            return Name(f"{words}の{noun}", start, "counted")
        if particle == "の":
            return Name(f"{words}の{noun}", start, "counted")
        return Name(self._framed(words, start), start, "apposed")

    def _headless(self, quantity: Quantity, marks: Marks, following: Quantity | None) -> Name:
        """No noun stands before the figure: look behind it, then to what the sentence is about."""
        end = marks.end
        if following is not None and re.fullmatch(r"[、と]?\s?(?:から)?(?:約|延べ|計)?", self.text[end : following.start]):
            end = marks_of(self.text, following).end
        noun = behind(self.text, end) or allotted(self.text, end)
        frame = self._frame(marks.start) or self.context.label
        if noun is not None:
            return Name(self._short(frame, noun), marks.start, "behind")
        if counts_itself(quantity) and not marks.fall and not self._changes(marks.end):
            return Name(joined(frame, quantity.unit or "") if frame else quantity.unit or "", marks.start, "counted")
        action = predicate(self.text, end)
        if action is not None and not self._changes(marks.end):
            return Name(joined(frame or self.context.topic, action), marks.start, "predicate")
        return Name(self._base_name(quantity), marks.start, "inherited")

    def _without_phrase(self, quantity: Quantity, marks: Marks, floor: int, particle: str) -> Name:
        noun = behind(self.text, marks.end)
        if noun is not None and not self._changes(marks.end):
            return Name(self._short(self._frame(marks.start), noun), marks.start, "behind")
        if self.found and (self._changes(marks.end) or quantity.unit == self.found[-1].unit):
            return Name(self.found[-1].name, marks.start, "inherited")
        earlier = self._subject(floor, marks.start)
        if earlier is not None:
            return earlier
        return Name(self._base_name(quantity), marks.start, "inherited")

    def _subject(self, floor: int, end: int) -> Name | None:
        """The nearest subject or object before the figure (解散した町内会が|今年度は2団体)."""
        best: Name | None = None
        for found in re.finditer(r"[はがをも](?=[^はがをも])|:", self.text[floor:end]):
            stem = floor + found.start()
            start, _ = noun_phrase(self.text, stem, floor)
            start = strip_periods(self.text, start, stem, self.spans)
            words = self.text[start:stem].strip()
            if words and not is_empty(words) and not self._is_time(start, stem):
                best = Name(words, start, "subject")
        return best

    def _in_brackets(self, quantity: Quantity, marks: Marks) -> Name:
        previous = self.found[-1]
        if quantity.unit in SHARES or quantity.unit == previous.unit:
            return Name(previous.name, marks.start, "bracketed")
        return Name(f"{previous.name}の{quantity.unit or ''}".rstrip("の"), marks.start, "bracketed")

    # -- what the sentence is about -----------------------------------------------------------------------------

    def _frame(self, before: int) -> str | None:
        """The noun phrase that frames what follows it: ``Xは、``, ``Xを、``, ``Xについて``, or a label ``X:``."""
        best = None
        for found in re.finditer(r"(?:では|には|については|につきましては|について|は|を)、|:", self.text[:before]):
            start, _ = noun_phrase(self.text, found.start(), 0)
            start = strip_periods(self.text, start, found.start(), self.spans)
            words = self.text[start : found.start()].strip()
            if words and not is_empty(words) and not self._is_time(start, found.start()):
                best = words
        return best

    def _framed(self, words: str, start: int) -> str:
        """A short name joined to the frame of its sentence or line."""
        frame = self._frame(start) or self.context.label
        return self._short(frame, words)

    def _short(self, frame: str | None, words: str) -> str:
        generic = len(words) <= 6 and "の" not in words
        if frame is None or not (generic or (MEASURE_WORD.search(frame) and not MEASURE_WORD.search(words))):
            return words
        return joined(frame, words)

    def _base_name(self, quantity: Quantity, fallback: str = "") -> str:
        """The name that an unnamed figure takes over."""
        if self.found:
            return self.found[-1].name
        frame = self._frame(quantity.start) or self._topic(quantity.start) or self.context.label
        return frame or self.context.before or fallback or self.context.topic or quantity.unit or ""

    def _topic(self, before: int) -> str | None:
        found = re.search(r"(?<!で)(?<!に)[はがもを](?![がきしじすずた])", self.text[:before])
        if found is None:
            return None
        start, _ = noun_phrase(self.text, found.start(), 0)
        start = strip_periods(self.text, start, found.start(), self.spans)
        words = self.text[start : found.start()].strip()
        return words if words and not is_empty(words) and not self._is_time(start, found.start()) else None

    def _is_time(self, start: int, end: int) -> bool:
        """Whether the words are only a time (令和5年度, この10年の平均, 年)."""
        words = self.text[start:end].strip()
        if any(a <= start and end <= b for a, b in self.spans):
            return True
        return re.fullmatch(r"(?:この|ここ|平成|令和|昨|今|来|前|同|初|[0-9]{1,4}|年|月|日|度|末|週|間|の|平均|目|期|で|から|は|現在|時点|うち|、|\s)+", words) is not None

    def _changes(self, end: int) -> bool:
        return re.match(r"\s?(?:の)?(?:増|減|上|下|低下|上昇|伸|縮|短縮|改善|差)", self.text[end:]) is not None


_QUOTE_TAIL = re.compile(
    r"\s?(?:の(?:増(?:額|加)?|減(?:額|少)?|[一-龠]{1,6}(?=[、。でがを]))|増(?:加|えた)?|減(?:少|った|りました)?|低下した|(?:が|を|に)[一-龠ァ-ヴ]{2,6}(?=[しすさでいがを、。]))"
)
