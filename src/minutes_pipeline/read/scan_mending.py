"""Mending (認識誤りの補正): misread characters put right where only one reading is possible, never by likelihood.

Each rule is a piece of grammar (a time span, a number with its thousands, a date) in which the wrong character cannot stand.
What a reader would only guess (a name, a word) is left as it was read; its low confidence shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from minutes_pipeline.read.scan_places import Glyph


@dataclass(frozen=True, slots=True)
class Mend:
    """A rule: group 1 of ``pattern`` (which may be empty) becomes ``char``.

    Attributes:
        id: Name of the rule.
        pattern: On the characters of one row, without spaces.
        char: What stands there instead.
        accepts: (as read, as mended).
        rejects: What must stay as it is.
    """

    id: str
    pattern: re.Pattern[str]
    char: str
    accepts: tuple[tuple[str, str], ...]
    rejects: tuple[str, ...]


_TIME = r"[0-9]{1,2}(?:時(?:[0-9]{1,2}分)?|[:：][0-9]{2})"
_COUNTED = r"(?:人|名|件|冊|世帯|台|戸|円)"
MENDS: tuple[Mend, ...] = (
    Mend(
        "span.time",
        re.compile(rf"{_TIME}([てこごでヘへー一\-‐−]?)(?=(?:午[前後])?{_TIME})"),
        "～",
        (
            ("13時30分て15時00分", "13時30分～15時00分"),
            ("午後1時30分3時00分", "午後1時30分～3時00分"),
            ("10:00こ11:30", "10:00～11:30"),
            ("午前9時一午後4時", "午前9時～午後4時"),
        ),
        ("13時30分～15時00分", "9時に開会し10時に閉会", "10時30分開会、12時", "9時から10時"),
    ),
    Mend(
        "span.date",
        re.compile(r"[0-9]{1,2}月[0-9]{1,2}日(?:\([月火水木金土日]\))?([てこ])(?=[0-9]{1,2}(?:月[0-9]{1,2})?日)"),
        "～",
        (("4月3日て12月28日", "4月3日～12月28日"), ("5月1日(水)こ3日", "5月1日(水)～3日")),
        ("4月3日で12月28日までの", "5月1日と3日"),
    ),
    Mend(
        "thousands.counted",
        re.compile(rf"(?<![0-9.,])[0-9]{{1,3}}(?:,[0-9]{{3}}){{0,3}}([.．])(?=[0-9]{{3}}{_COUNTED})"),
        ",",
        (("参加者は1.260人", "参加者は1,260人"), ("1,184.960円", "1,184,960円"), ("2.000件", "2,000件")),
        ("一日平均16.125", "1.26人", "0.125%", "12.345km", "1.2.000人", "184.960千円", "3.496万円"),
    ),
    Mend(
        "thousands.behind_large",
        re.compile(r"[億万][0-9]{1,3}([.．])(?=[0-9]{3}(?![0-9.]))"),
        ",",
        (("9万6.400人", "9万6,400人"), ("1億8.496万円", "1億8,496万円")),
        ("9万6.4人", "1億8.49", "3.496万円"),
    ),
    Mend(
        "zero",
        re.compile(r"[0-9]([〇○◯OoＯ])(?=[0-9]{0,4}(?:[年月日時分人件円%％,.、]|か所|カ所|ポイント))"),
        "0",
        (("令和1〇年", "令和10年"), ("1O月", "10月"), ("2○人", "20人"), ("10〇,000円", "100,000円")),
        ("議題1○その他", "1〇委員", "二〇人"),
    ),
    Mend(
        "one",
        re.compile(r"(?:(?<=[0-9])|(?<=第))([lI|｜])(?=[0-9]{0,4}(?:[年月日時分人件円回号%％]|か所))"),
        "1",
        (("第l回", "第1回"), ("2l日", "21日"), ("1I月", "11月")),
        ("第I章", "表|1", "Il"),
    ),
    Mend(
        "era",
        re.compile(r"([今合冷命伶])(?=和(?:元|[0-9]{1,2})年(?:度|[0-9]{1,2}月))"),
        "令",
        (("今和6年度", "令和6年度"), ("合和元年5月", "令和元年5月")),
        ("今和尚が", "昭和60年度", "今和6年目"),
    ),
    Mend(
        "weekday.closing",
        re.compile(r"[0-9]{1,2}日\([月火水木金土日](?:曜日?)?()(?=午[前後]|[0-9]{1,2}[時:：]|$)"),
        ")",
        (("17日(金午後1時", "17日(金)午後1時"), ("18日(木曜日13時", "18日(木曜日)13時")),
        ("17日(金)午後", "17日(金・祝)", "17日(日中の"),
    ),
    Mend(
        "bracket.opening",
        re.compile(r"^()(?=[^【】（(]{1,16}】)"),
        "【",
        (("出席者】", "【出席者】"), ("協議結果】承認", "【協議結果】承認")),
        ("【出席者】", "次の【別紙】", "(注)参照】"),
    ),
)
_SPAN_GAP = 2.2
"""Characters between the two ends of a time span: more is another column."""


def mended(glyphs: list[Glyph]) -> list[Glyph]:
    """A row's characters with what is certainly misread put right; places and confidences stay."""
    for rule in MENDS:
        for start, end in reversed(list(_matches(rule, glyphs))):
            glyphs = _replaced(glyphs, start, end, rule.char)
    return glyphs


def _matches(rule: Mend, glyphs: list[Glyph]) -> Iterator[tuple[int, int]]:
    where = [index for index, glyph in enumerate(glyphs) if glyph.char != " "]
    text = "".join(glyphs[index].char for index in where)
    for found in rule.pattern.finditer(text):
        start, end = found.span(1)
        if start == end and start in (0, len(where)):
            yield (start, start) if start == 0 else (len(glyphs), len(glyphs))
        elif start == end:
            left, right = where[start - 1], where[start]
            size = glyphs[left].x1 - glyphs[left].x0
            if glyphs[right].x0 - glyphs[left].x1 < _SPAN_GAP * max(size, 1.0):
                yield right, right
        else:
            yield where[start], where[end - 1] + 1


def _replaced(glyphs: list[Glyph], start: int, end: int, char: str) -> list[Glyph]:
    if start < end:
        mend = replace(glyphs[start], char=char, x1=glyphs[end - 1].x1)
    elif start == 0:
        mend = replace(glyphs[0], char=char, x1=glyphs[0].x0)
    else:
        x = glyphs[start - 1].x1
        following = glyphs[start].x0 if start < len(glyphs) else x
        mend = replace(glyphs[start - 1], char=char, x0=min(x, following), x1=max(x, following))
    return [*glyphs[:start], mend, *glyphs[end:]]
