"""When and where the meeting was held (開催日・時刻・場所)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from minutes_pipeline.model.section import HeaderField, Outline
from minutes_pipeline.model.span import Span
from minutes_pipeline.text.folding import flat, flat_whole
from minutes_pipeline.values.dates import DateMatch, date_in_file_name, find_dates
from minutes_pipeline.values.times import TimeMatch, find_times

_ROOM = re.compile(
    r"[^\s。、:]{2,30}(?:議場|会議室|委員会室|研修室|集会室|講堂|ホール|会館|公民館|センター|庁舎|集会所|議事堂|図書館|[^全]室)(?:\s?\([^()]{1,20}\))?$"
)
_CALLED = re.compile(
    r"(?:総会|会議|委員会|定例会|臨時会|協議会|審議会)(?:[(（][^()（）]{1,8}[)）])?(?:は|を)[、,]?\s?(?P<venue>[^。、]{3,30}?)(?:に|において|で)(?:招集|開催|開会|開き)"
)
# 「第３委員会室において標記委員会を下記のとおり開催した」 in a preface.
_HELD_AT = re.compile(
    r"(?:^|[\s、。])(?P<venue>[^\s。、:]{1,24}?(?:室|場|館|ホール|センター|庁舎|会議所|学校|堂)(?:[^\s。、に]{1,6}階[^\s。、に]{0,12})?)(?:に於いて|において|に於て|にて|で)[、,]?[^。]{0,40}?(?:開催|開会|開い|招集)"
)
_TOLD_HOUR = re.compile(
    r"(?P<open>開会|開議|開催|再開)?(?P<close>閉会|散会|終了|閉じ)?[^。]{0,16}。\s{0,80}[(（](?P<time>[^()（）]{3,12})[)）](?:\s*$|\s{2})"
)
_ALONE = re.compile(r"\s{0,4}[(〔\[【]\s?(?P<time>(?:午前|午後)[^()〔〕。]{2,10})[)〕\]】]\s{0,4}")
_CLOSING = re.compile(r"(?:閉|散|終)")
_PLACE_LABEL = re.compile(r"場\s*所|会\s*場|ところ")
_VENUE_TAIL = re.compile(r"(?<!\s)\s*(?:にて|に於いて|において|に於て|で開催|で)\s*$")
_NOISE = re.compile(r"更新|取得|公開|掲載|登録|作成|発行|印刷|次回|確定|最終")


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the place it was read from."""

    value: str
    start: int
    end: int


def _head_lines(outline: Outline) -> list[tuple[int, int]]:
    """Spans of the header's lines that no field of another kind holds; of the first body line only its first letters."""
    document, header = outline.document, outline.header
    other = {i for f in header.fields if f.kind == "other" for i in range(f.first_line, f.last_line + 1)}
    lines = [document.lines[i] for i in range(min(header.body_line, len(document.lines))) if i not in other]
    return [(x.start, x.end) for x in lines]


def _year_of_context(outline: Outline) -> tuple[int, bool] | None:
    """A year or 年度 that title, header or file name prints, for a date of month and day alone."""
    text = outline.document.text
    spans = _head_lines(outline) or [(0, min(len(text), 400))]
    found = [
        d
        for a, b in spans
        for d in find_dates(text[a:b])
        if d.year is not None and not _NOISE.search(text[max(a, a + d.start - 8) : a + d.start])
    ]
    fiscal = {d.year for d in found if d.fiscal}
    plain = {d.year for d in found if not d.fiscal}
    if len(fiscal) == 1 and (year := fiscal.pop()) is not None:
        return year, True
    if len(plain) == 1 and (year := plain.pop()) is not None:
        return year, False
    named = date_in_file_name(outline.document.file_name)
    if named is not None:
        return named.year, False
    years = set(re.findall(r"(?<![0-9])(20[0-9]{2})(?![0-9])", outline.document.file_name))
    return (int(years.pop()), False) if len(years) == 1 else None


def _whole(match: DateMatch, outline: Outline) -> date | None:
    """The day of a printed date, its missing year taken from the context; None where the document contradicts itself."""
    if match.conflict:
        fitting = {m for m in (match, match.in_year(match.western or 0)) if m.weekday_fits()}
        return fitting.pop().to_date() if len(fitting) == 1 else None
    if match.year is not None:
        return match.to_date()
    if match.anchor is not None:
        return None
    context = _year_of_context(outline)
    return None if context is None else match.in_year(context[0], fiscal=context[1]).to_date()


def find_date(outline: Outline) -> Found | None:
    """The day of the meeting; a labelled date that cannot be read gives None, whatever else is printed."""
    text = outline.document.text
    fields = outline.header.of_kind("date", "time")
    labelled = False
    for field in fields:
        for span in field.values:
            labelled = labelled or field.kind == "date"
            for match in find_dates(text[span.start : span.end]):
                if match.month is not None and match.day is not None:
                    day = _whole(match, outline)
                    return (
                        None
                        if day is None
                        else Found(day.isoformat(), span.start + match.start, span.start + match.end)
                    )
    if labelled and any(
        re.search(r"[年月日]", text[s.start : s.end]) for f in fields if f.kind == "date" for s in f.values
    ):
        return None
    found = _unlabelled_date(outline)
    if found is not None:
        return found
    named = date_in_file_name(outline.document.file_name)
    return None if named is None else Found(named.isoformat(), 0, 0)


def _unlabelled_date(outline: Outline) -> Found | None:
    """A date in the head that stands without label: with a weekday or a time it counts most."""
    text = outline.document.text
    ranked = []
    for a, b in _head_lines(outline):
        line = text[a:b]
        for match in find_dates(line):
            if match.month is None or match.day is None or (match.slash and not match.weekday) or _NOISE.search(line):
                continue
            weight = 2 * (match.weekday is not None) + bool(find_times(line)) + (match.year is not None)
            ranked.append((-weight, a + match.start, a + match.end, match))
    for _, start, end, match in sorted(ranked, key=lambda r: r[:2]):
        day = _whole(match, outline)
        if day is not None:
            return Found(day.isoformat(), start, end)
    return None


def _label_text(outline: Outline, field: HeaderField) -> str:
    return "" if field.label is None else outline.document.text[field.label.start : field.label.end]


def _with_label(text: str, field: HeaderField) -> list[Span]:
    """Values of a 開会・閉会 field, the first one with its label: the word tells which time it is."""
    spans = list(field.values)
    near = field.label is not None and spans and spans[0].start - field.label.end < 40
    # Where labels and values stand in two columns read one by one, other values lie between.
    if near and field.label and field.kind == "time" and text.count("\n", field.label.end, spans[0].start) < 2:
        spans[0] = Span(field.label.start, spans[0].end)
    return spans


def _times_of(outline: Outline, spans: list[Span]) -> list[tuple[int, TimeMatch]]:
    text = outline.document.text
    return [(s.start, t) for s in spans for t in find_times(text[s.start : s.end])]


def _as_found(base: int, match: TimeMatch) -> Found:
    return Found(match.text, base + match.start, base + match.end)


def find_hours(outline: Outline) -> tuple[Found | None, Found | None]:
    """Beginning and end: of labelled fields, of unlabelled header lines, of 開会・閉会 lines in the body."""
    start, end, missing_end = _labelled_hours(outline)
    labelled, printed_word = start is not None, None
    if start is None:
        spans = [Span(a, b) for a, b in _head_lines(outline)]
        told = _times_of(outline, spans)
        for base, match in sorted(told, key=lambda t: t[1].kind != "open"):
            if match.kind in (None, "open") and match.range != "to":
                start, printed_word = _as_found(base, match), match.kind
                following = [m for b, m in told if b == base and m.range == "to" and m.start > match.start]
                end = end or (_as_found(base, following[0]) if match.range == "from" and following else None)
                break
        if end is None:
            closing = [(b, m) for b, m in told if m.kind == "close"]
            end = _as_found(*closing[-1]) if closing else None
    opened, closed = _body_hours(outline)
    if opened is not None and not labelled and printed_word is None:
        start = opened  # 「令和4年2月16日（水）　午前10時」 is when it was called for, 「９時58分開会」 when it began.
    start = start or opened
    if end is not None and start is not None and end.value == start.value:
        end = None  # 「午後2時～2時25」: what is left of a damaged time is no end.
    end = end or closed
    if end is None and missing_end and start is not None:
        end = _stray_time(outline, start)
    return start, end


def _labelled_hours(outline: Outline) -> tuple[Found | None, Found | None, bool]:
    start = end = None
    missing_end = False
    for field in outline.header.of_kind("date", "time"):
        closing = bool(_CLOSING.search(_label_text(outline, field))) and not re.search(
            "開", _label_text(outline, field)
        )
        times = _times_of(outline, _with_label(outline.document.text, field))
        missing_end = missing_end or (closing and not times)
        for base, match in times:
            if match.kind in ("recess", "resume"):
                continue
            if closing or match.kind == "close" or match.range == "to":
                end = end or _as_found(base, match)
            elif start is None:
                start = _as_found(base, match)
    return start, end, missing_end


def _stray_time(outline: Outline, start: Found) -> Found | None:
    """The one other time of a head whose columns came out of order, where 閉会時間 lost its value."""
    text = outline.document.text
    last = max(
        (s.end for f in outline.header.fields for s in f.values if f.first_line <= outline.header.body_line), default=0
    )
    others = [t for t in find_times(text[:last]) if t.start != start.start]
    return _as_found(0, others[0]) if len(others) == 1 else None


def _body_hours(outline: Outline) -> tuple[Found | None, Found | None]:
    """午前10時開会 … 午後３時閉会 as lines (or pieces) of the body; never a time of the next meeting."""
    document = outline.document
    folded = flat_whole(document.text)
    opened = closed = None
    lines = document.lines[outline.header.body_line :]
    for number, line in enumerate(lines):
        text = document.text[line.start : line.end]
        if "時" not in text and ":" not in folded[line.start : line.end]:
            continue
        alone = _ALONE.fullmatch(flat(text))
        if alone and (number < 3 or number >= len(lines) - 3) and (clock := find_times(alone["time"])):
            # （午前９時30分） as the first or last thing of the body.
            found = Found(clock[0].text, line.start + alone.start("time"), line.start + alone.end("time"))
            last = number == len(lines) - 1 and number > 0
            opened, closed = (opened or found, closed) if number < 3 and not last else (opened, found)
            continue
        told = _TOLD_HOUR.search(text)
        if told and "次回" not in text and (clock := find_times(told["time"])):
            found = Found(clock[0].text, line.start + told.start("time"), line.start + told.end("time"))
            opened = opened or (found if re.search("開会|開議", told[0]) else None)
            closed = found if re.search("閉会|散会|終了|閉じ", told[0]) else closed
            continue
        for match in find_times(text):
            around = text[max(0, match.start - 30) : match.end + 12]
            behind = text[match.end : match.end + 14].strip(" \u3000)）")
            if (
                match.kind is None
                or "次回" in around
                or re.match(r"(?:に|より|から|まで)", behind)
                or _said(text, match)
            ):
                continue
            if match.kind == "open" and opened is None:
                opened = _as_found(line.start, match)
            elif match.kind == "close":
                closed = _as_found(line.start, match)
    return opened, closed


def _said(text: str, match: TimeMatch) -> bool:
    """A time inside a sentence is told, not printed as the record's own."""
    before, after = text[: match.start], text[match.end :]
    head = re.split(r"[。)）\s]", before)[-1]
    return len(head) > 6 or bool(re.match(r"\s*(?:開会|閉会|散会|終了|開議)(?:し|い|と|予定|の|を|に|で)", after))


def find_venue(outline: Outline) -> Found | None:
    """The place as printed, white space collapsed; behind a shared label (日時・場所) what is left of date and time."""
    text = outline.document.text
    fields = sorted(
        outline.header.of_kind("venue"), key=lambda f: bool(re.search("方法|形式", _label_text(outline, f)))
    )
    for field in fields:
        if field.values:
            printed = " ".join(text[s.start : s.end] for s in field.values)
            found = _venue(printed, field.values[0].start, field.values[-1].end)
            if found is not None:
                return found
    for field in outline.header.of_kind("date"):
        if _PLACE_LABEL.search(_label_text(outline, field)):
            for span in field.values:
                found = _behind_when(text, span)
                if found is not None:
                    return found
    return _unlabelled_venue(outline)


def _venue(printed: str, start: int, end: int) -> Found | None:
    value = _VENUE_TAIL.sub(
        "", " ".join(_without_hours(re.sub(r"\s?[(（]?※.{0,80}$", "", printed)).replace("\u3000", " ").split())
    ).strip(" |")
    return Found(value, start, end) if value and flat(value) not in ("なし", "-") else None


def _without_hours(printed: str) -> str:
    """市立図書館　午後３時～４時　集会室: hours that stand inside the place are no part of it."""
    hours = find_times(printed)
    if len(hours) != 2 or hours[0].range != "from" or hours[0].start == 0:
        return printed
    return f"{printed[: hours[0].start]} {printed[hours[1].end :]}"


def _behind_when(text: str, span: Span) -> Found | None:
    printed = text[span.start : span.end]
    ends = [m.end for m in find_dates(printed)] + [m.end for m in find_times(printed)]
    offset = max(ends, default=0)
    rest = printed[offset:].lstrip(" \u3000~～〜-－―にまでから、,/・")
    return _venue(rest, span.end - len(rest), span.end) if rest.strip() else None


def _unlabelled_venue(outline: Outline) -> Found | None:
    """A line (or a numbered part of a line) of the head that is a room's name and nothing else."""
    text = outline.document.text
    last = max(
        (s.end for f in outline.header.fields for s in f.values if f.first_line <= outline.header.body_line), default=0
    )
    spans = _head_lines(outline)
    held = _HELD_AT.search(text, spans[0][0], min(spans[-1][1], spans[0][0] + 600)) if spans else None
    if held is not None:
        return _venue(held["venue"], held.start("venue"), held.end("venue"))
    if outline.header.body_line < len(outline.document.lines):
        line = outline.document.lines[outline.header.body_line]
        if line.start < last:
            spans.append((line.start, last))
    for a, b in spans:
        called = _CALLED.search(text, a, b)
        if called is not None:
            return _venue(called["venue"], called.start("venue"), called.end("venue"))
        if find_dates(text[a:b]) and find_times(text[a:b]):
            found = _behind_when(text, Span(a, b))
            if (
                found is not None
                and len(found.value) <= 30
                and _ROOM.fullmatch("".join(flat(found.value).strip("]】 ").split()))
            ):
                return Found(found.value.strip("]】 "), found.start, found.end)
        for part in re.finditer(
            r"[^\s\d\u3000。](?:[^\n\t。]{0,40}?)(?=\s{2,}|\u3000{2,}|\t|[0-9１]\s|\s[\[【〔]|$)", text[a:b]
        ):
            if (
                len(part[0]) <= 34
                and _ROOM.fullmatch("".join(flat(part[0]).split()))
                and not re.search("録|委員会$", part[0])
            ):
                return _venue(part[0], a + part.start(), a + part.end())
    return None
