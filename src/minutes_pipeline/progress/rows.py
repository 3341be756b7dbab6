"""What is pushed (進捗データベースの行): the figures, issues and promises of a body under ids that stay."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from minutes_pipeline.link.linking import body_key
from minutes_pipeline.link.programs import program_key
from minutes_pipeline.model.links import Links, ProgramHistory
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import SourceSpan
from minutes_pipeline.progress.ledger import issue_ledger, promise_ledger

Rows = dict[str, list[dict[str, Any]]]


def progress_rows(series: Sequence[Minutes], links: Links, today: date) -> Rows:
    """Rows by table for one body.

    Args:
        series: Its minutes, oldest first.
        links: Their links.
        today: The day on which a term is over or not.
    """
    return _Builder(series, links, today).rows()


def stable_id(*parts: object) -> str:
    """An id from what a thing is: 20 hex digits.

    >>> stable_id("a", 1)
    '839e11a421d370be28db'
    """
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8")).hexdigest()[:20]


class _Builder:
    def __init__(self, series: Sequence[Minutes], links: Links, today: date) -> None:
        self._series, self._links, self._today = series, links, today
        named = next((minutes.meeting.name for minutes in reversed(series) if minutes.meeting.name), None)
        self.body = body_key(named) or (series[0].source.document_id if series else "")
        self._by_name = {minutes.document: minutes for minutes in series}
        self._programs = {history.program: self._program_id(history) for history in links.programs}

    def rows(self) -> Rows:
        return {
            "progress_meetings": [self._meeting(minutes) for minutes in self._series],
            "progress_programs": [self._program(history) for history in self._links.programs],
            "progress_figures": self._figures(),
            "progress_issues": self._issues(),
            "progress_issue_states": self._states(),
            "progress_promises": self._promises(),
        }

    def _meeting_id(self, document: str) -> str:
        return stable_id("meeting", self._by_name[document].source.document_id)

    def _meeting(self, minutes: Minutes) -> dict[str, Any]:
        head = minutes.meeting
        return {
            "id": self._meeting_id(minutes.document), "body": self.body, "name": head.name, "session": head.session,
            "date": head.date, "file_name": minutes.document,
        }  # fmt: skip

    def _program_id(self, history: ProgramHistory) -> str:
        return stable_id("program", self.body, program_key(history.appearances[0].name))

    def _program(self, history: ProgramHistory) -> dict[str, Any]:
        latest = history.appearances[-1]
        former = dict.fromkeys(a.name for a in history.appearances if a.name != latest.name)
        return {
            "id": self._program_id(history), "body": self.body, "title": latest.name, "departments": latest.department,
            "goal_number": latest.goal_number, "former_titles": "、".join(former) or None,
        }  # fmt: skip

    def _figures(self) -> list[dict[str, Any]]:
        metrics = {metric.id: (minutes, metric) for minutes in self._series for metric in minutes.metrics}
        rows = []
        for series in self._links.metric_series:
            for point in series.points:
                minutes, metric = metrics[point.record_id]
                period = metric.period
                rows.append(
                    {
                        "id": metric.id, "body": self.body, "meeting_id": self._meeting_id(minutes.document),
                        "program_id": self._programs.get(series.program or ""), "series": series.series,
                        "name": metric.name, "value": metric.value, "value_max": metric.value_max, "unit": metric.unit,
                        "qualifier": metric.qualifier, "period_start": period.start if period else None,
                        "period_end": period.end if period else None, "quote": metric.quote,
                        "file_name": minutes.document, "page": metric.span.page,
                    }
                )  # fmt: skip
        return rows

    def _thread_id(self, document: str, span: SourceSpan) -> str:
        return stable_id("issue", self._by_name[document].source.document_id, span.start, span.end)

    def _issues(self) -> list[dict[str, Any]]:
        return [
            {
                "id": self._thread_id(first.document, first.span), "body": self.body,
                "program_id": self._programs.get(entry.thread.program or ""), "title": first.quote,
                "standing": entry.standing, "since": entry.since, "last": entry.last,
                "unmentioned": entry.thread.unmentioned,
            }
            for entry in issue_ledger(self._series, self._links)
            for first in (entry.thread.states[0],)
        ]  # fmt: skip

    def _states(self) -> list[dict[str, Any]]:
        return [
            {
                "id": stable_id("state", self._thread_id(thread.states[0].document, thread.states[0].span), state.document,
                                state.span.start),
                "body": self.body, "issue_id": self._thread_id(thread.states[0].document, thread.states[0].span),
                "meeting_id": self._meeting_id(state.document), "state": state.state, "quote": state.quote,
                "file_name": state.document, "page": state.span.page,
            }
            for thread in self._links.issues
            for state in thread.states
        ]  # fmt: skip

    def _promises(self) -> list[dict[str, Any]]:
        rows = []
        for entry in promise_ledger(self._series, self._links, self._today):
            end, report = entry.promise.promised, entry.promise.followed_up
            document = self._by_name[end.document]
            rows.append(
                {
                    "id": stable_id("promise", document.source.document_id, end.span.start, end.span.end),
                    "body": self.body, "meeting_id": self._meeting_id(end.document), "owner": entry.owner,
                    "due": entry.due, "due_date": entry.due_date, "standing": entry.standing, "quote": end.quote,
                    "file_name": end.document, "page": end.span.page,
                    "report_meeting_id": self._meeting_id(report.document) if report else None,
                    "report_quote": report.quote if report else None,
                }
            )  # fmt: skip
        return rows
