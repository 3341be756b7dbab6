"""Automatic numbering of a DOCX (段落番号): from numbering.xml and styles.xml to the label as printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_KANJI = "〇一二三四五六七八九"
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_HALF_KANA = str.maketrans(
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ",
)
_FULL_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


def kanji(number: int) -> str:
    """Counting form of a number below 10,000.

    >>> kanji(1), kanji(10), kanji(21), kanji(105)
    ('一', '十', '二十一', '百五')
    """
    text = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("" if digit == 1 else _KANJI[digit % 10]) + name
    return text + (_KANJI[number] if number else "") or "〇"


def roman(number: int) -> str:
    """Upper-case Roman numeral.

    >>> roman(4), roman(19)
    ('IV', 'XIX')
    """
    text = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        while number >= value:
            text += sign
            number -= value
    return text


def _letter(number: int) -> str:
    turn, rest = divmod(number - 1, 26)
    return chr(65 + rest) * (turn + 1)


def _cycle(signs: str, number: int) -> str:
    return signs[(number - 1) % len(signs)]


def _enclosed(first: int, count: int, number: int, after: str) -> str:
    return chr(first + number - 1) if 1 <= number <= count else after


def _circled(number: int) -> str:
    if 21 <= number <= 35:
        return chr(0x3251 + number - 21)
    if 36 <= number <= 50:
        return chr(0x32B1 + number - 36)
    return _enclosed(0x2460, 20, number, str(number))


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: str(n).translate(_FULL_DIGITS),
    "decimalFullWidth2": lambda n: str(n).translate(_FULL_DIGITS),
    "decimalHalfWidth": str,
    "upperRoman": roman,
    "lowerRoman": lambda n: roman(n).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda n: _letter(n).lower(),
    "aiueo": lambda n: _cycle(_AIUEO, n).translate(_HALF_KANA),
    "aiueoFullWidth": lambda n: _cycle(_AIUEO, n),
    "iroha": lambda n: _cycle(_IROHA, n).translate(_HALF_KANA),
    "irohaFullWidth": lambda n: _cycle(_IROHA, n),
    "japaneseCounting": kanji,
    "japaneseLegal": kanji,
    "chineseCounting": kanji,
    "chineseCountingThousand": kanji,
    "taiwaneseCounting": kanji,
    "taiwaneseCountingThousand": kanji,
    "japaneseDigitalTenThousand": lambda n: "".join(_KANJI[int(d)] for d in str(n)),
    "ideographDigital": lambda n: "".join(_KANJI[int(d)] for d in str(n)),
    "ideographTraditional": lambda n: _cycle(_STEMS, n),
    "ideographZodiac": lambda n: _cycle(_BRANCHES, n),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda n: _enclosed(0x2474, 20, n, f"({n})"),
    "decimalEnclosedFullstop": lambda n: _enclosed(0x2488, 20, n, f"{n}."),
    "ideographEnclosedCircle": lambda n: _enclosed(0x3280, 10, n, f"({kanji(n)})"),
    "numberInDash": lambda n: f"- {n} -",
    "ordinal": str,
    "none": lambda n: "",
}
"""Number formats of ECMA-376 (ST_NumberFormat) that Japanese documents use; an unknown one prints as decimal."""

_PRIVATE_FONTS = ("wingdings", "symbol", "webdings")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list (リストの階層)."""

    number_format: str = "decimal"
    start: int = 1
    text: str = ""
    restart: int | None = None
    suffix: str = "tab"
    legal: bool = False
    font: str = ""
    left: int = 0
    first: int = 0
    style: str | None = None


class _Levels(dict[str, dict[int, Level]]):
    """Levels of an abstract list by depth, read when it is first asked for: a file brings many lists and uses few."""

    def __init__(self) -> None:
        self.sources: dict[str, Any] = {}

    def __missing__(self, key: str) -> dict[int, Level]:
        source = self.sources.get(key)
        found = {} if source is None else {_whole(e.get(f"{W}ilvl")): _level(e) for e in source.iterfind(f"{W}lvl")}
        self[key] = found
        return found


@dataclass(slots=True)
class Numbering:
    """The lists of a document and their counters, advanced in body order."""

    lists: dict[str, str] = field(default_factory=dict)
    levels: _Levels = field(default_factory=_Levels)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    replaced: dict[tuple[str, int], Level] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    used: set[tuple[str, int]] = field(default_factory=set)

    def level(self, num: str, depth: int) -> Level | None:
        """Definition of a list's level, or None where the document does not define it."""
        return self.replaced.get((num, depth)) or self.levels[self.lists.get(num, "")].get(depth)

    def depth_of_style(self, num: str, style: str | None) -> int | None:
        """Level that is bound to a paragraph style, or None."""
        for depth, level in self.levels[self.lists.get(num, "")].items():
            if style and level.style == style:
                return depth
        return None

    def label(self, num: str, depth: int) -> str | None:
        """Count one paragraph and give its label as printed (``第１号``, ``(2)``, ``・``), or None."""
        level = self.level(num, depth)
        if level is None:
            return None
        counters = self.counters.setdefault(self.lists[num], {})
        if (num, depth) in self.overrides and (num, depth) not in self.used:
            counters[depth] = self.overrides[num, depth] - 1
        self.used.add((num, depth))
        counters[depth] = counters.get(depth, level.start - 1) + 1
        for deeper in [d for d in counters if d > depth]:
            below = self.level(num, deeper)
            if below is None or below.restart is None or depth < below.restart:
                del counters[deeper]
        if level.number_format == "bullet":
            return _bullet(level)
        return re.sub(r"%([1-9])", lambda m: self._shown(num, int(m.group(1)) - 1, level.legal), level.text)

    def _shown(self, num: str, depth: int, legal: bool) -> str:
        level = self.level(num, depth) or Level()
        value = self.counters[self.lists[num]].get(depth, level.start)
        if legal:
            return str(value)
        return FORMATS.get(level.number_format, str)(value)


def _bullet(level: Level) -> str:
    text = level.text.strip()
    if len(text) == 1:
        if any(name in level.font.lower() for name in _PRIVATE_FONTS) and ord(text) < 0x100:
            return chr(0xF000 + ord(text))
        if text == "o":
            return "○"
    return text


def read_numbering(root: Any, style_lists: Callable[[], dict[str, str]] = dict) -> Numbering:
    """Numbering definitions of ``word/numbering.xml``; ``style_lists`` maps a numbering style to its list."""
    numbering = Numbering()
    if root is None:
        return numbering
    links: dict[str, str] = {}
    for abstract in root.iterfind(f"{W}abstractNum"):
        key = abstract.get(f"{W}abstractNumId", "")
        link = abstract.find(f"{W}numStyleLink")
        if link is not None:
            links[key] = link.get(f"{W}val", "")
        numbering.levels.sources[key] = abstract
    for num in root.iterfind(f"{W}num"):
        key = num.get(f"{W}numId", "")
        target = num.find(f"{W}abstractNumId")
        if target is None:
            continue
        numbering.lists[key] = target.get(f"{W}val", "")
        for override in num.iterfind(f"{W}lvlOverride"):
            depth = _whole(override.get(f"{W}ilvl"))
            start = override.find(f"{W}startOverride")
            if start is not None:
                numbering.overrides[key, depth] = _whole(start.get(f"{W}val"))
            level = override.find(f"{W}lvl")
            if level is not None:
                numbering.replaced[key, depth] = _level(level)
    lists = style_lists() if links else {}
    for abstract, style in links.items():
        target = numbering.lists.get(lists.get(style, ""), "")
        if target and target != abstract:
            for key, value in list(numbering.lists.items()):
                if value == abstract:
                    numbering.lists[key] = target
    return numbering


def _level(element: Any) -> Level:
    def value(name: str, default: str = "") -> str:
        found = element.find(f"{W}{name}")
        return default if found is None else str(found.get(f"{W}val", default))

    fonts = element.find(f"{W}rPr/{W}rFonts")
    indent = element.find(f"{W}pPr/{W}ind")
    left, first = indents(indent)
    legal = element.find(f"{W}isLgl")
    number_format = value("numFmt", "decimal")
    if number_format == "custom":
        number_format = "decimal"
    return Level(
        number_format,
        _whole(value("start", "1")),
        value("lvlText"),
        _whole(value("lvlRestart")) if element.find(f"{W}lvlRestart") is not None else None,
        value("suff", "tab"),
        legal is not None and legal.get(f"{W}val", "1") not in ("0", "false"),
        "" if fonts is None else str(fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""),
        left or 0,
        first or 0,
        value("pStyle") or None,
    )


def indents(element: Any) -> tuple[int | None, int | None]:
    """Left indent and first-line offset (negative when hanging) of ``w:ind`` in half-width columns; None when unset."""
    if element is None:
        return None, None

    def amount(*names: str) -> int | None:
        for name in names:
            chars, twips = element.get(f"{W}{name}Chars"), element.get(f"{W}{name}")
            if chars is not None and _whole(chars):
                return round(_whole(chars) / 50)
            if twips is not None:
                return round(_whole(twips) / 105)
        return None

    hanging = amount("hanging")
    first = -hanging if hanging else amount("firstLine")
    return amount("left", "start"), first


def _whole(text: str | None) -> int:
    try:
        return int(float(text or 0))
    except ValueError:
        return 0
