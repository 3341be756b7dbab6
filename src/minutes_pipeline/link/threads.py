"""Issues followed from raised to closed (課題の経過).

An issue of one meeting is looked for in every later one: among all sentences, not only among its issues, because what
closes an issue (解消した、実施した) is none. A sentence continues one thread at most, and a thread takes one sentence of
each meeting. Words shared count by how rare they are; standing under the same program counts, an explicit reference to
the last meeting (昨年度の課題、引き続き) too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minutes_pipeline.link.statements import Statement, Weights
from minutes_pipeline.model.links import IssueState, IssueThread, ProgramHistory, ThreadState
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import SourceSpan

_SURE = 0.34
_REFERS = re.compile(
    r"(?:昨年度?|前年度?|前回|これまで|従来|以前|当初)[^。]{0,20}(?:課題|問題|指摘|報告|懸案|連絡会|会議|としてい|とした)|引き続き|依然|改めて|懸案|指摘のあった|"
    r"(?:この|当該|本)(?:課題|問題)|解消|解決|続いて|更に"
)
_RESOLVED = re.compile(
    r"解消(?:し|され|した|でき)|解決(?:し|され|した|済|でき)|終了と(?:する|した|し)|(?:対応|完了|措置)済|改善(?:した|され|し[、た])|"
    r"(?:なく|無く)な[りっ]|見られなくな|達成(?:した|し)|(?:体制|仕組み|環境)を整え[たて]|"
    r"[0０]件とな|(?:開催|確保|実施|設置|導入|配置)することが(?:でき|出来)[たて]"
)
_DONE = re.compile(
    r"(?:実施|開催|設置|配置|導入|整備|策定|改正|作成|締結|受講|増員)し(?:た|、|て)|行(?:った|い、)|整え(?:た|て)"
)
_OPEN = re.compile(
    r"引き続き|依然|続いて(?:いる|おり)|至ら(?:な|ず)|課題(?:と|で|が)|必要(?:が|で)|とどまっ|留まっ|かか?って(?:いる|おり)|低下|持ち越|経過を見|"
    r"(?:増え|減っ|不足し|滞っ|遅れ)て(?:いる|おり)|足り(?:な|ず)|(?:でき|出来)(?:て(?:い)?な|な|ず)|見通しが立た|結論が出|難しい|困難|乏し|ほとんど[^。]{0,10}な"
)
_CHANGED = re.compile(r"(?:縮|短縮|増|減|改|早ま|広が|縮小|拡大)(?:ま|え|っ|し|め|ら)|となっ(?:た|て)|になった")
_TROUBLE = re.compile(r"指摘|懸念|不足|解散|なり手|担い手|" + _OPEN.pattern)
_AGAIN = re.compile(r"改めて|再び|再度|再燃|再発|ぶり返")


@dataclass
class _Thread:
    states: list[tuple[Statement, IssueState]]

    @property
    def last(self) -> tuple[Statement, IssueState]:
        return self.states[-1]


def link_issues(
    series: Sequence[Minutes],
    statements: Sequence[Sequence[Statement]],
    weights: Weights,
    histories: Sequence[ProgramHistory],
    owner: dict[str, int],
) -> tuple[IssueThread, ...]:
    """Threads in the order in which they were opened.

    Args:
        series: Minutes, oldest first.
        statements: Sentences of each.
        weights: Weights of their words.
        histories: Programs across the meetings.
        owner: Program record id -> index in ``histories``.
    """
    ledger = _Ledger(weights, owner)
    for index, minutes in enumerate(series):
        ledger.read_meeting(statements[index], _issue_starts(minutes, statements[index]))
    threads = sorted(ledger.threads, key=lambda thread: (thread.states[0][0].meeting, thread.states[0][0].start))
    return tuple(_thread(thread, series, histories, owner) for thread in threads)


def _issue_starts(minutes: Minutes, statements: Sequence[Statement]) -> set[int]:
    """Starts of the statements that hold an issue record."""
    spans = [(issue.span.start, issue.span.end) for issue in minutes.issues]
    return {s.start for s in statements if any(s.start < end and start < s.end for start, end in spans)}


class _Ledger:
    """The threads so far, and the sentences that none has taken but that a later meeting may refer to."""

    def __init__(self, weights: Weights, owner: dict[str, int]) -> None:
        self.threads: list[_Thread] = []
        self._loose: list[Statement] = []
        self._weights, self._owner = weights, owner

    def read_meeting(self, statements: Sequence[Statement], issues: set[int]) -> None:
        """Continue threads with the sentences of the next meeting, open new ones for its other issues."""
        candidates = [s for s in statements if s.start in issues or _is_report(s.folded)]
        taken = self._continue(candidates, issues)
        for statement in statements:
            if statement.start in taken:
                continue
            if statement.start in issues:
                self.threads.append(_Thread([(statement, "opened")]))
            elif _TROUBLE.search(statement.folded):
                self._loose.append(statement)

    def _continue(self, candidates: Sequence[Statement], issues: set[int]) -> set[int]:
        """Give candidates to threads (or loose sentences), the surest first; returns the starts of those given."""
        earlier: list[_Thread | Statement] = [*self.threads, *self._loose]
        ranked = sorted(
            (
                (score, -e, -c)
                for e, one in enumerate(earlier)
                for c, candidate in enumerate(candidates)
                if (score := self._likeness(one, candidate, candidate.start in issues)) >= _SURE
            ),
            reverse=True,
        )
        takers: dict[int, _Thread] = {}
        taken: set[int] = set()
        for score, minus_e, minus_c in ranked:
            candidate, one = candidates[-minus_c], earlier[-minus_e]
            is_issue = candidate.start in issues
            if candidate.start in taken:
                continue
            if -minus_e in takers and not (is_issue and score >= _SURE + 0.05):
                continue
            thread = takers.get(-minus_e) or self._thread_of(one)
            thread.states.append((candidate, _state(candidate, is_issue, thread)))
            takers[-minus_e] = thread
            taken.add(candidate.start)
        for thread in takers.values():
            thread.states.sort(key=lambda state: (state[0].meeting, state[0].start))
        return taken

    def _thread_of(self, one: _Thread | Statement) -> _Thread:
        if isinstance(one, _Thread):
            return one
        thread = _Thread([(one, "opened")])
        self.threads.append(thread)
        self._loose.remove(one)
        return thread

    def _likeness(self, one: _Thread | Statement, candidate: Statement, is_issue: bool) -> float:
        refers = bool(_REFERS.search(candidate.folded))
        if isinstance(one, Statement):
            # A sentence that no one took for an issue opens a thread only when a later one refers back to it.
            if not (refers or is_issue):
                return 0.0
            ends = [one]
            score = -0.12
        else:
            ends = [one.states[0][0], one.last[0]]
            score = 0.0
        words = max(self._weights.likeness(end, candidate) for end in ends)
        here, there = self._owner.get(candidate.program or ""), self._owner.get(ends[-1].program or "")
        if not words or (here is not None and there is not None and here != there):
            return 0.0
        if here is not None and here == there:
            score += 0.12
        elif here is None and there is None and candidate.topic and candidate.topic == ends[-1].topic:
            score += 0.06
        score += words + (0.12 if is_issue else 0.0) + (0.12 if refers else 0.0)
        return score + (0.08 if _RESOLVED.search(candidate.folded) else 0.0)


def _is_report(folded: str) -> bool:
    return any(cue.search(folded) for cue in (_REFERS, _RESOLVED, _DONE, _OPEN, _CHANGED))


def _state(statement: Statement, is_issue: bool, thread: _Thread) -> IssueState:
    text = statement.folded
    closed = thread.last[1] == "resolved"
    if closed:
        return "reopened" if is_issue or _AGAIN.search(text) or _OPEN.search(text) else "resolved"
    solved, still = _RESOLVED.search(text), _OPEN.search(text)
    if solved and not is_issue and (not still or solved.start() > still.start()):
        return "resolved"
    if still or is_issue:
        return "continued"
    return "resolved" if _DONE.search(text) else "continued"


def _thread(
    thread: _Thread, series: Sequence[Minutes], histories: Sequence[ProgramHistory], owner: dict[str, int]
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
