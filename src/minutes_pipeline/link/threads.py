"""Issues followed from raised to closed (課題の経過).

An issue of one meeting is looked for in every later one: among all sentences, not only among its issues, because what
closes an issue (解消した、実施した) is none. A sentence continues one thread at most, and a thread takes one sentence of
each meeting. Words shared count by how rare they are; standing under the same program counts, an explicit reference to
the last meeting (昨年度の課題、引き続き) too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from minutes_pipeline.link.statements import Statement, Weights, same_topic
from minutes_pipeline.model.links import IssueState, IssueThread, ProgramHistory, ThreadState
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Action, Issue, SourceSpan

_SURE = 0.41
_REFERS = re.compile(
    r"(?:昨年度?|前年度?|前回|これまで|従来|以前|当初)[^。]{0,20}(?:課題|問題|指摘|報告|懸案|連絡会|会議|としてい|とした)|引き続き|依然|改めて|懸案|指摘のあった|"
    r"(?:この|当該|本)(?:課題|問題)|解消|解決|続いて|更に"
)
_RESOLVED = re.compile(
    r"(?:解消|解決|改善|克服)(?:(?:を|が)?(?:し(?:た|、|て(?!い?(?:な|ま?せ)))|され(?:た|、|て(?!い?な))|でき(?:た|て(?!い?な))|済|図られた|見られた)|(?=[。]?$)|(?:した|された)?もの)|"
    r"(?:終了|完了|終結|収束|対応済み?|区切り|クローズ)(?:と(?:する|した|し[、て]|いたし|なった|なり)|してよい|でよい|し(?:た|ました)|(?=[。]?$))|(?:対応|完了|措置|整備|実施)済|"
    r"課題(?:から|の一覧から)(?:外|除|削)|取り下げ|(?:なく|無く)な[りっ]|(?:見|み)られなくな|達成(?:した|し[、て]|され)|(?:体制|仕組み|環境|制度)(?:を整え[た、て]|が(?:整っ|でき)た)|"
    r"[0０](?:件|人|か所|校|日)とな|(?:開催|確保|実施|設置|導入|配置|対応)(?:することが|が)(?:でき|出来)[たて]|(?:応え|賄え|確保でき|間に合)(?:ており|ている|るようになっ[たて])|支障(?:は|が)な(?:い|くなった)"
)
_DONE = re.compile(
    r"(?:実施|開催|設置|配置|導入|整備|策定|改正|作成|締結|受講|増員)し(?:ました|た|、|て)|行(?:いました|った|い、)|整え(?:ました|た|て)"
)
_OPEN = re.compile(
    r"引き続き|依然|続(?:いて|く)|至(?:ら(?:な|ず)|って(?:い)?な)|課題(?:と(?:して|なって|する|認識|考え)|で(?:ある|す)|が(?:ある|残))|必要(?:が|で)|(?:とど|留)まっ|掛?かって(?:いる|おり)|低下|後退|持ち越|経過を見|"
    r"(?:増え|減っ|不足し|滞っ|遅れ|偏っ|空い|伸び悩ん)[てで](?:いる|おり|います)|足り(?:な|ず|ま)|(?:でき|出来)(?:て(?:い)?(?:な|ま?せ)|な|ず|ませ)|見通しが立た|結論が出|難しい|困難|乏し|ほとんど[^。]{0,10}な|"
    r"(?:解消|解決|改善|対応|改ま|把握)(?:さ?れ?て?い?)(?:ない|ず|おらず|っておらず|していない|されていない)|解消(?:には|に向け)|変わら(?:ず|な)|(?:少な|低)い(?:まま|状)|まま(?:で|と|だ)|懸念|不足(?:し|が|は|で)|断ることが|欠け"
)
_CHANGED = re.compile(r"(?:縮|短縮|増|減|改|早ま|広が|縮小|拡大)(?:ま|え|っ|し|め|ら)|となっ(?:た|て)|になった")
_ANSWERED = re.compile(
    r"(?:回答|返答|お答え|答弁|回報)(?:を?(?:し|致し|いたし)(?:た|ました|ている)|が(?:あ|な)(?:った|され)|のとおり|済|(?=[。]?$))|"
    r"(?:指摘|意見|質問|要望|お尋ね|照会)[^。]{0,30}(?:資料|別紙)[^。]{0,8}(?:のとおり|に(?:示|まと|整理|記載)|で(?:示|説明))|(?:指摘|意見|質問|お尋ね)[^。]{0,40}(?:説明|報告)(?:し(?:た|ました)|する|いたします|します)"
)
_TROUBLE = re.compile(r"指摘|懸念|不足|解散|なり手|担い手|" + _OPEN.pattern)
_AGAIN = re.compile(r"改めて|再び|再度|再燃|再発|ぶり返|逆戻り|(?:戻|もど)(?:って|った|り)")
#: The sentence itself says that the issue had been closed: いったん解消した…が再び, 解決したとした…について再度.
_CLOSED_BEFORE = re.compile(
    r"(?:いったん|一旦|一度|(?:解[消決]|終了|改善)(?:した|済みとした|済みであった|とした|したとした))[^。]{1,80}(?:再び|再度|改めて|再燃|再発|戻っ|逆戻り)"
)
_ASIDE = re.compile(r"\([^()]{0,30}\)(?=[。]?$)")
_THIS = re.compile(r"(?:この|当該|本|同)(?:課題|問題|件|点|指摘)")
_ABOUT, _ELSE = 0.12, 0.08
"""What it adds that the sentence's subject is what the issue speaks of, and what it costs when it is not at all."""
_SAME_MEETING = 0.25
"""So much surer a second issue of one meeting must be to join the same thread: usually it is another one."""


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
        issues, promises = (_starts(records, statements[index]) for records in (minutes.issues, minutes.actions))
        ledger.read_meeting(statements[index], issues, promises - issues)
    threads = sorted(ledger.threads, key=lambda thread: (thread.states[0][0].meeting, thread.states[0][0].start))
    return tuple(_thread(thread, series, histories, owner) for thread in threads)


def _starts(records: Iterable[Issue | Action], statements: Sequence[Statement]) -> set[int]:
    """Starts of the statements that hold one of the records."""
    spans = [(record.span.start, record.span.end) for record in records]
    return {s.start for s in statements if any(s.start < end and start < s.end for start, end in spans)}


class _Ledger:
    """The threads so far, and the sentences that none has taken but that a later meeting may refer to."""

    def __init__(self, weights: Weights, owner: dict[str, int]) -> None:
        self.threads: list[_Thread] = []
        self._loose: list[Statement] = []
        self._weights, self._owner = weights, owner

    def read_meeting(self, statements: Sequence[Statement], issues: set[int], promises: set[int]) -> None:
        """Continue threads with the sentences of the next meeting, open new ones for its other issues."""
        candidates = [s for s in statements if s.start in issues or _is_report(s.folded)]
        taken = self._continue(candidates, issues)
        taken |= self._point_back(statements, issues, taken)
        for statement in statements:
            if statement.start in taken:
                continue
            if statement.start in issues:
                self.threads.append(_Thread([(statement, "opened")]))
            elif statement.start not in promises:
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
            if -minus_e in takers and not (is_issue and score >= _SURE + _joining(takers[-minus_e], candidate, issues)):
                continue
            thread = takers.get(-minus_e) or self._thread_of(one)
            thread.states.append((candidate, _state(candidate, is_issue, thread)))
            takers[-minus_e] = thread
            taken.add(candidate.start)
        for thread in takers.values():
            thread.states.sort(key=lambda state: (state[0].meeting, state[0].start))
        return taken

    def _point_back(self, statements: Sequence[Statement], issues: set[int], taken: set[int]) -> set[int]:
        """「この課題については、…」 goes on with what the sentence before it continued."""
        owners = {s.start: thread for thread in self.threads for s, _ in thread.states if s.start in taken}
        found: set[int] = set()
        for before, statement in pairwise(statements):
            thread = owners.get(before.start)
            if thread is None or before.meeting != statement.meeting or statement.start in taken:
                continue
            if _THIS.search(statement.folded) and _is_report(statement.folded):
                thread.states.append((statement, _state(statement, statement.start in issues, thread)))
                owners[statement.start] = thread
                found.add(statement.start)
        return found

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
            score = -0.12 if _TROUBLE.search(one.folded) else -0.3
        else:
            ends = [one.states[0][0], one.last[0]]
            score = 0.0
        words = max(self._weights.likeness(end, candidate) for end in ends)
        here, there = self._owner.get(candidate.program or ""), self._owner.get(ends[-1].program or "")
        if not words or (here is not None and there is not None and here != there):
            return 0.0
        if here is not None and here == there:
            score += 0.12
        elif here is None and there is None and same_topic(candidate.topic, ends[-1].topic):
            score += 0.06
        if candidate.subject:
            about = max(self._weights.coverage(candidate.subject, end) for end in ends)
            score += _ABOUT * about - (_ELSE if about < 0.1 else 0.0)
        score += words + (0.12 if is_issue else 0.0) + (0.12 if refers else 0.0)
        return score + (0.12 if _RESOLVED.search(candidate.folded) else 0.0)


def _joining(thread: _Thread, candidate: Statement, issues: set[int]) -> float:
    """How much surer than usual a second sentence of a meeting must be to join a thread."""
    said = [(s, state) for s, state in thread.states if s.meeting == candidate.meeting]
    told = any(s.start in issues or (state == "resolved" and _RESOLVED.search(s.folded)) for s, state in said)
    return _SAME_MEETING if told else 0.05


def _is_report(folded: str) -> bool:
    return any(cue.search(folded) for cue in (_REFERS, _RESOLVED, _DONE, _OPEN, _CHANGED, _ANSWERED))


def _state(statement: Statement, is_issue: bool, thread: _Thread) -> IssueState:
    """What the sentence says of the issue: its last predicate tells."""
    text = _ASIDE.sub("", statement.folded)
    before = [state for s, state in thread.states if s.meeting < statement.meeting]
    closed = bool(before) and before[-1] == "resolved"
    if _CLOSED_BEFORE.search(text):
        return "reopened"
    solved, still = _last(_RESOLVED, text), _last(_OPEN, text)
    if solved > still:
        return "resolved"
    if closed:
        return "reopened" if is_issue or still >= 0 or _AGAIN.search(text) else "resolved"
    if _ANSWERED.search(text) and not is_issue:
        return "answered"
    if still >= 0 or is_issue:
        return "continued"
    return "resolved" if _DONE.search(text) else "continued"


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match begins, -1 where there is none."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)


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
