"""The readable source of one corpus document: a head of fields, then the text with marks that become gold records.

Head lines (before ``---``): ``genre``, ``name``, ``session``, ``date``, ``start``, ``end``, ``venue``, ``format``, ``encoding``,
``newline``, ``wrap``, ``split``, ``form`` (what is special about it), and repeatable
``A: name|affiliation|job title|role|group|status``, ``I: number|title|level``, ``G: number|title``.

Marks in the text, nesting freely: ``{i:…}`` issue, ``{d approved:…}`` decision, ``{a owner;due:…}`` action,
``{m name;value;unit;qualifier;period:…}`` metric, ``{@3}`` from here on the third agenda item (``{@0}`` none).
A value ``3..5`` is a range. A period is ``FY2024``, ``H1-2024`` (April to September), ``Y2024``, ``2024-05`` (a month),
``2024-03-31`` (a day) or ``2024-04-01~2024-12-28``.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HEAD_FIELDS = {"genre", "name", "session", "date", "start", "end", "venue"}
FILE_FIELDS = {"format", "encoding", "newline", "wrap", "split", "form"}
MARK = re.compile(r"\{(?:@(\d+)\}|([idam])(?: ([^:{}]*))?:)|\}")


@dataclass
class Source:
    """One parsed source: ``text`` without marks, and the gold records in document order."""

    stem: str
    head: dict[str, str]
    text: str
    gold: dict[str, Any]
    rosters: dict[str, list[list[str]]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """File suffix without the dot."""
        return self.head.get("format", "txt")


def period_of(text: str) -> dict[str, str] | None:
    """``FY2024`` and the other short forms as start and end; empty is None."""
    if not text:
        return None
    if text.startswith("FY"):
        year = int(text[2:])
        return {"start": f"{year}-04-01", "end": f"{year + 1}-03-31"}
    if text.startswith("H1-"):
        return {"start": f"{text[3:]}-04-01", "end": f"{text[3:]}-09-30"}
    if text.startswith("Y"):
        return {"start": f"{text[1:]}-01-01", "end": f"{text[1:]}-12-31"}
    if "~" in text:
        start, end = text.split("~")
        return {"start": start, "end": end}
    if re.fullmatch(r"\d{4}-\d\d", text):
        year, month = map(int, text.split("-"))
        return {"start": f"{text}-01", "end": f"{text}-{calendar.monthrange(year, month)[1]:02d}"}
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return {"start": text, "end": text}
    raise ValueError(f"period: {text!r}")


def number_of(text: str) -> int | float:
    """An integer where possible."""
    return int(text) if re.fullmatch(r"-?\d+", text) else float(text)


def record_of(kind: str, argument: str, quote: str, item: str | None) -> dict[str, Any]:
    """The gold record that one mark stands for."""
    if kind == "i":
        return {"quote": quote, "agenda_item": item}
    if kind == "d":
        return {"quote": quote, "result": argument, "agenda_item": item}
    if kind == "a":
        owner, due = argument.split(";")
        return {"quote": quote, "owner": owner or None, "due": due or None, "agenda_item": item}
    name, value, unit, qualifier, period = argument.split(";")
    low, _, high = value.partition("..")
    record: dict[str, Any] = {"quote": quote, "name": name, "value": number_of(low)}
    if high:
        record["value_max"] = number_of(high)
    record |= {"unit": unit or None, "qualifier": qualifier or None, "period": period_of(period), "agenda_item": item}
    return record


LISTS = {"i": "issues", "d": "decisions", "a": "actions", "m": "metrics"}


def unmark(marked: str, titles: list[str], stem: str) -> tuple[str, dict[str, list[dict[str, Any]]]]:
    """The text without marks, and the records the marks stand for, by list."""
    out: list[str] = []
    length = position = 0
    item: str | None = None
    open_marks: list[tuple[str, str, int, str | None]] = []
    found: list[tuple[int, int, str, dict[str, Any]]] = []
    for match in MARK.finditer(marked):
        piece = marked[position : match.start()]
        out.append(piece)
        length += len(piece)
        position = match.end()
        if match.group(1) is not None:
            index = int(match.group(1))
            item = titles[index - 1] if index else None
        elif match.group(2):
            open_marks.append((match.group(2), match.group(3) or "", length, item))
        else:
            if not open_marks:
                raise ValueError(f"{stem}: nothing to close: …{''.join(out)[-40:]}")
            kind, argument, start, where = open_marks.pop()
            quote = re.sub(r"<[^>]*>", "", "".join(out)[start:]).replace("\n", "").strip()
            quote = re.sub(r" +\| +", " ", quote)
            try:
                found.append((start, len(found), kind, record_of(kind, argument, quote, where)))
            except ValueError as error:
                raise ValueError(f"{stem}: {{{kind} {argument}:{quote}: {error}") from error
    if open_marks:
        raise ValueError(f"{stem}: mark not closed: {open_marks[-1]}")
    out.append(marked[position:])
    records: dict[str, list[dict[str, Any]]] = {name: [] for name in ("decisions", "metrics", "issues", "actions")}
    for _, _, kind, record in sorted(found, key=lambda entry: entry[:2]):
        records[LISTS[kind]].append(record)
    return "".join(out), records


def attendee_of(line: str, stem: str) -> dict[str, Any]:
    """``name|affiliation|job title|role|group|status``; trailing fields may be left out."""
    parts = (line.split("|") + [""] * 6)[:6]
    if any(line.split("|")[6:]):
        raise ValueError(f"{stem}: attendee {line}")
    name, affiliation, title, role, group, status = (part.strip() for part in parts)
    return {
        "name": name or None,
        "affiliation": affiliation or None,
        "job_title": title or None,
        "role": role or None,
        "group": group or "member",
        "status": status or "present",
    }


def parse(path: Path) -> Source:
    """Read one source file."""
    head_text, _, marked = path.read_text("utf-8").partition("\n---\n")
    head: dict[str, str] = {}
    attendees, items, goals = [], [], []
    for line in head_text.splitlines():
        key, _, value = line.partition(":")
        value = value.strip()
        if key == "A":
            attendees.append(attendee_of(value, path.stem))
        elif key == "I":
            number, title, level = value.split("|")
            items.append({"number": number or None, "title": title, "level": int(level)})
        elif key == "G":
            number, title = value.split("|")
            goals.append({"number": int(number), "title": title})
        elif key in HEAD_FIELDS | FILE_FIELDS:
            head[key] = value
        else:
            raise ValueError(f"{path.stem}: head line {line!r}")
    text, records = unmark(marked, [item["title"] for item in items], path.stem)
    meeting = {
        "name": head.get("name") or None,
        "session": int(head["session"]) if head.get("session") else None,
        "date": head.get("date") or None,
        "start_time": head.get("start") or None,
        "end_time": head.get("end") or None,
        "venue": head.get("venue") or None,
    }
    gold = {
        "document": f"{path.stem}.{head.get('format', 'txt')}",
        "genre": head["genre"],
        "meeting": meeting,
        "attendees": attendees,
        "agenda_items": items,
        "goals": goals,
        **records,
    }
    return Source(path.stem, head, text.strip("\n") + "\n", gold)
