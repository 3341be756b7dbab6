"""Metrics (指標・数値): quantities stated about a program, service, budget or situation.

Prose, lists and bullets are read sentence by sentence (``metric_prose``), data tables cell by cell (``metric_tables``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date
from functools import partial

from minutes_pipeline.extract.metric_clock import meeting_clock
from minutes_pipeline.extract.metric_periods import (
    Reach,
    Span,
    carried_from,
    is_planned,
    keeps_count,
    reaches,
    takes_up,
)
from minutes_pipeline.extract.metric_prose import Context, Figure, figures_of, quantities_in, stated_periods
from minutes_pipeline.extract.metric_tables import figures_in_table
from minutes_pipeline.extract.metric_traps import about_this_meeting, counts_presence
from minutes_pipeline.extract.metric_view import theme_of
from minutes_pipeline.extract.provenance import grounded, placed
from minutes_pipeline.extract.trust import lowered
from minutes_pipeline.model.document import Table
from minutes_pipeline.model.records import Metric, Period
from minutes_pipeline.model.section import Outline, Sentence
from minutes_pipeline.text.folding import flat, flat_whole
from minutes_pipeline.text.tokens import tokenize
from minutes_pipeline.values.periods import Clock, PeriodMatch, find_periods, tells_time

_ASKED = re.compile(r"質問|意見|要望|質疑|動議|回答|答弁|問|答|Q|A|[○●◎]")
_DECLARED = re.compile(r"(?:審議|報告|調査|集計|監査)?対象期間[^0-9。]{0,12}")
# 介護保険事業の運営状況|について
_ABOUT = re.compile(r"(?:に(?:ついて|関する(?:こと|件))|の件)(?:\([^()]{1,20}\))?$")
_AS_FOLLOWS = re.compile(
    r"(?:次|以下|下記|別紙|別表|下表|次表|次の表|下の表|資料[0-9]{0,2})の?(?:とおり|通り|ように|よう)(?:である|です|で|報告|説明|だ|。|$|、)"
)
# Another one speaks in a record that is told (2番委員から、…).
_REPORTED = re.compile(
    r"[^、。]{0,14}(?:委員|議員|会長|会員|理事|監事|参加者|出席者|部長|課長)(?:から|より|が|は)[、\s]"
)
_YEAR_LINE = re.compile(
    r"[・○\s]{0,3}(?:令和|平成|昭和|[RH]|20)[0-9元]{1,4}年?度?[^0-9。]{0,12}[0-9][0-9,.万千億]{0,14}[^0-9。]{0,10}"
)
_CAPTION = re.compile(r"[^一-龠ァ-ヴー]{0,4}(?P<noun>[^\s()。、:0-9]{2,18})(?:\([^()]{0,20}\))?[:\s]{0,2}")
_OF_THE_LAST = re.compile(r"(?:この|その|これらの)?うち|その(?:内訳|中)|これらの|内訳は")
_ANSWER = re.compile(r"[・\s]{0,2}(?:答|回答|答弁|事務局|A)")
# An item about a year's accounts: what is answered to it is of that year.
_ACCOUNTS = re.compile(r"決算")
_SUPPLEMENT = re.compile(r"補正")
_OF_PEOPLE = re.compile(r"選出|選任|改選|委嘱|任命|人事|役員|日程")
_PRICE = re.compile(r"当たり|あたり|につき|1[食本個枚]|倍|[上下]が[りっる]|比べ|単価|値[上下]げ")
_PLAN = re.compile(r"計画|方針|改定|改正")


class _Reading:
    """State of one pass over a document's sentences."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.folded = flat_whole(outline.document.text)
        self.clock = meeting_clock(outline, self.folded)
        self._explanations = self._explaining_turns()
        self.metrics: list[tuple[int, int, Metric]] = []
        self.order = [(s.start, i) for i, s in enumerate(outline.sentences)]
        self.headings: dict[str, Span | None] = {}
        self.declared = self._declared()
        self.quorum: dict[int, bool] = {}
        self.carried: Span | None = None
        self.told: tuple[int | None, int] | None = None  # item and fiscal year printed last, which 同年度 means
        self.announced: dict[int | None, list[tuple[int, Span]]] = {}  # item -> where 令和5年度の実績は次のとおり
        self.listed: tuple[int, str] = (
            -9,
            "",
        )  # line and name of the last figure that is no part, which うち新規 takes up
        self.latest: Span | None = None  # of the last figure, which このうち takes up
        self.planned: str | None = None  # a plan without figures whose time is carried
        self.counted: tuple[str, ...] | None = None  # what was counted on the day that is carried
        self.before: str | None = None
        self.befores: tuple[tuple[str | None, str], ...] = ()
        self.last: Sentence | None = None

    def run(self) -> None:
        for sentence in self.outline.sentences:
            self._enter(sentence)
            if sentence.is_heading or self._in_table(sentence):
                continue
            self._read(sentence)
        self._read_tables()

    def _in_table(self, sentence: Sentence) -> bool:
        table = self.outline.document.lines[sentence.line].table
        return table is not None and self.outline.document.tables[table].kind == "data"

    def _read_tables(self) -> None:
        document = self.outline.document
        for table in document.tables:
            zones = self.outline.zones[table.first_line : table.last_line + 1]
            if table.kind != "data" or not zones or zones[0] in ("header", "roster", "signature"):
                continue
            place = self._place_of(table)
            heading = None if place is None else self._announced_span(place) or self._heading_span(place)
            for figure in figures_in_table(document, self.folded, table, self.clock, heading, self.declared):
                self._add(figure, 0, place)

    def _place_of(self, table: Table) -> Sentence | None:
        """The sentence in the table, or the last one before it: it knows the items the table stands under."""
        before = bisect_right(self.outline.sentences, table.last_line, key=lambda sentence: sentence.line)
        return self.outline.sentences[before - 1] if before else None

    def _enter(self, sentence: Sentence) -> None:
        """Drop what does not reach into this sentence's paragraph."""
        last = self.last
        same = last is not None and (
            last.line == sentence.line
            or (sentence.mark is None and last.turn == sentence.turn and last.agenda_item == sentence.agenda_item
                and not sentence.is_heading and last.program == sentence.program)
        )  # fmt: skip
        if not same or (last is not None and last.turn != sentence.turn):
            self.carried, self.before, self.latest = None, None, None
        elif last is not None and last.line != sentence.line:
            self.before = None
            if _REPORTED.match(self.folded, sentence.start):
                self.carried = None
        self.last = sentence

    def _heading_span(self, sentence: Sentence) -> Span | None:
        """The period of the innermost heading that prints one: block label, program, item, the items above it."""
        if sentence.block_label and (span := self._titled(sentence.block_label)) is not None:
            return span
        if sentence.program is not None:
            span = self._titled(self.outline.programs[sentence.program].title)
            if span is not None:
                return span
        item = sentence.agenda_item
        while item is not None:
            span = self._titled(self.outline.agenda_items[item].title)
            own = item == sentence.agenda_item
            if span is not None and (own or (self.clock.day is not None and span[1] < self.clock.day)):
                return span  # a year to come (事業計画) reaches no further than its own item
            item = self._above(item)
        return None

    def _titled(self, title: str) -> Span | None:
        """The period that a title prints (令和5年度の取組実績)."""
        if title not in self.headings:
            found = [
                p for p in find_periods(flat(title), Clock(self.clock.day)) if p.kind in ("fiscal", "part", "year")
            ]
            self.headings[title] = (found[0].first, found[0].last) if found else None
        return self.headings[title]

    def _above(self, item: int) -> int | None:
        """The agenda item that another one stands under, or None."""
        items = self.outline.agenda_items
        return next((i for i in range(item - 1, -1, -1) if items[i].level < items[item].level), None)

    def _is_report(self, sentence: Sentence) -> bool:
        if sentence.label and _ASKED.search(sentence.label):
            return False
        if sentence.block_label and re.search(r"質疑|意見|問答", sentence.block_label):
            return False
        if sentence.turn is None and sentence.mark is not None and sentence.mark in "○●◎◆Q":
            return False
        turn = None if sentence.turn is None else self.outline.turns[sentence.turn]
        if turn is None:
            return True
        return sentence.turn in self._explanations

    def _explaining_turns(self) -> frozenset[int]:
        """The turns that explain an item: those of the secretariat or the explainers before a member speaks to it."""
        turns: set[int] = set()
        spoken: set[int | None] = set()
        for sentence in self.outline.sentences:
            if sentence.turn is None:
                continue
            side = self.outline.turns[sentence.turn].side
            if side == "member":
                spoken.add(sentence.agenda_item)
            elif side != "chair" and sentence.agenda_item not in spoken:
                turns.add(sentence.turn)
        return frozenset(turns)

    def _answers(self, sentence: Sentence) -> bool:
        """Whether the sentence answers a question for those who explain an item."""
        if sentence.turn is not None:
            return self.outline.turns[sentence.turn].side in ("secretariat", "explainer")
        return sentence.label is not None and _ANSWER.match(sentence.label) is not None

    def _line_quorum(self, sentence: Sentence) -> bool:
        if sentence.line not in self.quorum:
            line = self.outline.document.lines[sentence.line]
            text = self.folded[line.start : line.end]
            before = self.outline.document.lines[sentence.line - 1] if sentence.line else None
            labelled = before is not None and counts_presence(self.folded[before.start : before.end], text)
            self.quorum[sentence.line] = labelled or (len(text) < 400 and about_this_meeting(text))
        return self.quorum[sentence.line]

    def _context(self, sentence: Sentence, text: str, heading: Span | None, clock: Clock) -> Context:
        report = self._is_report(sentence)
        planned = heading is not None and self.clock.day is not None and heading[1] >= self.clock.day
        title = None if sentence.agenda_item is None else self.outline.agenda_items[sentence.agenda_item].title
        if planned and title and _PLAN.search(title) and not re.search("予算|補正", title):
            heading_here = None if re.search(r"(?:てい|ており|ておら|いる|済み|とどま)", text) else heading
        else:
            heading_here = heading
        if planned and title and _OF_PEOPLE.search(title):
            heading_here = None  # 来年度の役員選出: what is told of it is of today
        if not report and title and heading is not None and self._answers(sentence):
            closed = self.clock.day is not None and heading[1] < self.clock.day
            allotted = re.search(r"計上|予算(?:額)?(?:は|を|として)|予算措置", text) is not None and "予算" in title
            asked = (
                allotted or _SUPPLEMENT.search(title) is not None or (closed and _ACCOUNTS.search(title) is not None)
            )
            report = asked and _PRICE.search(text) is None
        span = reaches(text, report=report, heading=heading_here, meeting=self.clock.day)
        label = self._cell_before(sentence) if sentence.label is None else flat(sentence.label)
        program = None if sentence.program is None else self.outline.programs[sentence.program].title
        return Context(
            clock=clock,
            reach=Reach(
                self.carried or self._label_span(label, clock) or self._announced_span(sentence),
                span,
                self.planned is not None,
            ),
            label=label,
            topic=flat(program or "") or None,
            before=self.before or (self.listed[1] if self._takes_up_the_line_before(sentence, text) else None),
            befores=() if self.before is None else self.befores,
            theme=partial(self._theme, sentence),
            title=_ABOUT.sub("", flat(title or "")) or None,
            quorum=self._line_quorum(sentence),
        )

    def _takes_up_the_line_before(self, sentence: Sentence, text: str) -> bool:
        """Whether a line of a list tells a part of the line before it (・相談件数 1,240件 / ・うち新規 312件)."""
        return sentence.line - self.listed[0] in (1, 2, 3) and _OF_THE_LAST.match(text) is not None

    def _announced_span(self, sentence: Sentence) -> Span | None:
        """The period of what was announced under the same item (令和5年度の実績は次のとおり), or None."""
        said = [span for at, span in self.announced.get(sentence.agenda_item, ()) if at <= sentence.start]
        return said[-1] if said and self._is_report(sentence) else None

    def _declared(self) -> Span | None:
        """The stretch that the document itself declares (審議対象期間:4月1日~9月30日), or None."""
        found = _DECLARED.search(self.folded)
        if found is None:
            return None
        stated = [
            p
            for p in find_periods(self.folded[found.end() : found.end() + 60], self.clock)
            if p.kind in ("range", "part")
        ]
        return (stated[0].first, stated[0].last) if stated else None

    def _label_span(self, label: str | None, clock: Clock) -> Span | None:
        """The day that a line's label prints (防災訓練(11月10日))."""
        found = () if label is None else stated_periods(label + "した。", clock)
        return (found[0].first, found[0].last) if found else None

    def _cell_before(self, sentence: Sentence) -> str | None:
        """The words left of a tab in the same line: the label of a form's row (利用者数<tab>1,240人)."""
        start = self.outline.document.lines[sentence.line].start
        before = self.folded[start : sentence.start].rstrip(" ")
        if not before.endswith("\t"):
            return None
        words = before.rstrip().rsplit("\t", 1)[-1].strip(" ・○●■□◆:")
        return words if 0 < len(words) <= 24 and not re.search(r"[0-9]\s?[人件円%回]", words) else None

    def _listed_under(self, sentence: Sentence) -> str | None:
        """The caption of a list of years and figures (年度別予算 / 令和3年度 12,300千円), or None."""
        lines = self.outline.document.lines
        for index in range(sentence.line, max(-1, sentence.line - 8), -1):
            text = self.folded[lines[index].start : lines[index].end]
            if _YEAR_LINE.fullmatch(text):
                continue
            words = _CAPTION.fullmatch(text) if index < sentence.line else None
            return None if words is None else words["noun"]
        return None

    def _theme(self, sentence: Sentence) -> str | None:
        """What the sentences before were about (a question's topic), within the same item."""
        caption = self._listed_under(sentence)
        if caption is not None:
            return caption
        at = bisect_left(self.order, (sentence.start, 0))
        for index in range(at - 1, max(-1, at - 5), -1):
            other = self.outline.sentences[self.order[index][1]]
            if other.agenda_item != sentence.agenda_item or other.is_heading:
                return None
            text = self.folded[other.start : other.end]
            theme = theme_of(text, tokenize(text), 0)
            if theme is not None:
                return theme
        return None

    def _read(self, sentence: Sentence) -> None:
        start = sentence.start
        text = self.folded[start : sentence.end]
        if "対象期間" in text and self.declared is not None:
            self.carried = self.declared
        if self.counted is not None and self.carried is not None and not keeps_count(text, self.counted):
            self.carried = None
        if self.carried is None and self.latest is not None and _OF_THE_LAST.match(text):
            self.carried = self.latest
        if self.carried is not None and self.clock.day and self.carried[1] < self.clock.day and is_planned(text):
            self.carried = None  # a closed year holds for no plan
        if self.planned is not None and not takes_up(text, self.planned):
            self.carried = None
        figures, stated = self._told_in(sentence, text)
        for figure in figures:
            self._add(figure, start, sentence)
        if figures:
            self.before = figures[-1].name
            self.latest = figures[-1].period
            if not _OF_THE_LAST.match(text):
                self.listed = (sentence.line, figures[0].name)
            self.befores = tuple((f.unit, f.name) for f in reversed(figures))
        years = [p.first.year for p in stated if p.kind == "fiscal" and not p.anchored]
        if years:
            self.told = sentence.agenda_item, years[-1]
        self.carried = carried_from(text, stated, [f.period for f in figures], self.carried, self.clock.day)
        self.planned = text if stated and not figures and is_planned(text) else None
        if stated and not figures and _AS_FOLLOWS.search(text):
            said = self.announced.setdefault(sentence.agenda_item, [])
            said.append((start, (stated[0].first, stated[0].last)))
        if self.carried is None or (stated and stated[-1].kind != "as_of"):
            self.counted = None
        elif stated:
            self.counted = tuple(f.name for f in figures)

    def _told_in(self, sentence: Sentence, text: str) -> tuple[tuple[Figure, ...], tuple[PeriodMatch, ...]]:
        """The figures and the periods of a sentence; most have neither, and are asked no further."""
        numbers, times = quantities_in(text), tells_time(text)
        if not numbers and not times:
            return (), ()
        heading = self._heading_span(sentence)
        clock = self._clock_under(sentence, heading)
        figures = figures_of(text, self._context(sentence, text, heading, clock)) if numbers else ()
        return figures, stated_periods(text, clock) if times else ()

    def _clock_under(self, sentence: Sentence, heading: Span | None) -> Clock:
        """The meeting's clock, with the year that the heading tells and the one told last under the item."""
        clock = self.clock
        if heading is not None and (heading[0].month, heading[1].month) == (4, 3):
            clock = Clock(self.clock.day, heading[0].year)
        if self.told is not None and self.told[0] == sentence.agenda_item:
            clock = replace(clock, told=self.told[1])
        return clock

    def _add(self, figure: Figure, offset: int, sentence: Sentence | None) -> None:
        document = self.outline.document
        start, end = offset + figure.start, offset + figure.end
        while start < end and document.text[start].isspace():
            start += 1
        name = "".join(figure.name.split()) or (figure.unit or "数値")
        metric = Metric(
            **grounded(
                document, "metric", start, end,
                rule_id=f"metric.{figure.rule}",
                confidence=lowered("metric", figure.confidence), extra=f"{figure.place[0]}",
            ),
            **({} if sentence is None else placed(self.outline, sentence)),
            name=name,
            value=figure.value,
            value_max=figure.value_max,
            unit=figure.unit,
            qualifier=figure.qualifier,
            period=_period(figure.period),
        )  # fmt: skip
        self.metrics.append((offset + figure.place[0], offset + figure.place[1], metric))


def _period(span: tuple[date, date] | None) -> Period | None:
    return None if span is None else Period(start=span[0].isoformat(), end=span[1].isoformat())


def extract_metrics(outline: Outline) -> tuple[Metric, ...]:
    """All metrics of the document, in document order."""
    reading = _Reading(outline)
    reading.run()
    return tuple(m for _, _, m in sorted(reading.metrics, key=lambda entry: (entry[0], entry[1])))
