"""Issues followed from raised to closed (課題の経過).

An issue of one meeting is looked for in every later one: among all sentences, not only among its issues, because what
closes an issue (解消した、実施した) is none. A sentence continues one thread at most, and a thread takes one sentence of
each meeting. Words shared count by how rare they are; standing under the same program counts, an explicit reference to
the last meeting (昨年度の課題、引き続き) too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from minutes_pipeline.link.issue_states import Cues, cues_of, is_formula, names_issue, state_of, tells_trouble
from minutes_pipeline.link.joining import Thread, goes_on, joining, replies, same_line, starts
from minutes_pipeline.link.places import same_topic
from minutes_pipeline.link.promises import Report, intends
from minutes_pipeline.link.statements import Statement, record_at
from minutes_pipeline.link.weights import Index, Weights
from minutes_pipeline.model.links import IssueState, IssueThread, ProgramHistory, Suggestion, ThreadState
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import SourceSpan

_SURE, _LIKELY = 0.41, 0.33
_ANSWER_WITHIN = 120
"""A promise answers the issue that stands so many characters before it."""
_LEFT_OVER = 0.35
"""So sure a sentence must be that is left under a program with an issue that nothing else has taken up."""
_THIS = re.compile(r"(?:この|当該|本|同)(?:課題|問題|件|点|指摘)")
#: The next speaker tells why: no issue of its own.
_CAUSE = re.compile(r"(?:こと|ため|の|[がも])(?:が|も|は)?(?:主な)?(?:原因|要因|背景|理由)(?:に|と|で|だ|が)")
_ABOUT, _ELSE = 0.12, 0.12
"""What it adds that the sentence's subject is what the issue speaks of, and what it costs when it is not at all."""
_CALLED, _MISCALLED = 0.2, 0.12
"""What it adds that the sentence calls the issue by name, and what it costs when it calls another one."""
_TWICE = 0.12
"""What it costs to close an issue that is closed."""
_REPORTED = 0.15
"""What it costs that the sentence reports on what was promised to another issue."""
_REPORT_TOO = 0.55
"""So sure a report on what was promised to an issue must be to stand beside what else the meeting says of it."""
_ROW = 0.2
"""What it adds that the sentence answers the last meeting in a row of a table."""
_ASKED_AFTER = 0.2
"""What it adds that the sentence answers a question after the issue."""
_LOOSE_FOR = 3
"""A sentence that nobody took for an issue may be referred to in so many later meetings."""


def link_issues(
    series: Sequence[Minutes],
    statements: Sequence[Sequence[Statement]],
    weights: Weights,
    histories: Sequence[ProgramHistory],
    owner: dict[str, int],
    reports: Sequence[Report] = (),
) -> tuple[tuple[IssueThread, ...], tuple[Suggestion, ...]]:
    """Threads in the order in which they were opened, and likely links between issues.

    Args:
        series: Minutes, oldest first.
        statements: Sentences of each.
        weights: Weights of their words.
        histories: Programs across the meetings.
        owner: Program record id -> index in ``histories``.
        reports: Promises with what was said of them later.
    """
    ledger = _Ledger(weights, owner)
    for index, minutes in enumerate(series):
        issues, promises = (starts(records, statements[index]) for records in (minutes.issues, minutes.actions))
        issues |= {s.start for s in statements[index] if names_issue(s.folded)}
        # What an official undertakes in answer to an issue is no issue of its own (増やせないか、話し合う。).
        undertaken = {s.start for s in statements[index] if s.start in promises and (s.asked or s.ahead) and intends(s)}
        due = [report for report in reports if report.report.meeting == index]
        # Who was chosen and what was agreed opens no issue, however often later meetings do the same.
        trouble = {s.start for s in statements[index] if tells_trouble(s.folded)}
        ledger.decided = starts(minutes.decisions, statements[index]) - trouble
        ledger.read_meeting(statements[index], issues - undertaken, (promises - issues) | undertaken, due)
    threads = sorted(ledger.threads, key=lambda thread: (thread.states[0][0].meeting, thread.states[0][0].start))
    return tuple(_thread(thread, series, histories, owner) for thread in threads), _suggestions(series, ledger)


def _suggestions(series: Sequence[Minutes], ledger: _Ledger) -> tuple[Suggestion, ...]:
    """The likeliest earlier issue for each issue that opened a thread of its own."""
    opened = {(t.states[0][0].meeting, t.states[0][0].start) for t in ledger.threads}
    best: dict[tuple[int, int], tuple[Statement, Statement, float]] = {}
    for one, other, score in ledger.likely:
        key = (other.meeting, other.start)
        if key in opened and (key not in best or score > best[key][2]):
            best[key] = (one, other, score)
    found = []
    for one, other, score in best.values():
        left, right = (record_at(series[s.meeting].issues, s) for s in (one, other))
        if left is not None and right is not None:
            same = None is not ledger.owner.get(one.program or "") == ledger.owner.get(other.program or "")
            reasons = ("同じことばが使われている", *(("同じ事業の課題",) if same else ()))
            found.append(Suggestion(kind="issue", left=left, right=right, score=round(score, 2), reasons=reasons))
    return tuple(found)


class _Ledger:
    """The threads so far, and the sentences that none has taken but that a later meeting may refer to."""

    def __init__(self, weights: Weights, owner: dict[str, int]) -> None:
        self._entries: list[Thread] = []
        self.likely: list[tuple[Statement, Statement, float]] = []
        self._index = Index()
        self._weights, self.owner = weights, owner
        self._due: dict[int, Thread] = {}
        self.decided: set[int] = set()

    @property
    def threads(self) -> list[Thread]:
        """All issues, without the loose sentences."""
        return [entry for entry in self._entries if not entry.loose]

    def read_meeting(
        self, statements: Sequence[Statement], issues: set[int], promises: set[int], reports: Sequence[Report]
    ) -> None:
        """Continue threads with the sentences of the next meeting, open new ones for its other issues."""
        cues = {s.start: cues_of(s.folded) for s in statements}
        # A question about an issue known is no state of it: what is answered to it is.
        candidates = [
            s for s in statements
            if not s.asks and not s.quoted and (s.start in issues or ((s.back or s.asked or cues[s.start].reports) and not is_formula(s.folded)))
        ]  # fmt: skip
        asked = {s.start for s in statements if s.asks and self._is_known(s, issues, cues)}
        answered = ((report.report.start, self._answered_by(report.promise)) for report in reports)
        self._due = {start: thread for start, thread in answered if thread is not None and not thread.loose}
        taken = asked | self._continue(candidates, issues, cues)
        taken |= self._reported(reports, taken, issues)
        taken |= self._go_on(candidates, issues, cues, taken)
        taken |= self._point_back(statements, issues, taken, cues)
        # What a reply tells of the reasons is part of the issue that it answers.
        taken |= {
            s.start for line, above, marked in replies(statements) if issues & {one.start for one in above}
            for s in line if marked or _CAUSE.search(s.folded)
        }  # fmt: skip
        self._open(statements, issues, promises, taken)
        self._answer(statements, issues, promises)

    def _open(self, statements: Sequence[Statement], issues: set[int], promises: set[int], taken: set[int]) -> None:
        """What is left: issues open threads, other sentences wait for one that refers to them."""
        before: Statement | None = None
        for statement in statements:
            above, before = before, statement
            promised = statement.start in (promises | self.decided) and statement.start not in issues
            if statement.start in taken or statement.quoted or promised:
                continue
            loose = statement.start not in issues
            last = self._entries[-1] if self._entries else None
            if (
                not loose
                and last is not None
                and above is last.last[0]
                and not last.loose
                and goes_on(above, statement)
            ):
                last.states.append((statement, "opened"))
                self._index_words(len(self._entries) - 1, statement)
                continue
            self._enter(Thread([(statement, "opened")], loose, not loose or tells_trouble(statement.folded)))

    def _answer(self, statements: Sequence[Statement], issues: set[int], promises: set[int]) -> None:
        """An issue raised is answered where the line beneath it replies, or where the next speaker undertakes something."""
        raised = {
            s.start: thread for thread in self.threads for s, state in thread.states
            if s.meeting == statements[0].meeting and state in ("opened", "continued", "reopened")
        } if statements else {}  # fmt: skip
        stated = {s.start for thread in self.threads for s, _ in thread.states[-4:]}
        for line, above, marked in replies(statements):
            thread = next((raised[s.start] for s in reversed(above) if s.start in raised), None)
            free = [s for s in line if s.start not in stated | issues and not s.asks and not is_formula(s.folded)]
            answer = next((s for s in free if s.start in promises or intends(s)), free[0] if free and marked else None)
            if thread is None or answer is None:
                continue
            thread.states.append((answer, "answered"))
            thread.states.sort(key=lambda state: (state[0].meeting, state[0].start))
            self._index_words(thread.number, answer)

    def _is_known(self, question: Statement, issues: set[int], cues: dict[int, Cues]) -> bool:
        """Whether a question asks after an issue of an earlier meeting."""
        near = self._index.near(self._weights.keys(question), self.owner.get(question.program or ""))
        return any(
            not self._entries[e].loose
            and self._likeness(e, question, question.start in issues, cues[question.start]) >= _SURE
            for e in near
        )

    def _enter(self, thread: Thread) -> None:
        thread.number = len(self._entries)
        self._entries.append(thread)
        self._index_words(len(self._entries) - 1, thread.last[0])

    def _index_words(self, number: int, statement: Statement) -> None:
        self._index.add(number, sorted(statement.every_word), self.owner.get(statement.program or ""))

    def _continue(self, candidates: Sequence[Statement], issues: set[int], cues: dict[int, Cues]) -> set[int]:
        """Give candidates to threads (or loose sentences), the surest first; returns the starts of those given."""
        ranked = sorted(
            (
                (score, -e, -c)
                for c, candidate in enumerate(candidates)
                for e in self._index.near(self._weights.keys(candidate), self.owner.get(candidate.program or ""))
                if (score := self._likeness(e, candidate, candidate.start in issues, cues[candidate.start])) >= _LIKELY
            ),
            reverse=True,
        )
        takers: set[int] = set()
        taken: set[int] = set()
        for score, minus_e, minus_c in ranked:
            candidate, thread = candidates[-minus_c], self._entries[-minus_e]
            is_issue = candidate.start in issues
            if candidate.start in taken:
                continue
            if score < _SURE:
                if is_issue and not thread.loose and -minus_e not in takers:
                    self.likely.append((thread.last[0], candidate, score))
                continue
            if -minus_e in takers and score < _SURE + joining(
                thread, candidate, issues, cues[candidate.start], self._reports_to(thread)
            ):
                continue
            self._give(thread, candidate, is_issue)
            self._index_words(-minus_e, candidate)
            takers.add(-minus_e)
            taken.add(candidate.start)
        for number in takers:
            self._entries[number].states.sort(key=lambda state: (state[0].meeting, state[0].start))
        return taken

    def _go_on(
        self, candidates: Sequence[Statement], issues: set[int], cues: dict[int, Cues], taken: set[int]
    ) -> set[int]:
        """A second round under each program: what is left of its threads and of its sentences, each the other's best.

        Where a program has one issue open and the next meeting one sentence about it, fewer words in common will do.
        """
        best: dict[int, tuple[float, int]] = {}
        rival: dict[int, tuple[float, int]] = {}
        for c, candidate in enumerate(candidates):
            if candidate.start in taken:
                continue
            for e in self._index.near(self._weights.keys(candidate), self.owner.get(candidate.program or "")):
                thread = self._entries[e]
                said = [s for s, _ in thread.states if s.meeting == candidate.meeting]
                if thread.loose or not all(s.back for s in said) or not self._same_place(thread, candidate):
                    continue
                score = self._likeness(e, candidate, candidate.start in issues, cues[candidate.start])
                best[e] = max(best.get(e, (0.0, 0)), (score, -c))
                rival[c] = max(rival.get(c, (0.0, 0)), (score, -e))
        found: set[int] = set()
        for e, (score, minus_c) in sorted(best.items()):
            candidate = candidates[-minus_c]
            if score >= _LEFT_OVER and rival[-minus_c] == (score, -e):
                self._give(self._entries[e], candidate, candidate.start in issues)
                self._index_words(e, candidate)
                found.add(candidate.start)
        return found

    def _reported(self, reports: Sequence[Report], taken: set[int], issues: set[int]) -> set[int]:
        """What was promised in answer to an issue and is reported now goes on with that issue."""
        found: set[int] = set()
        for one in reports:
            thread = self._due.get(one.report.start)
            if thread is None or one.report.start in taken | found:
                continue
            told = thread.last[0].meeting >= one.report.meeting
            # A row answers whatever else is said; in prose a report that is an issue itself is a new one.
            if told and not one.report.row and (one.sure < _REPORT_TOO or one.report.start in issues):
                continue
            self._give(thread, one.report, one.report.start in issues)
            state: IssueState = "continued" if one.outcome == "not_done" else "answered" if told else thread.last[1]
            thread.states[-1] = (one.report, state)
            thread.states.sort(key=lambda pair: (pair[0].meeting, pair[0].start))
            self._index_words(thread.number, one.report)
            found.add(one.report.start)
        return found

    def _answered_by(self, promise: Statement) -> Thread | None:
        """The thread of the issue that stands right before a promise, under the same program or topic."""
        near = [
            (s.end, thread) for thread in self._entries for s, _ in thread.states
            if s.meeting == promise.meeting and 0 <= promise.start - s.end <= _ANSWER_WITHIN
            and self._same_place(thread, promise) and (not thread.loose or (thread.troubled and not s.asked))
        ]  # fmt: skip
        return max(near, key=lambda pair: pair[0])[1] if near else None

    def _same_place(self, thread: Thread, candidate: Statement) -> bool:
        """Whether both stand under one program, or under none and one topic."""
        here, there = self.owner.get(candidate.program or ""), self._program_of(thread)
        if here is None and there is None:
            return same_topic(candidate.topic, thread.last[0].topic)
        return here is not None and here == there

    def _program_of(self, thread: Thread) -> int | None:
        """The program that the latest sentence stands under which stands under one: rows of tables stand under none."""
        known = (self.owner.get(s.program) for s, _ in reversed(thread.states) if s.program is not None)
        return next((n for n in known if n is not None), None)

    def _give(self, thread: Thread, statement: Statement, is_issue: bool) -> None:
        before = [state for s, state in thread.states if s.meeting < statement.meeting]
        thread.states.append((statement, state_of(statement, is_issue, before)))
        thread.loose = False

    def _point_back(
        self, statements: Sequence[Statement], issues: set[int], taken: set[int], cues: dict[int, Cues]
    ) -> set[int]:
        """「この課題については、…」 goes on with what the sentence before it continued."""
        owners = {s.start: thread for thread in self.threads for s, _ in thread.states[-4:] if s.start in taken}
        found: set[int] = set()
        for before, statement in pairwise(statements):
            thread = owners.get(before.start)
            if thread is None or thread.last[0].meeting != statement.meeting or statement.start in taken:
                continue
            of_row = statement.back and statement.line == before.line and not before.quoted
            of_speech = same_line(before, statement) and (
                cues[statement.start].resolves or self._goes_with(thread, statement, issues, cues) >= _LIKELY
            )
            if (of_row or of_speech or _THIS.search(statement.folded)) and cues[statement.start].reports:
                self._give(thread, statement, statement.start in issues)
                owners[statement.start] = thread
                found.add(statement.start)
        return found

    def _reports_to(self, thread: Thread) -> set[int]:
        """Starts of the sentences that report on what was promised to an issue: another one may state it beside them."""
        return {start for start, due in self._due.items() if due is thread}

    def _goes_with(self, thread: Thread, statement: Statement, issues: set[int], cues: dict[int, Cues]) -> float:
        return self._likeness(thread.number, statement, statement.start in issues, cues[statement.start])

    def _likeness(self, number: int, candidate: Statement, is_issue: bool, cues: Cues) -> float:
        thread = self._entries[number]
        score = 0.0
        if thread.loose:
            # A sentence that no one took for an issue opens a thread only when a later one refers back to it.
            if (
                not (cues.refers or candidate.back or is_issue)
                or candidate.meeting - thread.last[0].meeting > _LOOSE_FOR
            ):
                return 0.0
            score = -0.12 if thread.troubled else -0.3
        ends = thread.ends
        here, there = self.owner.get(candidate.program or ""), self._program_of(thread)
        if here is not None and there is not None and here != there:
            return 0.0
        words = max(self._weights.likeness(end, candidate) for end in ends)
        if not words:
            return 0.0
        if here is not None and here == there:
            score += 0.12
        elif here is None and there is None and same_topic(candidate.topic, ends[-1].topic):
            score += 0.06
        if candidate.subjects:
            about = max(self._weights.about(candidate, end) for end in ends)
            score += _ABOUT * about - (_ELSE if about < 0.1 else 0.0)
        score += _ASKED_AFTER * max(self._weights.asked_after(candidate, end) for end in ends)
        if candidate.named:
            known = max(self._weights.coverage(candidate.named, end) for end in ends)
            score += _CALLED * known if known else -_MISCALLED
        if self._due.get(candidate.start, thread) is not thread:
            score -= _REPORTED + (_ROW if candidate.row else 0.0)
        if cues.resolves and thread.last[1] == "resolved":
            score -= _TWICE
        back = _ROW if candidate.row else 0.12 if cues.refers or candidate.back else 0.0
        score += words + (0.12 if is_issue else 0.0) + back
        return score + (0.12 if cues.resolves else 0.0)


def _thread(
    thread: Thread, series: Sequence[Minutes], histories: Sequence[ProgramHistory], owner: dict[str, int]
) -> IssueThread:
    program = next(
        (histories[n].program for s, _ in reversed(thread.states) if (n := owner.get(s.program or "", -1)) >= 0), None
    )
    states = tuple(
        ThreadState(
            document=series[s.meeting].document, quote=s.text, span=SourceSpan(start=s.start, end=s.end), state=state
        )
        for s, state in thread.states
    )
    first = thread.states[0][0]
    label = f"{program or first.topic or ''}：{first.text[:30]}".lstrip("：")
    return IssueThread(
        thread=label, program=program, states=states, unmentioned=len(series) - 1 - thread.last[0].meeting
    )
