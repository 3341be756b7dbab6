"""Wrapped lines to logical lines (折り返しの復元). A join needs evidence: the line before is full to the margin."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from statistics import median

from minutes_pipeline.model.raw import RawLine
from minutes_pipeline.text.folding import flat

START = re.compile(
    r"[・●○◯〇◎◆◇■□▲▼▽★☆※*>→⇒✓▶◦‣➢➤\uf000-\uf0ff]"
    r"|[①-⓿❶-➓]"
    r"|[(\[]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[ア-ンｱ-ﾝa-zA-Z]|[IVXivxⅠ-ⅿ]{1,4})[)\]](?![のをにはがでとや])"
    r"|[0-9]{1,3}[.、](?![0-9])"
    r"|[0-9]{1,3}(?:-[0-9]{1,2}){0,3}[ \t.]"
    r"|[IVXⅠ-ⅿ]{1,4}[ .、]"
    r"|[ア-ン][ .)、]|[一二三四五六七八九十]{1,3}[ 、]"
    r"|第[0-9一二三四五六七八九十]{1,4}[号回章節条 ]|(?:議案|報告|陳情|請願|日程)第[0-9]"
    r"|[【〔〈《＜<≪「『]"
    r"|-{1,6} ?[^0-9\s]|[-=_]{5}"
    r"|[QA][.:,)]"
    r"|[^\s:、。]{1,10} ?: ?"
)
"""What begins a logical line of its own (行頭の印), matched on folded text."""

_END = frozenset("。．？！?!")
_CLOSERS = frozenset("、。，．・：；？！）」』】〕〉》］,.:;?!)]}ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々～")


@dataclass(slots=True)
class Logical:
    """A logical line in the making: its physical pieces and how each is joined to the one before."""

    pieces: list[RawLine]
    glue: list[str] = field(default_factory=lambda: [""])


def limit_of(lines: list[RawLine]) -> float | None:
    """Right margin that the lines themselves show, or None when they show none (右端の推定)."""
    rights = sorted((line.right for line in lines), reverse=True)
    if len(rights) < 4:
        return None
    em = median(line.size for line in lines)
    for right in rights:
        near = sum(1 for other in rights if right - 1.6 * em <= other <= right)
        over = sum(1 for other in rights if other > right)
        if near >= max(3, len(rights) // 40) and over <= max(1, len(rights) // 50):
            return right
    return None


def join(lines: list[RawLine]) -> list[Logical]:
    """Join wrapped lines. Lines of one flow, in reading order, furniture already removed."""
    result: list[Logical] = []
    for line in lines:
        if result and _continues(result[-1], line):
            logical = result[-1]
            logical.glue.append(_glue(logical.pieces[-1].text, line.text))
            logical.pieces.append(line)
        else:
            result.append(Logical([line]))
    return result


def _continues(logical: Logical, line: RawLine) -> bool:
    before = logical.pieces[-1]
    if before.hard or line.blank_before or before.limit is None:
        return False
    if abs(before.size - line.size) > 0.12 * before.size or "\t" in line.text:
        return False
    folded = flat(line.text)
    if START.match(folded):
        return False
    if before.limit - before.right >= _unit(line):
        return False
    return before.text[-1] not in _END or _goes_on(before, line)


def _goes_on(before: RawLine, line: RawLine) -> bool:
    """A full line that ends a sentence: the paragraph goes on when the next line is prose and is not set in."""
    if line.left > before.left + 0.4 * line.size:
        return False
    full = line.limit is not None and line.limit - line.right < 1.6 * line.size
    return full or line.text[-1] in _END


def _unit(line: RawLine) -> float:
    """Width of what could not be parted at the head of ``line``: had it fitted, it would stand on the line above."""
    text = line.text
    end = 1
    if text[0].isascii() and text[0].isalnum():
        while end < len(text) and text[end].isascii() and text[end].isalnum():
            end += 1
    while end < len(text) and text[end] in _CLOSERS and end < 12:
        end += 1
    if line.places:
        width = line.places[end - 1][2] - line.places[0][0]
    else:
        width = sum(line.size if ord(c) > 0xFF else line.size / 2 for c in text[:end])
    return width + 0.5 * line.size


def _glue(left: str, right: str) -> str:
    a, b = left[-1], right[0]
    return (
        " " if a.isascii() and b.isascii() and a.isalnum() and b.isalnum() and not (a.isdigit() and b.isdigit()) else ""
    )
