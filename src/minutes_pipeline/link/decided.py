"""Links as people decided them (人の決定に従うつながり): what was found, put together and taken apart as they said.

Decisions are taken one after another in the order in which they were made, so that a later one holds where two disagree.
Nothing changes where nothing was decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from minutes_pipeline.link.promises import _outcome as outcome_of
from minutes_pipeline.link.statements import Statement
from minutes_pipeline.model.link_decision import LinkDecision, LinkKind
from minutes_pipeline.model.links import (
    FollowUp,
    IssueState,
    IssueThread,
    Person,
    ProgramHistory,
    Promise,
    Suggestion,
    ThreadState,
)
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Record, SourceSpan
from minutes_pipeline.text.folding import name_key

_SAME = {"person": "同じ人と人が決めた", "program": "同じ事業と人が決めた"}
_OTHER = {"person": "別の人と人が決めた", "program": "別の事業と人が決めた"}
Groups = list[list[str]]


def regrouped(
    groups: Sequence[Sequence[str]], decisions: Sequence[LinkDecision], age: Mapping[str, tuple[int, int]]
) -> Groups:
    """Groups of ids put together and taken apart as decided, each oldest first by ``age`` (meeting, place in it).

    Taken apart, the later of the two goes with what comes behind it and with what people said belongs to it.

    >>> same, other = (LinkDecision("person", "a", "c", kept) for kept in (True, False))
    >>> age = {"a": (0, 0), "b": (1, 0), "c": (2, 0)}
    >>> regrouped([["a", "b"], ["c"]], [same], age), regrouped([["a", "b", "c"]], [other], age)
    ([['a', 'b', 'c']], [['a', 'b'], ['c']])
    """
    found: Groups = [list(group) for group in groups]
    for number, decision in enumerate(decisions):
        left = next((group for group in found if decision.left in group), None)
        right = next((group for group in found if decision.right in group), None)
        if left is None or right is None or (left is right) is decision.same:
            continue
        if decision.same:
            left += right
            left.sort(key=age.__getitem__)
            found = [group for group in found if group is not right]
        else:
            found += _apart(left, decision, decisions[:number])
    return [group for group in found if group]


def _apart(group: list[str], decision: LinkDecision, earlier: Iterable[LinkDecision]) -> Groups:
    """Take the later one of the two out of a group: what stays is left in it, what goes is given back."""
    first, second = sorted((decision.left, decision.right), key=group.index)
    pairs = [{d.left, d.right} for d in earlier if d.same]
    tied = [pair for pair in pairs if pair <= set(group) and pair != {first, second}]
    staying, going = (_tied_to(member, tied) for member in (first, second))
    gone = [
        member for member in group
        if member == second or (member not in staying and (member in going or group.index(member) >= group.index(second)))
    ]  # fmt: skip
    group[:] = [member for member in group if member not in gone]
    return [gone]


def _tied_to(member: str, pairs: Sequence[set[str]]) -> set[str]:
    """What people said belongs to one member, directly or over others."""
    found = {member}
    while more := [pair for pair in pairs if pair & found and not pair <= found]:
        found = found.union(*more)
    return found


def _of(decisions: Iterable[LinkDecision], kind: LinkKind) -> list[LinkDecision]:
    return [decision for decision in decisions if decision.kind == kind]


def _told(group: Sequence[str], decisions: Sequence[LinkDecision], kind: LinkKind) -> tuple[str, ...]:
    """Why a group is as it is, where people decided."""
    members = set(group)
    same = any(d.same and {d.left, d.right} <= members for d in decisions)
    other = any(not d.same and len({d.left, d.right} & members) == 1 for d in decisions)
    return (*((_SAME[kind],) if same else ()), *((_OTHER[kind],) if other else ()))


def decided_people(
    people: Sequence[Person], decisions: Sequence[LinkDecision], documents: Sequence[str]
) -> tuple[Person, ...]:
    """People as decided; ``documents`` are the names of the meetings' files, oldest first."""
    wanted = _of(decisions, "person")
    if not wanted:
        return tuple(people)
    appearances = {a.record_id: a for person in people for a in person.appearances}
    age = {one: (documents.index(a.document), n) for n, (one, a) in enumerate(appearances.items())}
    whole = {tuple(a.record_id for a in person.appearances): person for person in people}
    made = []
    for group in regrouped([list(ids) for ids in whole], wanted, age):
        told = _told(group, wanted, "person")
        known = whole.get(tuple(group))
        mentions = [appearances[one] for one in group]
        reasons = (*(known.reasons if known else _reasons(whole, group)), *told)
        longest = max((a.name for a in mentions), key=lambda name: len(name_key(name)))
        score = (
            known.score if known else min((p.score for ids, p in whole.items() if set(ids) & set(group)), default=1.0)
        )
        made.append(
            Person(person=longest, appearances=tuple(mentions), score=score, reasons=tuple(dict.fromkeys(reasons)))
        )
    return tuple(sorted(made, key=lambda p: documents.index(p.appearances[0].document)))


def decided_programs(
    programs: Sequence[ProgramHistory],
    owner: Mapping[str, int],
    decisions: Sequence[LinkDecision],
    documents: Sequence[str],
) -> tuple[tuple[ProgramHistory, ...], dict[str, int]]:
    """Programs as decided, and for every program record the index of its history."""
    wanted = _of(decisions, "program")
    if not wanted:
        return tuple(programs), dict(owner)
    appearances = {a.record_id: a for history in programs for a in history.appearances}
    age = {one: (documents.index(a.document), n) for n, (one, a) in enumerate(appearances.items())}
    whole = {tuple(a.record_id for a in history.appearances): history for history in programs}
    made = []
    for group in regrouped([list(ids) for ids in whole], wanted, age):
        known = whole.get(tuple(group))
        mentions = tuple(appearances[one] for one in group)
        reasons = (*(known.reasons if known else _reasons(whole, group)), *_told(group, wanted, "program"))
        score = (
            known.score if known else min((p.score for ids, p in whole.items() if set(ids) & set(group)), default=1.0)
        )
        made.append(
            ProgramHistory(
                program=mentions[-1].name, appearances=mentions, score=score, reasons=tuple(dict.fromkeys(reasons))
            )
        )
    made.sort(key=lambda history: documents.index(history.appearances[0].document))
    return tuple(made), {a.record_id: n for n, history in enumerate(made) for a in history.appearances}


def _reasons(whole: Mapping[tuple[str, ...], Person | ProgramHistory], group: Sequence[str]) -> list[str]:
    """Reasons of the links that a group still holds."""
    inside = [one for ids, one in whole.items() if len(set(ids) & set(group)) > 1]
    return [reason for one in inside for reason in one.reasons]


def decided_issues(
    threads: Sequence[IssueThread], decisions: Sequence[LinkDecision], series: Sequence[Minutes]
) -> tuple[IssueThread, ...]:
    """Threads as decided: a decision on two issues holds for the sentences they stand in."""
    wanted = _of(decisions, "issue")
    if not wanted:
        return tuple(threads)
    order = {minutes.document: n for n, minutes in enumerate(series)}
    states = {_key(state): state for thread in threads for state in thread.states}
    whole = {tuple(_key(state) for state in thread.states): thread for thread in threads}
    age = {key: (order[state.document], state.span.start) for key, state in states.items()}
    issues = {issue.id: (minutes.document, issue) for minutes in series for issue in minutes.issues}
    placed = [
        LinkDecision("issue", left, right, decision.same)
        for decision in wanted
        for left, right in [[_state_of(states, issues.get(one)) for one in (decision.left, decision.right)]]
        if left is not None and right is not None
    ]
    made = []
    for group in regrouped([list(keys) for keys in whole], placed, age):
        made.append(whole.get(tuple(group)) or _thread([states[key] for key in group], threads, order))
    return tuple(sorted(made, key=lambda t: (order[t.states[0].document], t.states[0].span.start)))


def _key(state: ThreadState) -> str:
    return f"{state.document}\t{state.span.start}"


def _state_of(states: Mapping[str, ThreadState], issue: tuple[str, Record] | None) -> str | None:
    """Key of the state whose sentence an issue stands in."""
    if issue is None:
        return None
    document, record = issue
    return next(
        (
            key for key, state in states.items()
            if state.document == document and state.span.start < record.span.end and record.span.start < state.span.end
        ),
        None,
    )  # fmt: skip


def _thread(states: Sequence[ThreadState], threads: Sequence[IssueThread], order: Mapping[str, int]) -> IssueThread:
    """A thread of these states, oldest first: the first one opens it, a later opening goes on with it."""
    keys = {_key(state) for state in states}
    program = next(
        (t.program for t in reversed(threads) if t.program and keys & {_key(state) for state in t.states}), None
    )
    told: list[ThreadState] = []
    for state in states:
        now: IssueState = state.state
        if not told:
            now = "opened"
        elif now == "opened":
            now = "reopened" if told[-1].state == "resolved" else "continued"
        told.append(state.model_copy(update={"state": now}))
    first = told[0].quote[:30]
    return IssueThread(
        thread=f"{program}：{first}" if program else first, program=program, states=tuple(told),
        unmentioned=max(order.values()) - order[told[-1].document],
    )  # fmt: skip


def decided_promises(
    promises: Sequence[Promise], decisions: Sequence[LinkDecision], series: Sequence[Minutes],
    statements: Sequence[Sequence[Statement]],
) -> tuple[Promise, ...]:  # fmt: skip
    """Promises with the reports that people said belong to them, and without those they said do not."""
    found = list(promises)
    records = {
        record.id: (n, record)
        for n, minutes in enumerate(series)
        for part in (minutes.actions, minutes.decisions, minutes.issues, minutes.metrics)
        for record in part
    }
    for decision in _of(decisions, "action"):
        left, right = records.get(decision.left), records.get(decision.right)
        if left is None or right is None:
            continue
        at = next((n for n, p in enumerate(found) if _stands(p.promised.document, p.promised.span, left, series)), None)
        if at is None:
            continue
        report = found[at].followed_up
        is_report = report is not None and _stands(report.document, report.span, right, series)
        if decision.same and not is_report:
            found[at] = found[at].model_copy(update={"followed_up": _report(right, series, statements), "score": 1.0})
        elif not decision.same and is_report:
            found[at] = found[at].model_copy(update={"followed_up": None, "score": 0.0})
    return tuple(found)


def _stands(document: str, span: SourceSpan, record: tuple[int, Record], series: Sequence[Minutes]) -> bool:
    n, there = record
    return document == series[n].document and span.start < there.span.end and there.span.start < span.end


def _report(
    record: tuple[int, Record], series: Sequence[Minutes], statements: Sequence[Sequence[Statement]]
) -> FollowUp | None:
    """The sentence that a record stands in as a report."""
    n, there = record
    said = next((s for s in statements[n] if s.start < there.span.end and there.span.start < s.end), None)
    if said is None:
        return None
    span = SourceSpan(start=said.start, end=said.end)
    return FollowUp(document=series[n].document, quote=said.text, span=span, outcome=outcome_of(said))


def undecided(suggestions: Iterable[Suggestion], decisions: Iterable[LinkDecision]) -> tuple[Suggestion, ...]:
    """Suggestions that nobody has decided."""
    known = {frozenset((decision.left, decision.right)) for decision in decisions}
    return tuple(one for one in suggestions if frozenset((one.left, one.right)) not in known)
