"""The briefing for whoever takes the desk over (引き継ぎ資料): what was decided, what is open, what was promised, since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from minutes_pipeline.model.links import Links
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.progress.ledger import ISSUE_STANDINGS, PROMISE_STANDINGS, issue_ledger, promise_ledger
from minutes_pipeline.store.code_words import RESULTS
from minutes_pipeline.store.link_views import ISSUE_STATES
from minutes_pipeline.store.wording import japanese_date

_LATEST = 3
"""Meetings whose decisions are told."""
Lines = list[tuple[int, str]]


def briefing_as_markdown(bodies: Sequence[tuple[Sequence[Minutes], Links]], today: date) -> str:
    """The briefing in Markdown: level 1 to 3 are headings, 0 are items."""
    told: list[str] = []
    before = 0
    for level, text in _lines(bodies, today):
        # One empty line around headings, none between items.
        told += [""] if told and (level or before) else []
        told.append(f"{'#' * level} {_plain(text)}" if level else f"- {_plain(text)}")
        before = level
    return "\n".join(told) + "\n"


def briefing_as_html(bodies: Sequence[tuple[Sequence[Minutes], Links]], today: date) -> str:
    """The briefing as one page without scripts."""
    parts, is_list = [], False
    for level, text in _lines(bodies, today):
        if bool(level) == is_list:
            parts.append("</ul>" if is_list else "<ul>")
            is_list = not is_list
        parts.append(f"<h{level}>{escape(text)}</h{level}>" if level else f"<li>{escape(text)}</li>")
    parts.append("</ul>" if is_list else "")
    return (
        '<!DOCTYPE html>\n<html lang="ja"><head><meta charset="utf-8"><title>引き継ぎ資料</title>\n'
        "<style>body{max-width:52rem;margin:2rem auto;padding:0 1rem;line-height:1.8;font-family:'BIZ UDPGothic',"
        "'Yu Gothic UI',sans-serif}h1{font-size:1.5rem}h2{font-size:1.2rem;border-bottom:1px solid #999}"
        "h3{font-size:1rem}</style></head><body>\n" + "\n".join(parts) + "\n</body></html>\n"
    )


def _plain(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|" else char for char in " ".join(text.split()))


def _lines(bodies: Sequence[tuple[Sequence[Minutes], Links]], today: date) -> Lines:
    lines: Lines = [(1, f"引き継ぎ資料（{japanese_date(today.isoformat(), with_weekday=False)}現在）")]
    for series, links in bodies:
        name = next((minutes.meeting.name for minutes in reversed(series) if minutes.meeting.name), series[0].document)
        lines.append((2, str(name)))
        lines.append((0, _meetings(series)))
        lines += _decided(series)
        lines += _open_issues(series, links)
        lines += _promised(series, links, today)
    return lines


def _decided(series: Sequence[Minutes]) -> Lines:
    lines: Lines = [(3, f"最近の{min(_LATEST, len(series))}回で決まったこと")]
    for minutes in list(series)[-_LATEST:][::-1]:
        day = japanese_date(minutes.meeting.date, with_weekday=False)
        lines += [(0, f"{day} {RESULTS[d.result]}：{d.quote}") for d in minutes.decisions if d.result != "noted"]
    return lines if len(lines) > 1 else [*lines, (0, "ありません")]


def _meetings(series: Sequence[Minutes]) -> str:
    days = [minutes.meeting.date for minutes in series if minutes.meeting.date]
    first, last = (japanese_date(day, with_weekday=False) for day in (min(days, default=None), max(days, default=None)))
    when = f"（{first}）" if first == last else f"（{first}から{last}まで）"
    return f"読んだ議事録 {len(series)}回{when if days else ''}"


def _open_issues(series: Sequence[Minutes], links: Links) -> Lines:
    """Each with the sentence that raised it and, where a later one spoke of it, with the last."""
    lines: Lines = [(3, "残っている課題")]
    for entry in issue_ledger(series, links):
        if entry.standing == "closed":
            continue
        first, last = entry.thread.states[0], entry.thread.states[-1]
        since = japanese_date(entry.since, with_weekday=False)
        where = f"{entry.thread.program}：" if entry.thread.program else ""
        who = f"、{'・'.join(entry.departments)}" if entry.departments else ""
        gone = f"、その後{entry.thread.unmentioned}回の会議で触れられていない" if entry.thread.unmentioned else ""
        text = f"{ISSUE_STANDINGS[entry.standing]}（{since}から{who}{gone}） {where}{first.quote}"
        if last is not first:
            text += f" → {ISSUE_STATES[last.state]}（{japanese_date(entry.last, with_weekday=False)}） {last.quote}"
        lines.append((0, text))
    return lines if len(lines) > 1 else [*lines, (0, "ありません")]


def _promised(series: Sequence[Minutes], links: Links, today: date) -> Lines:
    """What was not done yet; what was reported as not done with its report."""
    days = {minutes.document: minutes.meeting.date for minutes in series}
    lines: Lines = [(3, "約束したこと")]
    for entry in promise_ledger(series, links, today):
        if entry.standing == "done":
            continue
        promised = japanese_date(entry.promised_on, with_weekday=False)
        due = f"、期限 {entry.due}" if entry.due else ""
        day = f"（{japanese_date(entry.due_date, with_weekday=False)}）" if entry.due_date else ""
        owner = f"、担当 {entry.owner}" if entry.owner else ""
        text = f"{PROMISE_STANDINGS[entry.standing]}（{promised}{owner}{due}{day}） {entry.promise.promised.quote}"
        report = entry.promise.followed_up
        if report is not None:
            text += f" → 報告（{japanese_date(days.get(report.document), with_weekday=False)}） {report.quote}"
        lines.append((0, text))
    return lines if len(lines) > 1 else [*lines, (0, "ありません")]
