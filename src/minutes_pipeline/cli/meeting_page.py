"""The record of one meeting as a page of text (会議の記録のページ)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from minutes_pipeline.cli.meetings import meeting_title
from minutes_pipeline.cli.terminal import bold, columns, width_of, wrap
from minutes_pipeline.cli.wording import REASONS, amount_words, japanese_date, period_words
from minutes_pipeline.store.code_words import GENRES, GROUPS, RESULTS, ROLES, SEVERITIES, STATUSES

Record = dict[str, Any]
_DOUBTFUL = 0.6
"""Records of lower confidence are marked for a second look."""


def render_meeting(minutes: Record, *, with_remarks: bool = False) -> str:
    """The page of one meeting: head, findings, attendees, agenda, goals, then what was decided, counted and promised.

    Args:
        minutes: In the form of ``Minutes``.
        with_remarks: Add every utterance (発言), which is long.
    """
    if minutes["source"]["pages"] == 1:
        minutes = _without_pages(minutes)
    empty = [finding for finding in minutes["findings"] if finding["code"] in REASONS]
    doubts = [f for f in minutes["findings"] if f not in empty and f["severity"] != "info"]
    notes = [f for f in minutes["findings"] if f not in empty and f["severity"] == "info"]
    lines = _head(minutes, {finding["field"]: REASONS[finding["code"]] for finding in empty})
    lines += _block("確かめてほしいこと", doubts, _finding)
    lines += _block("空欄の項目とその理由", empty, _empty)
    lines += _block("参考", notes, _finding)
    lines += _attendees(minutes["attendees"])
    lines += _block("議題", minutes["agenda_items"], _numbered)
    lines += _block("目標", minutes["goals"], _numbered)
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


def _head(minutes: Record, reasons: Record) -> list[str]:
    """Title, day and hours, place, file; an empty field says why it is empty."""
    meeting, source = minutes["meeting"], minutes["source"]
    times = [time for time in (meeting["start_time"], meeting["end_time"]) if time]
    day = japanese_date(meeting["date"]) if meeting["date"] else f"開催日: {reasons.get('meeting.date', '空欄')}"
    pages = f"、{source['pages']}ページ" if source["pages"] else ""
    title = meeting_title(meeting["name"], meeting["session"], minutes["document"])
    return [
        *map(bold, wrap(title, _width())),
        f"{day} {'～'.join(times)}".rstrip(),
        f"場所: {meeting['venue'] or reasons.get('meeting.venue', '空欄')}",
        f"文書: {minutes['document']}（{GENRES.get(minutes['genre'], minutes['genre'])}{pages}）",
        "",
    ]


def _without_pages(minutes: Record) -> Record:
    """On a file of one page the number behind every record says nothing."""

    def cleared(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: None if key == "page" else cleared(part) for key, part in value.items()}
        return [cleared(part) for part in value] if isinstance(value, list) else value

    return {key: cleared(value) for key, value in minutes.items()}


def _width() -> int:
    return columns(most=100)


def _block(title: str, records: Sequence[Record], render: Callable[[Record], tuple[str, ...]]) -> list[str]:
    """Heading and bullets; the agenda item is said once, above the records that stand under it."""
    if not records:
        return []
    lines = [bold(f"{title} {len(records)}件")]
    item = None
    for record in records:
        if record.get("agenda_item") != item:
            item = record.get("agenda_item")
            lines += wrap(f"〔{item or '議題なし'}〕", _width())
        text, *beside = render(record)
        lines += _item(text, *beside, _doubt(record), _page(record), indent=_depth(record))
    return [*lines, ""]


def _item(text: str, *beside: str, indent: int = 0) -> list[str]:
    """A bullet, with what belongs to it behind, or on a line of its own where it does not fit."""
    notes = [note for note in beside if note]
    margin = " " * indent
    room = _width() - indent - 2
    together = f"{text}　（{'、'.join(notes)}）" if notes else text
    if width_of(together) <= room:
        return [f"{margin}・{together}"]
    first, *rest = wrap(text, room)
    lines = [f"{margin}・{first}", *(f"{margin}  {line}" for line in rest)]
    if notes:
        lines += [f"{margin}  {line}" for line in wrap(f"（{'、'.join(notes)}）", room)]
    return lines


def _depth(record: Record) -> int:
    level: int = record.get("level", 1)
    return 2 * (level - 1)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _page(record: Record) -> str:
    """Where it stands: one page, or all pages that a finding cites."""
    spans = record["spans"] if "spans" in record else [record["span"]]
    pages = sorted({span["page"] for span in spans if span["page"]})
    return "・".join(f"{page}ページ" for page in pages)


def _doubt(record: Record) -> str:
    return "要確認" if record.get("confidence", 1) < _DOUBTFUL else ""


def _finding(finding: Record) -> tuple[str, ...]:
    return (f"[{SEVERITIES.get(finding['severity'], finding['severity'])}] {finding['message']}",)


def _empty(finding: Record) -> tuple[str, ...]:
    mark = "" if finding["severity"] == "info" else f"[{SEVERITIES.get(finding['severity'], finding['severity'])}] "
    return (f"{mark}{finding['message']}",)


def _attendees(attendees: Sequence[Record]) -> list[str]:
    if not attendees:
        return []
    lines = [bold(f"出席者 {len(attendees)}件")]
    for group, label in GROUPS.items():
        people = [person for person in attendees if person["group"] == group]
        if people:
            lines.append(f"〔{label}〕")
            for person in people:
                lines += _item(*_person(person), _doubt(person))
    return [*lines, ""]


def _person(person: Record) -> tuple[str, ...]:
    parts = (person["affiliation"], person["job_title"], person["name"])
    role = ROLES.get(person["role"], "") if person["role"] else ""
    status = STATUSES.get(person["status"], "") if person["status"] != "present" else ""
    return "　".join(part for part in parts if part), role, status


def _numbered(record: Record) -> tuple[str, ...]:
    number = f"{record['number']} " if record["number"] is not None else ""
    return (f"{number}{record['title']}",)


def _program(program: Record) -> tuple[str, ...]:
    return program["title"], "・".join(program["departments"])


def _decision(decision: Record) -> tuple[str, ...]:
    return (f"[{RESULTS.get(decision['result'], decision['result'])}] {_one_line(decision['quote'])}",)


def _metric(metric: Record) -> tuple[str, ...]:
    return f"{metric['name']}　{amount_words(metric)}", period_words(metric["period"])


def _issue(issue: Record) -> tuple[str, ...]:
    return (_one_line(issue["quote"]),)


def _action(action: Record) -> tuple[str, ...]:
    owner = f"担当: {action['owner']}" if action["owner"] else ""
    due = f"期限: {action['due']}" if action["due"] else ""
    return _one_line(action["quote"]), owner, due


def _remark(remark: Record) -> tuple[str, ...]:
    return (f"{remark['speaker']}: {_one_line(remark['quote'])}",)
