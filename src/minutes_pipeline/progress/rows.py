"""What is pushed (進捗データベースの行): the figures, issues and promises of a body under ids that stay."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from minutes_pipeline.link.linking import body_key
from minutes_pipeline.link.programs import program_key
from minutes_pipeline.model.links import Links, PromiseEnd, ThreadState
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.progress.ledger import issue_ledger, promise_ledger
from minutes_pipeline.text.folding import name_key

Rows = dict[str, list[dict[str, Any]]]


def progress_rows(
    series: Sequence[Minutes], links: Links, today: date, events: Mapping[str, str] | None = None
) -> Rows:
    """Rows by table for one body.

    An id tells what a row is by its meeting and its words, not by its place or its file: a corrected version of the
    minutes changes the rows that say something else, and no others.

    Args:
        series: Its minutes, oldest first.
        links: Their links.
        today: The day on which a term is over or not.
        events: ``document`` -> the meeting as such, the same for all versions of its minutes; the document where not given.
    """
    return _Builder(series, links, today, events or {}).rows()


def stable_id(*parts: object) -> str:
    """An id from what a thing is: 20 hex digits.

    >>> stable_id("a", 1)
    '839e11a421d370be28db'
    """
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8")).hexdigest()[:20]


class _Ids:
    """Ids from what things are; of those that are alike the second, third … is another one."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, ...]] = Counter()

    def next(self, *parts: str) -> str:
        """The id of one more thing of this description."""
        number = self._seen[parts]
        self._seen[parts] += 1
        return stable_id(*parts, number) if number else stable_id(*parts)


class _Builder:
    def __init__(self, series: Sequence[Minutes], links: Links, today: date, events: Mapping[str, str]) -> None:
        self._series, self._links, self._today = series, links, today
        named = next((minutes.meeting.name for minutes in reversed(series) if minutes.meeting.name), None)
        self.body = body_key(named) or (series[0].source.document_id if series else "")
        self._events = {one.document: events.get(one.document) or one.source.document_id for one in series}
        self._by_name = {minutes.document: minutes for minutes in series}
        ids = _Ids()
        self._program_ids = [
            ids.next("program", self.body, program_key(history.appearances[0].name)) for history in links.programs
        ]
        self._programs = {
            history.program: number for history, number in zip(links.programs, self._program_ids, strict=True)
        }
        self._threads = self._thread_ids()

    def rows(self) -> Rows:
        return {
            "progress_meetings": [self._meeting(minutes) for minutes in self._series],
            "progress_programs": [self._program(n) for n in range(len(self._links.programs))],
            "progress_figures": self._figures(),
            "progress_issues": self._issues(),
            "progress_issue_states": self._states(),
            "progress_promises": self._promises(),
        }

    def _meeting_id(self, document: str) -> str:
        return stable_id("meeting", self._events[document])

    def _thread_ids(self) -> dict[tuple[str, int], str]:
        """Place of a thread's first sentence -> its id."""
        ids = _Ids()
        firsts = [thread.states[0] for thread in self._links.issues]
        return {
            (one.document, one.span.start): ids.next("issue", self._events[one.document], name_key(one.quote))
            for one in firsts
        }

    def _meeting(self, minutes: Minutes) -> dict[str, Any]:
        head = minutes.meeting
        return {
            "id": self._meeting_id(minutes.document), "body": self.body, "name": head.name, "session": head.session,
            "date": head.date, "file_name": minutes.document,
        }  # fmt: skip

    def _program(self, number: int) -> dict[str, Any]:
        history = self._links.programs[number]
        latest = history.appearances[-1]
        former = dict.fromkeys(a.name for a in history.appearances if a.name != latest.name)
        return {
            "id": self._program_ids[number], "body": self.body, "title": latest.name, "departments": latest.department,
            "goal_number": latest.goal_number, "former_titles": "、".join(former) or None,
        }  # fmt: skip

    def _figures(self) -> list[dict[str, Any]]:
        metrics = {metric.id: (minutes, metric) for minutes in self._series for metric in minutes.metrics}
        numbers = self._figure_ids()
        rows = []
        for series in self._links.metric_series:
            for point in series.points:
                minutes, metric = metrics[point.record_id]
                period = metric.period
                rows.append(
                    {
                        "id": numbers[metric.id], "body": self.body, "meeting_id": self._meeting_id(minutes.document),
                        "program_id": self._programs.get(series.program or ""), "series": series.series,
                        "name": metric.name, "value": metric.value, "value_max": metric.value_max, "unit": metric.unit,
                        "qualifier": metric.qualifier, "period_start": period.start if period else None,
                        "period_end": period.end if period else None, "quote": metric.quote,
                        "file_name": minutes.document, "page": metric.span.page,
                    }
                )  # fmt: skip
        return rows

    def _figure_ids(self) -> dict[str, str]:
        """Metric -> its id: what is counted, of which program, for when; whatever the value is."""
        ids = _Ids()
        found = {}
        for minutes in self._series:
            titles = {program.id: program_key(program.title) for program in minutes.programs}
            for metric in minutes.metrics:
                period = f"{metric.period.start}/{metric.period.end}" if metric.period else ""
                found[metric.id] = ids.next(
                    "figure", self._events[minutes.document], titles.get(metric.program_id or "", ""),
                    name_key(metric.name), period,
                )  # fmt: skip
        return found

    def _issues(self) -> list[dict[str, Any]]:
        return [
            {
                "id": self._threads[first.document, first.span.start], "body": self.body,
                "program_id": self._programs.get(entry.thread.program or ""), "title": first.quote,
                "standing": entry.standing, "since": entry.since, "last": entry.last,
                "unmentioned": entry.thread.unmentioned,
            }
            for entry in issue_ledger(self._series, self._links)
            for first in (entry.thread.states[0],)
        ]  # fmt: skip

    def _states(self) -> list[dict[str, Any]]:
        ids = _Ids()
        rows = []
        for thread in self._links.issues:
            number = self._threads[thread.states[0].document, thread.states[0].span.start]
            rows += [
                {
                    "id": ids.next("state", number, self._events[state.document], name_key(state.quote)),
                    "body": self.body, "issue_id": number, "meeting_id": self._meeting_id(state.document),
                    "state": state.state, "quote": state.quote, "file_name": state.document, "page": self._page(state),
                }
                for state in thread.states
            ]  # fmt: skip
        return rows

    def _promises(self) -> list[dict[str, Any]]:
        ids = _Ids()
        rows = []
        for entry in promise_ledger(self._series, self._links, self._today):
            end, report = entry.promise.promised, entry.promise.followed_up
            rows.append(
                {
                    "id": ids.next("promise", self._events[end.document], name_key(end.quote)),
                    "body": self.body, "meeting_id": self._meeting_id(end.document), "owner": entry.owner,
                    "due": entry.due, "due_date": entry.due_date, "standing": entry.standing, "quote": end.quote,
                    "file_name": end.document, "page": self._page(end),
                    "report_meeting_id": self._meeting_id(report.document) if report else None,
                    "report_quote": report.quote if report else None,
                }
            )  # fmt: skip
        return rows

    def _page(self, end: ThreadState | PromiseEnd) -> int | None:
        """The page of a sentence: that of a record that stands in it, as sentences themselves have none."""
        if end.span.page is not None:
            return end.span.page
        minutes = self._by_name[end.document]
        records = (*minutes.issues, *minutes.actions, *minutes.decisions, *minutes.metrics, *minutes.remarks)
        places = (r.span for r in records if r.span.start < end.span.end and end.span.start < r.span.end)
        return next((span.page for span in places if span.page is not None), None)
