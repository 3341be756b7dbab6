"""Times of day (時刻) as minutes print them.

Grammar, on folded text; a space may stand between any two parts::

    time   = [half] (H "時" [M "分" | "半"] | H ":" MM) | "正午"        half = 午前・午後・朝・夜・AM・PM
    range  = time ("~" | "-" | "から" | "より") time ["まで"]              17-18時, 14:00-16:50, 午後1時30分~2時30分
    word   = 開会・開議・開始 (open), 閉会・散会・終了 (close), 休憩, 再開, before or behind a time

The end of a range without 午前・午後 takes the half of its beginning, and the other half where it would lie before it.
A damaged time (午後130分) is not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.eras import small_number

_S = r"\s{0,3}"
_H = r"(?:[0-9]{1,2}|[一二三四五六七八九十零〇]{1,3})"
_HALF = r"(?:午\s?前|午\s?後|朝|夕方|夜|[AaPp]\.?[Mm]\.?)"
_TIME = (
    rf"(?:(?P<half>{_HALF}){_S}|(?<![0-9一二三四五六七八九十:.]){_S})"
    rf"(?:(?P<h>{_H}){_S}時(?!間|期|点|代|刻|々|給|短|局|系|世)(?:{_S}(?P<m>[0-9]\s?[0-9]|{_H}){_S}分(?!の|間|け|野|科|析|署|庁)|{_S}(?P<hm>半))?"
    rf"|(?P<h2>[0-9]{{1,2}}){_S}:{_S}(?P<m2>[0-5][0-9])(?![0-9:])|(?P<noon>正午))(?:{_S}(?P<pm>[AaPp]\.?[Mm]\.?)(?![A-Za-z]))?"
)
_FIND = re.compile(_TIME)
# 17-18時: the first hour borrows 時 from the second.
_HOURS = re.compile(
    rf"(?P<half>{_HALF})?{_S}(?<![0-9:.])(?P<h>[0-9]{{1,2}}){_S}[~\-]{_S}(?=(?:{_HALF}{_S})?[0-9]{{1,2}}{_S}時(?!間))"
)
_RANGE = re.compile(rf"{_S}(?:頃|ごろ)?{_S}(?:[~\-→]|から|より)\s{{0,10}}(?:\(?[^\s()0-9]{{0,4}}\)?{_S})?")
_OPEN, _CLOSE = (
    r"開\s?会|開\s?議|開\s?始|開\s?催|開\s?式",
    r"閉\s?会|閉\s?議|散\s?会|終\s?了|延\s?会|流\s?会|終\s?会|閉\s?式",
)
_WORDS: tuple[tuple[Literal["open", "close", "recess", "resume"], str], ...] = (
    ("open", _OPEN), ("close", _CLOSE), ("recess", r"休\s?憩"), ("resume", r"再\s?開"),
)  # fmt: skip
_BEHIND = tuple(
    (kind, re.compile(rf"{_S}(?:頃|ごろ)?{_S}(?:に|より|から|まで)?{_S}[(\[]?(?:{words})")) for kind, words in _WORDS
)
_BEFORE = tuple(
    (kind, re.compile(rf"(?:{words})(?:日時|時刻|時間|の?時)?{_S}[)\]】]?{_S}[:・(\[]?{_S}$")) for kind, words in _WORDS
)
Kind = Literal["open", "close", "recess", "resume"]


@dataclass(frozen=True, slots=True)
class TimeMatch:
    """A time found in a text (時刻).

    Attributes:
        start: First code point in the text searched.
        end: One past the last.
        hour: 0 to 24.
        minute: 0 to 59.
        kind: ``open``, ``close``, ``recess`` or ``resume`` by the word printed beside it, or None.
        range: ``from`` or ``to`` when it is the beginning or end of a range, or None.
        half: ``am`` or ``pm`` where printed, or None.
    """

    start: int
    end: int
    hour: int
    minute: int
    kind: Kind | None = None
    range: Literal["from", "to"] | None = None
    half: Literal["am", "pm"] | None = None

    @property
    def text(self) -> str:
        """``HH:MM``."""
        return f"{self.hour:02d}:{self.minute:02d}"


def _half(found: re.Match[str]) -> Literal["am", "pm"] | None:
    groups = found.groupdict()
    printed = "".join((groups.get("half") or groups.get("pm") or "").lower().split())
    if not printed:
        return None
    return "pm" if printed[0] == "p" or printed in ("午後", "夜", "夕方") else "am"


def _clock(hour: int, half: Literal["am", "pm"] | None) -> int:
    return hour + 12 if half == "pm" and hour < 12 else hour


def _build(found: re.Match[str]) -> TimeMatch | None:
    groups = found.groupdict()
    if groups.get("noon"):
        return TimeMatch(found.start(), found.end(), 12, 0)
    hour = small_number(groups.get("h") or groups.get("h2") or "")
    printed = groups.get("m") or groups.get("m2")
    minute = small_number(printed) if printed else 30 if groups.get("hm") else 0
    if hour is None or minute is None or hour > 24 or minute > 59:
        return None
    half = _half(found)
    return TimeMatch(found.start(), found.end(), _clock(hour, half), minute, half=half)


def _behind(text: str, match: TimeMatch) -> Kind | None:
    return next((kind for kind, pattern in _BEHIND if pattern.match(text, match.end)), None)


def _before(text: str, match: TimeMatch, floor: int) -> Kind | None:
    before = text[max(floor, match.start - 14) : match.start]
    return next((kind for kind, pattern in _BEFORE if pattern.search(before)), None)


def _kinds(text: str, matches: list[TimeMatch]) -> list[Kind | None]:
    """Words of all times; a line sets them either before its times (開会 10時 閉会 11時) or behind (10時開会 11時閉会)."""
    kinds: list[Kind | None] = []
    floor, leading = 0, False
    for match in matches:
        line = text.rfind("\n", 0, match.start) + 1
        if not kinds or line > floor:
            floor, leading = line, _before(text, match, line) is not None
        before, behind = _before(text, match, floor), _behind(text, match)
        kinds.append((before or behind) if leading else (behind or before))
        floor = match.end
    return kinds


def _later(first: TimeMatch, second: TimeMatch) -> TimeMatch:
    """The end of a range: half of the beginning, unless it would end before it began."""
    if second.half is not None or second.hour > 12:
        return second
    hour = _clock(second.hour, first.half)
    if hour * 60 + second.minute <= first.hour * 60 + first.minute and hour < 12:
        hour += 12
    return replace(second, hour=hour)


def find_times(text: str) -> tuple[TimeMatch, ...]:
    """All times of ``text`` in order; offsets are those of ``text`` (raw or folded).

    >>> [(t.text, t.range) for t in find_times("午後1時30分～2時30分")]
    [('13:30', 'from'), ('14:30', 'to')]
    >>> [(t.text, t.kind) for t in find_times("9時30分開会 21時59分閉会")]
    [('09:30', 'open'), ('21:59', 'close')]
    """
    folded = flat(text)
    if "時" not in folded and ":" not in folded and "正午" not in folded:
        return ()
    raw = [b for m in _FIND.finditer(folded) if (b := _build(m))]
    taken = {b.start for b in raw}
    raw += [b for m in _HOURS.finditer(folded) if m.start() not in taken and (b := _hours(m))]
    raw.sort(key=lambda t: t.start)
    times: list[TimeMatch] = []
    for match, kind in zip(raw, _kinds(folded, raw), strict=True):
        current = replace(match, kind=kind)
        if times and times[-1].range != "to" and _joined(folded, times[-1], current):
            current = replace(_later(times[-1], current), range="to")
            times[-1] = replace(times[-1], range="from")
        elif current.kind in ("close", "recess", "resume") and times and times[-1].kind is not None:
            current = _later(times[-1], current)
        times.append(current)
    return tuple(times)


def _joined(folded: str, first: TimeMatch, second: TimeMatch) -> bool:
    if folded[first.end - 1 : first.end] in ("~", "-") or folded[first.end - 2 : first.end].rstrip()[-1:] in ("~", "-"):
        return first.end == second.start
    return _RANGE.fullmatch(folded, first.end, second.start) is not None


def _hours(found: re.Match[str]) -> TimeMatch | None:
    hour = small_number(found["h"])
    if hour is None or hour > 24:
        return None
    half = _half(found)
    return TimeMatch(found.start(), found.end(), _clock(hour, half), 0, half=half)
