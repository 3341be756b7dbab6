"""The ledger (課題台帳・宿題台帳): every issue and promise of a body with its present state; nothing leaves it silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from minutes_pipeline.model.links import IssueThread, Links, Promise
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Action
from minutes_pipeline.store.link_views import ISSUE_STANDINGS, PROMISE_STANDINGS
from minutes_pipeline.values.dues import is_next_meeting, resolve_due

IssueStanding = Literal["open", "unmentioned", "closed"]
PromiseStanding = Literal["open", "overdue", "done", "not_done"]
__all__ = [
    "ISSUE_STANDINGS", "PROMISE_STANDINGS", "IssueEntry", "IssueStanding", "PromiseEntry", "PromiseStanding", "issue_ledger", "promise_ledger",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class IssueEntry:
    """An issue (課題台帳の1件).

    Attributes:
        thread: Its states, oldest first.
        standing: ``open``, ``unmentioned`` (nobody has spoken of it since) or ``closed``.
        departments: Departments of its program.
        since: Day of the meeting that raised it.
        last: Day of the meeting that spoke of it last.
    """

    thread: IssueThread
    standing: IssueStanding
    departments: tuple[str, ...]
    since: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class PromiseEntry:
    """A promise (宿題台帳の1件).

    Attributes:
        promise: What was promised, and what was said of it later.
        standing: ``done`` or ``not_done`` as reported; ``overdue`` or ``open`` while nothing was.
        owner: Who, as printed.
        due: When, as printed.
        due_date: The last day in time, worked out from ``due`` and the day of the meeting.
        promised_on: Day of the meeting.
    """

    promise: Promise
    standing: PromiseStanding
    owner: str | None
    due: str | None
    due_date: str | None
    promised_on: str | None


def issue_ledger(series: Sequence[Minutes], links: Links) -> tuple[IssueEntry, ...]:
    """All issues of a body: open ones first, those open longest at the top."""
    days = {minutes.document: minutes.meeting.date for minutes in series}
    departments = {
        history.program: tuple(filter(None, (history.appearances[-1].department or "").split("、")))
        for history in links.programs
    }
    entries = [
        IssueEntry(
            thread,
            _issue_standing(thread),
            departments.get(thread.program or "", ()),
            days.get(thread.states[0].document),
            days.get(thread.states[-1].document),
        )
        for thread in links.issues
    ]
    order = {"open": 0, "unmentioned": 1, "closed": 2}
    return tuple(sorted(entries, key=lambda entry: (order[entry.standing], entry.since or "9999")))


def _issue_standing(thread: IssueThread) -> IssueStanding:
    if thread.states[-1].state == "resolved":
        return "closed"
    return "unmentioned" if thread.unmentioned else "open"


def promise_ledger(series: Sequence[Minutes], links: Links, today: date) -> tuple[PromiseEntry, ...]:
    """All promises of a body: overdue ones first.

    Args:
        series: Minutes of the body, oldest first.
        links: Their links.
        today: The day on which a term is over or not.
    """
    by_document = {minutes.document: (position, minutes) for position, minutes in enumerate(series)}
    entries = []
    for promise in links.actions:
        position, minutes = by_document[promise.promised.document]
        action = _action_of(minutes, promise)
        due = action.due if action else None
        following = series[position + 1].meeting.date if position + 1 < len(series) else None
        entries.append(_entry(promise, action, due, _day_of(due, minutes, following), minutes, today))
    order = {"overdue": 0, "open": 1, "not_done": 2, "done": 3}
    return tuple(
        sorted(entries, key=lambda entry: (order[entry.standing], entry.due_date or "9999", entry.promised_on or ""))
    )


def _action_of(minutes: Minutes, promise: Promise) -> Action | None:
    span = promise.promised.span
    return next((a for a in minutes.actions if a.span.start < span.end and span.start < a.span.end), None)


def _day_of(due: str | None, minutes: Minutes, following: str | None) -> str | None:
    """The last day: of a term by its words; of 次回 the day of the meeting that followed, where there was one."""
    if due is None:
        return None
    held = date.fromisoformat(minutes.meeting.date) if minutes.meeting.date else None
    day = resolve_due(due, held)
    if day is not None:
        return day.isoformat()
    return following if is_next_meeting(due) else None


def _entry(
    promise: Promise, action: Action | None, due: str | None, due_date: str | None, minutes: Minutes, today: date
) -> PromiseEntry:
    standing: PromiseStanding
    if promise.followed_up is not None:
        standing = promise.followed_up.outcome
    else:
        standing = "overdue" if due_date is not None and due_date < today.isoformat() else "open"
    owner = action.owner if action else None
    return PromiseEntry(promise, standing, owner, due, due_date, minutes.meeting.date)
