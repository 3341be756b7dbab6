"""The progress sheet (進捗管理表) of a fiscal year: goal, measure, program, indicator, target, actual, rating, issues, answers.

Each filled cell cites the sentence it comes from. Nothing is invented: where the minutes say nothing the cell is empty.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from minutes_pipeline.link.metric_series import metric_key, unit_key
from minutes_pipeline.link.programs import program_key
from minutes_pipeline.model.links import Links, MetricSeries, ProgramHistory
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Metric
from minutes_pipeline.progress.plan import Indicator, Plan, PlanGoal, PlanProgram, fiscal_year_of_text, span_of
from minutes_pipeline.progress.ratings import Rating, ratings_of
from minutes_pipeline.progress.sheet_words import Citation, Subject, Words, reported_year
from minutes_pipeline.values.periods import fiscal_year_of

__all__ = ["Citation", "ProgressSheet", "SheetCell", "SheetRow", "progress_sheet"]

_AIM = re.compile(r"目標|計画値|見込")


WHOLE_GOAL = "（目標全体）"
"""Stands for the program in the row of what was said of a goal as a whole."""


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

    @property
    def long_cells(self) -> tuple[SheetCell, ...]:
        """The cells that hold sentences, in their order."""
        return self.issues, self.direction, self.opinions, self.responses, self.next_year

    @property
    def cells(self) -> tuple[SheetCell, ...]:
        """The cells that may cite a sentence."""
        return self.actual, self.rate, self.department_rating, self.committee_rating, *self.long_cells

    @property
    def as_of(self) -> str:
        """実績の時点: until when a figure of a part of the year counts; "" for one of the whole year."""
        return self.actual.note or ""


@dataclass(frozen=True, slots=True)
class ProgressSheet:
    """The sheet of a plan and a year; ``meetings`` are day and name of those it comes from."""

    plan: str
    year: int
    rows: tuple[SheetRow, ...]
    documents: tuple[str, ...]
    unplanned: tuple[str, ...] = field(default=())
    meetings: tuple[tuple[str, str], ...] = field(default=())


def progress_sheet(
    plan: Plan,
    year: int,
    series: Sequence[Minutes],
    links: Links,
    committee: tuple[Sequence[Minutes], Links] | None = None,
) -> ProgressSheet:
    """The sheet of fiscal year ``year`` (the western year in which it begins).

    Args:
        plan: The plan.
        year: Fiscal year.
        series: Minutes of the body that reports on it, oldest first.
        links: Their links.
        committee: Minutes and links of another body that evaluates the plan (評価する委員会), where there is one: its
            opinions, what was answered to them, and its ratings.
    """
    view = _View(plan, year, series, links, committee)
    rows: list[SheetRow] = []
    planned: set[str] = set()
    for goal in plan.goals:
        start = len(rows)
        for measure in goal.measures:
            for program in measure.programs:
                history = view.history_of(program)
                if history is not None:
                    planned.add(history.program)
                told = view.told_of(program)
                rows += [
                    view.row(goal, measure.title or "", program, history, indicator, told)
                    for indicator in program.indicators or (None,)
                ]
        whole = view.goal_row(goal, rows[start:])
        rows += [whole] if whole is not None else []
    unplanned = tuple(history.program for history in links.programs if history.program not in planned)
    read = (*series, *(committee[0] if committee else ()))
    cited = {one.document for row in rows for cell in row.cells for one in cell.citations}
    meetings = [one for one in read if one.document in cited or reported_year(one) == year]
    days = tuple((one.meeting.date or "", one.meeting.name or one.document) for one in meetings)
    documents = tuple(minutes.document for minutes in read)
    return ProgressSheet(plan.plan, year, tuple(rows), documents, unplanned, tuple(sorted(days)))


class _View:
    """What the meetings say about programs in one fiscal year."""

    def __init__(
        self, plan: Plan, year: int, series: Sequence[Minutes], links: Links,
        committee: tuple[Sequence[Minutes], Links] | None = None,
    ) -> None:  # fmt: skip
        self._year, self._series, self._links = year, series, links
        read = (*series, *(committee[0] if committee else ()))
        self._days = {minutes.document: minutes.meeting.date for minutes in read}
        self._ratings = [rating for minutes in read for rating in ratings_of(minutes, plan.rating.grades)]
        self._words = Words(year, series, links)
        #: Who gives opinions: the body that reports, and the committee.
        self._heard = [self._words, *([Words(year, *committee)] if committee else [])]
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
        told: tuple[SheetCell, ...],
    ) -> SheetRow:
        target = _target(indicator, self._year)
        actual = self._actual(indicator, history) if indicator and history else SheetCell()
        return SheetRow(
            _goal_title(goal), measure, program.title, "、".join(program.departments),
            indicator.name if indicator else "", (indicator.unit or "") if indicator else "", target, actual,
            _rate(target, actual, indicator), self._rating(program, 1), self._rating(program, 2),
            *told,
        )  # fmt: skip

    def told_of(self, program: PlanProgram) -> tuple[SheetCell, ...]:
        """The long cells of a program."""
        names = (program.title, *program.aliases)
        known = self._words.subject(*names)
        return self._told([(heard, heard.subject(*names, *known.keys)) for heard in self._heard])

    def goal_row(self, goal: PlanGoal, above: Sequence[SheetRow]) -> SheetRow | None:
        """What was said of the goal and stands in none of its programs' rows; None where nothing was."""
        if goal.number is None:
            return None
        known = {(one.document, one.span.start) for row in above for cell in row.long_cells for one in cell.citations}
        about = Subject(None, goal=goal.number)
        cells = self._told([(heard, about) for heard in self._heard], known)
        if not any(cell.citations for cell in cells):
            return None
        none = SheetCell()
        return SheetRow(_goal_title(goal), "", WHOLE_GOAL, "", "", "", none, none, none, none, none, *cells)

    def _told(
        self, heard: Sequence[tuple[Words, Subject]], known: Collection[tuple[str, int]] = frozenset()
    ) -> tuple[SheetCell, ...]:
        """The long cells, without sentences that are known already; the first of ``heard`` is the body that reports."""
        words, subject = heard[0]
        parts = {
            "issues": words.issues(subject),
            "direction": words.direction(subject),
            "opinions": (one for they, about in heard for one in they.opinions(about)),
            "responses": (one for they, about in heard for one in they.responses(about)),
            "next_year": words.next_year(subject),
        }
        told = {name: [one for one in part if _place(one) not in known] for name, part in parts.items()}
        answers = {_place(one) for one in told["responses"]}
        told["issues"] = [one for one in told["issues"] if _place(one) not in answers]
        return tuple(_listed(part) for part in told.values())

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
        # A table that names the program in its own way stands under none: its whole name is the indicator's alias.
        aliases = set(indicator.aliases)
        fitting += [
            s for s in self._links.metric_series if s.program is None and any(p.name in aliases for p in s.points)
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
        found: list[Rating] = [
            rating for rating in self._ratings
            if rating.order == order and rating.year == self._year
            and any(_covers(key, program_key(rating.program)) for key in keys)
        ]  # fmt: skip
        if not found:
            return SheetCell()
        last = found[-1]
        return SheetCell(last.grade, None, (Citation(last.document, self._days[last.document], last.quote, last.span),))


def _place(one: Citation) -> tuple[str, int]:
    return one.document, one.span.start


def _goal_title(goal: PlanGoal) -> str:
    return goal.title if goal.number is None else f"{goal.number} {goal.title}"


def _target(indicator: Indicator | None, year: int) -> SheetCell:
    if indicator is None:
        return SheetCell()
    value = next((v for text, v in indicator.targets.items() if fiscal_year_of_text(text) == year), None)
    return SheetCell(int(value) if value is not None and value.is_integer() else value)


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
