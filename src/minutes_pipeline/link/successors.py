"""Programs that went on under another name (名称の変わった事業): what the minutes show beside the two names.

A renamed program stands where the old one stood, between the same neighbours; its department is the same; its minutes
print the old one's figures again. Each alone may be chance, and a name that ends alike too: it takes two of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Program
from minutes_pipeline.text.folding import name_key

_RENAMED = re.compile(
    r"名称を|改称|改名|旧|名称変更|衣替え|から改め|に改め|再編|統合|名前を(?:変|改)|名を(?:変|改)|(?:名称|名前)(?:が|は)変|引き継|後継|移行"
)
_COMMON = frozenset("人 件 円 % 回 名 割".split())
_SMALL = 10
"""A figure below it, of a common unit, says nothing when it comes again."""
Figures = dict[str, frozenset[tuple[str, float]]]


def figures_of(minutes: Minutes) -> Figures:
    """What is counted of each program, by its record: unit and value of those figures that no other program shares."""
    titles = {name_key(program.title): program.id for program in minutes.programs}
    held: dict[str, set[tuple[str, float]]] = {}
    for metric in minutes.metrics:
        key = name_key(metric.name)
        owner = metric.program_id or next((i for title, i in titles.items() if title in key), None)
        if owner is not None and (abs(metric.value) >= _SMALL or (metric.unit and metric.unit not in _COMMON)):
            held.setdefault(owner, set()).add((metric.unit or "", metric.value))
    shared = Counter(figure for figures in held.values() for figure in figures)
    return {owner: frozenset(f for f in figures if shared[f] == 1) for owner, figures in held.items()}


def in_its_place(old: int, new: int, before: Sequence[int | None], now: Sequence[int | None]) -> bool:
    """Whether a program stands between the same neighbours as an older one did.

    Args:
        old: Place of the older one in its meeting.
        new: Place of the new one.
        before: Number of the history of each program of the older meeting, in order.
        now: The same for the new meeting, None where none is known.

    >>> in_its_place(1, 1, [0, 1, 2], [0, None, 2]), in_its_place(1, 1, [0, 1, 2], [0, None, 3])
    (True, False)
    """
    sides = [(_at(before, old + step), _at(now, new + step)) for step in (-1, 1)]
    real = [left for left, _ in sides if left >= 0]
    return bool(real) and all(left == right for left, right in sides)


def _at(numbers: Sequence[int | None], place: int) -> int:
    """The number at a place; -1 beyond the ends, -2 where none is known."""
    if not 0 <= place < len(numbers):
        return -1
    number = numbers[place]
    return -2 if number is None else number


def ending_likeness(one: str, other: str) -> float:
    """How much of the shorter key's end the longer one shares (…装置貸与事業), 0 below four characters."""
    length = 0
    while length < min(len(one), len(other)) and one[-1 - length] == other[-1 - length]:
        length += 1
    return length / min(len(one), len(other)) if length >= 4 else 0.0


def told_renamed(old: Program, new: Program, texts: Sequence[str]) -> bool:
    """Whether a sentence prints both names beside a word for the change, or the old one with 「旧」 under the new one.

    Args:
        old: The program under its former name.
        new: The one that may have followed it.
        texts: Keys of the texts of the meetings from the one to the other.
    """
    former, latter = name_key(old.title), name_key(new.title)
    if former in latter:
        return False
    for text in texts:
        at = text.find(former)
        while at >= 0:
            around = text[max(0, at - 40) : at + len(former) + 90]
            if _RENAMED.search(around) and latter in text[max(0, at - 160) : at + len(former) + 160]:
                return True
            at = text.find(former, at + 1)
    return False
