"""The progress sheet (進捗管理表) of a fiscal year: goal, measure, program, indicator, target, actual, rating, issues, answers.

Each filled cell cites the sentence it comes from. Nothing is invented: where the minutes say nothing the cell is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from minutes_pipeline.link.metric_series import metric_key, unit_key
from minutes_pipeline.link.programs import program_key
from minutes_pipeline.link.statements import Statement, statements_of
from minutes_pipeline.model.links import Links, MetricSeries, ProgramHistory
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Metric, SourceSpan
from minutes_pipeline.progress.plan import Indicator, Plan, PlanGoal, PlanProgram, fiscal_year_of_text, span_of
from minutes_pipeline.progress.ratings import Rating, ratings_of
from minutes_pipeline.values.periods import fiscal_year_of

_OPINION = re.compile(r"(?:意見|指摘|要望|提案|質問|提言)(?:が|を|も)(?:あ|出|寄|受|な)|との(?:意見|指摘|要望|声)")
_TURN = re.compile(r"移管|廃止|統合|縮小|拡充|見直|転換|名称を改|改称|一本化|終了と|新たに(?:始|開始|実施)")
_AIM = re.compile(r"目標|計画値|見込")


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a cell's content stands: document, day of the meeting, page, quote, place."""

    document: str
    date: str | None
    quote: str
    span: SourceSpan
    record_id: str | None = None


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell: what it says, a remark on it, and what it cites (nothing for the plan's own figures)."""

    value: str | int | float | None = None
    note: str | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One indicator of one program (or a program without one)."""

    goal: str
    measure: str
    program: str
    departments: str
    indicator: str
    unit: str
    target: SheetCell
    actual: SheetCell
    rate: SheetCell
    department_rating: SheetCell
    committee_rating: SheetCell
    issues: SheetCell
    direction: SheetCell
    opinions: SheetCell
    responses: SheetCell
    next_year: SheetCell


@dataclass(frozen=True, slots=True)
class ProgressSheet:
    """The sheet of a plan and a year."""

    plan: str
    year: int
    rows: tuple[SheetRow, ...]
    documents: tuple[str, ...]
    unplanned: tuple[str, ...] = field(default=())


def progress_sheet(plan: Plan, year: int, series: Sequence[Minutes], links: Links) -> ProgressSheet:
    """The sheet of fiscal year ``year`` (the western year in which it begins).

    Args:
        plan: The plan.
        year: Fiscal year.
        series: Minutes of the body that reports on it, oldest first.
        links: Their links.
    """
    view = _View(plan, year, series, links)
    rows: list[SheetRow] = []
    planned: set[str] = set()
    for goal in plan.goals:
        for measure in goal.measures:
            for program in measure.programs:
                history = view.history_of(program)
                if history is not None:
                    planned.add(history.program)
                rows += [
                    view.row(goal, measure.title or "", program, history, indicator)
                    for indicator in program.indicators or (None,)
                ]
    unplanned = tuple(history.program for history in links.programs if history.program not in planned)
    return ProgressSheet(plan.plan, year, tuple(rows), tuple(minutes.document for minutes in series), unplanned)


class _View:
    """What the meetings say about programs in one fiscal year."""

    def __init__(self, plan: Plan, year: int, series: Sequence[Minutes], links: Links) -> None:
        self._year, self._series, self._links = year, series, links
        self._days = {minutes.document: minutes.meeting.date for minutes in series}
        self._statements = [statements_of(minutes, index) for index, minutes in enumerate(series)]
        self._ratings = [rating for minutes in series for rating in ratings_of(minutes, plan.rating.grades)]
        self._owner = {a.record_id: history.program for history in links.programs for a in history.appearances}
        self._metrics = {metric.id: (minutes, metric) for minutes in series for metric in minutes.metrics}

    def history_of(self, program: PlanProgram) -> ProgramHistory | None:
        keys = {program_key(name) for name in (program.title, *program.aliases)}
        return next((h for h in self._links.programs if keys & {program_key(a.name) for a in h.appearances}), None)

    def row(
        self,
        goal: PlanGoal,
        measure: str,
        program: PlanProgram,
        history: ProgramHistory | None,
        indicator: Indicator | None,
    ) -> SheetRow:
        target = _target(indicator, self._year)
        actual = self._actual(indicator, history) if indicator and history else SheetCell()
        number = "" if goal.number is None else f"{goal.number} "
        name = None if history is None else history.program
        return SheetRow(
            f"{number}{goal.title}", measure, program.title, "、".join(program.departments),
            indicator.name if indicator else "", (indicator.unit or "") if indicator else "", target, actual,
            _rate(target, actual, indicator), self._rating(program, 1), self._rating(program, 2),
            self._issues(name), self._told(name, _TURN), self._told(name, _OPINION), self._responses(name),
            self._next_year(name),
        )  # fmt: skip

    def _reported(self) -> list[int]:
        """Meetings that speak of the year: those held in it and in the next, which reports the whole year."""
        chosen = []
        for index, minutes in enumerate(self._series):
            if minutes.meeting.date is not None:
                held = fiscal_year_of(date.fromisoformat(minutes.meeting.date))
                if self._year <= held <= self._year + 1:
                    chosen.append(index)
        return chosen

    def _in_year(self) -> list[int]:
        return [
            index for index in self._reported()
            if fiscal_year_of(date.fromisoformat(self._series[index].meeting.date or "")) == self._year
        ]  # fmt: skip

    def _actual(self, indicator: Indicator, history: ProgramHistory) -> SheetCell:
        first, last = span_of(self._year)
        whole: list[tuple[Minutes, Metric]] = []
        partly: list[tuple[Minutes, Metric]] = []
        for series in self._series_of(indicator, history):
            for point in series.points:
                minutes, metric = self._metrics[point.record_id]
                if _AIM.search(metric.name):
                    continue
                if metric.period and (metric.period.start, metric.period.end) == (first, last):
                    whole.append((minutes, metric))
                elif self._within(minutes, metric, first, last):
                    partly.append((minutes, metric))
        chosen = whole or partly
        if not chosen:
            return SheetCell()
        minutes, metric = chosen[-1]
        note = None if whole else _partial_note(metric)
        return SheetCell(metric.value, note, (self._cite(minutes, metric),))

    def _series_of(self, indicator: Indicator, history: ProgramHistory) -> list[MetricSeries]:
        """The series of the indicator: those of its very name, else those whose name ends like it."""
        names = {metric_key(name) for name in (indicator.name, *indicator.aliases)}
        fitting = [
            series for series in self._links.metric_series
            if series.program == history.program
            and not (indicator.unit and series.unit and unit_key(indicator.unit) != unit_key(series.unit))
        ]  # fmt: skip
        exact = [series for series in fitting if any(metric_key(point.name) in names for point in series.points)]
        return exact or [s for s in fitting if any(_alike(metric_key(point.name), names) for point in s.points)]

    def _within(self, minutes: Minutes, metric: Metric, first: str, last: str) -> bool:
        if metric.period is not None:
            return first <= metric.period.start and metric.period.end <= last
        held = minutes.meeting.date
        return held is not None and fiscal_year_of(date.fromisoformat(held)) == self._year

    def _cite(self, minutes: Minutes, record: Metric) -> Citation:
        return Citation(minutes.document, minutes.meeting.date, record.quote, record.span, record.id)

    def _rating(self, program: PlanProgram, order: int) -> SheetCell:
        keys = {program_key(name) for name in (program.title, *program.aliases)}
        documents = {self._series[index].document for index in self._reported()}
        found: list[Rating] = [
            rating for rating in self._ratings
            if rating.order == order and rating.document in documents
            and any(_covers(key, program_key(rating.program)) for key in keys)
        ]  # fmt: skip
        if not found:
            return SheetCell()
        last = found[-1]
        return SheetCell(last.grade, None, (Citation(last.document, self._days[last.document], last.quote, last.span),))

    def _issues(self, program: str | None) -> SheetCell:
        documents = {self._series[index].document for index in self._in_year()}
        states = [
            state for thread in self._links.issues if program is not None and thread.program == program
            for state in thread.states if state.document in documents and state.state != "resolved"
        ]  # fmt: skip
        return _listed(Citation(s.document, self._days[s.document], s.quote, s.span) for s in states)

    def _responses(self, program: str | None) -> SheetCell:
        """What was answered: issues closed in the year, and promises that were reported on."""
        documents = {self._series[index].document for index in self._in_year()}
        ends = [
            state for thread in self._links.issues if program is not None and thread.program == program
            for state in thread.states if state.document in documents and state.state in ("resolved", "answered")
        ]  # fmt: skip
        return _listed(Citation(s.document, self._days[s.document], s.quote, s.span) for s in ends)

    def _told(self, program: str | None, pattern: re.Pattern[str]) -> SheetCell:
        found: list[Statement] = [
            statement for index in self._in_year() for statement in self._statements[index]
            if program is not None and self._owner.get(statement.program or "") == program and pattern.search(statement.folded)
        ]  # fmt: skip
        return _listed(self._quoted(statement) for statement in found)

    def _quoted(self, statement: Statement) -> Citation:
        minutes = self._series[statement.meeting]
        span = SourceSpan(start=statement.start, end=statement.end)
        return Citation(minutes.document, minutes.meeting.date, statement.text, span)

    def _next_year(self, program: str | None) -> SheetCell:
        found = [
            Citation(minutes.document, minutes.meeting.date, action.quote, action.span, action.id)
            for index in self._in_year()
            for minutes in (self._series[index],)
            for action in minutes.actions
            if program is not None and self._owner.get(action.program_id or "") == program
        ]
        return _listed(found)


def _target(indicator: Indicator | None, year: int) -> SheetCell:
    if indicator is None:
        return SheetCell()
    return SheetCell(next((v for text, v in indicator.targets.items() if fiscal_year_of_text(text) == year), None))


def _rate(target: SheetCell, actual: SheetCell, indicator: Indicator | None) -> SheetCell:
    """達成率 in per cent; none for a partial figure's sake of honesty carries its note."""
    if not isinstance(target.value, int | float) or not isinstance(actual.value, int | float) or indicator is None:
        return SheetCell()
    above, below = (target.value, actual.value) if indicator.lower_is_better else (actual.value, target.value)
    return SheetCell(round(above / below * 100, 1) if below else None, actual.note, actual.citations)


def _partial_note(metric: Metric) -> str:
    if metric.period is None:
        return "期間の記載なし"
    end = metric.period.end
    return f"{int(end[5:7])}月{int(end[8:])}日まで"


def _alike(key: str, names: set[str]) -> bool:
    return any(
        key == name or key.endswith(name) or name.endswith(key) for name in names if len(name) >= 2 and len(key) >= 2
    )


def _covers(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= 4 and (one in other or other in one))


def _listed(citations: Iterable[Citation]) -> SheetCell:
    kept = {(c.document, c.span.start): c for c in citations}
    if not kept:
        return SheetCell()
    return SheetCell("\n".join(f"・{c.quote}" for c in kept.values()), None, tuple(kept.values()))
