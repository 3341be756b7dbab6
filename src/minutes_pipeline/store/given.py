"""Values as people give them (人が書いた値): one text of one field into the value the record holds, by the grammars."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NoReturn

from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.fields import Field, editable_fields
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.dates import parse_date
from minutes_pipeline.values.eras import small_number
from minutes_pipeline.values.numbers import find_numbers
from minutes_pipeline.values.periods import Clock, find_periods
from minutes_pipeline.values.times import find_times

_LONGEST = 4000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_DECIMAL = re.compile(r"[-▲+]?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,5})(?:\.\d{1,9})?")
_COUNT = re.compile(r"(?:第|目標|基本目標|施策)?(\d{1,4}|[一二三四五六七八九十百]{1,5})(?:回|番)?")
_BETWEEN = re.compile(r"\s{0,40}(?:~|から|/)\s*")
_LATEST_HOUR, _MINUTES = 24, 60


def parse_values(kind: str, texts: dict[str, str], meeting_date: str | None) -> dict[str, Any]:
    """Texts of fields into values as JSON holds them; an empty text is None.

    >>> parse_values("metric", {"value": "８億4,000万", "qualifier": "約", "unit": ""}, None)
    {'value': 840000000, 'qualifier': 'about', 'unit': None}
    >>> parse_values("meeting", {"date": "令和６年５月17日", "start_time": "午後1時半", "session": "第3回"}, None)
    {'date': '2024-05-17', 'start_time': '13:30', 'session': 3}

    Raises:
        QueryError: The kind has no such field, or a text is no value of it; the remedy says what is allowed.
    """
    fields = {field.name: field for field in editable_fields(kind)}
    values = {}
    for name, text in texts.items():
        if name not in fields:
            known = "・".join(f"{field.label}（{field.name}）" for field in fields.values())
            raise QueryError(f"項目「{name[:40]}」は直せません", f"直せる項目は次のとおりです: {known}")
        values[name] = _parse(kind, fields[name], text, meeting_date)
    return values


def _refuse(field: Field) -> NoReturn:
    hint = "・".join(field.choices.values()) + "のどれか" if field.choices else field.hint or "文字"
    raise QueryError(f"「{field.label}」の値を読めません", f"{hint}を入れてください")


def _parse(kind: str, field: Field, text: str, meeting_date: str | None) -> Any:
    if not isinstance(text, str) or len(text) > _LONGEST or _CONTROL.search(text):
        _refuse(field)
    text = text.strip()
    if not text:
        if not field.empty:
            raise QueryError(f"「{field.label}」は空にできません", "値を入れるか、記録ごと除いてください")
        return [] if field.name == "departments" else None
    if field.choices:
        return _choice(field, text)
    if field.name == "period":
        return _period(field, text, meeting_date)
    parse = _PARSERS.get((kind, field.name)) or _PARSERS.get(("", field.name))
    if parse is None:
        return text if field.name == "quote" else " ".join(text.split())
    value = parse(flat(text).strip())
    return _refuse(field) if value is None else value


def _choice(field: Field, text: str) -> str:
    wanted = flat(text)
    for code, label in field.choices.items():
        if wanted in {code, flat(label), *flat(label).split("・")}:
            return code
    _refuse(field)


def _date(text: str) -> str | None:
    found = _ISO.fullmatch(text)
    try:
        day = date(*map(int, found.groups())) if found else parse_date(text)
    except ValueError:
        return None
    return None if day is None else day.isoformat()


def _time(text: str) -> str | None:
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        hour, minute = int(clock[1]), int(clock[2])
    else:
        found = find_times(text)
        if len(found) != 1:
            return None
        hour, minute = found[0].hour, found[0].minute
    return f"{hour:02}:{minute:02}" if hour <= _LATEST_HOUR and minute < _MINUTES else None


def _count(text: str) -> int | None:
    found = _COUNT.fullmatch(text)
    if found is None:
        return None
    return int(found[1]) if found[1].isdecimal() else small_number(found[1])


def _figure(text: str) -> int | float | None:
    """A number, whole: ``1,234``, ``▲3.5``, ``8億4,000万``; no unit, no range."""
    if _DECIMAL.fullmatch(text):
        plain = text.replace(",", "").replace("▲", "-")
        return float(plain) if "." in plain else int(plain)
    found = find_numbers(text)
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(text))
    return found[0].value if whole and found[0].value_max is None and not found[0].vague else None


def _departments(text: str) -> list[str] | None:
    return [name.strip() for name in re.split(r"[、,\n]", text) if name.strip()] or None


def _period(field: Field, text: str, meeting_date: str | None) -> dict[str, str]:
    folded = flat(text)
    ends = [_date(part) for part in _BETWEEN.split(folded, maxsplit=1)]
    if all(ends):
        start, end = ends[0], ends[-1]
    else:
        day = _date(meeting_date or "")
        found = find_periods(folded, Clock(day=None if day is None else date.fromisoformat(day)))
        if len(found) != 1:
            _refuse(field)
        start, end = str(found[0].first), str(found[0].last)
    if start is None or end is None or end < start:
        _refuse(field)
    return {"start": start, "end": end}


_PARSERS: dict[tuple[str, str], Callable[[str], Any]] = {
    ("", "date"): _date,
    ("", "start_time"): _time,
    ("", "end_time"): _time,
    ("", "session"): _count,
    ("", "level"): _count,
    ("goal", "number"): _count,
    ("", "value"): _figure,
    ("", "value_max"): _figure,
    ("program", "departments"): _departments,
}
