"""How alike two strings are (文字列の近さ), for comparing what was read with what a person annotated.

All measures work on squashed strings: width and name variants folded, white space and punctuation gone, so that a
wrapped line or another dash costs nothing. They agree with the scoring rules of the annotation guide digit for digit.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

_VARIANTS = str.maketrans(
    {"髙": "高", "﨑": "崎", "濵": "浜", "邊": "辺", "邉": "辺", "𠮷": "吉", "〜": "~", "～": "~", "➀": "1"}
)
_KEPT_MARKS = frozenset("%~-−.▲△")
_SHORTEST_COMMON_RUN = 3
"""Runs shorter than this are chance: two sentences of Japanese always share は and の."""
_SHORTEST_COVERING_RUN = 6


@lru_cache(maxsize=65536)
def squash(text: str) -> str:
    """Text with width and name variants folded, white space and punctuation removed (照合用の形).

    >>> squash("髙橋　花子（委員）")
    '高橋花子委員'
    >>> squash("▲３.５％、")
    '▲3.5%'
    """
    folded = unicodedata.normalize("NFKC", text).translate(_VARIANTS).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LN" or c in _KEPT_MARKS)


def squashed(value: object) -> str:
    """``squash`` of anything a JSON record may hold; None, 0 and "" are empty.

    >>> squashed(None)
    ''
    """
    return squash(str(value)) if value else ""


@lru_cache(maxsize=65536)
def _ratio(left: str, right: str) -> float:
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def similarity(a: object, b: object) -> float:
    """Likeness of two titles or names, 0 to 1; 0 when either is empty.

    >>> similarity("その他", "その他について")
    0.6
    >>> similarity(None, "その他")
    0.0
    """
    left, right = squashed(a), squashed(b)
    if not left or not right:
        return 0.0
    return 1.0 if left == right else _ratio(left, right)


@lru_cache(maxsize=65536)
def _grams(text: str, size: int) -> frozenset[str]:
    return frozenset(text[i : i + size] for i in range(len(text) - size + 1))


def _share_run(left: str, right: str, size: int) -> bool:
    """Whether a run of ``size`` characters is common: cheap, and saves most alignments."""
    return not _grams(left, size).isdisjoint(_grams(right, size))


@lru_cache(maxsize=65536)
def _common(left: str, right: str) -> int:
    if not _share_run(left, right, _SHORTEST_COMMON_RUN):
        return 0
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= _SHORTEST_COMMON_RUN)


def overlap(a: object, b: object) -> float:
    """Characters in common over characters in either (引用の重なり): how far two quotes are the same place.

    >>> overlap("利用者は3045人である。", "利用者は3045人である")
    1.0
    >>> overlap("利用者", "保育所")
    0.0
    """
    left, right = squashed(a), squashed(b)
    if not left or not right:
        return 0.0
    common = _common(left, right)
    return common / (len(left) + len(right) - common)


def covered(text: object, others: Sequence[object]) -> float:
    """Share of a quote's characters that stand in any other quote, in runs of six or more, or whole (被覆率).

    >>> covered("駐車場が足りない", ["市役所の駐車場が足りないとの声がある"])
    1.0
    >>> covered("駐車場が足りない", ["駐車場の整備"])
    0.0
    """
    target = squashed(text)
    if not target:
        return 0.0
    hit = [False] * len(target)
    for other in map(squashed, others):
        run = min(_SHORTEST_COVERING_RUN, len(target), len(other))
        if not run or not _share_run(target, other, run):
            continue
        for block in SequenceMatcher(None, target, other, autojunk=False).get_matching_blocks():
            if block.size >= run:
                hit[block.a : block.a + block.size] = [True] * block.size
    return sum(hit) / len(target)
