"""The record of one meeting as a page of text (会議の記録のページ)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from minutes_pipeline.cli.meetings import meeting_title
from minutes_pipeline.cli.terminal import bold, columns, wrap
from minutes_pipeline.cli.wording import amount_words, japanese_date, period_words
from minutes_pipeline.store.views import GENRES, GROUPS, RESULTS, ROLES, SEVERITIES, STATUSES

Record = dict[str, Any]
_DOUBTFUL = 0.6
"""Records of lower confidence are marked for a second look."""


def render_meeting(minutes: Record, *, with_remarks: bool = False) -> str:
    """The page of one meeting: head, findings, attendees, agenda, goals, then what was decided, counted and promised.

    Args:
        minutes: In the form of ``Minutes``.
        with_remarks: Add every utterance (発言), which is long.
    """
    lines = _head(minutes)
    lines += _block("確かめてほしいこと", minutes["findings"], _finding)
    lines += _attendees(minutes["attendees"])
    lines += _block("議題", minutes["agenda_items"], _agenda_item)
    lines += _block("目標", minutes["goals"], _goal)
    lines += _block("事業・取組", minutes["programs"], _program)
    lines += _block("決定事項", minutes["decisions"], _decision)
    lines += _block("数値", minutes["metrics"], _metric)
    lines += _block("課題", minutes["issues"], _issue)
    lines += _block("宿題・今後の対応", minutes["actions"], _action)
    if with_remarks:
        lines += _block("発言", minutes["remarks"], _remark)
    elif minutes["remarks"]:
        lines.append(f"発言 {len(minutes['remarks'])}件は --remarks を付けると見られます。")
    return "\n".join(lines)


def _head(minutes: Record) -> list[str]:
    meeting, source = minutes["meeting"], minutes["source"]
    day = japanese_date(meeting["date"])
    times = [time for time in (meeting["start_time"], meeting["end_time"]) if time]
    when = f"{day} {'～'.join(times)}" if times else day
    pages = f"、{source['pages']}ページ" if source["pages"] else ""
    lines = wrap(meeting_title(meeting["name"], meeting["session"], minutes["document"]), _width())
    return [
        *map(bold, lines),
        when,
        f"場所: {meeting['venue'] or '記載なし'}",
        f"文書: {minutes['document']}（{GENRES.get(minutes['genre'], minutes['genre'])}{pages}）",
        "",
    ]


def _width() -> int:
    return columns(most=100)


def _block(title: str, records: Sequence[Record], render: Any) -> list[str]:
    if not records:
        return []
    lines = [bold(f"{title} {len(records)}件")]
    for record in records:
        lines += render(record)
    return [*lines, ""]


def _item(text: str, *beside: str, indent: int = 0) -> list[str]:
    """A bullet and, on a line of its own below, what belongs to it."""
    margin = " " * indent
    first, *rest = wrap(text, _width() - indent - 2)
    lines = [f"{margin}・{first}", *(f"{margin}  {line}" for line in rest)]
    note = "　".join(part for part in beside if part)
    if note:
        lines += [f"{margin}  └ {line}" for line in wrap(note, _width() - indent - 5)[:1]]
        lines += [f"{margin}     {line}" for line in wrap(note, _width() - indent - 5)[1:]]
    return lines


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _place(record: Record) -> str:
    page = record["span"]["page"]
    parts = [f"議題: {record['agenda_item']}" if record.get("agenda_item") else "", f"{page}ページ" if page else ""]
    return "　".join(part for part in parts if part)


def _doubt(record: Record) -> str:
    return "要確認" if record["confidence"] < _DOUBTFUL else ""


def _finding(finding: Record) -> list[str]:
    pages = sorted({span["page"] for span in finding["spans"] if span["page"]})
    place = "・".join(f"{page}ページ" for page in pages)
    return _item(f"[{SEVERITIES.get(finding['severity'], finding['severity'])}] {finding['message']}", place)


def _attendees(attendees: Sequence[Record]) -> list[str]:
    if not attendees:
        return []
    lines = [bold(f"出席者 {len(attendees)}件")]
    for group, label in GROUPS.items():
        people = [person for person in attendees if person["group"] == group]
        if people:
            lines.append(f"  {label}")
            for person in people:
                lines += _item(_person(person), indent=2)
    return [*lines, ""]


def _person(person: Record) -> str:
    marks = [ROLES.get(person["role"], "") if person["role"] else ""]
    marks += [STATUSES.get(person["status"], "") if person["status"] != "present" else "", _doubt(person)]
    noted = "、".join(mark for mark in marks if mark)
    parts = (person["affiliation"], person["job_title"], person["name"])
    text = "　".join(part for part in parts if part)
    return f"{text}（{noted}）" if noted else text


def _agenda_item(item: Record) -> list[str]:
    number = f"{item['number']} " if item["number"] else ""
    return _item(f"{number}{item['title']}", _doubt(item), indent=2 * (item["level"] - 1))


def _goal(goal: Record) -> list[str]:
    number = f"{goal['number']} " if goal["number"] is not None else ""
    return _item(f"{number}{goal['title']}", _doubt(goal))


def _program(program: Record) -> list[str]:
    return _item(program["title"], "・".join(program["departments"]), _place(program))


def _decision(decision: Record) -> list[str]:
    label = RESULTS.get(decision["result"], decision["result"])
    return _item(f"[{label}] {_one_line(decision['quote'])}", _place(decision), _doubt(decision))


def _metric(metric: Record) -> list[str]:
    period = period_words(metric["period"])
    amount = f"{metric['name']}　{amount_words(metric)}" + (f"　{period}" if period else "")
    return _item(amount, _place(metric), _doubt(metric))


def _issue(issue: Record) -> list[str]:
    return _item(_one_line(issue["quote"]), _place(issue), _doubt(issue))


def _action(action: Record) -> list[str]:
    owner = f"担当: {action['owner']}" if action["owner"] else ""
    due = f"期限: {action['due']}" if action["due"] else ""
    return _item(_one_line(action["quote"]), owner, due, _place(action), _doubt(action))


def _remark(remark: Record) -> list[str]:
    return _item(f"{remark['speaker']}: {_one_line(remark['quote'])}", _place(remark))
