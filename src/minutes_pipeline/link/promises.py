"""Promises and what was said of them later (宿題と報告): 前回の宿題 → 今回の報告."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes_pipeline.link.statements import Statement, Weights
from minutes_pipeline.model.links import FollowUp, Outcome, Promise, PromiseEnd
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import SourceSpan
from minutes_pipeline.text.folding import flat

_SURE = 0.3
#: A decision is a promise when it says by when, or to whom something will be reported; 「来年度から」 is a start, no term.
_TERM = re.compile(
    r"次回|(?:来|次|翌)年度?(?!から|より)|年度内|[0-9]+月(?:中|末|頃|まで|の[^。]{0,12}(?:会|部会|議会))|[0-9]+月[^。]{0,8}(?:開催|実施)|後日|速やかに|早急に"
)
_REFERS = re.compile(
    r"(?:昨年度?|前年度?|前回)の?[^。]{0,20}(?:予定|示し|報告する|とした|としてい|会議|連絡会|宿題|依頼|指摘|協議|評価)|"
    r"(?:継続|先送り|保留|検討|予定)(?:協議|審議)?と(?:して|し)い|目指していた|予定していた|としていた|懸案"
)
_NOT_DONE = re.compile(
    r"至ら(?:な|ず)|(?:でき|出来)(?:な|ず)|見送|結論が出|見通しが立た|とどまっ|留まっ|未実施|未了|遅れて|進んでいな|間に合わ|持ち越|先送り|延期|中止|(?<!と)検討中"
)
_DONE = re.compile(
    r"(?:した|行った|なった|いる|できた|整った|確定し|済み|終えた|改めた|増えた|受けた|出た|配布し|説明し|決まった|実施し)"
)


def link_actions(
    series: Sequence[Minutes], statements: Sequence[Sequence[Statement]], weights: Weights, owner: dict[str, int]
) -> tuple[Promise, ...]:
    """Every promise of every meeting, with the sentence of a later meeting that reports on it, or None.

    Args:
        series: Minutes, oldest first.
        statements: Sentences of each.
        weights: Weights of their words.
        owner: Program record id -> index of the program across the meetings.
    """
    undertakings = [
        found for index, minutes in enumerate(series) for found in _undertakings(minutes, statements[index])
    ]
    ranked = sorted(
        (
            (score, -p, -later, -s)
            for p, (promise, _) in enumerate(undertakings)
            for later in range(promise.meeting + 1, min(promise.meeting + 3, len(series)))
            for s, statement in enumerate(statements[later])
            if (score := _likeness(promise, statement, later - promise.meeting, weights, owner)) >= _SURE
        ),
        reverse=True,
    )
    reports: dict[int, tuple[Statement, float]] = {}
    for score, minus_p, minus_later, minus_s in ranked:
        # One sentence may report on two promises, but a promise has one report: the surest.
        reports.setdefault(-minus_p, (statements[-minus_later][-minus_s], min(score, 1.0)))
    _share(undertakings, reports)
    return tuple(
        _promise(promise, series, reports.get(p)) for p, (promise, is_promise) in enumerate(undertakings) if is_promise
    )


def _undertakings(minutes: Minutes, statements: Sequence[Statement]) -> list[tuple[Statement, bool]]:
    """Sentences that hold an action or a decision, and whether they promise something to be reported."""
    actions = [(a.span.start, a.span.end) for a in minutes.actions]
    decisions = [
        (d.span.start, d.span.end, d.result == "deferred" or bool(_TERM.search(flat(d.quote))))
        for d in minutes.decisions
        if d.result in ("deferred", "decided", "approved")
    ]
    found = []
    for s in statements:
        acts = any(s.start < end and start < s.end for start, end in actions)
        decides = [term for start, end, term in decisions if s.start < end and start < s.end]
        if acts or decides:
            found.append((s, acts or any(decides)))
    return found


def _share(undertakings: Sequence[tuple[Statement, bool]], reports: dict[int, tuple[Statement, float]]) -> None:
    """A sentence without a report shares that of the sentence directly before it in the same paragraph."""
    for p in range(1, len(undertakings)):
        one, other = undertakings[p - 1][0], undertakings[p][0]
        adjoining = one.meeting == other.meeting and 0 <= other.start - one.end <= 1
        if adjoining and p not in reports and p - 1 in reports:
            report, score = reports[p - 1]
            reports[p] = (report, round(score * 0.8, 2))


def _likeness(
    promise: Statement, statement: Statement, distance: int, weights: Weights, owner: dict[str, int]
) -> float:
    words = weights.likeness(promise, statement)
    if not words:
        return 0.0
    here, there = owner.get(statement.program or ""), owner.get(promise.program or "")
    if here is not None and there is not None and here != there:
        return 0.0
    score = words
    if here is not None and here == there:
        score += 0.08
    elif here is None and there is None and statement.topic and statement.topic == promise.topic:
        score += 0.05
    if _REFERS.search(statement.folded):
        score += 0.15
    if not (_DONE.search(statement.folded) or _NOT_DONE.search(statement.folded)):
        score -= 0.15
    return score - 0.05 * (distance - 1)


def _outcome(statement: Statement) -> Outcome:
    return "not_done" if _NOT_DONE.search(statement.folded) else "done"


def _promise(promise: Statement, series: Sequence[Minutes], report: tuple[Statement, float] | None) -> Promise:
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
