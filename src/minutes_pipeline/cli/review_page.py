"""One record beside its source (確認の画面): fields in Japanese, the lines around its place, the place marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from minutes_pipeline.cli.meetings import meeting_title
from minutes_pipeline.cli.record_words import MEETING, field_label, kind_label, words_of
from minutes_pipeline.cli.terminal import bold, columns, mark_all, pad, shorten, width_of, wrap
from minutes_pipeline.cli.wording import japanese_date
from minutes_pipeline.store.fields import editable_fields

if TYPE_CHECKING:
    from minutes_pipeline.store.doubts import Doubt
    from minutes_pipeline.store.results import Correction, MeetingSummary, RecordView

_LINES_AROUND = 2
_REACH = 160
"""Characters of a long line shown before and after the place."""
_LONGEST_PLACE = 600
"""Of a longer place beginning and end are shown."""
_MEETING_LINES = 12
_NOT_THERE = "この記録はありません"
REVIEWS = {"accepted": "確認済み", "edited": "訂正済み", "added": "人が追加"}
"""What people did with a record."""


def page_of(doubt: Doubt, view: RecordView, number: int, total: int) -> str:
    """The page of a record: number, meeting, why, fields, source, id."""
    lines = [*_head(doubt, number, total), *_state(doubt, view.record)]
    lines += fields_of(view)
    lines += ["", *_source(doubt.meeting, view)]
    lines += wrap(f"記号 {view.record_id}", _width())
    return "\n".join(lines)


def conflict_page(doubt: Doubt, correction: Correction, view: RecordView | None, number: int, total: int) -> str:
    """The page of a conflict: what a person said, what the source says now, where."""
    kind, field = correction.kind, correction.field
    lines = _head(doubt, number, total)
    lines += wrap(f"食い違い（{correction.id}番）: {'、'.join(doubt.reasons)}", _width())
    signed = f"{correction.by}、{correction.at[:10]}、{correction.reason}"
    said = (view.extracted or {}) if view is not None else None
    if field is not None:
        rows = [
            (f"{field_label(kind, field)}（人）", f"{words_of(kind, field, correction.value)}　（{signed}）"),
            ("そのときの文書", words_of(kind, field, correction.extracted)),
            ("いまの文書", words_of(kind, field, said.get(field)) if said is not None else _NOT_THERE),
        ]
    else:
        done = {"accept": "確認", "reject": "却下", "add": "追加"}.get(correction.action, correction.action)
        rows = [("人がしたこと", f"{done}　（{signed}）")]
        rows += _changes(kind, correction.snapshot or {}, said) if said is not None else [("いまの文書", _NOT_THERE)]
    lines += table(rows)
    before = _quote_then(correction)
    if before:
        lines += ["", "そのときの引用", *(f"  │{line}" for line in wrap(before, _width() - 4))]
    if view is not None:
        lines += ["", *_source(doubt.meeting, view)]
    return "\n".join(lines)


def _changes(kind: str, then: Mapping[str, Any], now: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The fields that the current version has otherwise than the person saw them."""
    return [
        (
            field.label,
            f"{words_of(kind, field.name, then[field.name])} → いまの文書 {words_of(kind, field.name, value)}",
        )
        for field in editable_fields(kind)
        if field.name != "quote" and field.name in then and (value := now.get(field.name)) != then[field.name]
    ]


def _quote_then(correction: Correction) -> str:
    quote = (correction.snapshot or {}).get("quote")
    if quote is None and isinstance(correction.value, Mapping):
        quote = correction.value.get("quote")
    if not quote:
        return ""
    return _cut(f"{correction.context_before}【{quote}】{correction.context_after}".replace("\n", " "))


def _width() -> int:
    return columns(most=100)


def _head(doubt: Doubt, number: int, total: int) -> list[str]:
    meeting = doubt.meeting
    title = meeting_title(meeting.name, meeting.session, meeting.file_name)
    first = f"[{number}/{total}]　{title}　{japanese_date(meeting.date)}"
    return ["", "─" * (_width() // 2), *map(bold, wrap(first, _width()))]


def _state(doubt: Doubt, record: Mapping[str, Any]) -> list[str]:
    parts = [kind_label(doubt.kind)]
    if "confidence" in record:
        parts.append(f"確からしさ {record['confidence']:.2f}")
    if record.get("review"):
        parts.append(REVIEWS.get(record["review"], record["review"]))
    lines = wrap("　".join(parts), _width())
    for reason in doubt.reasons:
        first, *rest = wrap(f"・{reason}", _width() - 2)
        lines += [first, *(f"  {line}" for line in rest)]
    return [*lines, ""]


def fields_of(view: RecordView) -> list[str]:
    """The fields that people may correct, but for the quote, which stands in the source; a corrected one says what was."""
    rows = []
    for field in editable_fields(view.kind):
        if field.name == "quote":
            continue
        value = view.record.get(field.name)
        text = words_of(view.kind, field.name, value)
        if view.extracted is not None and view.extracted.get(field.name) != value:
            text += f"　（読み取り: {words_of(view.kind, field.name, view.extracted.get(field.name))}）"
        rows.append((field.label, text))
    return table(rows)


def table(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Rows of label and value, the values below each other."""
    if not rows:
        return []
    left = max(width_of(label) for label, _ in rows)
    lines = []
    for label, text in rows:
        first, *rest = wrap(" ".join(text.split("\n")), _width() - left - 4)
        lines += [f"  {pad(label, left)}  {first}", *(f"  {' ' * left}  {line}" for line in rest)]
    return lines


def _source(meeting: MeetingSummary, view: RecordView) -> list[str]:
    record = view.record
    if view.kind == MEETING:
        spans = sorted((span["start"], span["end"]) for span in (view.extracted or {}).get("sources", {}).values())
        page = None
    else:
        spans, page = [(record["span"]["start"], record["span"]["end"])], record["span"]["page"]
    where = f"原文　{shorten(meeting.file_name, _width() - 24)}" + (f"　{page}ページ" if page else "")
    # A tab is one column between two cells of a table; how wide a terminal shows it nobody knows.
    text = view.text.replace("\t", "　")
    return [where, *(f"  │{line}" for line in marked_lines(text, spans, _width() - 4))]


def marked_lines(text: str, spans: Sequence[tuple[int, int]], width: int) -> list[str]:
    r"""The lines of ``text`` around the places, the places marked; long lines are cut around them with ….

    >>> marked_lines("一行目\n二行目は長い\n三行目\n四行目\n五行目", [(4, 7)], 40)
    ['一行目', '【二行目】は長い', '三行目', '四行目']
    """
    if not spans:
        return wrap("\n".join(text.split("\n")[:_MEETING_LINES]), width)
    lines: list[str] = []
    last = -1
    for start, end in _blocks(text, spans):
        if last >= 0:
            lines.append("…")
        inside = [(a, b) for a, b in spans if start <= a and b <= end]
        low, high = _near(start, end, inside)
        piece, marks = _without_middle(text, low, high, inside)
        piece = ("…" if low > start else "") + piece + ("…" if high < end else "")
        shift = 1 if low > start else 0
        lines += mark_all(piece, [(a + shift, b + shift) for a, b in marks], width)
        last = end
    return lines


def _blocks(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges of whole lines around the places; overlapping ones are one."""
    blocks: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        low, high = _lines_before(text, start), _lines_after(text, end)
        if blocks and low <= blocks[-1][1] + 1:
            blocks[-1] = (blocks[-1][0], max(high, blocks[-1][1]))
        else:
            blocks.append((low, high))
    return blocks


def _lines_before(text: str, at: int) -> int:
    for _ in range(_LINES_AROUND + 1):
        at = text.rfind("\n", 0, at)
        if at < 0:
            return 0
    return at + 1


def _lines_after(text: str, at: int) -> int:
    for _ in range(_LINES_AROUND + 1):
        end = text.find("\n", at)
        if end < 0:
            return len(text)
        at = end + 1
    return at - 1


def _near(start: int, end: int, inside: Sequence[tuple[int, int]]) -> tuple[int, int]:
    first, last = min(a for a, _ in inside), max(b for _, b in inside)
    return max(start, first - _REACH), min(end, last + _REACH)


def _without_middle(
    text: str, low: int, high: int, inside: Sequence[tuple[int, int]]
) -> tuple[str, list[tuple[int, int]]]:
    """``text[low:high]`` and the marks in it; of one very long place the middle is left out."""
    start, end = inside[0]
    if len(inside) > 1 or end - start <= _LONGEST_PLACE:
        return text[low:high], [(a - low, b - low) for a, b in inside]
    half = _LONGEST_PLACE // 2
    head, tail = text[low : start + half], text[end - half : high]
    return f"{head}……{tail}", [(start - low, start - low + 2 * half + 2)]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_PLACE else text[: _LONGEST_PLACE - 1] + "…"
