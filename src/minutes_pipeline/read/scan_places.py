"""Places of recognised characters (文字の位置): words on the ink of their row, each character in its square.

Tesseract's places of words are up to half a character wrong, while layout tells spaces, columns and indents by them. So
the characters of a row are laid on the ink itself: the row's ink falls into clusters parted by white gaps, each cluster
takes the characters that fill it best and lie nearest, and they share its width.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

import numpy as np

from minutes_pipeline.read.scan_image import Mask
from minutes_pipeline.read.scan_rows import Row
from minutes_pipeline.read.scan_words import Word

CLUSTER_GAP = 0.7
"""A white gap of this many characters parts clusters; a comma or bracket leaves as much, which its square makes good."""
_LEAD = {"（": 0.5, "「": 0.5, "『": 0.5, "【": 0.5, "〔": 0.5, "(": 0.5, "[": 0.5, "・": 0.35, "：": 0.4, ":": 0.4}
_TRAIL = {"、": 0.6, "。": 0.6, "，": 0.6, "．": 0.6, "）": 0.5, "」": 0.5, "』": 0.5, "】": 0.5, "〕": 0.5, ")": 0.5} | {
    "]": 0.5, "・": 0.35, "：": 0.4, ":": 0.4,
}  # fmt: skip
"""White space inside a character's square before and behind its ink, in characters; 0.04 for all others."""
_EDGE = 0.04


@dataclass(frozen=True, slots=True)
class Glyph:
    """A recognised character: its left and right edge in pixels of the page, and its confidence 0 to 1."""

    char: str
    x0: float
    x1: float
    confidence: float


@dataclass(frozen=True, slots=True)
class _Char:
    text: str
    confidence: float
    middle: float
    """Where Tesseract saw it, in pixels."""
    new_word: bool


def place(words: list[Word], row: Row, ink: Mask) -> list[Glyph]:
    """Characters of one row from left to right.

    Args:
        words: The row's words, in order.
        row: The row.
        ink: The page's ink, without ruled lines.
    """
    chars = _characters(words)
    clusters = _clusters(row, ink)
    if not chars or not clusters:
        return []
    shares = _share_out(chars, clusters, row.em)
    glyphs: list[Glyph] = []
    at = 0
    for (start, end), count in zip(clusters, shares, strict=True):
        spread = _spread(chars[at : at + count], start, end, row.em)
        if glyphs and spread and _are_figures(glyphs[-1], spread[0], row.em):
            glyphs[-1] = replace(glyphs[-1], x1=spread[0].x0)
        glyphs += spread
        at += count
    return glyphs


def _characters(words: list[Word]) -> list[_Char]:
    chars = []
    for word in words:
        weights = [_width(char) for char in word.text]
        total, before = sum(weights) or 1.0, 0.0
        for number, (char, weight) in enumerate(zip(word.text, weights, strict=True)):
            middle = word.x0 + (before + weight / 2) / total * (word.x1 - word.x0)
            before += weight
            chars.append(_Char(char, word.confidence, middle, number == 0))
    return chars


def _width(char: str) -> float:
    """In full-width characters: a half for what may be half-width."""
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55


def _clusters(row: Row, ink: Mask) -> list[tuple[int, int]]:
    """(first column, one past the last) of the row's ink between white gaps."""
    found: list[tuple[int, int]] = []
    for run in row.runs:
        columns = np.nonzero(ink[run.y0 : run.y1, run.x0 : run.x1].any(axis=0))[0]
        if not len(columns):
            continue
        breaks = np.nonzero(np.diff(columns) > CLUSTER_GAP * row.em)[0]
        starts = [0, *(breaks + 1).tolist()]
        ends = [*breaks.tolist(), len(columns) - 1]
        found += [(run.x0 + int(columns[a]), run.x0 + int(columns[b]) + 1) for a, b in zip(starts, ends, strict=True)]
    return found


def _share_out(chars: list[_Char], clusters: list[tuple[int, int]], em: float) -> list[int]:
    """How many characters each cluster takes, in order: the least sum of misfit and of distance from where they were seen.

    Every cluster but a speck of ink takes one at least.
    """
    count, size = len(clusters), len(chars)
    # Ink begins and ends inside the squares of the first and the last character.
    lead = np.array([_LEAD.get(char.text, _EDGE) for char in chars] + [0.0])
    trail = np.array([0.0] + [_TRAIL.get(char.text, _EDGE) for char in chars])
    widths = np.concatenate(([0.0], np.cumsum([_width(char.text) for char in chars])))
    best = np.full((count + 1, size + 1), np.inf)
    best[0, 0] = 0.0
    back = np.zeros((count + 1, size + 1), dtype=np.int64)
    for number, (start, end) in enumerate(clusters):
        far = np.array([max(start - char.middle, char.middle - end, 0.0) / em for char in chars])
        away = np.concatenate(([0.0], np.cumsum(np.minimum(far, 12.0))))
        width = (end - start) / em
        for upto in range(size + 1):
            # Those that begin at ``since`` and end at ``upto`` lie in this cluster.
            since = np.arange(upto + 1)
            filled = widths[upto] - widths[since] - lead[since] - trail[upto]
            # A digit may be as wide as a kanji: too few characters for the width cost less than too many.
            misfit = np.where(filled < width, 0.5 * (width - filled), filled - width)
            # No cluster begins with a closing mark or ends with an opening one: that is where the ink has its gaps.
            torn = 1.5 * (trail[np.minimum(since + 1, size)] >= 0.5) * (since < upto)
            torn = torn + (1.5 if upto and lead[upto - 1] >= 0.5 else 0.0)
            none = np.where(since == upto, 1.0 + 2.0 * width, 0.0)
            cost = (
                best[number, : upto + 1]
                + misfit
                + (away[upto] - away[since])
                + none
                + np.where(since < upto, torn, 0.0)
            )
            at = int(np.argmin(cost))
            best[number + 1, upto], back[number + 1, upto] = cost[at], at
    shares: list[int] = []
    left = size
    for number in range(count, 0, -1):
        since_left = int(back[number, left])
        shares.append(left - since_left)
        left = since_left
    return shares[::-1]


def _spread(chars: list[_Char], start: int, end: int, em: float) -> list[Glyph]:
    """Characters over the squares that the ink from ``start`` to ``end`` belongs to."""
    if not chars:
        return []
    x0 = start - _LEAD.get(chars[0].text, _EDGE) * em
    x1 = end + _TRAIL.get(chars[-1].text, _EDGE) * em
    weights = [_width(char.text) for char in chars]
    step = (x1 - x0) / sum(weights)
    glyphs: list[Glyph] = []
    for char, weight in zip(chars, weights, strict=True):
        if glyphs and char.new_word and _is_latin(glyphs[-1].char) and _is_latin(char.text):
            glyphs.append(Glyph(" ", x0, x0, char.confidence))
        glyphs.append(Glyph(char.text, x0, x0 + weight * step, char.confidence))
        x0 += weight * step
    return glyphs


def _are_figures(left: Glyph, right: Glyph, em: float) -> bool:
    """Two digits (or a digit and its comma) that full-width squares hold apart without a space between them."""
    both = left.char + right.char
    most = 1.3 if left.char in ",." else 0.9
    return both.isascii() and all(c.isdigit() or c in ",.%:/" for c in both) and right.x0 - left.x1 < most * em


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
