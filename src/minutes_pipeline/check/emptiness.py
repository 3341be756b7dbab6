"""Why a field is empty (空欄の理由): not_written, not_found, ambiguous or unreadable, as findings.

``not_written``: the document has no such block. ``not_found``: a block stands there and could not be read.
``ambiguous``: it can be read in more than one way, so nothing is guessed. ``unreadable``: the characters are damaged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from minutes_pipeline.model.finding import Finding
from minutes_pipeline.model.ids import record_id
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import SourceSpan
from minutes_pipeline.model.section import FieldKind, Outline
from minutes_pipeline.model.span import Span
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.dates import find_dates

Reason = Literal["not_written", "not_found", "ambiguous", "unreadable"]


@dataclass(frozen=True, slots=True)
class Emptiness:
    """An empty field, why, and the places that made us say so."""

    field: str
    reason: Reason
    spans: tuple[Span, ...] = ()


NAMES = {
    "meeting.name": "会議名",
    "meeting.session": "回次",
    "meeting.date": "開催日",
    "meeting.start_time": "開始時刻",
    "meeting.end_time": "終了時刻",
    "meeting.venue": "場所",
    "attendees": "出席者",
    "agenda_items": "議題",
    "goals": "目標",
    "decisions": "決定事項",
    "metrics": "数値",
    "issues": "課題",
    "actions": "宿題・今後の対応",
}
_SENTENCES = {
    "not_written": "{name}は書かれていません",
    "not_found": "{name}の欄がありますが、読み取れませんでした。原文を確かめてください",
    "ambiguous": "{name}は一通りに決まらないため空欄にしました。原文を確かめてください",
    "unreadable": "{name}の文字が壊れていて読めません。元のファイルを確かめてください",
}
_ROSTER: tuple[FieldKind, ...] = ("member", "absent", "secretariat", "explainer", "observer", "chair", "recorder")
_COUNT_ONLY = re.compile(
    r"^[^0-9一-十百]{0,12}[(]?(?:約|計|延べ)?[0-9〇一二三四五六七八九十百]{1,4}(?:人|名)[^、]{0,12}$"
)
_NONE_WORD = re.compile(r"^(?:な ?し|無し?|いない|0 ?[人名]|別紙.{0,12}|省略|略)$")
_TIME_LIKE = re.compile(r"[0-9一二三四五六七八九十]{1,3} ?(?:時|:)")
_HALF_DAY = re.compile(r"(?:午前|午後) ?[0-9]")
_GOAL_LIKE = re.compile(r"^[^。]{0,4}(?:基本目標|目標|施策の柱|基本施策|基本方針)[0-9一二三四五ⅠⅡⅢⅣⅤ]")
_BLOCKS = {
    "decisions": re.compile(r"決定事項|審議結果|協議結果|議決結果|結論|^結果$"),
    "issues": re.compile(r"課題|問題点"),
    "actions": re.compile(r"宿題|今後の(?:対応|予定|取組)|対応方針|ToDo|TODO"),
    "metrics": re.compile(r"実績|利用状況|件数"),
}


def _values(outline: Outline, *kinds: FieldKind) -> tuple[Span, ...]:
    return tuple(value for field in outline.header.of_kind(*kinds) for value in field.values if value.start < value.end)


def _text(outline: Outline, spans: Iterable[Span]) -> str:
    return flat(" ".join(span.of(outline.document.text) for span in spans))


def _date(outline: Outline) -> tuple[Reason, tuple[Span, ...]]:
    spans = _values(outline, "date")
    if not spans:
        return "not_written", ()
    text = _text(outline, spans)
    if any(d.day is not None and (d.year is None or d.conflict) for d in find_dates(text)):
        return "ambiguous", spans
    return ("unreadable" if re.search(r"[0-9]", text) else "not_found"), spans


def _time_reason(outline: Outline, wanted: int) -> tuple[Reason, tuple[Span, ...]]:
    """``wanted`` times were printed: whole (時 or a colon behind the digits) or damaged (午後 and digits only)."""
    spans = _values(outline, "time", "date")
    whole = tuple(s for s in spans if len(_TIME_LIKE.findall(_text(outline, (s,)))) >= wanted)
    if whole:
        return "not_found", whole
    damaged = tuple(s for s in spans if len(_HALF_DAY.findall(_text(outline, (s,)))) >= wanted)
    return ("unreadable", damaged) if damaged else ("not_written", ())


def _start_time(outline: Outline) -> tuple[Reason, tuple[Span, ...]]:
    return _time_reason(outline, 1)


def _end_time(outline: Outline) -> tuple[Reason, tuple[Span, ...]]:
    return _time_reason(outline, 2)


def _labelled(*kinds: FieldKind) -> Callable[[Outline], tuple[Reason, tuple[Span, ...]]]:
    def reason(outline: Outline) -> tuple[Reason, tuple[Span, ...]]:
        spans = _values(outline, *kinds)
        return ("not_found", spans) if spans else ("not_written", ())

    return reason


def _title(outline: Outline) -> tuple[Reason, tuple[Span, ...]]:
    spans = tuple(outline.document.lines[i].span for i in outline.header.title_lines)
    return ("not_found", spans) if spans else ("not_written", ())


def _session(outline: Outline) -> tuple[Reason, tuple[Span, ...]]:
    spans = tuple(outline.document.lines[i].span for i in outline.header.title_lines)
    numbered = tuple(s for s in spans if re.search(r"第 {0,2}[^ 回]{1,5} {0,2}回", _text(outline, (s,))))
    return ("not_found", numbered) if numbered else ("not_written", ())


def _attendees(outline: Outline) -> tuple[Reason, tuple[Span, ...]]:
    spans = []
    for value in _values(outline, *_ROSTER):
        text = _text(outline, (value,)).strip()
        if text and not _COUNT_ONLY.match(text) and not _NONE_WORD.match(text):
            spans.append(value)
    return ("not_found", tuple(spans)) if spans else ("not_written", ())


def _goals(outline: Outline) -> tuple[Reason, tuple[Span, ...]]:
    document = outline.document
    spans = tuple(
        line.span
        for index, line in enumerate(document.lines)
        if outline.zones[index] == "body"
        and line.end - line.start <= 40
        and _GOAL_LIKE.match(flat(document.line_text(index)))
    )
    return ("not_found", spans) if spans else ("not_written", ())


def _block(name: str) -> Callable[[Outline], tuple[Reason, tuple[Span, ...]]]:
    def reason(outline: Outline) -> tuple[Reason, tuple[Span, ...]]:
        pattern = _BLOCKS[name]
        spans = tuple(
            Span(s.start, s.end)
            for s in outline.sentences
            if not s.is_heading and any(label and pattern.search(label) for label in (s.label, s.block_label))
        )
        return ("not_found", spans[:3]) if spans else ("not_written", ())

    return reason


_MEETING = {
    "name": _title,
    "session": _session,
    "date": _date,
    "start_time": _start_time,
    "end_time": _end_time,
    "venue": _labelled("venue"),
}
_RECORDS = {
    "attendees": _attendees,
    "agenda_items": _labelled("agenda"),
    "goals": _goals,
    "decisions": _block("decisions"),
    "metrics": _block("metrics"),
    "issues": _block("issues"),
    "actions": _block("actions"),
}


def find_emptiness(outline: Outline, minutes: Minutes) -> tuple[Emptiness, ...]:
    """Every empty field of the meeting and every empty list of records, each with its reason, in a fixed order."""
    found = []
    for name, reason_of in _MEETING.items():
        if getattr(minutes.meeting, name) is None:
            reason, spans = reason_of(outline)
            found.append(Emptiness(f"meeting.{name}", reason, spans))
    for name, reason_of in _RECORDS.items():
        if not getattr(minutes, name):
            reason, spans = reason_of(outline)
            found.append(Emptiness(name, reason, spans))
    return tuple(found)


def check_emptiness(outline: Outline, minutes: Minutes) -> tuple[Finding, ...]:
    """The reasons as findings: ``not_written`` is information, the others are warnings that cite the block."""
    return tuple(
        Finding(
            id=record_id(outline.document.id, "finding", 0, 0, empty.reason, empty.field),
            code=empty.reason,
            severity="info" if empty.reason == "not_written" else "warning",
            message=_SENTENCES[empty.reason].format(name=NAMES[empty.field]) + "。",
            spans=tuple(SourceSpan(start=s.start, end=s.end) for s in empty.spans),
            field=empty.field,
        )
        for empty in find_emptiness(outline, minutes)
    )


def check_defects(outline: Outline, minutes: Minutes) -> tuple[Finding, ...]:
    """What the reader left out or doubted (文字化け・画像だけのページなど), as warnings."""
    document = outline.document
    return tuple(
        Finding(
            id=record_id(document.id, "finding", 0, index, code),
            code=code,
            severity="warning",
            message=message,
            spans=() if span is None else (SourceSpan(start=span.start, end=span.end),),
            field=None,
        )
        for index, (code, message, span) in enumerate(document.defects)
    )
