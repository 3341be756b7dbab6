"""Numbers (数) as minutes print them.

Grammar, on folded text; one space from a PDF may stand between any two parts::

    number  = [sign] amount | [sign] amount link amount
    amount  = arabic [scale {arabic scale} [arabic]] | kanji
    arabic  = 1 to 13 digits, or groups of three with commas, with up to 6 decimals (． and, before a ratio, ・)
    scale   = 千 百 万 億 兆 十万 百万 千万 百億 …        25千 = 25,000; 8,666億4,000万; 1万5千
    kanji   = 百二十七, 六八・二 (before a ratio), 二千三百, 一二 (by place), 二〇二四; ○ and 〇 are zero between kanji digits only
    sign    = ▲ (also △) or a minus that does not follow a number
    link    = ~ - 、 , ・  where what follows is the next number up: 2~3, 4、5, 二、三十 (20 to 30), 十五、六

A count in words (数十, 十数, 何百) is a match with ``vague`` set: it has no value that could be reported.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

Figure = int | float
_Amount = int | Decimal
"""Whole numbers as such; exact decimals where a point is printed."""

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}

_PLAIN = r"(?:[0-9]{1,3}(?:\s?,\s?[0-9]{3}){1,5}(?![0-9])|[0-9]{1,13}(?![0-9]))"
_DECIMAL = r"(?:\s?\.\s?[0-9]{1,6}(?![0-9])(?!\.[0-9])|・[0-9]{1,2}(?=\s?(?:%|ポイント|倍|割|度)))?"
_ARABIC = re.compile(rf"({_PLAIN}{_DECIMAL})")
_PARTED = re.compile(r"[\s,]")
_SCALE = re.compile(r"\s?([十百千]?[万億兆]|千(?!葉|代)|百(?!貨))")
_KANJI = re.compile(r"[一二三四五六七八九十百千][一二三四五六七八九十百千万億兆〇○零]{0,14}")
_KANJI_FRACTION = re.compile(
    r"・([一二三四五六七八九〇]{1,2})(?=\s?(?:%|パーセント|ポイント|倍|割|度|ヘクタール|キロ|メートル|トン))"
)
# 三・八人 is 3.8, 二・三人 two or three: of what is counted only a digit that is not the next one up is a fraction.
_KANJI_MEAN = re.compile(r"・([一二三四五六七八九〇]{1,2})(?=\s?(?:人|名|件|回|時間|日|か月|世帯|台|冊|点|歳|年))")
_SEED = re.compile(
    r"[0-9]{1,4096}|[一二三四五六七八九十百千]|ゼロ(?=\s?(?:件|人|名|回|円|%|パーセント|世帯|校|棟|戸|台|団体|か所|日))"
)
_LINK = re.compile(r"\s?([~\-、,・])\s?")
_SIGN = re.compile(r"[▲+\-]\s?$")
# What a minus stands behind (a number, a name or a Latin letter before it makes it a dash).
_BEFORE_MINUS = re.compile(r"$|[\s(\[:、。,比差率額がはで]")
_KATAKANA = re.compile("[ァ-ヴー]")
_KANJI_BREAK = frozenset("一二三四五六七八九十百千万億兆〇○零")


class NumberMatch(NamedTuple):
    """A number found in a text (数).

    Attributes:
        start: First code point (the sign belongs to it).
        end: One past the last.
        value: Its value; the low end of a range; negative with a printed sign.
        value_max: High end of a range, else None.
        kanji: Printed in kanji; only a counter behind it makes it a number at all.
        vague: A count in words without a value (数十, 十数).
    """

    start: int
    end: int
    value: Figure
    value_max: Figure | None = None
    kanji: bool = False
    vague: bool = False


def figure(value: _Amount) -> Figure:
    """An int where the value is whole as printed (``40``, ``1.2億``), else a float.

    >>> figure(Decimal("16.0")), figure(Decimal("16.1"))
    (16, 16.1)
    """
    if isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _plain(text: str) -> _Amount:
    digits = _PARTED.sub("", text)
    return int(digits) if digits.isdecimal() else Decimal(digits.replace("・", "."))


def _scale(text: str) -> int:
    value = 1
    for sign in text:
        value *= _SMALL.get(sign) or _LARGE[sign]
    return value


def _arabic(text: str, position: int) -> tuple[_Amount, int] | None:
    """Amount in Arabic digits with its scales from ``position``: (value, end)."""
    found = _ARABIC.match(text, position)
    if found is None:
        return None
    total: _Amount = 0
    part, end, limit = _plain(found[1]), found.end(), 0
    for _ in range(5):
        scaled = _SCALE.match(text, end)
        if scaled is None:
            return total + part, end
        weight = _scale(scaled[1])
        if limit and weight >= limit:
            return total + part, end
        total, limit, end = total + part * weight, weight, scaled.end()
        rest = _ARABIC.match(text, end + (text[end : end + 1] == " "))
        if rest is None or _plain(rest[1]) >= limit:
            return total, end
        part, end = _plain(rest[1]), rest.end()
    return total, end


def kanji_value(text: str) -> int | None:
    """Value of a number in kanji, by place or with 十百千万億; None where it is none.

    >>> [kanji_value(t) for t in ("百二十七", "一二", "二〇二四", "二千三百万", "十", "万", "二二十")]
    [127, 12, 2024, 23000000, 10, None, None]
    """
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = 0
    digit: int | None = None
    small, large = 10**4, 10**16
    for sign in text:
        if sign in _DIGITS:
            if digit is not None or _DIGITS[sign] == 0:
                return None
            digit = _DIGITS[sign]
        elif sign in _SMALL:
            if _SMALL[sign] >= small:
                return None
            small = _SMALL[sign]
            section, digit = section + (digit or 1) * small, None
        else:
            section, digit = section + (digit or 0), None
            if section == 0 or _LARGE[sign] >= large:
                return None
            large, small = _LARGE[sign], 10**4
            total, section = total + section * large, 0
    return total + section + (digit or 0)


def _kanji(text: str, position: int) -> tuple[_Amount, int] | None:
    found = _KANJI.match(text, position)
    if found is None:
        return None
    value = kanji_value(found[0])
    if value is None:
        return None
    fraction = _KANJI_FRACTION.match(text, found.end())
    if fraction is None and (mean := _KANJI_MEAN.match(text, found.end())) is not None:
        fraction = mean if kanji_value(mean[1]) != value % 10 + 1 else None
    if fraction is not None:  # 六八・二%
        return Decimal(f"{value}.{kanji_value(fraction[1])}"), fraction.end()
    return value, found.end()


def _upper(low: _Amount, high: _Amount, link: str) -> tuple[_Amount, _Amount] | None:
    """The range that two linked numbers name, or None where they are two numbers."""
    if link in "~-":
        return (low, high) if high > low else None
    if high == low + 1 and low < 10:
        return low, high  # 4、5件
    if 10 <= high < 10000 and low < 10:
        for weight in (10, 100, 1000):
            if high == (low + 1) * weight:
                return low * weight, high  # 二、三十人
    base = low - low % 10
    if 0 < high < 10 and low > 10 and high == low % 10 + 1:
        return low, base + high  # 十五、六人
    return None


def _range(text: str, low: _Amount, end: int, kanji: bool) -> tuple[_Amount, _Amount, int] | None:
    link = _LINK.match(text, end)
    if link is None:
        return None
    read = _kanji if kanji else _arabic
    second = read(text, link.end())
    if second is None:
        return None
    bounds = _upper(low, second[0], link[1])
    return None if bounds is None else (*bounds, second[1])


def _vague(text: str, start: int, end: int) -> bool:
    """数十, 十数, 何百; not 定数168."""
    if text[end : end + 1] in ("数", "幾"):
        return not text[start].isdecimal()
    return text[start - 1 : start] in ("数", "何", "幾") and not text[start].isdecimal()


def _match_at(text: str, position: int) -> NumberMatch | None:
    if text.startswith("ゼロ", position):
        return None if _KATAKANA.match(text[position - 1 : position]) else NumberMatch(position, position + 2, 0)
    kanji = not text[position].isdecimal()
    first = _kanji(text, position) if kanji else _arabic(text, position)
    if first is None:
        return None
    low, end = first
    high = None
    ranged = _range(text, low, end, kanji)
    if ranged is not None:
        low, high, end = ranged
    start = position
    sign = _SIGN.search(text, max(0, position - 2), position)
    if sign is not None and (text[sign.start()] == "▲" or _BEFORE_MINUS.match(text[: sign.start()][-1:])):
        start = sign.start()
        if text[start] != "+":
            low, high = -low, None if high is None else -high
    return NumberMatch(start, end, figure(low), None if high is None else figure(high), kanji, _vague(text, start, end))


@lru_cache(maxsize=256)
def find_numbers(text: str) -> tuple[NumberMatch, ...]:
    """All numbers of a folded text in order, without overlap. Digits inside a Latin word (A4, Web3) are none.

    >>> [(n.value, n.value_max) for n in find_numbers("8,666億4,000万円、25千円、▲3.5%、4、5件、二、三十人、百二十七人")]
    [(866640000000, None), (25000, None), (-3.5, None), (4, 5), (20, 30), (127, None)]
    """
    matches: list[NumberMatch] = []
    position = 0
    while (seed := _SEED.search(text, position)) is not None:
        before = text[seed.start() - 1 : seed.start()]
        match = None
        if len(seed[0]) <= 13 and not (before.isascii() and (before.isalpha() or before == ".")):
            match = _match_at(text, seed.start())
        position = seed.end() if match is None else max(match.end, seed.end())
        if match is not None:
            matches.append(match)
        elif seed[0] in _KANJI_BREAK:
            while position < len(text) and text[position] in _KANJI_BREAK:
                position += 1
    return tuple(matches)
