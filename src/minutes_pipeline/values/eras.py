"""Eras (元号) and the small numbers that dates and times are written with."""

from __future__ import annotations

# First year of each era in the western calendar, minus one: era year 1 (元年) is offset + 1.
_OFFSETS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_SHORT = {
    "㋿": "令和", "㍻": "平成", "㍼": "昭和", "㍽": "大正", "㍾": "明治",
    "R": "令和", "H": "平成", "S": "昭和", "T": "大正", "M": "明治",
    "r": "令和", "h": "平成", "s": "昭和",
}  # fmt: skip
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}

ERA = r"(?:令\s?和|平\s?成|昭\s?和|大\s?正|明\s?治|[㋿㍻㍼㍽㍾])"
"""Pattern of a written-out era name on folded text; it may be spaced apart by one space."""


def era_year(era: str, year: int) -> int | None:
    """Western year of an era year; None for an unknown era or year 0.

    >>> era_year("令和", 6), era_year("㋿", 1), era_year("H", 31), era_year("令和", 0)
    (2024, 2019, 2019, None)
    """
    name = "".join(era.split())
    offset = _OFFSETS.get(_SHORT.get(name, name))
    return None if offset is None or year < 1 else offset + year


def small_number(text: str) -> int | None:
    """Value of a number below 10,000 in ASCII digits, kanji by place (二〇一九) or kanji with 十・百, or 元 (1).

    >>> [small_number(t) for t in ("12", "二十六", "三十", "二〇一九", "元", "百二", "十", "二二十", "")]
    [12, 26, 30, 2019, 1, 102, 10, None, None]
    """
    text = "".join(text.split())
    if text == "元":
        return 1
    if text.isdecimal() and text.isascii():
        return int(text)
    if text and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    return _tens(text)


def _tens(text: str) -> int | None:
    total, rest = 0, text
    for sign, weight in (("百", 100), ("十", 10)):
        if sign not in rest:
            continue
        head, rest = rest.split(sign, 1)
        if len(head) > 1 or (head and head not in _DIGITS):
            return None
        total += (_DIGITS[head] if head else 1) * weight
    if len(rest) > 1 or (rest and rest not in _DIGITS):
        return None
    return total + (_DIGITS[rest] if rest else 0) if total else None
