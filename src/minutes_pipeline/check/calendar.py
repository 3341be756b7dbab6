"""Calendar (暦): printed weekdays, eras and hours against each other; every disagreement is a finding, none is mended."""

from __future__ import annotations

import re

from minutes_pipeline.check.citing import cite
from minutes_pipeline.model.finding import Finding
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.section import Outline
from minutes_pipeline.values.dates import WEEKDAYS, DateMatch, find_dates

_OTHER_YEAR = re.compile(r"昨年|一昨年|前年|前回|来年|翌年|年度")


def check_calendar(outline: Outline, minutes: Minutes) -> tuple[Finding, ...]:
    """Findings, in document order: ``weekday_mismatch``, ``era_mismatch``, ``time_order``."""
    text = outline.document.text
    findings: list[Finding] = []
    for match in find_dates(text):
        findings += _era(outline, match)
        findings += _weekday(outline, minutes, match)
    return tuple(findings) + _hours(outline, minutes)


def _weekday_place(text: str, match: DateMatch) -> tuple[int, int]:
    at = text.rfind(match.weekday or "", match.start, match.end)
    return at, at + 1


def _date_place(text: str, match: DateMatch) -> tuple[int, int]:
    """The date without its weekday's bracket."""
    end = _weekday_place(text, match)[0] if match.weekday else match.end
    return match.start, match.start + len(text[match.start : end].rstrip("(（[〔 \u3000"))


def _era(outline: Outline, match: DateMatch) -> list[Finding]:
    if not match.conflict:
        return []
    message = f"元号の年（西暦{match.year}年）と、併記された西暦{match.western}年が一致しません。どちらが正しいか原本で確かめてください。"
    text = outline.document.text
    start, end = _date_place(text, match)
    cut = next((i for i in range(start, end) if text[i] in "(（[〔"), end)
    spans = [(start, cut), (cut, end)] if cut < end else [(start, end)]
    return [cite(outline, "era_mismatch", "warning", message, spans)]


def _weekday(outline: Outline, minutes: Minutes, match: DateMatch) -> list[Finding]:
    if match.weekday is None or match.conflict:
        return []
    text = outline.document.text
    spans = [_date_place(text, match), _weekday_place(text, match)]
    day = match.to_date()
    if day is not None:
        if match.weekday_fits():
            return []
        message = f"{day.year}年{day.month}月{day.day}日は{WEEKDAYS[day.weekday()]}曜日ですが、{match.weekday}曜日と書かれています。"
        message += "日付か曜日のどちらかを確かめてください。"
        return [cite(outline, "weekday_mismatch", "warning", message, spans)]
    return _weekday_without_year(outline, minutes, match, spans)


def _weekday_without_year(
    outline: Outline, minutes: Minutes, match: DateMatch, spans: list[tuple[int, int]]
) -> list[Finding]:
    """A month and day alone: it must fall on the weekday in the year of the meeting or in one beside it."""
    held, place = minutes.meeting.date, minutes.meeting.sources.get("date")
    if held is None or match.month is None or match.day is None or match.year is not None:
        return []
    if any(match.in_year(y).weekday_fits() for y in _years(outline.document.text, match, held)):
        return []
    year = int(held[:4])
    message = f"{match.month}月{match.day}日（{match.weekday}）は、会議のあった{year}年にも前後の年にもありません。日付か曜日を確かめてください。"
    if place is not None:
        spans = sorted([*spans, (place.start, place.end)])
    return [cite(outline, "weekday_mismatch", "info", message, spans)]


def _years(text: str, match: DateMatch, held: str) -> tuple[int, ...]:
    """Years in which a month and day without one may lie: the last such day before the meeting, and the next one.

    Where the sentence speaks of another year (昨年度, 一昨年, 来年), all of the years around are possible.
    """
    year = int(held[:4])
    start, end = text.rfind("\n", 0, match.start) + 1, text.find("\n", match.end)
    if _OTHER_YEAR.search(text, start, end if end >= 0 else len(text)):
        return year - 2, year - 1, year, year + 1
    passed = (match.month or 0, match.day or 0) <= (int(held[5:7]), int(held[8:10]))
    return (year, year + 1) if passed else (year - 1, year)


def _hours(outline: Outline, minutes: Minutes) -> tuple[Finding, ...]:
    meeting = minutes.meeting
    first, last = meeting.sources.get("start_time"), meeting.sources.get("end_time")
    if meeting.start_time is None or meeting.end_time is None or first is None or last is None:
        return ()
    if meeting.start_time < meeting.end_time:
        return ()
    message = f"終了時刻（{meeting.end_time}）が開始時刻（{meeting.start_time}）より前になっています。時刻を確かめてください。"
    return (
        cite(
            outline,
            "time_order",
            "warning",
            message,
            [(first.start, first.end), (last.start, last.end)],
            "meeting.end_time",
        ),
    )
