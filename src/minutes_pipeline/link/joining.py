"""When two sentences of one meeting belong to one issue (同じ課題の文).

Usually a meeting says one thing of an issue. Beside that stand: the report on what was promised, the verdict that it is
settled, and in a speech the sentences that go on with what was said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from minutes_pipeline.link.issue_states import Cues, cues_of
from minutes_pipeline.link.statements import Statement
from minutes_pipeline.model.links import IssueState
from minutes_pipeline.model.records import Action, Decision, Issue

_SAME_MEETING = 0.25
"""So much surer a second issue of one meeting must be to join the same thread: usually it is another one."""
_BESIDE, _NEVER = 0.05, 1.0


@dataclass
class Thread:
    """An issue over the meetings; ``loose`` is a sentence that nobody took for one, until a later one refers to it."""

    states: list[tuple[Statement, IssueState]]
    loose: bool = False
    troubled: bool = True
    number: int = -1

    @property
    def last(self) -> tuple[Statement, IssueState]:
        """The latest sentence with what it says."""
        return self.states[-1]

    @property
    def ends(self) -> tuple[Statement, ...]:
        """The sentences that opened it, two at most, and the last one."""
        opened = [s for s, state in self.states[:2] if state == "opened"] or [self.states[0][0]]
        return tuple(opened) if opened[-1] is self.last[0] else (*opened, self.last[0])


_ANOTHER = re.compile(
    r"^(?:また|もう[一1]つ|もう一点|さらに|更に|加えて|それから|それと|一方|次に|次は|別の|ほかに|他に|[2-9二三四五]つ目|[2-9二三四五]点目|最後に|なお)"
)


def goes_on(above: Statement, statement: Statement) -> bool:
    """Whether a sentence of a member's speech goes on with the one before it."""
    return statement.side in ("member", "chair", "other") and same_line(above, statement)


def same_line(above: Statement, statement: Statement) -> bool:
    """Whether a sentence follows in the same line or remark and does not say that it turns to something else."""
    same = above.line == statement.line and above.side == statement.side
    return same and not _ANOTHER.match(statement.folded)


def joining(thread: Thread, candidate: Statement, issues: set[int], cues: Cues, reports: set[int]) -> float:
    """How much surer than usual a second sentence of a meeting must be to join a thread.

    Args:
        thread: The thread, with what the meeting has said of it.
        candidate: The sentence.
        issues: Starts of the sentences that state an issue.
        cues: Cues of the candidate.
        reports: Starts of the sentences that report on what was promised to this issue.
    """
    said = [(s, state) for s, state in thread.states if s.meeting == candidate.meeting]
    verdicts = [s for s, state in said if state == "resolved" and cues_of(s.folded).resolves]
    closed = bool(verdicts)
    if (cues.resolves or candidate.named) and (cues.refers or candidate.named) and not closed:
        # What was done is told in one place, that it settles the matter in another.
        return 0.0
    if said and not candidate.back and all(s.back or s.start in reports for s, _ in said):
        # What was promised is reported; what else is said of the issue goes on from there.
        return _BESIDE
    if any(s.line == candidate.line for s, _ in said):
        return _BESIDE
    if candidate.start not in issues and not candidate.back:
        return _NEVER
    if candidate.back and closed and candidate.end <= verdicts[0].start:
        return _BESIDE
    return _SAME_MEETING if closed or any(s.start in issues - reports for s, _ in said) else _BESIDE


def replies(statements: Sequence[Statement]) -> Iterator[tuple[list[Statement], list[Statement], bool]]:
    """Lines that may reply to the line above, each with the sentences of that; and whether they are marked as replies."""
    lines: list[list[Statement]] = []
    for statement in statements:
        if lines and lines[-1][0].line == statement.line:
            lines[-1].append(statement)
        else:
            lines.append([statement])
    for above, line in pairwise(lines):
        if line[0].topic == above[0].topic and (line[0].asked or line[0].side is not None):
            yield line, above, bool(line[0].asked)


def starts(records: Iterable[Issue | Action | Decision], statements: Sequence[Statement]) -> set[int]:
    """Starts of the statements that hold one of the records."""
    spans = [(record.span.start, record.span.end) for record in records]
    return {s.start for s in statements if any(s.start < end and start < s.end for start, end in spans)}
