"""Promises and what was said of them later (宿題と報告): 前回の宿題 → 今回の報告."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from minutes_pipeline.link.issue_states import plain
from minutes_pipeline.link.places import same_topic
from minutes_pipeline.link.statements import Statement, record_at
from minutes_pipeline.link.weights import Index, Weights
from minutes_pipeline.model.links import FollowUp, Outcome, Promise, PromiseEnd, Suggestion
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import SourceSpan
from minutes_pipeline.text.folding import flat

_SURE, _LIKELY = 0.42, 0.34
_ABOUT = 0.2
"""What it adds that the report's subject (「研修は、…」) is what the promise speaks of."""
_ASKED_AFTER = 0.25
"""What it adds that the sentence answers a question after what was promised (冊子はできたか。→ 原稿が集まらない。)."""
_VERDICT = 0.08
_ROW = 0.28
"""What it adds that the sentence answers the last meeting in a row of a table: a report it is, of something."""
_Kind = Literal["promise", "decision", "soft"]
_Report = tuple[Statement, float]


@dataclass(frozen=True, slots=True)
class Report:
    """A promise and the sentence that reports on it (約束と報告)."""

    promise: Statement
    report: Statement
    outcome: Outcome
    sure: float = 0.0


_ASIDE = re.compile(r"\([^()]{0,30}\)(?=[。]?$)")
_SOFT = 0.05
"""So much surer a report must be before a sentence that no rule took for an action counts as a promise."""
_MEETINGS = 3
"""A report is looked for in so many meetings behind the promise."""
#: A decision is a promise when it says by when, or to whom something will be reported; 「来年度から」 is a start, no term.
_TERM = re.compile(
    r"次回|(?:来|次|翌)年度?(?!から|より)|年度内|[0-9]{1,4}月(?:中|末|頃|まで|の[^。]{0,12}(?:会|部会|議会))|[0-9]{1,4}月[^。]{0,8}(?:開催|実施)|後日|速やかに|早急に"
)
#: A sentence in the present tense with a time to come, or one that says it intends to: an undertaking no rule has taken.
_INTENDS = re.compile(
    r"(?:予定(?:である|です|だ)?|(?:て|で)(?:いく|まいる|参る|おく)|(?:いたし|致し|し|き|り|ち|み|び|え|け|せ|て|ね|べ|め|れ)ます|こととする|こととした|ること|(?<!てい)(?<!であ)(?<!があ)(?<!にな)(?<!とな)(?<!でき)(?:[うくぐつぶむる]|(?<![まで])す))[。]?$"
)
#: A state, a change or a thought in the present tense is nothing that one undertakes.
_NO_DEED = re.compile(
    r"(?:ある|いる|おる|なる|できる|わかる|分かる|見える|見られる|思う|考える|感じる|いう|言う|違う|増える|減る|続く|かかる|掛かる|足りる|残る|要する|過ぎる|伸びる|起こる|起きる|生じる|困る|(?:され|られ|[かさたなまらが]れ)る|といえる|に当たる|となる|[0-9人件円回]を(?:数える|占める))[。]?$"
)
#: How things are: nothing that one undertakes, whatever month it names.
_STATE = re.compile(r"(?:(?:て|で)いる|となる|(?<!予定で)(?<!計画で)(?<!考えで)ある|できる)[。]?$")
#: Done already: no promise, unless the past tense is that of the word by which it was settled.
_ALREADY = re.compile(r"た[。]?$")
_SETTLED = re.compile(
    r"(?:こと|もの|予定|方針|継続|宿題)(?:に|と)|すると|したい|旨|一任|付託|指示|求め|依頼|決め|決定|確認|合意|了承|承認|要望|先送り|持ち[越帰]|保留|答え|述べ|説明|約束|次回"
)
#: The next meeting's date is told at the end of each: no promise of anything else.
_NEXT_DATE = re.compile(
    r"^(?:なお、?)?(?:次回|次の(?:会議|委員会|協議会))(?:の[^。、]{1,14})?は、?[^。]{0,40}(?:予定|開催|頃|開く|行う|[0-9]月|[0-9]日)"
)
_TO_COME = re.compile(
    r"次回|今回|今後|早急に|速やかに|(?:来|次|翌)年度?|年度(?:内|中|末|当初)|(?:令和|R)?[0-9]{1,4}年度?(?:から|中に|内に)|(?<!昨年)(?<!前年)[0-9]{1,2}月(?:に|から|まで|中|末|頃)|[RH][0-9]{1,2}\.[0-9]{1,2}|要求する|要望する|ように(?:する|いたします|します)"
)
_NO_PROMISE = re.compile(
    r"(?:べき|どうか|ほしい|欲しい|たい|思う|思います|考える|考えます|聞く|見られる|言える|いえる)(?:[。]|です|である|$)|\?"
)
_REFERS = re.compile(
    r"(?:一?昨年度?|前年度?|前回|先般|先の会議)の?[^。]{0,20}(?:予定|示し|報告する|とした|としてい|会議|連絡会|委員会|審議会|宿題|依頼|指摘|協議|評価|話し|約束|申し上げ|説明|御?意見|御?質問|答え|要望)|"
    r"(?:予定|計画|約束|お示しした|申し上げた)(?:の|した)?とおり|"
    r"(?:継続|先送り|保留|検討|予定)(?:協議|審議)?と(?:して|し)い|目指していた|予定していた|(?:と|とし)ていた|こととし(?:た|ていた)|懸案"
)
#: It names the promise itself (昨年お約束した調査, 報告するとしていた協議, 予定していた講座).
_KEPT = re.compile(
    r"(?:お?約束(?:し|いたし)|(?:する|い|く|う|す|つ|ぶ|む|る)と(?:してい|お答え|申し上げ)|(?:予定|検討|計画)(?:を)?していた|お(?:示し|伝え)するとし)|宿題(?:と|で|に|の)|(?:予定|計画|約束)どおり"
)
_POINTS = re.compile(r"(?:この|当該|本)(?:件|課題|問題|点)|これにより|その結果|おかげ")
_NOT_DONE = re.compile(
    r"至ら(?:な|ず)|至って(?:い)?ない|(?:でき|出来)(?:な|ず|ませ|てい?な|ておら)|(?:見|先)送|結論が出|見通しが立た|(?:とど|留)まっ|未実施|未了|遅れて|進んで(?:い)?な|間に合わ|持ち越|延期|中止|(?<!と)検討中|"
    r"(?:まだ|いまだ|未だ)[^。]{0,16}(?:な(?:い|かっ)|ず|おら|ませ)|(?:行|実施し|開催し|着手し|設け)(?:って|えて|て)?(?:い|お)?(?:ない|らず|りません|ません)|(?:して|されて|れて|きて)(?:い)?な(?:い|かった)|断念|見合わせ|取りやめ"
)
_DONE = re.compile(
    r"(?:した|行った|なった|いる|できた|整った|確定し|済み|終えた|改めた|増えた|受けた|出た|配布し|説明し|決まった|実施し|[いえきけせちてねびべみめりれげじっん]た(?![いめしす])|ており|[しいきけせちてねびべみめりれえ]、)|"
    r"(?:了承|実施|完了|開始|配[布付]|公表|公開|設置|開催|決定|解消|修了|改正|策定|導入|報告|説明|済)[。]?$|資料[^。]{0,6}のとおり"
)


def link_actions(
    series: Sequence[Minutes], statements: Sequence[Sequence[Statement]], weights: Weights, owner: dict[str, int]
) -> tuple[tuple[Promise, ...], tuple[Suggestion, ...], tuple[Report, ...]]:
    """Every promise of every meeting with the sentence of a later one that reports on it, or None; and likely reports.

    The third value gives the pairs found as sentences: what was promised in answer to an issue goes on with that issue.

    Args:
        series: Minutes, oldest first.
        statements: Sentences of each.
        weights: Weights of their words.
        owner: Program record id -> index of the program across the meetings.
    """
    undertakings = [
        found for index, minutes in enumerate(series) for found in _undertakings(minutes, statements[index])
    ]
    desk = _Desk(statements, weights, owner)
    reports: dict[int, _Report] = {}
    suggestions = []
    for p, (promise, kind) in enumerate(undertakings):
        report, likely = desk.report_on(promise, _SURE + (_SOFT if kind == "soft" else 0.0))
        if report is not None:
            reports[p] = report
        elif likely is not None and kind == "promise":
            suggestions += _suggestion(series, promise, likely)
    _share(undertakings, reports)
    promises = tuple(
        _promise(promise, series, reports.get(p))
        for p, (promise, kind) in enumerate(undertakings)
        if kind == "promise" or (kind == "soft" and p in reports)
    )
    kept = tuple(
        Report(undertakings[p][0], report, _outcome(report), score) for p, (report, score) in sorted(reports.items())
    )
    return promises, tuple(suggestions), kept


class _Desk:
    """Looks up the report on a promise: sentences by their words, their cues read once."""

    def __init__(self, statements: Sequence[Sequence[Statement]], weights: Weights, owner: dict[str, int]) -> None:
        self._statements, self._weights, self._owner = statements, weights, owner
        self._indexes: dict[int, Index] = {}
        self._tones: dict[tuple[int, int], float] = {}

    def report_on(self, promise: Statement, sure: float) -> tuple[_Report | None, _Report | None]:
        """The sure report on a promise, or None, and the likeliest one below that."""
        likely: _Report | None = None
        for later in range(promise.meeting + 1, min(promise.meeting + 1 + _MEETINGS, len(self._statements))):
            best: _Report | None = None
            for n in self._index(later).near(self._weights.keys(promise), self._owner.get(promise.program or "")):
                statement = self._statements[later][n]
                score = self._likeness(promise, statement)
                if best is None or score > best[1]:
                    best = (statement, score)
            if best is not None and best[1] >= sure:
                # What the next meeting says of it is the report, however much a later one repeats.
                return (best[0], round(min(best[1], 1.0), 2)), None
            if best is not None and best[1] >= _LIKELY and (likely is None or best[1] > likely[1]):
                likely = best
        return None, likely

    def _index(self, meeting: int) -> Index:
        if meeting not in self._indexes:
            index = self._indexes[meeting] = Index()
            for n, statement in enumerate(self._statements[meeting]):
                index.add(n, sorted(statement.every_word), self._owner.get(statement.program or ""))
        return self._indexes[meeting]

    def _likeness(self, promise: Statement, statement: Statement) -> float:
        if statement.asks or statement.quoted:
            return 0.0
        here, there = self._owner.get(statement.program or ""), self._owner.get(promise.program or "")
        if here is not None and there is not None and here != there:
            return 0.0
        words = self._weights.likeness(promise, statement, alone=True)
        if not words:
            return 0.0
        score = words + _ABOUT * self._weights.about(statement, promise)
        if here is not None and here == there:
            score += 0.08
        elif here is None and there is None and same_topic(statement.topic, promise.topic):
            score += 0.05
        if promise.months & statement.months:
            score += 0.1
        score += self._weights.asked_after(statement, promise) * _ASKED_AFTER
        return score + self._tone(statement) - 0.05 * (statement.meeting - promise.meeting - 1)

    def _tone(self, statement: Statement) -> float:
        """What the sentence's form adds: it refers to what was promised; it tells that something was done or was not."""
        key = (statement.meeting, statement.start)
        if key not in self._tones:
            text = plain(statement.folded)
            tone = (
                _ROW
                if statement.row
                else 0.2
                if _KEPT.search(text)
                else 0.12
                if statement.back or _REFERS.search(text)
                else 0.0
            )
            tone -= 0.1 if statement.meant and (not statement.back or _POINTS.search(text)) else 0.0
            # A verdict that calls the issue by name is not what was done about it.
            tone -= _VERDICT if statement.named and not statement.row else 0.0
            if intends(statement):
                # A promise of its own says nothing of an earlier one.
                tone -= 0.2
            told = _DONE.search(text) or _NOT_DONE.search(text)
            self._tones[key] = tone - (0.0 if told else 0.15)
        return self._tones[key]


def _suggestion(series: Sequence[Minutes], promise: Statement, likely: _Report) -> list[Suggestion]:
    """A likely report, where both ends are records that a person can look up."""
    minutes, later = series[promise.meeting], series[likely[0].meeting]
    left = record_at((*minutes.actions, *minutes.decisions), promise)
    right = record_at((*later.actions, *later.decisions, *later.issues, *later.metrics), likely[0])
    if left is None or right is None:
        return []
    reasons = ["同じことばが使われている"]
    if promise.months & likely[0].months:
        reasons.append("同じ月が書かれている")
    if _REFERS.search(likely[0].folded):
        reasons.append("前の会議に触れている")
    return [Suggestion(kind="action", left=left, right=right, score=round(likely[1], 2), reasons=tuple(reasons))]


def _undertakings(minutes: Minutes, statements: Sequence[Statement]) -> list[tuple[Statement, _Kind]]:
    """Sentences that hold an action or a decision, and what kind of promise they are."""
    actions = [(a.span.start, a.span.end) for a in minutes.actions]
    decisions = [
        (d.span.start, d.span.end, d.result == "deferred" or bool(_TERM.search(flat(d.quote))))
        for d in minutes.decisions
        if d.result in ("deferred", "decided", "approved")
    ]
    found: list[tuple[Statement, _Kind]] = []
    for s in statements:
        if _NEXT_DATE.search(s.folded):
            continue
        acts = any(s.start < end and start < s.end for start, end in actions)
        decides = [term for start, end, term in decisions if s.start < end and start < s.end]
        if acts and _ALREADY.search(plain(s.folded)) and not _SETTLED.search(s.folded):
            continue
        if acts or any(decides):
            found.append((s, "promise"))
        elif decides:
            found.append((s, "decision"))
        elif intends(s):
            found.append((s, "soft"))
    return found


def intends(statement: Statement) -> bool:
    """Whether a sentence that no rule took for an action undertakes something.

    It is in the present tense and speaks of a time to come, or stands where deeds to come are told: in an official's
    answer, behind an arrow or behind 「今後：」.
    """
    text = _ASIDE.sub("", statement.folded)
    if statement.side == "member" or statement.asks or not _INTENDS.search(text) or _NO_PROMISE.search(text):
        return False
    told_ahead = statement.ahead or bool(statement.asked)
    if _STATE.search(plain(text)):
        return False
    return bool(_TO_COME.search(text)) or (told_ahead and not _NO_DEED.search(plain(text)))


def _share(undertakings: Sequence[tuple[Statement, _Kind]], reports: dict[int, _Report]) -> None:
    """A sentence without a report shares that of the sentence directly before it in the same paragraph."""
    for p in range(1, len(undertakings)):
        one, other = undertakings[p - 1][0], undertakings[p][0]
        adjoining = one.meeting == other.meeting and 0 <= other.start - one.end <= 1
        if adjoining and p not in reports and p - 1 in reports:
            report, score = reports[p - 1]
            reports[p] = (report, round(score * 0.8, 2))


def _outcome(statement: Statement) -> Outcome:
    return "not_done" if _NOT_DONE.search(plain(statement.folded)) else "done"


def _promise(promise: Statement, series: Sequence[Minutes], report: _Report | None) -> Promise:
    followed = None
    if report is not None:
        s = report[0]
        followed = FollowUp(
            document=series[s.meeting].document, quote=s.text, span=SourceSpan(start=s.start, end=s.end),
            outcome=_outcome(s),
        )  # fmt: skip
    return Promise(
        promised=PromiseEnd(
            document=series[promise.meeting].document, quote=promise.text,
            span=SourceSpan(start=promise.start, end=promise.end),
        ),
        followed_up=followed,
        score=0.0 if report is None else round(report[1], 2),
    )  # fmt: skip
