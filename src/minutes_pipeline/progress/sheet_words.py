"""The long cells of the progress sheet (課題・方向性・意見・対応・翌年度): sentences of one fiscal year about one program.

They come from records (issues, decisions, actions), from what links them over meetings (threads, reports on promises), and
from who said a sentence in answer to whom; words decide only where the minutes name no speaker.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from minutes_pipeline.link.programs import program_key
from minutes_pipeline.link.statements import Statement, statements_of
from minutes_pipeline.model.links import IssueState, Links, PromiseEnd
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Placed, SourceSpan
from minutes_pipeline.text.folding import name_key
from minutes_pipeline.values.periods import fiscal_span, fiscal_year_of

#: The minutes say themselves that it is an opinion (との意見があった), whoever gave it.
_OPINION = re.compile(
    r"(?:意見|指摘|要望|提案|質問|提言|助言|苦言|注文)(?:が|を|も|等が|などが)(?:あ|出|寄|受|な|述|示|いただ|頂)|との(?:意見|指摘|要望|声|提案|助言)"
)
#: What a member asks for or advises.
_WISH = re.compile(
    r"(?:ほし|欲し|望まし)(?:い|く)|べき|(?:て|で)は(?:どう|いかが)|ではない(?:か|でしょうか)|お願いし|(?:検討|工夫|配慮|留意|改善)(?:を|して)|必要(?:が|で|だ|と)|"
    r"(?:た|く)ら(?:よ|良|い)い|と思(?:う|い)|疑問|心配|懸念|気にな"
)
_TURN = re.compile(
    r"移管|廃止|統合|縮小|拡充|拡大|見直|転換|名称を改|改称|一本化|終了と|新たに(?:始|開始|実施)|切り?替え"
)
_ANSWERERS = frozenset({"secretariat", "explainer", "other"})
_LONGEST_ANSWER = 3
"""Sentences of one answer that are taken."""
_LEAST = 4
"""A shorter name of a program may stand in any sentence."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a cell's content stands: document, day of the meeting, page, quote, place."""

    document: str
    date: str | None
    quote: str
    span: SourceSpan
    record_id: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A program as the meetings know it: the name of its history (None where there is none), and all its names as keys.

    Or a goal as a whole: its number, for what was said of it and of none of its programs.
    """

    history: str | None
    keys: frozenset[str] = frozenset()
    goal: int | None = None


class Words:
    """Sentences about programs in one fiscal year, by what they are."""

    def __init__(self, year: int, series: Sequence[Minutes], links: Links) -> None:
        self._series, self._links = series, links
        self._days = {minutes.document: minutes.meeting.date for minutes in series}
        self._in_year = [n for n, minutes in enumerate(series) if reported_year(minutes) == year]
        self._documents = {series[n].document for n in self._in_year}
        self._histories = {program_key(a.name): h for h in reversed(links.programs) for a in h.appearances}
        self._owner = {a.record_id: history.program for history in links.programs for a in history.appearances}
        self._told = [_Meeting(series[n], n, self._owner) for n in self._in_year]
        self._by_name = {one.document: one for one in self._told}
        self._promised = _promised(series, links, self._owner)

    def subject(self, *names: str) -> Subject:
        """The program that bears one of these names."""
        keys = frozenset(program_key(name) for name in names)
        found = next((h for key in sorted(keys) if (h := self._histories.get(key)) is not None), None)
        told = () if found is None else (program_key(a.name) for a in found.appearances)
        return Subject(None if found is None else found.program, keys | frozenset(told))

    def issues(self, subject: Subject) -> Iterator[Citation]:
        """課題: what was raised, is going on or came back."""
        yield from self._states(subject, "opened", "continued", "reopened")

    def direction(self, subject: Subject) -> Iterator[Citation]:
        """方向性: what was decided about the program, and what the minutes say was changed."""
        for one in self._told:
            for decision in one.decisions:
                undertaken = one.promised.meets(decision.span.start, decision.span.end)
                if decision.result != "noted" and not undertaken and self._is_of(one, decision, subject):
                    yield one.record(decision)
            for s in one.about(subject):
                if (
                    _TURN.search(s.folded)
                    and not s.asks
                    and s.side != "member"
                    and not one.settled.meets(s.start, s.end)
                ):
                    yield one.quoted(s)

    def opinions(self, subject: Subject) -> Iterator[Citation]:
        """委員会等の意見: what members asked, wished or advised, and what the minutes call an opinion."""
        for one in self._told:
            yield from (one.quoted(s) for s in one.about(subject) if _is_opinion(s))

    def responses(self, subject: Subject) -> Iterator[Citation]:
        """対応: answers to these opinions, what was done about issues, reports on what was promised."""
        for one in self._told:
            yield from (one.quoted(s) for s in _answers(one.about(subject)))
        yield from self._states(subject, "answered", "resolved")
        for program, report in self._promised:
            if program == subject.history and subject.goal is None and report.document in self._documents:
                yield Citation(report.document, self._days[report.document], report.quote, report.span)

    def next_year(self, subject: Subject) -> Iterator[Citation]:
        """翌年度の取組: what was undertaken, and what stands under 今後の予定."""
        for one in self._told:
            yield from (one.record(action) for action in one.actions if self._is_of(one, action, subject))
            for s in one.about(subject):
                if s.ahead and not s.asked and not one.promised.meets(s.start, s.end):
                    yield one.quoted(s)

    def _states(self, subject: Subject, *wanted: IssueState) -> Iterator[Citation]:
        """What the threads of the program say in the year; of a goal, those of no program that stand under it."""
        if subject.history is None and subject.goal is None:
            return
        for thread in self._links.issues:
            for s in thread.states if thread.program == subject.history else ():
                one = self._by_name.get(s.document)
                if one is not None and s.state in wanted and subject.goal in (None, one.goal_at(s.span.start)):
                    yield Citation(s.document, self._days[s.document], s.quote, s.span)

    def _is_of(self, meeting: _Meeting, record: Placed, subject: Subject) -> bool:
        program = self._owner.get(record.program_id or "")
        if subject.goal is None:
            return subject.history is not None and program == subject.history
        return program is None and meeting.goal_at(record.span.start) == subject.goal


class _Meeting:
    """The sentences of one meeting, to be found by program, by goal, and by the names they hold."""

    def __init__(self, minutes: Minutes, number: int, owner: Mapping[str, str]) -> None:
        self.document, self._date = minutes.document, minutes.meeting.date
        self.decisions, self.actions = minutes.decisions, minutes.actions
        self.promised = _Spans(one.span for one in minutes.actions)
        self.settled = _Spans(one.span for one in (*minutes.actions, *minutes.decisions))
        self._statements = statements_of(minutes, number)
        self._goals = _goals(minutes)
        self._starts = [start for start, _ in self._goals]
        self._of: dict[str, list[int]] = defaultdict(list)
        self._under: dict[int | None, list[int]] = defaultdict(list)
        self._keys: dict[int, str] = {}
        self._named: dict[str, list[int]] = defaultdict(list)
        for n, s in enumerate(self._statements):
            if s.program is not None:
                self._of[owner.get(s.program, "")].append(n)
                continue
            self._under[self.goal_at(s.start)].append(n)
            self._keys[n] = key = name_key(s.folded)
            for part in {key[at : at + _LEAST] for at in range(len(key) - _LEAST + 1)}:
                self._named[part].append(n)

    def goal_at(self, start: int) -> int | None:
        """Number of the goal that a place stands under."""
        at = bisect_right(self._starts, start) - 1
        return self._goals[at][1] if at >= 0 else None

    def about(self, subject: Subject) -> list[Statement]:
        """Sentences under the program's heading; where no program stands above, those that name it and what answers them."""
        if subject.goal is not None:
            return [self._statements[n] for n in self._under[subject.goal]]
        found = set(self._of[subject.history]) if subject.history is not None else set()
        for key in subject.keys:
            for n in self._named[key[:_LEAST]] if len(key) >= _LEAST else ():
                if key in self._keys[n]:
                    found |= {n, *self._answered(n)}
        return [self._statements[n] for n in sorted(found)]

    def _answered(self, at: int) -> Iterator[int]:
        """Numbers of the sentences that answer this one."""
        for n in range(at + 1, min(at + 1 + _LONGEST_ANSWER, len(self._statements))):
            if n not in self._keys or not self._statements[n].asked:
                return
            yield n

    def quoted(self, s: Statement) -> Citation:
        """A sentence as a citation."""
        return Citation(self.document, self._date, s.text, SourceSpan(start=s.start, end=s.end))

    def record(self, one: Placed) -> Citation:
        """A record as a citation."""
        return Citation(self.document, self._date, one.quote, one.span, one.id)


class _Spans:
    """Places, to ask whether one of them meets another place."""

    def __init__(self, spans: Iterable[SourceSpan]) -> None:
        ordered = sorted((span.start, span.end) for span in spans)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))

    def meets(self, start: int, end: int) -> bool:
        """Whether one of them overlaps ``start`` to ``end``."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._ends[before - 1] > start


def _promised(series: Sequence[Minutes], links: Links, owner: Mapping[str, str]) -> list[tuple[str, PromiseEnd]]:
    """The reports on promises that belong to a program, with its name."""
    places: dict[str, list[tuple[int, int, str]]] = {}
    for minutes in series:
        records = ((r, owner.get(r.program_id or "")) for r in (*minutes.actions, *minutes.decisions))
        places[minutes.document] = sorted((r.span.start, r.span.end, name) for r, name in records if name)
    found: list[tuple[str, PromiseEnd]] = []
    for promise in links.actions:
        end, report = promise.promised, promise.followed_up
        there = places.get(end.document, [])
        at = bisect_left(there, (end.span.start, 0, ""))
        near = [
            name
            for start, last, name in there[max(0, at - 1) : at + 2]
            if start < end.span.end and last > end.span.start
        ]
        if report is not None and near:
            found.append((near[0], report))
    return found


def _goals(minutes: Minutes) -> list[tuple[int, int | None]]:
    """Where a record begins, with the number of the goal it stands under: what follows stands there, too."""
    numbers = {goal.id: goal.number for goal in minutes.goals}
    records = (*minutes.remarks, *minutes.issues, *minutes.actions, *minutes.decisions, *minutes.metrics)
    return sorted({r.span.start: numbers.get(r.goal_id or "") for r in records}.items())


def held_in(minutes: Minutes) -> int | None:
    """The fiscal year in which a meeting was held, None where its day is not known."""
    day = minutes.meeting.date
    return None if day is None else fiscal_year_of(date.fromisoformat(day))


def reported_year(minutes: Minutes) -> int | None:
    """The fiscal year that a meeting speaks of: its own, or the one before where the figures are of that whole year.

    A meeting in summer looks back on the last year; one in winter tells of its own up to December beside the last one's
    figures. None where its day is not known.
    """
    held = held_in(minutes)
    if held is None:
        return None
    periods = [metric.period for metric in minutes.metrics if metric.period is not None]
    before, own = (tuple(day.isoformat() for day in fiscal_span(year)) for year in (held - 1, held))
    whole = sum((period.start, period.end) == before for period in periods)
    partly = sum(own[0] <= period.start and period.end <= own[1] for period in periods)
    in_summer = 4 <= int((minutes.meeting.date or "")[5:7]) <= 9
    looks_back = whole > 2 * partly or (in_summer and whole and whole >= partly)
    return held - 1 if looks_back else held


def _is_opinion(s: Statement) -> bool:
    if s.side == "member":
        return s.asks or bool(_WISH.search(s.folded))
    return s.side not in _ANSWERERS and bool(_OPINION.search(s.folded))


def _answers(statements: Sequence[Statement]) -> Iterator[Statement]:
    """The sentences that answer an opinion among these: what an official, or a line marked as an answer, says behind it."""
    left = 0
    for s in statements:
        if _is_opinion(s):
            left = _LONGEST_ANSWER
        elif s.side == "member":
            left = 0
        elif left and not s.asks and (s.side in _ANSWERERS or s.asked):
            left -= 1
            yield s
