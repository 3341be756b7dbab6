"""Fonts without a map to characters (文字コード表の欠け): what a PDF shows is not what its text layer says.

A font whose map is missing gives its own codes as if they were characters: 「会議」 comes out as ``!"``. The glyphs tell
it: one that is as wide as a kanji is no ``!``. Of fonts of which only some lack a map the text around is sound.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from minutes_pipeline.model.raw import Place

LOST = chr(0xFFFD)
"""Stands for a glyph that the font gives no character for."""
_KANA = re.compile("[ぁ-んァ-ヶ]")
_UNREADABLE = re.compile("[^ -~\u2010-\u27bf\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
_WIDE = re.compile("[ぁ-んァ-ヶ一-龠]")
_NARROW = re.compile("[!-$'-/:-?A-LN-VX-lnopq-vx-~\u00a1-\u02ff\u0192\u2039\u203a\u201a\u201e\ufb01\ufb02]")
"""Characters that every font draws narrow (m, w, M, W, % and @ are as wide as a kanji in some)."""
_USUAL = 0.95
"""Width of a kanji's box for its height, where a page has none."""
_SAMPLE = 60
_FEW = 3
"""Letters of so few kinds or places may be a matter of style (a title drawn twice as wide)."""


def misread(text: str, places: Sequence[Place]) -> int:
    """Number of characters that cannot be what the page shows: lost ones, and narrow ones drawn as wide as a kanji.

    >>> [misread(text, ((0, 0, 10, 10), (10, 0, 20, 10), (20, 0, 30, 10))) for text in ("!#(", "会議録")]
    [3, 0]
    """
    lost = text.count(LOST)
    found = list(_NARROW.finditer(text))
    if len(found) < _FEW:
        return lost
    usual = _usual_shape(text, places)
    if usual is None:
        return lost
    low, high = 0.9 * usual, 1.25 * usual
    wide = [m.group() for m in found if low <= _shape(places[m.start()]) <= high]
    return lost + (len(wide) if len(set(wide)) >= _FEW else 0)


def is_garbled(text: str, places: Sequence[Place]) -> bool:
    """Whether a page's text is not worth reading: a quarter of it misread, hardly readable, or long and without kana."""
    return not_worth_reading(text, misread(text, places))


def not_worth_reading(text: str, wrong: int) -> bool:
    """As ``is_garbled``, where the number of misread characters is known."""
    if len(text) < 40:
        return False
    if (len(text) - len(_UNREADABLE.findall(text))) * 2 < len(text) or 4 * wrong >= len(text):
        return True
    return len(text) > 400 and not text.isascii() and _KANA.search(text) is None


def _shape(place: Place) -> float:
    """Width for height."""
    x0, top, x1, bottom = place
    return (x1 - x0) / (bottom - top) if bottom > top else 0.0


def _usual_shape(text: str, places: Sequence[Place]) -> float | None:
    """Shape of the page's kanji and kana; None where it is written downwards, and widths say nothing."""
    at = [m.start() for m, _ in zip(_WIDE.finditer(text), range(_SAMPLE), strict=False)]
    if not at:
        return _USUAL
    steps = [(places[a], places[b]) for a, b in pairwise(at)]
    down = sum(1 for a, b in steps if abs(a[0] - b[0]) < 1 and abs(a[1] - b[1]) >= 1)
    if 2 * down > len(steps) > 0:
        return None
    shapes = sorted(_shape(places[index]) for index in at)
    return shapes[len(shapes) // 2] or None
