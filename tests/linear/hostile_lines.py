"""Lines made to cost time (敵意のある行): runs of every kind of character, and what a pattern repeats, broken at the end."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_ONE = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
_REPEAT = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_FILL = "あ漢1 　、・(（年,.-ーアa①「]%:"
UNITS = (
    "1", "１", "一", "十百", "(", ")", "（", "()", "（(", "[", "「", "」", "【", "】", ".", "。", "…", "・", "、", ",", " ", "　", " 　", "\t",
    "-", "ー", "－", "あ", "ア", "漢", "a", "%", "年月日", "令和５年１月２日", "第１回", "第", "回", "1,", "1.", "1:", "/", "①", "○", "■", "あ。",
    "人", "1人", "課長 ", "南　良夫、", "委員（", "が、", "は", "#", "*", "|", "=", "<", "\x00",
)  # fmt: skip
"""What stands in one line again and again: digits, kanji numerals, brackets, dots, blanks, dates, names."""
BROKEN = "\x00"
LARGE = 200
"""A repetition up to so many times is a constant; only one beyond may go over a line again and again."""


@dataclass(frozen=True)
class Made:
    """A line: ``unit`` again and again between ``head`` and ``tail``."""

    head: str
    unit: str
    tail: str

    def line(self, length: int) -> str:
        """The line of about this many characters."""
        return self.head + self.unit * max(1, length // len(self.unit)) + self.tail


def lines_for(pattern: re.Pattern[str], examples: Iterable[str]) -> list[Made]:
    """What may cost this pattern time: every unit, its examples, what it repeats without end behind what stands before."""
    tree = list(_parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))
    made = dict.fromkeys(Made("", unit, "") for unit in (*UNITS, *(e for e in examples if e)))
    for pick in (0, 1):
        if whole := _sample(tree, pick):
            made[Made("", whole, "")] = made[Made("", whole, BROKEN)] = None
        for before, unit in _repeated(tree, "", pick):
            made |= dict.fromkeys([Made(before, unit, BROKEN), Made("", unit, BROKEN), Made("", before + unit, BROKEN)])
            if before:
                made[Made("", before, "")] = None
    return list(made)


def endless(pattern: re.Pattern[str]) -> bool:
    """Whether anything in a pattern repeats more often than ``LARGE`` times."""
    return any(True for _ in _repeated(list(_parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)), "", 0))


def _characters(node: tuple[Any, Any]) -> list[str]:
    kind, value = node
    if kind is op.LITERAL:
        return [chr(value)]
    if kind is not op.IN:
        return [c for c in _FILL if kind is op.ANY or c != chr(value)][:5]
    negated = any(k is op.NEGATE for k, _ in value)
    own = [chr(v if k is op.LITERAL else v[0]) for k, v in value if k in (op.LITERAL, op.RANGE)]
    return [c for c in dict.fromkeys([*_FILL, *own]) if any(_holds(k, v, c) for k, v in value) != negated][:5] or ["あ"]


def _holds(kind: Any, value: Any, char: str) -> bool:
    if kind is op.LITERAL:
        return ord(char) == value
    if kind is op.RANGE:
        return value[0] <= ord(char) <= value[1]
    if kind is not op.CATEGORY:
        return False
    name = str(value)
    held = {"DIGIT": char.isdecimal(), "SPACE": char.isspace(), "WORD": char.isalnum()}[name.rsplit("_", 1)[-1]]
    return held != ("_NOT_" in name)


def _sample(tree: list[Any], pick: int) -> str:
    """A short text that the tree (nearly) matches."""
    text = ""
    for kind, value in tree:
        if kind in _ONE:
            choice = _characters((kind, value))
            text += choice[pick % len(choice)]
        elif kind is op.SUBPATTERN:
            text += _sample(list(value[3]), pick)
        elif kind is op.ATOMIC_GROUP:
            text += _sample(list(value), pick)
        elif kind is op.BRANCH:
            text += _sample(list(value[1][pick % len(value[1])]), pick)
        elif kind in _REPEAT:
            text += _sample(list(value[2]), pick) * min(value[0], 50)
        elif kind is op.ASSERT and value[0] < 0:
            text += _sample(list(value[1]), pick)
    return text


def _repeated(tree: list[Any], before: str, pick: int) -> Iterator[tuple[str, str]]:
    """(what stands before, what is repeated) for each repetition without end."""
    for node in tree:
        kind, value = node
        if kind in _REPEAT:
            inner = list(value[2])
            if value[1] > LARGE:
                units = _characters(inner[0]) if len(inner) == 1 and inner[0][0] in _ONE else [_sample(inner, pick)]
                yield from ((before, unit) for unit in units if unit)
            yield from _repeated(inner, before, pick)
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from _repeated(list(branch), before, pick)
        else:
            inside = {op.SUBPATTERN: lambda v: v[3], op.ATOMIC_GROUP: lambda v: v, op.ASSERT: lambda v: v[1]}
            inside[op.ASSERT_NOT] = inside[op.ASSERT]
            if kind in inside:
                yield from _repeated(list(inside[kind](value)), before, pick)
        before += _sample([node], pick)
