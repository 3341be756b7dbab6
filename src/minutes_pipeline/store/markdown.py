"""The readable page of one meeting in Markdown (会議のページ)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from minutes_pipeline.store.code_words import GENRES, GROUPS, QUALIFIERS, RESULTS, ROLES, SEVERITIES, SIDES, STATUSES

Record = dict[str, Any]
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")
_BLANKS = re.compile(r"\s+")
_DOUBTFUL = 0.6  # records below this are marked for a second look


def plain(text: str | None) -> str:
    r"""Text as it stands, on one line, with the marks of Markdown escaped.

    >>> plain("＊a*b\n<c>")
    '＊a\\*b \\<c\\>'
    """
    return _SPECIAL.sub(r"\\\1", _BLANKS.sub(" ", text or "").strip())


def render_markdown(minutes: Record) -> str:
    """The page of one meeting, in the form ``load_meeting`` and ``Minutes.model_dump(mode="json")`` give."""
    blocks = [
        _head(minutes),
        _attendees(minutes["attendees"]),
        _agenda(minutes["agenda_items"]),
        _goals(minutes),
        _section("決定事項", map(_decision, minutes["decisions"])),
        _metrics(minutes["metrics"]),
        _section("課題", map(_quoted, minutes["issues"])),
        _section("宿題・今後の対応", map(_action, minutes["actions"])),
        _section("発言", map(_remark, minutes["remarks"])),
        _section("確かめてほしいこと", map(_finding, minutes["findings"])),
    ]
    return "\n\n".join(filter(None, blocks)) + "\n"


def _section(title: str, lines: Iterable[str]) -> str:
    rows = list(lines)
    return f"## {title}（{len(rows)}件）\n\n" + "\n".join(rows) if rows else ""


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *map(list, rows)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _day(iso: str | None) -> str | None:
    """2024年1月11日（木）; what is no date stays as it is."""
    if iso is None:
        return None
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.year}年{day.month}月{day.day}日（{'月火水木金土日'[day.weekday()]}）"


def _head(minutes: Record) -> str:
    meeting = minutes["meeting"]
    session = "" if meeting["session"] is None else f"第{meeting['session']}回 "
    times = "〜".join(filter(None, (meeting["start_time"], meeting["end_time"])))
    pages = minutes["source"]["pages"]
    fields = (
        ("開催日", _day(meeting["date"])),
        ("時刻", times),
        ("場所", meeting["venue"]),
        ("文体", GENRES.get(minutes["genre"], minutes["genre"])),
        ("出典", minutes["document"] + (f"（{pages}ページ）" if pages else "")),
    )
    lines = [f"# {session}{plain(meeting['name'] or minutes['document'])}", ""]
    return "\n".join([*lines, *(f"- {name}: {plain(value)}" for name, value in fields if value)])


def _attendees(people: list[Record]) -> str:
    if not people:
        return ""
    rows: list[tuple[str, ...]] = [
        (
            str(GROUPS.get(person["group"], person["group"])),
            plain(person["affiliation"]),
            plain(person["job_title"]),
            plain(person["name"]),
            ROLES.get(person["role"] or "", ""),
            str(STATUSES.get(person["status"], person["status"])),
        )
        for person in people
    ]
    return f"## 出席者（{len(people)}件）\n\n" + _table(("区分", "所属", "職名", "氏名", "役割", "出欠"), rows)


def _agenda(items: list[Record]) -> str:
    lines = [
        "  " * (item["level"] - 1) + f"- {plain(item['number'])} {plain(item['title'])}".replace("-  ", "- ")
        for item in items
    ]
    return _section("議題", lines)


def _goals(minutes: Record) -> str:
    """Goals, each with its programs; programs without a goal behind them."""
    lines = []
    programs: dict[str | None, list[str]] = {}
    known = {goal["id"] for goal in minutes["goals"]}
    for program in minutes["programs"]:
        departments = "、".join(program["departments"])
        line = plain(program["title"]) + (f"（{plain(departments)}）" if departments else "")
        programs.setdefault(program["goal_id"] if program["goal_id"] in known else None, []).append(line)
    for goal in minutes["goals"]:
        number = "" if goal["number"] is None else f"{goal['number']} "
        lines.append(f"- 目標{number}{plain(goal['title'])}")
        lines += [f"  - {line}" for line in programs.get(goal["id"], [])]
    lines += [f"- {line}" for line in programs.get(None, [])]
    return _section("目標と事業", lines)


def _place(record: Record) -> str:
    page = record["span"]["page"]
    parts = [record.get("agenda_item"), None if page is None else f"{page}ページ"]
    if record["confidence"] < _DOUBTFUL:
        parts.append("要確認")
    text = "、".join(plain(part) for part in parts if part)
    return f"（{text}）" if text else ""


def _quoted(record: Record) -> str:
    return f"- {plain(record['quote'])}{_place(record)}"


def _decision(record: Record) -> str:
    return f"- **{RESULTS.get(record['result'], record['result'])}** {plain(record['quote'])}{_place(record)}"


def _action(record: Record) -> str:
    who = [f"担当: {record['owner']}" if record["owner"] else "", f"期限: {record['due']}" if record["due"] else ""]
    said = plain("、".join(filter(None, who)))
    return f"- {plain(record['quote'])}" + (f" — {said}" if said else "") + _place(record)


def _remark(record: Record) -> str:
    side = SIDES.get(record["side"], record["side"])
    return f"- **{plain(record['speaker'])}**（{side}） {plain(record['quote'])}"


def _finding(record: Record) -> str:
    pages = dict.fromkeys(f"{span['page']}ページ" for span in record["spans"] if span["page"] is not None)
    where = f"（{'、'.join(pages)}）" if pages else ""
    return f"- {SEVERITIES.get(record['severity'], record['severity'])}: {plain(record['message'])}{where}"


def _amount(metric: Record) -> str:
    value = f"{metric['value']:,}"
    if metric["value_max"] is not None:
        value += f"〜{metric['value_max']:,}"
    qualifier = QUALIFIERS.get(metric["qualifier"] or "")
    return plain(f"{value}{metric['unit'] or ''}") + (f"（{qualifier}）" if qualifier else "")


def _metrics(metrics: list[Record]) -> str:
    if not metrics:
        return ""
    rows = []
    for metric in metrics:
        period = metric["period"]
        covered = "" if period is None else "〜".join(dict.fromkeys((period["start"], period["end"])))
        page = metric["span"]["page"]
        rows.append(
            (
                plain(metric["name"]),
                _amount(metric),
                covered,
                plain(metric["agenda_item"]),
                "" if page is None else str(page),
                plain(metric["quote"]),
            )
        )
    return f"## 数値（{len(metrics)}件）\n\n" + _table(("名称", "値", "期間", "議題", "ページ", "引用"), rows)
